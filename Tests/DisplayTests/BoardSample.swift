import BranchDomain
import Foundation
import Messages

@testable import Display

/// A hall on 20 November 2026 at 10:42:00 UTC, for all tests of the board.
enum Hall {
    static let now = Timestamp(milliseconds: 1_795_171_320_000)
    static let zone = TimeZone(identifier: "UTC") ?? .current
    static let epoch = "0b7f7a3e-0000-4000-8000-000000000001"
    static let renderer = BoardRenderer(title: "Banco Central", words: .english, zone: zone)

    static func at(_ seconds: Int) -> Timestamp { now.adding(.seconds(seconds)) }

    static func call(
        _ number: String, _ counter: String, secondsAgo: Int = 5, calls: Int = 1
    ) -> BoardCall {
        BoardCall(
            number: number, counter: counter, called: at(-secondsAgo).milliseconds, calls: calls)
    }

    static func topic(
        _ service: String, waiting: Int = 0, next: [String] = [], serving: [BoardCall] = [],
        recent: [BoardCall]? = nil, open: Bool = true, admission: Admission? = nil
    ) -> QueueTopic {
        QueueTopic(
            service: service, open: open, waiting: waiting, next: next, serving: serving,
            recent: recent ?? serving, admission: admission)
    }

    /// Four services, five counters.
    static let services: [QueueTopic] = [
        topic(
            "cash", waiting: 12, next: (13...24).map { "A0\($0)" },
            serving: [
                call("A012", "2"), call("A011", "1", secondsAgo: 90),
                call("A010", "5", secondsAgo: 140),
            ],
            recent: [
                call("A012", "2"), call("A011", "1", secondsAgo: 90),
                call("A010", "5", secondsAgo: 140), call("A009", "2", secondsAgo: 200),
                call("A008", "1", secondsAgo: 290),
            ]),
        topic(
            "accounts", waiting: 4, next: ["B005"], serving: [call("B004", "3", secondsAgo: 400)]),
        topic("loans", waiting: 1, next: ["C003"], serving: [call("C002", "10", secondsAgo: 900)]),
        topic("enquiries", open: false),
    ]

    /// A board that has heard of everything at ``now``.
    static func board() -> BoardState {
        var state = BoardState(started: now)
        for service in services { _ = state.hear(service, sequence: 1, now: now) }
        return state
    }
}

extension BoardState {
    mutating func hear(
        _ state: QueueTopic, sequence: UInt64, epoch: String = Hall.epoch,
        now: Timestamp = Hall.now
    ) -> [String] {
        apply(
            topic: Topic.queue(branch: "main", service: state.service),
            header: TopicHeader(epoch: epoch, sequence: sequence, at: now.milliseconds),
            state: state, now: now
        ).map { "\($0.call.number)→\($0.call.counter)#\($0.call.calls)" }
    }
}
