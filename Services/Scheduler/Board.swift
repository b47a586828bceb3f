import BranchDomain
import Journal
import Messages

/// What subscribers of a service's topic are told: numbers, never people.
extension QueueHall {
    static let mostNext = 20

    mutating func publications(
        of group: [(record: Record, position: Position)], wanted: (String) -> Bool
    ) -> [Publication] {
        var publications: [Publication] = []
        for index in serviceIndices where changed[Int(index.place)] {
            publications.append(publication(of: index))
            changed[Int(index.place)] = false
        }
        return publications
    }

    func initialPublications() -> [Publication] { serviceIndices.map { publication(of: $0) } }

    /// Kept, so that who subscribes later has the present state at once.
    private func publication(of index: ServiceIndex) -> Publication {
        let name = self[index].definition.service
        return Publication(
            topic: Topic.queue(branch: environment.branch, service: name),
            state: boardState(of: index), keep: true)
    }

    func boardState(of index: ServiceIndex) -> [UInt8] {
        let service = self[index]
        let prefix = service.definition.prefix
        var writer = WireWriter(reserving: 1_024)
        writer.raw(#"{"service":"#)
        writer.text(service.definition.service)
        writer.raw(#","open":"#)
        writer.boolean(service.isOpen)
        writer.raw(#","waiting":"#)
        writer.integer(service.line.count)
        writer.raw(#","next":["#)
        for (count, place) in service.line.prefix(QueueHall.mostNext).enumerated() {
            if count > 0 { writer.raw(",") }
            writer.number(tickets[place.key].number, prefix: prefix)
        }
        writer.raw(#"],"serving":["#)
        write(service.atCounters.reversed(), prefix, into: &writer)
        writer.raw(#"],"recent":["#)
        write(service.recent, prefix, into: &writer)
        writer.raw(#"],"admission":null}"#)
        return writer.bytes
    }

    private func write(_ calls: [RecentCall], _ prefix: String, into writer: inout WireWriter) {
        for (count, call) in calls.enumerated() {
            writer.raw(count > 0 ? #",{"number":"# : #"{"number":"#)
            writer.number(call.number, prefix: prefix)
            writer.raw(#","counter":"#)
            writer.text(counters[call.counter].name)
            writer.raw(#","called":"#)
            writer.integer(call.called.milliseconds)
            writer.raw(#","calls":"#)
            writer.integer(call.calls)
            writer.raw("}")
        }
    }
}

/// `queue.snapshot`: what every topic was last told, with the sequence that it had.
enum TopicSnapshots {
    static func reply(
        epoch: String, topics: [(topic: String, sequence: UInt64, state: [UInt8])]
    ) -> [UInt8] {
        var writer = WireWriter(reserving: 4_096)
        writer.raw(#"{"epoch":"#)
        writer.text(epoch)
        writer.raw(#","topics":{"#)
        for (count, topic) in topics.enumerated() {
            if count > 0 { writer.raw(",") }
            writer.text(topic.topic)
            writer.raw(#":{"sequence":"#)
            writer.integer(topic.sequence)
            writer.raw(#","state":"#)
            writer.json(topic.state)
            writer.raw("}")
        }
        writer.raw("}}")
        return writer.bytes
    }
}
