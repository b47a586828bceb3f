import BranchDomain
import Messages
import Testing
import ZeroMQ

@testable import Bus

@Suite("Publisher and subscriber")
struct PublisherTests {
    @Test("a late subscriber gets the kept state at once, without a repeat")
    func lateSubscriber() async throws {
        try await PinnedThread.run(name: "topics") {
            let hall = try Hall()
            hall.publisher.publish(topic: "queue.main.cash.", at: at(1), state: bytes("old"))
            hall.publisher.publish(topic: "queue.main.cash.", at: at(2), state: bytes("new"))
            hall.publisher.publish(topic: "queue.main.loans.", at: at(3), state: bytes("other"))
            hall.publisher.publish(topic: "account.17.", at: at(3), state: [1], keep: false)
            let subscriber = try hall.subscriber(["queue.main.cash.", "account."])
            let message = try #require(try hall.next(of: subscriber))
            #expect(message.topic == "queue.main.cash.")
            #expect(message.epoch == "epoch-1")
            #expect(message.sequence == 2)
            #expect(message.at == at(2))
            #expect(message.state == bytes("new"))
            #expect(!message.isRepeat)
            #expect(subscriber.receive(timeout: .zero) == nil)
        }
    }

    @Test("each of several subscribers to the same topic gets the kept state")
    func eachSubscriber() async throws {
        try await PinnedThread.run(name: "topics") {
            let hall = try Hall()
            hall.publisher.publish(topic: "queue.main.cash.", at: at(1), state: bytes("kept"))
            for _ in 0..<5 {
                let subscriber = try hall.subscriber(["queue."])
                #expect(try hall.next(of: subscriber)?.state == bytes("kept"))
            }
        }
    }

    @Test("sequences count per topic, and the frames are those of the protocol page")
    func frames() async throws {
        try await PinnedThread.run(name: "topics") {
            let hall = try Hall()
            let socket = try Socket(.subscribe, in: hall.context, linger: .zero)
            try socket.subscribe("")
            try socket.connect(hall.endpoint.address)
            #expect(try hall.serve { hall.publisher.isWanted("a.") })
            hall.publisher.publish(topic: "a.", at: at(7), state: bytes("{}"))
            hall.publisher.publish(topic: "b.", at: at(8), state: bytes("{}"))
            hall.publisher.publish(topic: "a.", at: at(9), state: bytes("{}"))
            let sent = try (0..<3).map { _ in
                try answer(socket).map { String(decoding: $0, as: UTF8.self) }
            }
            let header = #"{"epoch":"epoch-1","sequence":"#
            #expect(sent[0] == ["a.", "BRLP1", header + #"1,"at":7}"#, "{}"])
            #expect(sent[1] == ["b.", "BRLP1", header + #"1,"at":8}"#, "{}"])
            #expect(sent[2] == ["a.", "BRLP1", header + #"2,"at":9}"#, "{}"])
        }
    }

    @Test("repeats keep a subscriber live and are given only where they are asked for")
    func repeats() async throws {
        try await PinnedThread.run(name: "topics") {
            let hall = try Hall()
            hall.publisher.publish(topic: "queue.main.cash.", at: at(1), state: bytes("kept"))
            let subscriber = try hall.subscriber(["queue."])
            #expect(try hall.next(of: subscriber) != nil)
            let first = try #require(subscriber.lastHeard)
            hall.publisher.repeatKept()
            var given: [PublishedMessage?] = []
            let isHeard = try hall.serve {
                given.append(subscriber.receive(timeout: .milliseconds(5)))
                return subscriber.lastHeard.map { $0 > first } ?? false
            }
            #expect(isHeard)
            #expect(given.allSatisfy { $0 == nil })
            #expect(subscriber.lastHeard(under: "queue.main.") == subscriber.lastHeard)
            #expect(subscriber.lastHeard(under: "account.") == nil)
            subscriber.includesRepeats = true
            hall.publisher.repeatKept()
            let again = try #require(try hall.next(of: subscriber))
            #expect(again.isRepeat)
            #expect(again.sequence == 1)
        }
    }

    @Test("a subscriber that lost messages has the present state after a repeat")
    func slowSubscriber() async throws {
        try await PinnedThread.run(name: "topics") {
            let hall = try Hall()
            let subscriber = try hall.subscriber(["queue."])
            #expect(try hall.serve { hall.publisher.isWanted("queue.main.cash.") })
            // More than both high-water marks together: some are certainly lost.
            for number in 1...60_000 {
                hall.publisher.publish(
                    topic: "queue.main.cash.", at: at(1), state: bytes("\(number)"))
            }
            var last: PublishedMessage?
            #expect(
                try hall.serve {
                    while let message = subscriber.receive(timeout: .milliseconds(5)) {
                        last = message
                    }
                    hall.publisher.repeatKept()
                    return last?.state == bytes("60000")
                })
            #expect(last?.sequence == 60_000)
        }
    }

    @Test("a subscriber that hears nothing has nothing to show for it")
    func neverLive() async throws {
        try await PinnedThread.run(name: "topics") {
            let folder = try TemporaryDirectory()
            let subscriber = try Subscriber(
                endpoints: [Endpoint(address: folder.ipc("nobody"))], topics: ["queue."],
                context: Context())
            #expect(subscriber.receive(timeout: .milliseconds(20)) == nil)
            #expect(subscriber.lastHeard == nil)
        }
    }

    @Test("a publisher that starts again is a new epoch, heard by who was there before")
    func newEpoch() async throws {
        try await PinnedThread.run(name: "topics") {
            let folder = try TemporaryDirectory()
            let address = folder.ipc("topics")
            var hall: Hall? = try Hall(address, epoch: "epoch-1")
            hall?.publisher.publish(topic: "queue.a.", at: at(1), state: bytes("before"))
            hall?.publisher.publish(topic: "queue.a.", at: at(1), state: bytes("before"))
            let subscriber = try Subscriber(
                endpoints: [Endpoint(address: address)], topics: ["queue."], context: Context())
            #expect(try hall?.next(of: subscriber)?.sequence == 2)
            hall = nil
            let second = try Hall(address, epoch: "epoch-2")
            second.publisher.publish(topic: "queue.a.", at: at(2), state: bytes("after"))
            let message = try #require(try second.next(of: subscriber))
            #expect(message.epoch == "epoch-2")
            #expect(message.sequence == 1)
            #expect(message.state == bytes("after"))
        }
    }

    @Test("a topic is wanted while somebody subscribes to it or to a prefix")
    func wanted() async throws {
        try await PinnedThread.run(name: "topics") {
            let hall = try Hall()
            #expect(!hall.publisher.isWanted("account.17."))
            do {
                let subscriber = try hall.subscriber(["account.17."])
                #expect(try hall.serve { hall.publisher.isWanted("account.17.") })
                #expect(!hall.publisher.isWanted("account.18."))
                #expect(!hall.publisher.isWanted("account.1"))
                #expect(subscriber.receive(timeout: .zero) == nil)
            }
            #expect(try hall.serve { !hall.publisher.isWanted("account.17.") })
        }
    }

    @Test("what subscribers send beside subscriptions does no harm")
    func garbage() async throws {
        try await PinnedThread.run(name: "topics") {
            let hall = try Hall()
            let socket = try Socket(.subscribe, in: hall.context, linger: .zero)
            try socket.subscribe(String(repeating: "x", count: 201))
            try socket.subscribe(String(repeating: "y", count: 100_000))
            try socket.subscribe("fine.")
            try socket.connect(hall.endpoint.address)
            #expect(try hall.serve { hall.publisher.isWanted("fine.") })
            #expect(!hall.publisher.isWanted(String(repeating: "x", count: 201)))
        }
    }

    @Test("kept states are listed by topic")
    func kept() throws {
        let hall = try Hall()
        hall.publisher.publish(topic: "b.", at: at(1), state: [2])
        hall.publisher.publish(topic: "a.", at: at(1), state: [1])
        hall.publisher.publish(topic: "c.", at: at(1), state: [3], keep: false)
        hall.publisher.publish(topic: "b.", at: at(2), state: [4])
        #expect(hall.publisher.kept().map(\.topic) == ["a.", "b."])
        #expect(hall.publisher.kept().map(\.sequence) == [1, 2])
        #expect(hall.publisher.kept().map(\.state) == [[1], [4]])
    }
}

@Suite("Published headers")
struct PublishedHeaderTests {
    @Test("a header is read as it is written")
    func written() {
        let header = PublishedHeader(epoch: "0b7e-1", sequence: 4_711, at: 1_795_212_345_678)
        #expect(PublishedHeader(plain: header.bytes) == header)
        #expect(PublishedHeader(header.bytes) == header)
    }

    @Test(
        "a header may be any JSON",
        arguments: [
            #"{ "at": 7, "epoch": "e", "sequence": 3 }"#,
            #"{"epoch":"\u0065","sequence":3,"at":7}"#,
            #"{"epoch":"e","sequence":3,"at":7,"more":[1]}"#,
        ])
    func json(text: String) {
        #expect(PublishedHeader(plain: bytes(text)) == nil)
        #expect(PublishedHeader(bytes(text)) == PublishedHeader(epoch: "e", sequence: 3, at: 7))
    }

    @Test(
        "what is no header is none",
        arguments: [
            "", "{", "{}", #"{"epoch":"#, #"{"epoch":"e","sequence":,"at":7}"#,
            #"{"epoch":"e","sequence":-3,"at":7}"#, #"{"epoch":"e","sequence":3,"at":7}}"#,
            #"{"epoch":"e","sequence":99999999999999999999,"at":7}"#,
        ])
    func none(text: String) {
        #expect(PublishedHeader(bytes(text)) == nil)
    }
}

/// A publisher and its subscribers, all on the test's thread.
private final class Hall {
    let context: Context
    let publisher: Publisher
    private let reactor: Reactor

    init(_ address: String = "tcp://127.0.0.1:*", epoch: String = "epoch-1") throws {
        context = try Context()
        let publisher = try Publisher(context: context, binding: [.plain(address)], epoch: epoch)
        self.publisher = publisher
        reactor = try Reactor(context: context)
        reactor.onReadable(publisher) { publisher.handleSubscriptions() }
    }

    var endpoint: Endpoint { Endpoint(address: publisher.boundAddresses[0]) }

    func subscriber(_ topics: [String]) throws -> Subscriber {
        try Subscriber(endpoints: [endpoint], topics: topics, context: context)
    }

    /// Lets the publisher work until a condition holds.
    func serve(until condition: () throws -> Bool) throws -> Bool {
        try eventually {
            try reactor.round(atMost: .milliseconds(2))
            return try condition()
        }
    }

    func next(of subscriber: Subscriber) throws -> PublishedMessage? {
        var message: PublishedMessage?
        _ = try serve {
            message = subscriber.receive(timeout: .milliseconds(5))
            return message != nil
        }
        return message
    }
}

private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }
