import BranchDomain
import Journal
import Messages

/// What subscribers of a service's topic are told: numbers, never people.
extension QueueHall {
    static let mostNext = 20
    /// Of those who are called or served, the newest.
    static let mostServing = 200
    /// Where people are called who are let in by occupancy.
    static let entrance = "entrance"

    mutating func publications(
        of group: [(record: Record, position: Position)], wanted: (String) -> Bool
    ) -> [Publication] {
        var publications: [Publication] = []
        for place in services.indices where changed[place] {
            let index = ServiceIndex(place: UInt16(place))
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
        var writer = WireWriter(reserving: 1_024)
        writer.raw(#"{"service":"#)
        writer.text(service.definition.service)
        writer.raw(#","open":"#)
        writer.boolean(service.isOpen)
        writer.raw(#","waiting":"#)
        writer.integer(service.waiting)
        writer.raw(#","next":["#)
        for (count, place) in service.line.prefix(QueueHall.mostNext).enumerated() {
            if count > 0 { writer.raw(",") }
            let ticket = tickets[place.key]
            writer.number(ticket.number, prefix: self[ticket.issuer].definition.prefix)
        }
        writer.raw(#"],"serving":["#)
        write(service.atCounters.suffix(QueueHall.mostServing).reversed(), into: &writer)
        writer.raw(#"],"recent":["#)
        write(service.recent, into: &writer)
        writer.raw(#"],"admission":"#)
        if let capacity = service.definition.capacity {
            writer.raw(#"{"inside":"#)
            writer.integer(service.occupancy.inside)
            writer.raw(#","capacity":"#)
            writer.integer(capacity)
            writer.raw(#","batch":"#)
            writer.integer(service.definition.batch ?? 1)
            writer.raw("}}")
        } else {
            writer.raw("null}")
        }
        return writer.bytes
    }

    private func write(_ calls: [RecentCall], into writer: inout WireWriter) {
        for (count, call) in calls.enumerated() {
            writer.raw(count > 0 ? #",{"number":"# : #"{"number":"#)
            writer.number(call.number, prefix: self[call.issuer].definition.prefix)
            writer.raw(#","counter":"#)
            writer.text(call.counter.map { counters[$0].name } ?? QueueHall.entrance)
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
    /// Bytes; the page that has them still stays below the limit of a frame.
    private static let largestPage = 48 * 1_024

    static func reply(
        epoch: String, topics: [(topic: String, sequence: UInt64, state: [UInt8])],
        after: String = ""
    ) -> [UInt8] {
        let topics = topics.filter { $0.topic > after }.sorted { $0.topic < $1.topic }
        var next: String?
        var writer = WireWriter(reserving: 4_096)
        writer.raw(#"{"epoch":"#)
        writer.text(epoch)
        writer.raw(#","topics":{"#)
        for (count, topic) in topics.enumerated() {
            if count > 0, writer.bytes.count + topic.state.count > largestPage {
                next = topics[count - 1].topic
                break
            }
            if count > 0 { writer.raw(",") }
            writer.text(topic.topic)
            writer.raw(#":{"sequence":"#)
            writer.integer(topic.sequence)
            writer.raw(#","state":"#)
            writer.json(topic.state)
            writer.raw("}")
        }
        writer.raw("}")
        if let next {
            writer.raw(#","next":"#)
            writer.text(next)
        }
        writer.raw("}")
        return writer.bytes
    }
}
