import BranchDomain
import Bus
import GRPCCore
import Messages
import SwiftProtobuf

/// `main.BankAccountService` on the ledger: which account, how much, one call on the bus, and the
/// balance back.
struct BankAccounts: Main_BankAccountService.ServiceProtocol {
    /// Metadata by which a client names its call, so that it may repeat it after a lost answer.
    static let key = "idempotency-key"
    private static let house = CustomerReference.name("rpc")

    let link: LedgerLink
    let directory: AccountDirectory

    func openAccount(
        request: ServerRequest<Google_Protobuf_Empty>, context: ServerContext
    ) async throws -> ServerResponse<Main_AccountIdentifier> {
        let key = try key(request.metadata)
        return try await answer {
            let account = try await link.call(
                AccountOpen.self, AccountOpen.Request(customer: BankAccounts.house), id: key)
            guard let id = try await directory.id(of: account.number) else {
                throw CallError.broken("A new account is missing in the ledger's list.")
            }
            return Main_AccountIdentifier.with { $0.accountID = String(id) }
        }
    }

    func depositAccount(
        request: ServerRequest<Main_DepositAccountRequest>, context: ServerContext
    ) async throws -> ServerResponse<Main_AccountBalance> {
        let message = request.message
        return try await move(
            .ledgerDeposit, message.accountID, message.amount, key: try key(request.metadata))
    }

    func withdrawAccount(
        request: ServerRequest<Main_WithdrawAccountRequest>, context: ServerContext
    ) async throws -> ServerResponse<Main_AccountBalance> {
        let message = request.message
        return try await move(
            .ledgerWithdraw, message.accountID, message.amount, key: try key(request.metadata))
    }

    func getBalance(
        request: ServerRequest<Main_BalanceAccountRequest>, context: ServerContext
    ) async throws -> ServerResponse<Main_AccountBalance> {
        try await answer {
            let account = try await account(request.message.accountID)
            return try await balance(of: account)
        }
    }

    func addInterest(
        request: ServerRequest<Main_AddInterestRequest>, context: ServerContext
    ) async throws -> ServerResponse<Main_AccountBalance> {
        let key = try key(request.metadata)
        return try await answer {
            let account = try await account(request.message.accountID)
            guard let rate = FloatReading.rate(request.message.interestRate) else {
                throw RPCStatus.invalidRate
            }
            do {
                let body = LedgerAddInterest.Request(
                    account: .number(account.number), rate: rate.description)
                let reply = try await link.send(.ledgerAddInterest, JSON.encode(body), id: key)
                return try shown(reply, account)
            } catch CallError.refused(let refusal) where refusal.code == .amountOutOfRange {
                return try await unchanged(account, rate, refusal)
            }
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
        _ method: Method, _ id: String, _ amount: Float, key: BranchDomain.RequestID?
    ) async throws -> ServerResponse<Main_AccountBalance> {
        try await answer {
            let account = try await account(id)
            guard let amount = FloatReading.amount(amount, decimals: account.decimals) else {
                throw RPCStatus.invalidAmount
            }
            let body = LedgerBodies.movement(
                account: account.number, minorUnits: amount.minorUnits)
            return try shown(try await link.send(method, body, id: key), account)
        }
    }

    private func account(_ id: String) async throws -> AccountNumbers.Entry {
        guard let entry = try await directory.entry(of: id) else {
            throw RPCStatus.accountNotFound
        }
        return entry
    }

    private func balance(of account: AccountNumbers.Entry) async throws -> Main_AccountBalance {
        try shown(
            try await link.send(.accountGet, LedgerBodies.account(account.number)), account)
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

    private func key(_ metadata: Metadata) throws -> BranchDomain.RequestID? {
        guard let text = metadata[stringValues: BankAccounts.key].first(where: { _ in true })
        else { return nil }
        guard let id = BranchDomain.RequestID(text: text.utf8) else { throw RPCStatus.invalidKey }
        return id
    }

    private func answer<Message: Sendable>(
        _ work: () async throws -> Message
    ) async throws -> ServerResponse<Message> {
        do {
            return ServerResponse(message: try await work())
        } catch let error as CallError {
            throw RPCStatus.error(error)
        }
    }
}
