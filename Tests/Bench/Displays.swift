import Foundation
import Messages

/// Boards whose calls are timed, however they hear of them.
protocol Boards {
    /// Waits until every board has the present state.
    ///
    /// - Parameter nudge: Has one more message published, for who came after the last.
    /// - Returns: The state's sequence.
    func settle(nudge: () throws -> Void) throws -> UInt64

    /// Waits until every board has the message of this sequence.
    ///
    /// - Parameter onNew: Called for each board that just got it, with the moment.
    func reach(_ sequence: UInt64, onNew: (UInt64) -> Void) throws
}

/// Boards that hang on a publisher, and how long a call takes to reach each of them.
final class Displays: Boards {
    private final class Display {
        let socket: RawSocket
        /// The highest sequence of the topic that it has.
        var sequence: UInt64 = 0

        init(address: String, prefix: String) throws {
            socket = try RawSocket(connectingTo: address, as: "SUB")
            try socket.send(MessageBytes.subscription(prefix))
        }
    }

    private let displays: [Display]
    private let topic: [UInt8]
    private var waiting: [pollfd]
    private var frames: [Range<Int>] = []

    /// - Parameters:
    ///   - prefix: What each subscribes to.
    ///   - topic: The one whose messages are timed.
    init(_ count: Int, at address: String, prefix: String, topic: String) throws {
        displays = try (0..<count).map { _ in try Display(address: address, prefix: prefix) }
        self.topic = Array(topic.utf8)
        waiting = displays.map {
            pollfd(fd: $0.socket.descriptor, events: Int16(POLLIN), revents: 0)
        }
    }

    func settle(nudge: () throws -> Void) throws -> UInt64 {
        let isComplete = { self.displays.allSatisfy { $0.sequence > 0 } }
        for _ in 0..<10 where !isComplete() {
            try nudge()
            try receive(atMost: 1, until: isComplete) { _, _, _ in }
        }
        let newest = displays.map(\.sequence).max() ?? 0
        try reach(newest) { _ in }
        return newest
    }

    func reach(_ sequence: UInt64, onNew: (UInt64) -> Void) throws {
        var missing = displays.count(where: { $0.sequence < sequence })
        try receive(atMost: 5) {
            missing <= 0
        } onNew: { before, after, moment in
            guard before < sequence, after >= sequence else { return }
            missing -= 1
            onNew(moment)
        }
        guard missing <= 0 else {
            throw BenchError("\(missing) displays did not get a message in five seconds.")
        }
    }

    private func receive(
        atMost seconds: Double, until isDone: () -> Bool,
        onNew: (_ before: UInt64, _ after: UInt64, _ moment: UInt64) -> Void
    ) throws {
        let end = Moment.monotonic + UInt64(seconds * 1e9)
        while !isDone(), Moment.monotonic < end {
            var left = poll(&waiting, nfds_t(waiting.count), 100)
            for index in waiting.indices where left > 0 && waiting[index].revents != 0 {
                left -= 1
                let display = displays[index]
                guard try display.socket.fill() else { continue }
                let moment = Moment.monotonic
                let before = display.sequence
                try takeMessages(of: display)
                if display.sequence > before { onNew(before, display.sequence, moment) }
            }
        }
    }

    private func takeMessages(of display: Display) throws {
        while case let size = try display.socket.message(into: &frames), size > 0 {
            let bytes = display.socket.bytes
            if frames.count == 4, bytes[frames[0]].elementsEqual(topic) {
                display.sequence = max(display.sequence, Displays.sequence(in: bytes[frames[2]]))
            }
            display.socket.consume(size)
        }
    }

    private static let key = Array("\"sequence\":".utf8)

    /// The number behind `"sequence":` in a header; 0 where there is none.
    private static func sequence(in header: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
        guard let start = header.firstRange(of: key)?.upperBound else { return 0 }
        return header[start...].prefix { (48...57).contains($0) }
            .reduce(0) { $0 * 10 + UInt64($1 - 48) }
    }
}

/// A call at a counter, timed until it is on each display.
enum BoardTrial {
    /// - Parameters:
    ///   - before: At least one; requests that each publish one message, sent before a call.
    ///   - call: The request whose message is timed.
    static func run(
        _ displays: some Boards, address: String, before: [RequestTemplate], call: RequestTemplate,
        calls: Int
    ) throws -> Measurement {
        let caller = try Caller(address: address, templates: before + [call], accounts: 1, seed: 7)
        var histogram = Histogram()
        let nudger = try Caller(address: address, templates: before, accounts: 1, seed: 8)
        var sequence = try displays.settle {
            try nudger.send()
            try finish(nudger)
        }
        let start = Moment.monotonic
        for _ in 0..<calls {
            for _ in before {
                try caller.send()
                sequence += 1
                try displays.reach(sequence, onNew: { _ in })
                try finish(caller)
            }
            try caller.send()
            let sent = caller.sentAt
            sequence += 1
            try displays.reach(sequence) { histogram.record(nanoseconds: $0 - sent) }
            try finish(caller)
        }
        var result = Measurement(histogram, nanoseconds: Moment.monotonic - start)
        result.perSecond = Double(calls) * 1e9 / Double(Moment.monotonic - start)
        return result
    }

    private static func finish(_ caller: Caller) throws {
        var item = pollfd(fd: caller.socket.descriptor, events: Int16(POLLIN), revents: 0)
        while try !caller.takeReply() {
            guard poll(&item, 1, 5_000) > 0 else { throw BenchError("A call was not answered.") }
        }
    }
}
