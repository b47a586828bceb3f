import BranchDomain
import Messages

/// Why a ticket was called: kept in the call's record, for whoever asks later.
struct CallNote: Sendable, Equatable {
    /// Somebody who waited and was not called.
    struct RunnerUp: Sendable, Equatable {
        let service: ServiceIndex
        let issuer: ServiceIndex
        let number: UInt32
        /// Seconds since the visit began.
        let waited: UInt32
    }

    static let mostRunnersUp = 3

    /// Of the service that the ticket waited for; nil for a call out of turn.
    var rule: QueuePolicy.Rule?
    var runnersUp: [RunnerUp] = []
    /// Of a call out of turn.
    var reason: String?
    var by: String?
    /// The holder's, so that a repeated answer has it too.
    var name: String?

    init() {}

    init(_ bytes: [UInt8]) {
        do {
            var reader = SnapshotReader(bytes)
            func text(_ reader: inout SnapshotReader) throws(SnapshotError) -> String? {
                try reader.optional { reader throws(SnapshotError) in try reader.text() }
            }
            rule = try reader.optional { reader throws(SnapshotError) in
                guard let rule = QueuePolicy.Rule(rawValue: try reader.integer()) else {
                    throw .inconsistent("a rule that is none")
                }
                return rule
            }
            runnersUp = try reader.list { reader throws(SnapshotError) in
                RunnerUp(
                    service: ServiceIndex(place: try reader.integer()),
                    issuer: ServiceIndex(place: try reader.integer()),
                    number: try reader.integer(), waited: try reader.integer())
            }
            reason = try text(&reader)
            by = try text(&reader)
            name = try text(&reader)
        } catch {
            preconditionFailure("the hall wrote a call's note that it cannot read")
        }
    }

    var bytes: [UInt8] {
        var writer = SnapshotWriter()
        writer.optional(rule) { $0.integer($1.rawValue) }
        writer.list(runnersUp) { writer, runner in
            writer.integer(runner.service.place)
            writer.integer(runner.issuer.place)
            writer.integer(runner.number)
            writer.integer(runner.waited)
        }
        for text in [reason, by, name] { writer.optional(text) { $0.text($1) } }
        return writer.bytes
    }
}

/// Where a transfer goes beside what the new leg's facts tell.
struct TransferNote: Sendable, Equatable {
    var desk: CounterIndex?
    var name: String?

    init(desk: CounterIndex? = nil, name: String? = nil) {
        self.desk = desk
        self.name = name
    }

    init(_ bytes: [UInt8]) {
        do {
            var reader = SnapshotReader(bytes)
            desk = try reader.optional { reader throws(SnapshotError) in
                CounterIndex(place: try reader.integer())
            }
            name = try reader.optional { reader throws(SnapshotError) in try reader.text() }
        } catch {
            preconditionFailure("the hall wrote a transfer that it cannot read")
        }
    }

    var bytes: [UInt8] {
        var writer = SnapshotWriter()
        writer.optional(desk) { $0.integer($1.place) }
        writer.optional(name) { $0.text($1) }
        return writer.bytes
    }
}
