import BranchDomain
import Messages
import Testing
import ZeroMQ

@testable import Bus

@Suite("Request client")
struct RequestClientTests {
    @Test("a call brings the reply that the service gave")
    func call() async throws {
        let folder = try TemporaryDirectory()
        let hello = SystemHello.Reply(
            branch: "main", currency: "USD", protocol: 1, time: 5, gateways: [], features: [])
        let service = try TestService([.plain(folder.ipc("gateway"))]) { request, _ in
            TestService.reply(to: request, "ok", JSON.encode(hello))
        }
        let answer = try await PinnedThread.run(name: "client") {
            let client = try client(service.endpoint)
            client.session = "credential"
            return try client.call(SystemHello.self, Nothing())
        }
        #expect(answer == hello)
        let frames = try #require(service.requests.first?.frames)
        #expect(frames.count == 5)
        #expect(frames[0] == bytes("BRL1"))
        #expect(frames[1] == bytes("system.hello"))
        #expect(RequestID(text: frames[2]) != nil)
        #expect(frames[3] == bytes("credential"))
        #expect(frames[4] == bytes("{}"))
    }

    @Test("a lost reply: the same id goes again and the first verdict comes")
    func lostReply() async throws {
        let folder = try TemporaryDirectory()
        let service = try TestService([.plain(folder.ipc("gateway"))]) { request, number in
            number == 0 ? nil : TestService.reply(to: request, "ok", bytes("first verdict"))
        }
        let (id, reply) = try await PinnedThread.run(name: "client") {
            let client = try client(service.endpoint, attempt: .milliseconds(100))
            let id = client.nextID()
            return (id, try client.send(method: "ledger.deposit", id: id, body: bytes("{}")))
        }
        #expect(reply.outcome == "ok")
        #expect(reply.body == bytes("first verdict"))
        let ids = Set(service.requests.map { $0.frames[2] })
        #expect(service.requests.count >= 2)
        #expect(ids == [id.textBytes])
    }

    @Test("a reply that is late is taken where there is one endpoint only")
    func lateReply() async throws {
        let held = try Promise<[[UInt8]]>()
        let folder = try TemporaryDirectory()
        let service = try TestService([.plain(folder.ipc("gateway"))]) { request, number in
            if number == 0 {
                held.keep(TestService.reply(to: request, "ok", bytes("late")))
                return nil
            }
            return number == 1 ? try? held.wait() : nil
        }
        let reply = try await PinnedThread.run(name: "client") {
            let client = try client(service.endpoint, attempt: .milliseconds(50))
            return try client.send(method: "m", id: client.nextID(), body: [])
        }
        #expect(reply.body == bytes("late"))
    }

    @Test("an endpoint where nobody listens is passed over")
    func deadEndpoint() async throws {
        let folder = try TemporaryDirectory()
        let service = try TestService([.plain(folder.ipc("gateway"))])
        let nobody = Endpoint(address: folder.ipc("nobody"))
        let took = try await PinnedThread.run(name: "client") {
            let client = try RequestClient(
                endpoints: [nobody, service.endpoint], attemptTimeout: .seconds(60),
                deadline: .seconds(60), identifiers: CountingIDs())
            let began = ContinuousClock.now
            _ = try client.send(method: "m", id: client.nextID(), body: [])
            return began.duration(to: .now)
        }
        #expect(took < .seconds(30))
    }

    @Test("a gateway that dies with the request is left at once for the next one")
    func dyingEndpoint() async throws {
        let folder = try TemporaryDirectory()
        let arrived = try Promise<Bool>()
        let dying = try TestService([.plain(folder.ipc("dying"))]) { _, _ in
            arrived.keep(true)
            return nil
        }
        let living = try TestService([.plain(folder.ipc("living"))])
        // Not a task: the tests' tasks may all wait for one another.
        PinnedThread.start(name: "killer") {
            _ = try? arrived.wait()
            _ = try? dying.stop()
        }
        let took = try await PinnedThread.run(name: "client") {
            let client = try RequestClient(
                endpoints: [dying.endpoint, living.endpoint], attemptTimeout: .seconds(60),
                deadline: .seconds(60), identifiers: CountingIDs())
            let began = ContinuousClock.now
            _ = try client.send(method: "m", id: client.nextID(), body: [])
            return began.duration(to: .now)
        }
        #expect(took < .seconds(30))
        #expect(living.requests.map { $0.frames[2] } == dying.requests.map { $0.frames[2] })
    }

    @Test("where nobody answers the call ends at its deadline and names id and endpoints")
    func noAnswer() async throws {
        let folder = try TemporaryDirectory()
        let nobody = Endpoint(address: folder.ipc("nobody"))
        try await PinnedThread.run(name: "client") {
            let client = try RequestClient(
                endpoints: [nobody], attemptTimeout: .milliseconds(50),
                deadline: .milliseconds(200), identifiers: CountingIDs())
            let id = client.nextID()
            let began = ContinuousClock.now
            #expect(throws: CallError.noAnswer(id: id, endpoints: [nobody.address])) {
                try client.call(SystemHello.self, Nothing(), id: id)
            }
            #expect(began.duration(to: .now) < .seconds(20))
        }
    }

    @Test("a client with a request that nobody took ends at once")
    func endsAtOnce() async throws {
        let folder = try TemporaryDirectory()
        let silent = try TestService([.plain(folder.ipc("gateway"))]) { _, _ in nil }
        let took = try await PinnedThread.run(name: "client") {
            var began = ContinuousClock.now
            do {
                let client = try RequestClient(
                    endpoints: [silent.endpoint], deadline: .milliseconds(50),
                    identifiers: CountingIDs(), context: Context())
                #expect(throws: CallError.self) {
                    try client.send(method: "m", id: client.nextID(), body: [])
                }
                began = .now
            }
            return began.duration(to: .now)
        }
        #expect(took < .seconds(20))
    }

    @Test("a refusal is thrown with its code, its sentence and its advice")
    func refused() async throws {
        let folder = try TemporaryDirectory()
        let refusal = Refusal(.locked, "Locked until 10:42.", details: ["minutes": "15"])
        let service = try TestService([.plain(folder.ipc("gateway"))]) { request, _ in
            TestService.reply(to: request, "locked", JSON.encode(refusal.body))
        }
        try await PinnedThread.run(name: "client") {
            let client = try client(service.endpoint)
            #expect(throws: CallError.refused(refusal)) {
                try client.call(SystemHello.self, Nothing())
            }
        }
    }

    @Test("a client that persists asks again where the refusal says same id")
    func persists() async throws {
        let folder = try TemporaryDirectory()
        let refusal = Refusal(.unavailable, "The ledger is away.")
        let service = try TestService([.plain(folder.ipc("gateway"))]) { request, number in
            number < 3
                ? TestService.reply(to: request, "unavailable", JSON.encode(refusal.body))
                : TestService.echo(request)
        }
        let outcome = try await PinnedThread.run(name: "client") {
            let client = try client(service.endpoint)
            client.persists = true
            return try client.send(method: "m", id: client.nextID(), body: []).outcome
        }
        #expect(outcome == "ok")
        #expect(Set(service.requests.map { $0.frames[2] }).count == 1)
    }

    @Test("replies to other ids and other protocols are not taken for this one")
    func foreignReplies() async throws {
        let folder = try TemporaryDirectory()
        let service = try TestService([.plain(folder.ipc("gateway"))]) { request, number in
            switch number {
            case 0: [bytes("BRL1"), bytes("another id"), bytes("ok"), bytes("wrong")]
            case 1: [bytes("BRL9"), request.frames[2], bytes("ok"), bytes("wrong")]
            case 2: [bytes("BRL1")]
            default: TestService.reply(to: request, "ok", bytes("right"))
            }
        }
        let reply = try await PinnedThread.run(name: "client") {
            let client = try client(service.endpoint, attempt: .milliseconds(50))
            return try client.send(method: "m", id: client.nextID(), body: [])
        }
        #expect(reply.body == bytes("right"))
    }

    @Test("a client learns the other gateways from the first")
    func learns() async throws {
        let folder = try TemporaryDirectory()
        let second = try TestService([.plain(folder.ipc("second"))])
        let addresses = [folder.ipc("first"), second.address]
        let first = try TestService([.plain(addresses[0])]) { request, _ in
            let hello = SystemHello.Reply(
                branch: "main", currency: "USD", protocol: 1, time: 5, gateways: addresses,
                features: [])
            return TestService.reply(to: request, "ok", JSON.encode(hello))
        }
        try await PinnedThread.run(name: "client") {
            let client = try client(first.endpoint)
            try client.learnGateways()
            #expect(client.endpoints.map(\.address) == addresses)
            try first.stop()
            _ = try client.send(method: "m", id: client.nextID(), body: [])
        }
        #expect(second.requests.count == 1)
    }

    private func client(
        _ endpoint: Endpoint, attempt: Duration = .milliseconds(2_500)
    ) throws -> RequestClient {
        try RequestClient(
            endpoints: [endpoint], attemptTimeout: attempt, identifiers: CountingIDs())
    }
}
