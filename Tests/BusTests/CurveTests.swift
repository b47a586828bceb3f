import BranchDomain
import Messages
import Testing
import ZeroMQ

@testable import Bus

@Suite("CURVE")
struct CurveTests {
    @Test("a listed key is served, under the name that it is listed by")
    func listed() async throws {
        let branch = try SecuredBranch()
        let kiosk = try CurveKeys.generate()
        try branch.folder.write(kiosk.publicKey + "\n", to: "kiosk:1.key")
        let service = try branch.service()
        let reply = try await PinnedThread.run(name: "client") {
            try branch.client(of: service, keys: kiosk).send(
                method: "m", id: .first, body: bytes("body"))
        }
        #expect(reply.body == bytes("body"))
        #expect(service.requests.map(\.peer) == ["kiosk:1"])
    }

    @Test("each request says who asks, not only the first")
    func peerOfEach() async throws {
        let branch = try SecuredBranch()
        let kiosk = try CurveKeys.generate()
        try branch.folder.write(kiosk.publicKey, to: "kiosk:1.key")
        let service = try branch.service()
        try await PinnedThread.run(name: "client") {
            let context = try Context()
            let sockets = try (0..<5).map { _ in
                try Held(
                    endpoint: Endpoint(
                        address: service.address, serverKey: branch.keys.publicKey),
                    keys: kiosk, context: context)
            }
            for round in 0..<40 {
                for held in sockets {
                    _ = try held.socket.send([[], bytes("BRL1"), bytes("\(round)")])
                }
            }
            #expect(
                try eventually {
                    _ = try sockets[0].socket.waitUntilReadable(atMost: .milliseconds(5))
                    return service.requests.count >= 200
                })
        }
        #expect(service.requests.count == 200)
        #expect(service.requests.allSatisfy { $0.peer == "kiosk:1" })
        #expect(try service.stop() == RequestServer.Dropped())
    }

    @Test("a key that is not listed gets nothing")
    func unlisted() async throws {
        let branch = try SecuredBranch()
        let listed = try CurveKeys.generate()
        try branch.folder.write(listed.publicKey, to: "kiosk:1.key")
        let service = try branch.service()
        let refusedBefore = branch.gatekeeper.refused
        try await PinnedThread.run(name: "client") {
            let client = try branch.client(
                of: service, keys: .generate(), deadline: .milliseconds(300))
            let isRefused = eventually {
                #expect(throws: CallError.self) {
                    try client.send(method: "m", id: client.nextID(), body: [])
                }
                return branch.gatekeeper.refused > refusedBefore
            }
            #expect(isRefused)
        }
        #expect(service.requests.isEmpty)
    }

    @Test("a client without CURVE gets nothing at a CURVE socket")
    func plainClient() async throws {
        let branch = try SecuredBranch()
        let service = try branch.service()
        try await PinnedThread.run(name: "client") {
            let context = try Context()
            var socket = try Socket(.dealer, in: context, linger: .zero)
            try socket.startMonitoring()
            try socket.connect(service.address)
            _ = try socket.send([[], bytes("BRL1"), bytes("m"), bytes("id"), [], []])
            // Which of the two is heard depends on who notices first.
            var heard: [ConnectionEvent?] = []
            #expect(
                try eventually {
                    heard.append(try socket.nextEvent(within: .seconds(1)))
                    return heard.contains(.handshakeFailed) || heard.contains(.disconnected)
                })
            #expect(!heard.contains(.handshakeSucceeded))
            #expect(try !socket.readiness().readable)
        }
        #expect(service.requests.isEmpty)
    }

    @Test("a key of one domain gets nothing in another")
    func otherDomain() async throws {
        let displays = try TemporaryDirectory()
        let branch = try SecuredBranch(also: ["displays": AllowList(directory: displays.path)])
        let display = try CurveKeys.generate()
        try displays.write(display.publicKey, to: "hall.key")
        let service = try branch.service()
        try await PinnedThread.run(name: "client") {
            let client = try branch.client(
                of: service, keys: display, deadline: .milliseconds(300))
            #expect(throws: CallError.self) {
                try client.send(method: "m", id: client.nextID(), body: [])
            }
        }
        #expect(service.requests.isEmpty)
    }

    @Test("a client that is enrolled while it tries gets in")
    func enrolledLater() async throws {
        let branch = try SecuredBranch()
        let kiosk = try CurveKeys.generate()
        let service = try branch.service()
        let refusedBefore = branch.gatekeeper.refused
        // Not a task: the tests' tasks may all wait for one another.
        let reply = try Promise<Result<[UInt8], any Error>>()
        PinnedThread.start(name: "client") {
            reply.keep(
                Result {
                    try branch.client(of: service, keys: kiosk).send(
                        method: "m", id: .first, body: bytes("in")
                    ).body
                })
        }
        let body = try await PinnedThread.run(name: "operator") {
            let pause = try Pause()
            #expect(
                try eventually {
                    try pause.wait()
                    return branch.gatekeeper.refused > refusedBefore
                })
            try branch.folder.write(kiosk.publicKey, to: "kiosk:1.key")
            return try reply.wait().get()
        }
        #expect(body == bytes("in"))
    }

    @Test("a removed key is not served any more, although its connection lives on")
    func revoked() async throws {
        let branch = try SecuredBranch()
        let kiosk = try CurveKeys.generate()
        try branch.folder.write(kiosk.publicKey, to: "kiosk:1.key")
        let service = try branch.service()
        try await PinnedThread.run(name: "client") {
            let client = try branch.client(of: service, keys: kiosk)
            _ = try client.send(method: "m", id: client.nextID(), body: [])
            client.deadline = .milliseconds(300)
            try branch.folder.remove("kiosk:1.key")
            #expect(throws: CallError.self) {
                try client.send(method: "m", id: client.nextID(), body: [])
            }
        }
        #expect(service.requests.count == 1)
        #expect(try service.stop().revoked >= 1)
    }

    @Test("a subscriber with a listed key gets topics, one without gets none")
    func topics() async throws {
        let branch = try SecuredBranch()
        let display = try CurveKeys.generate()
        try branch.folder.write(display.publicKey, to: "hall.key")
        try await PinnedThread.run(name: "topics") {
            let publisher = try Publisher(
                context: branch.context, binding: [branch.binding], epoch: "epoch-1")
            publisher.publish(topic: "queue.a.", at: Timestamp(milliseconds: 1), state: [1])
            let endpoint = Endpoint(
                address: publisher.boundAddresses[0], serverKey: branch.keys.publicKey)
            let listed = try Subscriber(
                endpoints: [endpoint], keys: display, topics: ["queue."], context: Context())
            let stranger = try Subscriber(
                endpoints: [endpoint], topics: ["queue."], context: Context())
            #expect(
                eventually {
                    publisher.handleSubscriptions()
                    return listed.receive(timeout: .milliseconds(5)) != nil
                })
            publisher.repeatKept()
            #expect(stranger.receive(timeout: .milliseconds(50)) == nil)
            #expect(stranger.lastHeard == nil)
        }
    }

    @Test("a display that is enrolled while it waits begins to hear")
    func displayEnrolledLater() async throws {
        let branch = try SecuredBranch()
        let display = try CurveKeys.generate()
        try await PinnedThread.run(name: "topics") {
            let publisher = try Publisher(
                context: branch.context, binding: [branch.binding], epoch: "epoch-1")
            publisher.publish(topic: "queue.a.", at: Timestamp(milliseconds: 1), state: [1])
            let endpoint = Endpoint(
                address: publisher.boundAddresses[0], serverKey: branch.keys.publicKey)
            let subscriber = try Subscriber(
                endpoints: [endpoint], keys: display, topics: ["queue."], context: Context(),
                retryInterval: .milliseconds(20))
            let refusedBefore = branch.gatekeeper.refused
            var heard: PublishedMessage?
            #expect(
                eventually {
                    heard = subscriber.receive(timeout: .milliseconds(5))
                    return branch.gatekeeper.refused > refusedBefore
                })
            #expect(heard == nil)
            try branch.folder.write(display.publicKey, to: "hall.key")
            #expect(
                eventually {
                    publisher.handleSubscriptions()
                    heard = subscriber.receive(timeout: .milliseconds(5))
                    return heard != nil
                })
        }
    }

    @Test("the self-test finds a door that is open to everybody")
    func openDoor() throws {
        let branch = try SecuredBranch()
        let keys = try CurveKeys.generate()
        // CURVE in another context, where no gatekeeper is asked.
        let careless = try Socket(.router, in: Context(), linger: .zero)
        try careless.set(.curveServer, true)
        try careless.set(.curveSecretKey, keys.secretKey)
        try careless.bind("tcp://127.0.0.1:*")
        let address = try careless.lastEndpoint()
        #expect(throws: BindingError.admitsStrangers(address)) {
            try branch.gatekeeper.proveClosed(
                address, to: .dealer, serverKey: keys.publicKey)
        }
    }

    @Test("a CURVE socket needs a gatekeeper of its context that knows its domain")
    func noGatekeeper() throws {
        let branch = try SecuredBranch()
        #expect(throws: BindingError.noGatekeeper(domain: "clients")) {
            try RequestServer(context: Context(), binding: [branch.binding])
        }
        let unknown = ServerBinding.curve(
            "tcp://127.0.0.1:*", keys: branch.keys, domain: "unknown",
            gatekeeper: branch.gatekeeper)
        #expect(throws: BindingError.noGatekeeper(domain: "unknown")) {
            try RequestServer(context: branch.context, binding: [unknown])
        }
    }

    @Test("a context has one gatekeeper")
    func oneGatekeeper() throws {
        let branch = try SecuredBranch()
        #expect(throws: ZeroMQError.self) { try Gatekeeper(context: branch.context, lists: [:]) }
    }
}

extension RequestID {
    fileprivate static var first: RequestID {
        RequestID(at: Timestamp(milliseconds: 1_795_212_345_678), random: (1, 1))
    }
}
