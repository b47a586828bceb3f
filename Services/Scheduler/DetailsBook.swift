import Foundation

/// Who holds which ticket: personal, apart from the tickets, and forgotten with them.
struct DetailsBook: Sendable, Equatable {
    private(set) var byTicket: [TicketKey: TicketDetails] = [:]
    /// The open ticket that each unique key holds.
    private var holders: [String: TicketKey] = [:]

    subscript(ticket: TicketKey) -> TicketDetails? { byTicket[ticket] }

    /// The open ticket that one of the keys holds; of several the earliest.
    func holder(of keys: [String]) -> TicketKey? { keys.compactMap { holders[$0] }.min() }

    mutating func insert(_ details: TicketDetails, of ticket: TicketKey, isOpen: Bool) {
        precondition(byTicket[ticket] == nil, "a ticket is issued once")
        if !details.isEmpty { byTicket[ticket] = details }
        guard isOpen else { return }
        for key in details.unique ?? [] {
            precondition(holders[key] == nil, "a key holds one open ticket")
            holders[key] = ticket
        }
    }

    /// The ticket is no longer open: its keys may hold another one.
    mutating func release(_ ticket: TicketKey) {
        guard !byTicket.isEmpty, let details = byTicket[ticket] else { return }
        for key in details.unique ?? [] where holders[key] == ticket { holders[key] = nil }
    }

    /// Whether the keys of a ticket that is over may hold it again.
    func isFree(_ ticket: TicketKey) -> Bool {
        (byTicket[ticket]?.unique ?? []).allSatisfy { holders[$0] == nil }
    }

    /// The ticket is open again.
    mutating func hold(_ ticket: TicketKey) {
        guard !byTicket.isEmpty, let details = byTicket[ticket] else { return }
        for key in details.unique ?? [] {
            precondition(holders[key] == nil, "a key holds one open ticket")
            holders[key] = ticket
        }
    }

    /// A visit goes on with another leg.
    mutating func move(_ details: TicketDetails, from ticket: TicketKey, to next: TicketKey) {
        forget(ticket)
        insert(details, of: next, isOpen: true)
    }

    mutating func forget(_ ticket: TicketKey) {
        guard !byTicket.isEmpty else { return }
        release(ticket)
        byTicket[ticket] = nil
    }

    /// The details as an issued ticket's record has them.
    static func read(_ bytes: [UInt8]) -> TicketDetails {
        do {
            return try JSONDecoder().decode(TicketDetails.self, from: Data(bytes))
        } catch {
            preconditionFailure("the hall wrote details that it cannot read")
        }
    }
}
