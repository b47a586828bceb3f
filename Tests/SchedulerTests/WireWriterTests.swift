import BranchDomain
import Journal
import Messages
import Testing

@testable import Scheduler

/// What is written by hand means what the encoder would write.
@Suite struct WireWriterTests {
    @Test(arguments: [
        "", "plain", "O'Brien \"Bob\" \\ /", "línea\nnueva\ttab", "\u{0}\u{1f}\u{7f}", "😀 日本",
        "\u{2028}",
    ])
    func textIsEscapedAsTheEncoderDoes(text: String) throws {
        var writer = WireWriter(reserving: 8)
        writer.raw("[")
        writer.text(text)
        writer.raw("]")
        #expect(try JSON.decode([String].self, from: writer.bytes) == [text])
    }

    @Test(arguments: [0, 1, -1, 9, 10, 99, 1_795_212_000_000, .max, .min] as [Int64])
    func integersAreExact(value: Int64) {
        var writer = WireWriter(reserving: 8)
        writer.integer(value)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == String(value))
    }

    @Test(arguments: [0, 7, 10, 99, 100, 999, 1_000, 123_456] as [UInt32])
    func numbersReadAsTicketNumbers(number: UInt32) {
        var writer = WireWriter(reserving: 8)
        writer.number(number, prefix: "AB")
        let text = TicketNumber(prefix: "AB", number: Int(number)).description
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "\"\(text)\"")
    }

    /// Reads what was written into the wire type, writes it with the encoder, reads it again.
    func check<Value: Codable & Equatable>(_ type: Value.Type, _ bytes: [UInt8]) throws {
        let value = try JSON.decode(type, from: bytes)
        let encoded = JSON.encode(value)
        #expect(try JSON.decode(Value.self, from: encoded) == value)
        #expect(
            try JSON.decode(AnyJSON.self, from: encoded)
                == JSON.decode(AnyJSON.self, from: bytes),
            "\(String(decoding: bytes, as: UTF8.self))")
    }

    @Test func repliesAndTopicsMeanWhatTheEncoderWrites() throws {
        var desk = try HallDesk()
        try desk.open()
        var replies: [[UInt8]] = []
        func keep(_ method: Messages.Method, _ body: String) throws -> [UInt8] {
            try desk.bytes(method, Array(body.utf8), as: HallDesk.teller, id: desk.nextID())
        }
        for number in 1...30 {
            let body =
                number % 2 == 0
                ? #"{"service":"cash"}"# : #"{"service":"loans","name":"Ñandú \"\#(number)\""}"#
            replies.append(try keep(.queueIssue, body))
        }
        for reply in replies { try check(Ticket.self, reply) }
        try check(QueueNext.Reply.self, try keep(.queueNext, #"{"counter":"2"}"#))
        for method in [Messages.Method.queueRecall, .queueStart, .queueHold] {
            try check(CounterTicket.self, try keep(method, #"{"counter":"2"}"#))
        }
        for _ in 1...14 {
            try check(QueueNext.Reply.self, try keep(.queueNext, #"{"counter":"2"}"#))
            desk.wait(.seconds(60))
        }
        try check(QueueList.Reply.self, try keep(.queueList, #"{"limit":7}"#))
        for publication in desk.hall.initialPublications() {
            try check(QueueTopic.self, publication.state)
        }
        let board = try #require(desk.publish()["queue.main.loans."])
        #expect(board.recent.count <= 10 && board.next.count <= 20)
        try desk.open("3", services: ["cash"])
        while try desk.next() != nil {}
        try check(QueueNext.Reply.self, try keep(.queueNext, #"{"counter":"2"}"#))
    }

    @Test func aSnapshotOfTheTopicsIsTheWireType() throws {
        var desk = try HallDesk()
        _ = try desk.issue()
        let kept = desk.hall.initialPublications().enumerated().map { index, publication in
            (topic: publication.topic, sequence: UInt64(index) + 7, state: publication.state)
        }
        let bytes = TopicSnapshots.reply(epoch: "e-1", topics: kept)
        try check(QueueSnapshot.Reply.self, bytes)
        let reply = try JSON.decode(QueueSnapshot.Reply.self, from: bytes)
        #expect(reply.epoch == "e-1" && reply.topics.count == 2)
        #expect(reply.topics["queue.main.loans."]?.sequence == 8)
        #expect(reply.topics["queue.main.cash."]?.state.waiting == 1)
    }

    @Test(arguments: [
        (#"{"counter":"2"}"#, "2"), (#"{ "counter" : "2" }"#, "2"), (#"{"counter":""}"#, ""),
        (#"{"counter":"a b"}"#, "a b"), (#"{"counter":"\u0032"}"#, nil),
        (#"{"counter":"2","more":1}"#, nil), (#"{"counter":"2"}x"#, nil), (#"{"counter":2}"#, nil),
        (#"{"counter":"ñ"}"#, nil), (#"{"counters":"2"}"#, nil), (#"{"counter":"2""#, nil),
        (#"{"counter":"2"#, nil), ("", nil), ("{", nil), (#"{"c":"2222222222"}"#, nil),
    ])
    func plainBodiesAreReadStrictly(body: String, text: String?) throws {
        #expect(PlainBody.text("counter", in: Array(body.utf8)) == text)
        if let text {
            #expect(try JSON.decode(CounterRequest.self, from: body.utf8).counter == text)
        }
    }

    @Test func aHandleHasOneSpelling() throws {
        var random = SeededRandom(seed: 3)
        for _ in 1...1_000 {
            let bits = HandleBits(high: random.next(), low: random.next())
            let text = String(decoding: bits.textBytes, as: UTF8.self)
            #expect(try TicketHandle(text).description == text)
            #expect(HandleBits(text: text.utf8) == bits)
        }
        #expect(HandleBits(text: "AAAAAAAAAAAAAAAAAAAAAB".utf8) == nil)
        #expect(HandleBits(text: "AAAAAAAAAAAAAAAAAAAAAg".utf8) != nil)
        #expect(HandleBits(text: "AAAAAAAAAAAAAAAAAAAA+g".utf8) == nil)
        #expect(HandleBits(text: "A".utf8) == nil)
    }

    @Test func factsSurviveTheirRecord() throws {
        var ticket = HallTicket(
            key: TicketKey(ordinal: 77), handle: HandleBits(high: 1, low: 2),
            service: ServiceIndex(place: 3), number: 4_000_000_000, priority: 9,
            issued: HallDesk.begin)
        for state in TicketState.allCases {
            ticket.state = state
            var facts = TicketFacts(ticket)
            facts.counter = CounterIndex(place: 998)
            facts.calls = .max
            facts.lease = HallDesk.begin
            facts.reason = .sentBack
            if state == .parked {
                facts.until = HallDesk.begin
            } else {
                facts.finished = ticket.key
            }
            #expect(TicketFacts(facts.words) == facts)
            let event = HallEvent.ticket(.called, facts, text: [1, 2])
            #expect(HallEvent(event.record) == event)
        }
        #expect(TicketFacts(TicketFacts(ticket).words) == TicketFacts(ticket))
    }
}

/// JSON of any shape, to compare what two texts mean.
enum AnyJSON: Decodable, Equatable {
    case null, truth(Bool), number(Double), text(String), list([AnyJSON]), object([String: AnyJSON])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let truth = try? value.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([AnyJSON].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: AnyJSON].self))
        }
    }
}
