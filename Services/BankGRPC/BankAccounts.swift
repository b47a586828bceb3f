import BranchDomain
import Bus
import Messages
import SwiftProtobuf

/// `main.BankAccountService` on the ledger: which account, how much, one call on the bus, and the
/// balance back.
///
/// Each call may bring a key of its own, under which it can be repeated after a lost answer. Each
/// throws `RPCError` and ``CallError``.
struct BankAccounts: Sendable {
    typealias Key = BranchDomain.RequestID
    private static let house = CustomerReference.name("rpc")

    let link: LedgerLink
    let directory: AccountDirectory

    func open(_ message: Google_Protobuf_Empty, key: Key?) async throws -> Main_AccountIdentifier {
        let account = try await link.call(
            AccountOpen.self, AccountOpen.Request(customer: BankAccounts.house), id: key)
        guard let id = try await directory.id(of: account.number) else {
            throw CallError.broken("A new account is missing in the ledger's list.")
        }
        return Main_AccountIdentifier.with { $0.accountID = String(id) }
    }

    func deposit(
        _ message: Main_DepositAccountRequest, key: Key?
    ) async throws -> Main_AccountBalance {
        try await move(.ledgerDeposit, message.accountID, message.amount, key: key)
    }

    func withdraw(
        _ message: Main_WithdrawAccountRequest, key: Key?
    ) async throws -> Main_AccountBalance {
        try await move(.ledgerWithdraw, message.accountID, message.amount, key: key)
    }

    func balance(
        _ message: Main_BalanceAccountRequest, key: Key?
    ) async throws -> Main_AccountBalance {
        let account = try await account(message.accountID)
        return try shown(
            try await link.send(.accountGet, LedgerBodies.account(account.number)), account)
    }

    func addInterest(
        _ message: Main_AddInterestRequest, key: Key?
    ) async throws -> Main_AccountBalance {
        let account = try await account(message.accountID)
        guard let rate = FloatReading.rate(message.interestRate) else {
            throw RPCStatus.invalidRate
        }
        do {
            let body = LedgerAddInterest.Request(
                account: .number(account.number), rate: rate.description)
            return try shown(
                try await link.send(.ledgerAddInterest, JSON.encode(body), id: key), account)
        } catch CallError.refused(let refusal) where refusal.code == .amountOutOfRange {
            return try await unchanged(account, rate, refusal)
        }
    }

    /// Interest of less than half a minor unit is nothing, and the balance stays as it is; for the
    /// ledger it is an amount out of range, as is interest that no balance could hold.
    private func unchanged(
        _ account: AccountNumbers.Entry, _ rate: Rate, _ refusal: Refusal
    ) async throws -> Main_AccountBalance {
        let body = try await link.send(.accountGet, LedgerBodies.account(account.number))
        guard let minorUnits = LedgerBodies.balance(in: body),
            let balance = try? Balance(minorUnits: minorUnits),
            SimpleInterest.interest(on: balance, at: rate) <= 0
        else { throw CallError.refused(refusal) }
        return try shown(body, account)
    }

    private func move(
        _ method: Method, _ id: String, _ amount: Float, key: Key?
    ) async throws -> Main_AccountBalance {
        let account = try await account(id)
        guard let amount = FloatReading.amount(amount, decimals: account.decimals) else {
            throw RPCStatus.invalidAmount
        }
        let body = LedgerBodies.movement(account: account.number, minorUnits: amount.minorUnits)
        return try shown(try await link.send(method, body, id: key), account)
    }

    private func account(_ id: String) async throws -> AccountNumbers.Entry {
        guard let entry = try await directory.entry(of: id) else {
            throw RPCStatus.accountNotFound
        }
        return entry
    }

    /// The balance in a reply of the branch, as the client has it.
    private func shown(
        _ body: [UInt8], _ account: AccountNumbers.Entry
    ) throws -> Main_AccountBalance {
        guard let minorUnits = LedgerBodies.balance(in: body) else {
            throw CallError.broken("A reply of the branch has no balance.")
        }
        return Main_AccountBalance.with {
            $0.balance = FloatReading.float(minorUnits: minorUnits, decimals: account.decimals)
        }
    }
}
