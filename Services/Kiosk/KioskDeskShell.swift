import BranchDomain
import Bus
import Foundation
import Messages
import Printing
import ServiceKit

/// Carries out what the session says, in its order.
struct KioskDesk {
    private(set) var session: KioskSession
    private let branch: BranchShell
    private let slips: SlipShell?
    private let options: KioskOptions
    private let sound: (Sound) -> Void

    init(
        session: KioskSession, branch: BranchShell, slips: SlipShell?, options: KioskOptions,
        sound: @escaping (Sound) -> Void
    ) {
        self.session = session
        self.branch = branch
        self.slips = slips
        self.options = options
        self.sound = sound
    }

    /// Whether a key would mean something now.
    var isReady: Bool {
        switch session.step {
        case .outOfService, .asking: false
        case .choosing, .notice: true
        case .ticket(_, let slip): slip != .printing
        }
    }

    var isOut: Bool {
        if case .outOfService = session.step { true } else { false }
    }

    /// Handles an event and all that follows from it.
    ///
    /// - Returns: Whether the branch was asked for something that takes time.
    @discardableResult
    mutating func handle(
        _ event: Event, now: Timestamp, show: (KioskSession) -> Void
    ) -> Bool {
        let context = KioskSession.Context(now: now, makeID: BranchShell.makeID)
        var events = [event]
        var hasIssued = false
        while !events.isEmpty {
            for action in session.handle(events.removeFirst(), context) {
                switch action {
                case .sound(let kind): sound(kind)
                case .print(let ticket, let language, let isCopy):
                    slips?.print(slip(ticket, language, reprinted: isCopy ? now : nil))
                case .send(let ask):
                    hasIssued = hasIssued || ask.method == .queueIssue
                    if ask.method == .queueIssue { show(session) }
                    events.append(.answered(ask.id, branch.answer(ask)))
                }
            }
        }
        return hasIssued
    }

    /// Takes in what the printer did meanwhile.
    mutating func takeSlips(now: Timestamp, show: (KioskSession) -> Void) {
        for result in slips?.results() ?? [] {
            switch result {
            case .success(let outcome): handle(.printed(outcome), now: now, show: show)
            case .failure(let failure): handle(.notPrinted(failure), now: now, show: show)
            }
        }
    }

    private func slip(_ ticket: Ticket, _ language: Language, reprinted: Timestamp?) -> [UInt8] {
        TicketSlip(
            branch: session.branch, ticket: ticket, services: session.services,
            pages: options.pages, language: language.rawValue, zone: options.zone,
            reprinted: reprinted.map(session.branchTime)
        ).bytes(for: options.profile)
    }
}

/// The branch, seen through a socket.
final class BranchShell {
    private let client: RequestClient

    init(_ options: KioskOptions, patience: Duration) throws {
        client = try RequestClient(
            endpoints: options.endpoints, keys: options.keys, attemptTimeout: patience,
            deadline: patience, identifiers: SystemRequestIDs())
    }

    /// Sends a request once and waits for its answer.
    func answer(_ ask: Ask) -> Answer {
        client.session = ask.session
        do {
            let (outcome, body) = try client.send(
                method: ask.method.rawValue, id: ask.id, body: ask.body)
            guard outcome != Envelope.ok else { return .ok(body) }
            guard let refusal = try? JSON.decode(Refusal.Body.self, from: body) else {
                return .none
            }
            // A reason that is newer than this program: what matters is whether to ask again.
            let code = RefusalCode(rawValue: outcome) ?? .notOffered
            return .refused(
                Refusal(code, refusal.message, retry: refusal.retry, details: refusal.details))
        } catch {
            return .none
        }
    }

    /// An id of a moment, with the system's random bits.
    @Sendable
    static func makeID(at moment: Timestamp) -> RequestID {
        var random = SystemRandomNumberGenerator()
        return RequestID(at: moment, random: (random.next(), random.next()))
    }
}
