import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

/// Of several reasons to refuse a movement, the first one in ``RefusalCode`` is given. Each row
/// below has a reason and everything that comes behind it in the table.
@Suite struct PrecedenceTests {
    /// Accounts: 1 ana's USD, full; 2 bob's USD, empty; 3 ana's EUR, closed; 4 ana's USD, closed;
    /// 5 ana's USD, frozen on both sides, full; 6 bob's USD, as full as can be.
    private func branch() throws -> (PaperBranch, teller: Principal) {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        _ = try branch.customer("ana", opening: 1_000)
        _ = try branch.customer("bob")
        for currency in ["EUR", "USD", "USD"] {
            _ = try branch.reply(
                AccountOpen.self, AccountOpen.Request(customer: 1, currency: currency), as: teller)
        }
        _ = try branch.reply(AccountOpen.self, AccountOpen.Request(customer: 2), as: teller)
        for account: UInt64 in [3, 4] {
            _ = try branch.reply(
                AccountClose.self, InternalClose(account: .number(account), verifier: "admin's"),
                as: PaperBranch.admin)
        }
        _ = try branch.reply(
            LedgerDeposit.self, LedgerDeposit.Request(account: 5, amount: 1_000), as: teller)
        _ = try branch.reply(
            AccountFreeze.self, AccountFreeze.Request(account: 5, side: "both", reason: "court"),
            as: PaperBranch.admin)
        _ = try branch.reply(
            LedgerDeposit.self,
            LedgerDeposit.Request(account: 6, amount: Amount.largest - 2_000), as: teller)
        return (branch, teller)
    }

    @Test func aTransferGivesTheFirstReasonOfTheList() throws {
        var (branch, teller) = try branch()
        let ana = Principal(user: "ana", role: "customer", customer: 1, generation: 1)
        let stale = Principal(user: "ana", role: "customer", customer: 1, generation: 0)
        let largest = Amount.largest
        let rows: [(Principal, AccountReference, AccountReference, Int64, RefusalCode)] = [
            (stale, 2, 2, 0, .malformed),
            (stale, 2, 2, largest + 1, .malformed),
            (stale, 0, 2, 1, .malformed),
            (stale, 2, 99, largest, .sessionExpired),
            (ana, 2, 99, largest, .notPermitted),
            (ana, 2, 2, largest, .notPermitted),
            (ana, 99, 2, largest, .accountNotFound),
            (ana, 3, 99, largest, .accountNotFound),
            (ana, 3, "nowhere", largest, .accountNotFound),
            (ana, 3, 3, largest, .sameAccount),
            (ana, 5, 5, largest, .sameAccount),
            (ana, 3, 4, largest, .currencyMismatch),
            (ana, 4, 5, largest, .accountClosed),
            (ana, 5, 4, largest, .accountClosed),
            (ana, 5, 6, largest, .accountFrozen),
            (ana, 1, 5, largest, .accountFrozen),
            (ana, 1, 6, largest, .amountOutOfRange),
            (ana, 1, 6, 1_001, .insufficientFunds),
            (teller, 2, 1, 1, .insufficientFunds),
        ]
        for (index, (principal, from, to, amount, code)) in rows.enumerated() {
            let before = branch.bank.snapshot()
            let body = LedgerTransfer.Request(from: from, to: to, amount: amount)
            let outcome = branch.ask(.ledgerTransfer, body, as: principal)
            #expect(outcome == .refused(code), "row \(index)")
            #expect(branch.bank.snapshot() == before, "row \(index) changed something")
        }
    }

    @Test func cashGivesTheFirstReasonOfTheList() throws {
        var (branch, teller) = try branch()
        let ana = Principal(user: "ana", role: "customer", customer: 1, generation: 1)
        let stale = Principal(user: "tess", role: "teller", generation: 7)
        let rows: [(Principal, AccountReference, AccountReference?, Int64, RefusalCode)] = [
            (stale, 99, "drawer:9", -1, .malformed),
            (stale, 99, "drawer:9", 1, .sessionExpired),
            (ana, 99, "drawer:9", 1, .notPermitted),
            (teller, "vault", "drawer:9", 1, .notPermitted),
            (teller, 99, "drawer:9", 1, .accountNotFound),
            (teller, 4, "drawer:9", 1, .drawerNotFound),
            (teller, 3, "vault", 1, .currencyMismatch),
            (teller, 4, nil, Amount.largest, .accountClosed),
            (teller, 5, nil, Amount.largest, .accountFrozen),
            (teller, 1, nil, 1_001, .insufficientFunds),
        ]
        for (index, (principal, account, drawer, amount, code)) in rows.enumerated() {
            let body = LedgerDeposit.Request(account: account, amount: amount, drawer: drawer)
            let outcome = branch.ask(.ledgerWithdraw, body, as: principal)
            #expect(outcome == .refused(code), "row \(index)")
        }
    }

    /// A lock stands before the comparison, so that it does not tell right secrets from wrong ones:
    /// the one place where the later code of the list is given.
    @Test func registrationGivesTheFirstReasonOfTheList() throws {
        var branch = try PaperBranch()
        _ = try branch.reply(
            CustomerRegister.self,
            InternalRegister(
                request: .init(
                    user: "ana", name: "Ana", nationalId: "12.345-A", phone: "+34 600 100 200"),
                verifier: "v"),
            as: .anonymous)
        let rows: [(String, String, String?, String?, Int64?, RefusalCode)] = [
            ("17", "Eve", "12345a", "+34600100200", 1, .malformed),
            ("eve", " ", "12345a", "+34600100200", 1, .malformed),
            ("eve", "Eve", "12345a", "telephone", 1, .malformed),
            ("eve", "Eve", "12345a", "+34600100200", 0, .malformed),
            ("Ana", "Eve", "12345a", "+34600100200", 1, .userTaken),
            ("eve", "Eve", "12345a", "+34600100200", 1, .nationalIDTaken),
            ("eve", "Eve", "54321a", "+34600100200", 1, .phoneTaken),
            ("eve", "Eve", "54321a", "+34600100201", 4_999, .openingTooSmall),
            ("eve", "Eve", "54321a", "+34600100201", nil, .openingTooSmall),
        ]
        for (index, (user, name, national, phone, opening, code)) in rows.enumerated() {
            let body = InternalRegister(
                request: .init(
                    user: user, name: name, nationalId: national, phone: phone, opening: opening),
                verifier: "v")
            let outcome = branch.ask(.customerRegister, body, as: PaperBranch.atm)
            #expect(outcome == .refused(code), "row \(index)")
        }
    }
}
