import BranchDomain
import Foundation
import Journal
import Messages

/// What a counter's record tells: tenure as it is after what happened.
struct CounterFacts: Codable, Sendable, Equatable {
    let counter: String
    let teller: String
    /// Places of services; all where it is empty.
    let services: [UInt16]
    /// Unix milliseconds.
    let lease: Int64
    var isPaused = false
    var reason: String?
    /// For the reply: `idle`, `called`, `serving`, `paused` or `closed`.
    var state: String
    var prefers: [UInt16]?
    var skills: [String]?
    var isAutomatic: Bool?
}

/// A service's record of a change.
struct ServiceChange: Codable, Sendable, Equatable {
    let place: UInt16
    let definition: ServiceDefinition
}

/// Everything that can happen in the hall, as the journal keeps it.
enum HallEvent: Sendable, Equatable {
    case dayBegan(BusinessDay)
    case serviceAdded(ServiceDefinition)
    case serviceOpened(ServiceIndex)
    case serviceClosed(ServiceIndex)
    case counterOpened(CounterFacts)
    case counterPaused(CounterFacts)
    case counterClosed(CounterFacts)
    /// A request that named the counter was refused, but its teller is there.
    case leaseRenewed(CounterIndex, until: Timestamp)
    /// The teller is gone; the ticket that was at the counter goes back to its line.
    case leaseLapsed(CounterIndex, ticket: TicketKey?)
    /// The counter's ticket was finished, if it had one, and nobody waits for it.
    case calledNobody(CounterIndex, finished: TicketKey?, lease: Timestamp)
    /// `text` is the details of an issued ticket as JSON, else its holder's name.
    case ticket(TicketRecordKind, TicketFacts, text: [UInt8])
    case serviceUpdated(ServiceChange)
    case serviceRemoved(ServiceIndex)
    /// Its hours opened or closed it; when they do so next.
    case serviceTurned(ServiceIndex, isOpen: Bool, next: Timestamp)
    case booked(Booking)
    case bookingCancelled(Booking)

    private enum Kind {
        static let dayBegan: UInt16 = 1
        static let serviceAdded: UInt16 = 2
        static let serviceOpened: UInt16 = 3
        static let serviceClosed: UInt16 = 4
        static let counterOpened: UInt16 = 5
        static let counterPaused: UInt16 = 6
        static let counterClosed: UInt16 = 7
        static let leaseRenewed: UInt16 = 8
        static let leaseLapsed: UInt16 = 9
        static let calledNobody: UInt16 = 10
        static let serviceUpdated: UInt16 = 11
        static let serviceRemoved: UInt16 = 12
        static let serviceTurned: UInt16 = 13
        static let booked: UInt16 = 14
        static let bookingCancelled: UInt16 = 15
        static let all = dayBegan...bookingCancelled
    }

    static func knows(_ kind: UInt16) -> Bool {
        Kind.all.contains(kind) || TicketRecordKind(rawValue: kind) != nil
    }

    init(_ record: Record) {
        let words = record.fixed
        func time(_ word: UInt64) -> Timestamp {
            Timestamp(milliseconds: Int64(bitPattern: word))
        }
        func ticket(_ word: UInt64) -> TicketKey? { word == 0 ? nil : TicketKey(ordinal: word) }
        let service = ServiceIndex(place: UInt16(truncatingIfNeeded: words.w0))
        let counter = CounterIndex(place: UInt16(truncatingIfNeeded: words.w0))
        if let kind = TicketRecordKind(rawValue: record.kind) {
            self = .ticket(kind, TicketFacts(words), text: record.varying)
            return
        }
        switch record.kind {
        case Kind.dayBegan:
            self = .dayBegan(
                BusinessDay(number: Int64(bitPattern: words.w0), ends: time(words.w1)))
        case Kind.serviceAdded: self = .serviceAdded(HallEvent.decode(record.varying))
        case Kind.serviceOpened: self = .serviceOpened(service)
        case Kind.serviceClosed: self = .serviceClosed(service)
        case Kind.counterOpened: self = .counterOpened(HallEvent.decode(record.varying))
        case Kind.counterPaused: self = .counterPaused(HallEvent.decode(record.varying))
        case Kind.counterClosed: self = .counterClosed(HallEvent.decode(record.varying))
        case Kind.leaseRenewed: self = .leaseRenewed(counter, until: time(words.w1))
        case Kind.leaseLapsed: self = .leaseLapsed(counter, ticket: ticket(words.w1))
        case Kind.calledNobody:
            self = .calledNobody(counter, finished: ticket(words.w1), lease: time(words.w2))
        case Kind.serviceUpdated: self = .serviceUpdated(HallEvent.decode(record.varying))
        case Kind.serviceRemoved: self = .serviceRemoved(service)
        case Kind.serviceTurned:
            self = .serviceTurned(service, isOpen: words.w1 == 1, next: time(words.w2))
        case Kind.booked: self = .booked(HallEvent.decode(record.varying))
        case Kind.bookingCancelled: self = .bookingCancelled(HallEvent.decode(record.varying))
        default: preconditionFailure("the hall never wrote a record of kind \(record.kind)")
        }
    }

    var record: Record {
        func word(_ time: Timestamp) -> UInt64 { UInt64(bitPattern: time.milliseconds) }
        switch self {
        case .dayBegan(let day):
            let number = UInt64(bitPattern: day.number)
            return Record(kind: Kind.dayBegan, fixed: FixedWords(number, word(day.ends)))
        case .serviceAdded(let definition):
            return Record(kind: Kind.serviceAdded, varying: JSON.encode(definition))
        case .serviceOpened(let service):
            return Record(kind: Kind.serviceOpened, fixed: FixedWords(UInt64(service.place)))
        case .serviceClosed(let service):
            return Record(kind: Kind.serviceClosed, fixed: FixedWords(UInt64(service.place)))
        case .counterOpened(let facts):
            return Record(kind: Kind.counterOpened, varying: JSON.encode(facts))
        case .counterPaused(let facts):
            return Record(kind: Kind.counterPaused, varying: JSON.encode(facts))
        case .counterClosed(let facts):
            return Record(kind: Kind.counterClosed, varying: JSON.encode(facts))
        case .leaseRenewed(let counter, let until):
            let words = FixedWords(UInt64(counter.place), word(until))
            return Record(kind: Kind.leaseRenewed, fixed: words)
        case .leaseLapsed(let counter, let ticket):
            let words = FixedWords(UInt64(counter.place), ticket?.ordinal ?? 0)
            return Record(kind: Kind.leaseLapsed, fixed: words)
        case .calledNobody(let counter, let finished, let lease):
            let words = FixedWords(UInt64(counter.place), finished?.ordinal ?? 0, word(lease))
            return Record(kind: Kind.calledNobody, fixed: words)
        case .ticket(let kind, let facts, let text):
            return Record(kind: kind.rawValue, fixed: facts.words, varying: text)
        case .serviceUpdated(let change):
            return Record(kind: Kind.serviceUpdated, varying: JSON.encode(change))
        case .serviceRemoved(let service):
            return Record(kind: Kind.serviceRemoved, fixed: FixedWords(UInt64(service.place)))
        case .serviceTurned(let service, let isOpen, let next):
            let words = FixedWords(UInt64(service.place), isOpen ? 1 : 0, word(next))
            return Record(kind: Kind.serviceTurned, fixed: words)
        case .booked(let booking):
            return Record(kind: Kind.booked, varying: JSON.encode(booking))
        case .bookingCancelled(let booking):
            return Record(kind: Kind.bookingCancelled, varying: JSON.encode(booking))
        }
    }

    /// The hall's own writing, whose hash was checked: what it cannot read is a fault in it.
    private static func decode<Value: Decodable>(_ bytes: [UInt8]) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch {
            preconditionFailure("the hall wrote a \(Value.self) that it cannot read")
        }
    }
}
