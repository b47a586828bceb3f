import BranchDomain
import Bus
import Messages
import ServiceKit

extension EdgeBus {
    /// Hears of movements. A topic only says that there is something to read: the newest is
    /// enough, and one that is lost is made good by the ledger's next heartbeat, which brings its
    /// head.
    func hearMovements(
        at endpoint: Endpoint, into heads: AsyncStream<UInt64?>.Continuation
    ) throws {
        try hear(["account.", Topic.ledger], at: endpoint, repeats: true) { message in
            guard message.topic == Topic.ledger else {
                heads.yield(nil)
                return
            }
            if let beat = try? JSON.decode(LedgerHeartbeat.self, from: message.state) {
                heads.yield(beat.head)
            }
        }
    }
}

/// The ledger as the notifier's device asks it.
struct LedgerShell: EntrySource, CustomerLookup {
    /// nil: nobody there knows this notifier.
    let branch: DeviceCaller?

    func entries(after sequence: UInt64) async throws -> LedgerEntries.Reply {
        guard let branch else { throw LookupTrouble.noDevice }
        return try await branch.call(
            LedgerEntries.self, LedgerEntries.Request(after: sequence, limit: 100))
    }

    func owner(of account: UInt64) async throws(LookupTrouble) -> Customer? {
        guard let branch else { throw .noDevice }
        do {
            let found = try await branch.call(
                AccountGet.self, AccountGet.Request(account: .number(account)))
            guard let customer = found.customer else { return nil }
            return try await branch.call(
                CustomerGet.self, CustomerGet.Request(customer: customer))
        } catch CallError.refused(let refusal)
            where [.accountNotFound, .customerNotFound].contains(refusal.code)
        {
            return nil
        } catch {
            throw LookupTrouble(description: "the branch does not answer")
        }
    }
}
