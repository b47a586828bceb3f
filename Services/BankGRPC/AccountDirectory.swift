import BranchDomain
import Bus
import Messages
import Synchronization

/// The accounts of this edge, read from the ledger when somebody names one that is not known yet.
final class AccountDirectory: Sendable {
    private let numbers = Mutex(AccountNumbers())
    private let refresh: Refresh

    /// - Parameter page: Asks the ledger for the accounts behind a number.
    init(page: @escaping @Sendable (UInt64?) async throws -> AccountList.Reply) {
        refresh = Refresh(page: page)
    }

    /// The account of an id.
    ///
    /// - Returns: nil where there is none, after the ledger was asked.
    func entry(of text: String) async throws -> AccountNumbers.Entry? {
        guard let id = AccountNumbers.id(text) else { return nil }
        if let known = numbers.withLock({ $0.entry(of: id) }) { return known }
        try await refresh.run(into: self)
        return numbers.withLock { $0.entry(of: id) }
    }

    /// The id of an account that was opened just now.
    func id(of number: UInt64) async throws -> Int? {
        if let known = numbers.withLock({ $0.id(of: number) }) { return known }
        try await refresh.run(into: self)
        return numbers.withLock { $0.id(of: number) }
    }

    fileprivate var last: UInt64? { numbers.withLock { $0.last } }

    fileprivate func append(_ accounts: [Account]) {
        numbers.withLock { $0.append(accounts) }
    }
}

/// One reading of the list at a time, whoever waits for it.
private actor Refresh {
    private let page: @Sendable (UInt64?) async throws -> AccountList.Reply
    private var running: Task<Void, any Error>?
    /// Begun but not yet at the ledger: whoever comes meanwhile is served by it.
    private var next: Task<Void, any Error>?

    init(page: @escaping @Sendable (UInt64?) async throws -> AccountList.Reply) {
        self.page = page
    }

    /// Reads what is new, beginning after this call: a reading that is under way may have passed
    /// the place where the caller's account stands.
    func run(into directory: AccountDirectory) async throws {
        if let next { return try await next.value }
        let before = running
        let task = Task { [page] in
            _ = await before?.result
            self.begins()
            while true {
                let reply = try await page(directory.last)
                directory.append(reply.accounts)
                if reply.next == nil { return }
            }
        }
        next = task
        try await task.value
    }

    /// From here on a new caller needs a reading of its own.
    private func begins() {
        running = next
        next = nil
    }
}
