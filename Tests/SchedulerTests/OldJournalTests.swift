import BranchDomain
import Journal
import Messages
import Testing

@testable import Scheduler

/// What versions before this one wrote is read as it was meant.
@Suite struct OldJournalTests {
    /// The layout of snapshots before there were legs, policies and appointments.
    private func oldSnapshot(_ hall: QueueHall) -> [UInt8] {
        var writer = SnapshotWriter()
        writer.integer(UInt8(2))
        writer.optional(hall.day) { writer, day in
            writer.integer(day.number)
            writer.time(day.ends)
        }
        writer.list(hall.services) { writer, service in
            let definition = service.definition
            writer.text(definition.service)
            writer.text(definition.prefix)
            writer.list(definition.names.sorted { $0.key < $1.key }) { writer, name in
                writer.text(name.key)
                writer.text(name.value)
            }
            writer.optional(definition.parent) { $0.text($1) }
            writer.integer(UInt32(definition.numbering.first))
            writer.integer(UInt32(definition.numbering.last))
            writer.optional(definition.capacity) { $0.integer(UInt32($1)) }
            writer.optional(definition.batch) { $0.integer(UInt32($1)) }
            writer.boolean(service.isOpen)
            writer.integer(service.issuedToday)
            writer.integer(UInt32(service.tally.served))
            writer.integer(UInt32(service.tally.noShow))
            writer.integer(service.pace.meanMilliseconds)
            writer.integer(service.pace.samples)
            writer.list(service.recent) { writer, call in
                writer.integer(call.ticket.ordinal)
                writer.integer(call.number)
                writer.integer(call.counter?.place ?? 0)
                writer.time(call.called)
                writer.integer(call.calls)
            }
        }
        writer.list(hall.counters.rows) { writer, counter in
            writer.text(counter.name)
            writer.optional(counter.tenure) { writer, tenure in
                writer.text(tenure.teller)
                writer.list(tenure.services) { $0.integer($1.place) }
                writer.time(tenure.lease)
                writer.optional(tenure.pause) { writer, pause in
                    writer.optional(pause.reason) { $0.text($1) }
                }
            }
        }
        writer.integer(hall.tickets.next.ordinal)
        writer.list(hall.tickets.rows) { oldTicket($1, into: &$0) }
        let known = hall.tickets.rows.filter { hall.details[$0.key] != nil }
        writer.list(known) { writer, ticket in
            let details = hall.details[ticket.key] ?? TicketDetails()
            writer.integer(ticket.key.ordinal)
            writer.optional(details.name) { $0.text($1) }
            writer.optional(details.contact) { $0.text($1) }
            writer.optional(details.party) { $0.integer(UInt32($1)) }
            writer.optional(details.unique) { writer, keys in writer.list(keys) { $0.text($1) } }
        }
        return writer.bytes
    }

    private func oldTicket(_ ticket: HallTicket, into writer: inout SnapshotWriter) {
        writer.integer(ticket.key.ordinal)
        writer.integer(ticket.handle.high)
        writer.integer(ticket.handle.low)
        writer.integer(ticket.service.place)
        writer.integer(ticket.number)
        writer.integer(ticket.priority)
        writer.time(ticket.issued)
        writer.integer(ticket.state.rawValue)
        writer.boolean(ticket.goesFirst)
        writer.boolean(ticket.isOvernight)
        writer.optional(ticket.counter) { $0.integer($1.place) }
        writer.integer(ticket.calls)
        for moment in [ticket.called, ticket.started, ticket.parked, ticket.until, ticket.ended] {
            writer.optional(moment) { $0.time($1) }
        }
    }

    @Test func aSnapshotOfTheLayoutBeforeIsReadWhole() throws {
        var desk = try HallDesk()
        try desk.open()
        try desk.open("3")
        for number in 1...8 {
            _ = try desk.call(
                QueueIssue.self,
                .init(
                    service: "cash", priority: number % 3, name: "N\(number)",
                    unique: ["k\(number)"]))
        }
        for _ in 1...3 { _ = try desk.next() }
        _ = try desk.call(QueueHold.self, .init(counter: "2"))
        _ = try desk.next()
        let hall = try QueueHall(snapshot: oldSnapshot(desk.hall))
        try hall.check()
        #expect(hall.tickets.rows.map(\.state) == desk.hall.tickets.rows.map(\.state))
        #expect(hall.details == desk.hall.details && hall.parked == desk.hall.parked)
        #expect(hall.services[0].line == desk.hall.services[0].line)
        #expect(hall.services[0].recent == desk.hall.services[0].recent)
        #expect(hall.counters == desk.hall.counters && hall.nextArrival == 9)
        for length in 1..<oldSnapshot(desk.hall).count {
            #expect(throws: SnapshotError.self) {
                try QueueHall(snapshot: Array(oldSnapshot(desk.hall).prefix(length)))
            }
        }
    }

    @Test func aCallOfBeforeThereWereReasonsIsAppliedAndAnswered() throws {
        var desk = try HallDesk()
        try desk.open()
        let ticket = try desk.issue(priority: 2)
        let row = try #require(desk.hall.tickets.rows.first)
        var facts = TicketFacts(row)
        (facts.state, facts.counter, facts.calls) = (.called, CounterIndex(place: 0), 1)
        (facts.lease, facts.reason) = (desk.now, .priority)
        let record = HallEvent.ticket(.called, facts, text: Array("Ana".utf8)).record
        var hall = desk.hall
        hall.apply(record, sequence: 99, at: desk.now)
        try hall.check()
        let position = Position(sequence: 99, at: desk.now, chain: .pending)
        let answer = hall.answer(to: record, at: position, principal: HallDesk.teller)
        let reply = try JSON.decode(QueueNext.Reply.self, from: answer)
        #expect(reply.ticket?.ticket == ticket.ticket && reply.ticket?.name == "Ana")
        #expect(reply.why == "priority" && reply.rule == nil && reply.runnersUp == nil)
    }

    @Test func aDefinitionAndACounterOfBeforeAreRead() throws {
        let definition =
            #"{"service":"x","prefix":"X","names":{"en":"X"},"#
            + #""numbering":{"first":1,"last":999}}"#
        let counter =
            #"{"counter":"2","teller":"maria","services":[0],"lease":5,"#
            + #""isPaused":false,"state":"idle"}"#
        let added = HallEvent(Record(kind: 2, varying: Array(definition.utf8)))
        guard case .serviceAdded(let read) = added else {
            Issue.record("\(added)")
            return
        }
        #expect(read.policy == .standard && read.numbering == .standard && read.hours == nil)
        let opened = HallEvent(Record(kind: 5, varying: Array(counter.utf8)))
        guard case .counterOpened(let facts) = opened else {
            Issue.record("\(opened)")
            return
        }
        #expect(facts.tenure.prefers.isEmpty && !facts.tenure.isAutomatic)
    }
}
