import BranchDomain
import Journal
import Messages
import Testing

@testable import Scheduler

/// A hall with a very long line is as quick as one with a short line.
@Suite(.serialized) struct LongLineTests {
    private struct NoJournal: JournalReader {
        var head: UInt64 { 0 }
        func record(at sequence: UInt64) throws -> (record: Record, position: Position)? { nil }
        func records(
            after: UInt64, limit: Int
        ) throws -> [(record: Record, position: Position)] { [] }
        func verdict(on id: RequestID) -> UInt64? { nil }
    }

    /// The bare rules, without a journal around them.
    private struct Counter {
        var hall: QueueHall
        var made: UInt64 = 0
        var isAnswering = false

        init(waiting: Int) throws {
            let desk = try HallDesk()
            hall = desk.hall
            try press(.counterOpen, #"{"counter":"2"}"#)
            for _ in 0..<waiting { try press(.queueIssue, #"{"service":"cash"}"#) }
            isAnswering = true
        }

        mutating func press(_ method: Messages.Method, _ body: String) throws {
            made += 1
            let id = RequestID(at: HallDesk.begin, random: (made, made))
            let command = Command(
                method: method, id: id, principal: HallDesk.teller, body: Array(body.utf8))
            let decision = try hall.decide(
                command, now: HallDesk.begin, next: made, reader: NoJournal())
            guard case .write(let records) = decision, let record = records.last else {
                Issue.record("a write was expected of \(method)")
                return
            }
            hall.apply(record, sequence: made, at: HallDesk.begin)
            guard isAnswering else { return }
            let position = Position(sequence: made, at: HallDesk.begin, chain: .pending)
            _ = hall.answer(to: record, at: position, principal: command.principal)
        }

        /// The shortest of several rounds of issue, next, done, and what the board is told.
        mutating func round() throws -> Duration {
            var best = Duration.seconds(60)
            for _ in 1...10 {
                let start = ContinuousClock.now
                for _ in 1...50 {
                    try press(.queueIssue, #"{"service":"cash"}"#)
                    try press(.queueNext, #"{"counter":"2"}"#)
                    try press(.queueDone, #"{"counter":"2"}"#)
                    _ = hall.publications(of: [], wanted: { _ in true })
                }
                best = min(best, start.duration(to: .now))
            }
            return best
        }
    }

    @Test func aHundredThousandWaitingSlowNobodyDown() throws {
        var short = try Counter(waiting: 10)
        var long = try Counter(waiting: 100_000)
        #expect(long.hall.services[0].line.count == 100_000)
        let (quick, slow) = (try short.round(), try long.round())
        #expect(slow < quick * 3, "10 waiting: \(quick), 100,000 waiting: \(slow)")
        let last = try #require(long.hall.tickets.rows.last)
        #expect(long.hall.services[0].line.ahead(of: long.hall.linePlace(of: last)) == 99_999)
    }

    @Test func finishedTicketsAreForgottenWhenTheyAreTooMany() {
        var book = TicketBook()
        for ordinal in 1...2_000 as ClosedRange<UInt64> {
            book.append(
                HallTicket(
                    key: TicketKey(ordinal: ordinal), handle: HandleBits(high: 0, low: ordinal),
                    service: ServiceIndex(place: 0), number: UInt32(ordinal), priority: 0,
                    issued: HallDesk.begin))
            if ordinal % 10 != 0 {
                book.update(TicketKey(ordinal: ordinal)) { $0.state = .served }
            }
        }
        #expect(book.open == 200)
        let gone = book.clear { index, ticket in index >= 1_500 || ticket.state.isOpen }
        #expect(gone.count == 1_350 && book.rows.count == 650 && book.open == 200)
        #expect(book.find(TicketKey(ordinal: 11)) == nil)
        #expect(book.find(HandleBits(high: 0, low: 11)) == nil)
        for ordinal in [10, 1_490, 1_501, 2_000] as [UInt64] {
            #expect(book.find(TicketKey(ordinal: ordinal))?.number == UInt32(ordinal))
            #expect(book.find(HandleBits(high: 0, low: ordinal))?.key.ordinal == ordinal)
        }
        #expect(book.find(TicketKey(ordinal: 2_001)) == nil)
        #expect(TicketBook(rows: book.rows, next: book.next) == book)
        book.append(
            HallTicket(
                key: TicketKey(ordinal: 2_001), handle: HandleBits(high: 1, low: 1),
                service: ServiceIndex(place: 0), number: 1, priority: 0, issued: HallDesk.begin))
        #expect(book.find(TicketKey(ordinal: 2_001))?.number == 1)
        #expect(book.find(TicketKey(ordinal: 1_501))?.number == 1_501)
    }
}
