import BranchDomain
import Foundation
import Journal
import Messages

/// What happened besides movements; the raw value is the record's kind, from 16.
///
/// Their content is JSON in the record's varying part, one small type each. The numbers are on
/// disk: never reuse one, never give one another meaning.
enum EventKind: UInt16, CaseIterable, Sendable {
    case founded = 16
    case ownAccountOpened = 17
    case houseCustomerAdded = 18

    case customerRegistered = 20
    case customerUpdated = 21

    case accountOpened = 24
    case accountFrozen = 25
    case accountUnfrozen = 26
    case accountClosed = 27

    case bulkTaken = 28
    case accountLimitsSet = 29

    case staffAdded = 32
    case deviceAdded = 33
    case userDisabled = 34

    case logInFailed = 40
    case logInSucceeded = 41
    case sessionsEnded = 42
    case secretChanged = 43
    case secretReset = 44

    case holdPlaced = 48
    case holdSettled = 49
    case holdSuspended = 50
    case holdRefusedAhead = 51
    case entryReversed = 52
    case interestBegan = 53
    case interestPosted = 54

    case drawerOpened = 56
    case drawerCounted = 57
    case drawerGivenBack = 58
    case cashSent = 59
    case cashAccepted = 60

    case approvalAsked = 64
    case approvalDecided = 65

    case dayBegan = 72
    case dayClosed = 73
}

/// The content of one kind of record that is no movement.
protocol Event: Codable, Sendable, Equatable {
    static var kind: EventKind { get }
    /// The user who asked for it; empty for the anonymous, `genesis` at the founding.
    var by: String { get }
    /// The event out of its JSON where that is so plain that no decoder is needed, else nil. For
    /// kinds that there are millions of.
    static func plain(_ bytes: [UInt8]) -> Self?
}

extension Event {
    static func plain(_ bytes: [UInt8]) -> Self? { nil }

    var record: Record { Record(kind: Self.kind.rawValue, varying: JSON.encode(self)) }

    /// - Throws: ``JournalFault`` where the record is not what this type wrote.
    init(_ record: Record) throws(JournalFault) {
        precondition(record.kind == Self.kind.rawValue, "the kind was looked at before")
        if let plain = Self.plain(record.varying) {
            self = plain
            return
        }
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(record.varying))
        } catch {
            throw JournalFault("its content is not that of a \(Self.kind) event")
        }
    }
}

/// Who asked for an event, read without knowing its kind.
struct EventAuthor: Decodable {
    let by: String

    init?(_ record: Record) {
        guard let author = try? JSONDecoder().decode(Self.self, from: Data(record.varying)) else {
            return nil
        }
        self = author
    }
}

/// Why a record cannot follow what came before it.
struct JournalFault: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The branch begins: its own currency is decided once and for ever.
struct Founded: Event {
    static let kind = EventKind.founded
    var by: String
    var branch: String
    var currency: String
}
