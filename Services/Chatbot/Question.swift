import BranchDomain
import Crypto
import Foundation
import Messages

/// What the bot asks the branch before it can answer.
enum Question: Sendable, Equatable {
    case nothing
    case issue(service: String, name: String?, unique: [String])
    case leave(String)
    case cancel(String)
    case open(String)
    case close(String)
    // What changes nothing.
    case tickets([String])
    case status
    case list(String)

    /// Whether it must be asked until there is a verdict.
    var changes: Bool {
        switch self {
        case .issue, .leave, .cancel, .open, .close: true
        case .nothing, .tickets, .status, .list: false
        }
    }
}

/// What the branch said.
enum Reply: Sendable, Equatable {
    case nothing
    case ticket(Ticket)
    case tickets([Ticket])
    case status([QueueStatus.ServiceLine])
    case service
    /// The code; the state of the ticket, where it is about one.
    case refused(RefusalCode, state: String?)
    /// No verdict now.
    case away
}

/// The id of a request: the same whenever the same update is seen.
enum UpdateID {
    /// Ids that are older or newer would be refused.
    static let oldest = Duration.seconds(23 * 3_600)
    static let newest = Duration.seconds(240)

    /// - Parameter time: When the update was written, or first seen.
    static func request(bot: String, update: Int64, time: Timestamp) -> RequestID {
        let digest = SHA256.hash(data: Data("branchline-chatbot/\(bot)/\(update)".utf8))
        var words: [UInt64] = [0, 0]
        for (index, byte) in digest.prefix(16).enumerated() {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
        }
        return RequestID(at: time, random: (words[0], words[1]))
    }

    /// Whether a request of that time can still be made.
    static func isFresh(_ time: Timestamp, now: Timestamp) -> Bool {
        let age = now.since(time)
        return age <= oldest && age >= .zero - newest
    }
}
