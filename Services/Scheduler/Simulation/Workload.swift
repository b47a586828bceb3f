import BranchDomain
import Messages

/// A day's work as the simulator plays it: who comes when, and which counters are open.
struct Workload: Sendable {
    struct Customer: Sendable, Equatable {
        /// Of the workload's services.
        let service: Int
        let arrives: Timestamp
        var priority = 0
        /// How long a counter has the customer.
        let serving: Duration
        /// Called, but not there; the counter waits for `serving`.
        var isNoShow = false
        /// Gives up after so long where nobody has called by then.
        var patience: Duration?
    }

    /// A counter that is open for a time.
    struct Shift: Sendable, Equatable {
        let counter: String
        /// All of them where it is empty.
        var services: [String] = []
        let opens: Timestamp
        let closes: Timestamp
        /// Whether it goes on behind its end while somebody waits.
        var servesTheRest = true
    }

    var services: [ServiceAdd.Request]
    /// In order of arrival.
    var customers: [Customer]
    var shifts: [Shift]
    var calendar: BusinessCalendar

    /// The same with another policy for every service.
    func under(_ policy: CallPolicy) -> Workload {
        var changed = self
        for index in changed.services.indices { changed.services[index].policy = policy }
        return changed
    }
}
