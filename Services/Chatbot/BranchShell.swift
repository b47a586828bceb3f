import BranchDomain
import Bus
import Messages
import ServiceKit

/// The branch as the bot's device asks it.
struct BranchShell: Counterpart {
    /// Pages of a list that are read at most: 200 tickets each.
    private static let mostPages = 50
    let branch: DeviceCaller

    func ask(_ question: Question, id: RequestID?) async -> Reply {
        do {
            return try await answer(question, id)
        } catch {
            guard let error = error as? CallError, case .refused(let refusal) = error,
                refusal.retry != .sameID
            else { return .away }
            return .refused(refusal.code, state: refusal.details["state"])
        }
    }

    private func answer(_ question: Question, _ id: RequestID?) async throws -> Reply {
        switch question {
        case .nothing: return .nothing
        case .issue(let service, let name, let unique):
            let issued = try await branch.call(
                QueueIssue.self,
                QueueIssue.Request(service: service, name: name, unique: unique), id: id)
            // The verdict says how it stood then; who is let in at once is so a moment later.
            guard issued.state == "waiting" else { return .ticket(issued) }
            return .ticket(try await ticket(issued.ticket) ?? issued)
        case .leave(let ticket):
            return .ticket(
                try await branch.call(
                    QueueLeave.self, QueueLeave.Request(ticket: ticket), id: id))
        case .cancel(let ticket):
            return .ticket(
                try await branch.call(
                    QueueCancel.self, QueueCancel.Request(ticket: ticket), id: id))
        case .open(let service):
            _ = try await branch.call(
                ServiceOpen.self, ServiceOpen.Request(service: service), id: id)
            return .service
        case .close(let service):
            _ = try await branch.call(
                ServiceClose.self, ServiceClose.Request(service: service), id: id)
            return .service
        case .tickets(let handles): return .tickets(try await tickets(handles))
        case .status:
            return .status(try await status())
        case .list(let service): return .tickets(try await list(service))
        }
    }

    /// Every service's line, page by page.
    private func status() async throws -> [QueueStatus.ServiceLine] {
        var lines: [QueueStatus.ServiceLine] = []
        var after: String?
        repeat {
            let page = try await branch.call(QueueStatus.self, PageRequest(after: after))
            lines += page.services
            after = page.next
        } while after != nil
        return lines
    }

    /// Those that are still of today.
    private func tickets(_ handles: [String]) async throws -> [Ticket] {
        var found: [Ticket] = []
        for handle in handles {
            if let ticket = try await ticket(handle) { found.append(ticket) }
        }
        return found
    }

    private func ticket(_ handle: String) async throws -> Ticket? {
        do {
            return try await branch.call(QueueTicket.self, QueueTicket.Request(ticket: handle))
        } catch {
            guard case .refused(let refusal) = error, refusal.code == .ticketNotFound else {
                throw error
            }
            return nil
        }
    }

    private func list(_ service: String) async throws -> [Ticket] {
        var tickets: [Ticket] = []
        var after: String?
        for _ in 0..<BranchShell.mostPages {
            let page = try await branch.call(
                QueueList.self,
                QueueList.Request(service: service, after: after, limit: 200))
            tickets += page.tickets
            after = page.next
            if after == nil { break }
        }
        return tickets
    }
}
