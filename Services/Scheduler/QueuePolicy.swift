/// Why a ticket was called, as the teller reads it.
enum CallReason: UInt8, CaseIterable, Sendable {
    /// The longest waiting of the counter's services.
    case arrival
    /// Of a higher priority than those who came earlier.
    case priority
    /// Sent back by a counter whose lease ran out.
    case sentBack
    /// Nobody waits for what the counter serves.
    case nobody

    var text: String {
        switch self {
        case .arrival: "arrival"
        case .priority: "priority"
        case .sentBack: "sentBack"
        case .nobody: "nobody"
        }
    }
}

/// Which of those who wait is called next: who was sent back, then by priority, then by arrival,
/// over all services of the counter alike.
struct QueuePolicy: Sendable, Equatable {
    static let standard = QueuePolicy()

    /// - Parameter heads: The first in line of each service that the counter serves.
    func choose(among heads: some Sequence<LinePlace>) -> (place: LinePlace, why: CallReason)? {
        guard let place = heads.min() else { return nil }
        switch place.rank {
        case 0: return (place, .sentBack)
        case 10: return (place, .arrival)
        default: return (place, .priority)
        }
    }
}
