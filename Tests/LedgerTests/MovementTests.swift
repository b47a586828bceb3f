import BranchDomain
import Messages
import Testing

@testable import Ledger

@Suite struct MovementTests {
    @Test func aTellersDepositComesOutOfTheVaultsBooks() throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        let ana = try branch.customer("ana")
        let receipt = try branch.reply(
            LedgerDeposit.self,
            LedgerDeposit.Request(account: .number(ana.account), amount: 12_550, memo: "rent"),
            as: teller)
        #expect(receipt.kind == "deposit")
        #expect(receipt.account == .number(ana.account))
        #expect(receipt.amount == 12_550)
        #expect(receipt.balance == 12_550)
        #expect(receipt.available == 12_550)
        #expect(receipt.currency == "USD")
        #expect(receipt.to == nil)
        #expect(receipt.chain.count == 16)
        #expect(receipt.sequence == branch.journal.head)
        #expect(branch.balance("vault") == 12_550)
    }

    @Test func aWithdrawalTakesFromTheAccountAndTheVault() throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        let ana = try branch.customer("ana", opening: 10_000)
        let receipt = try branch.reply(
            LedgerWithdraw.self,
            LedgerDeposit.Request(account: .number(ana.account), amount: 4_000), as: teller)
        #expect(receipt.kind == "withdrawal")
        #expect(receipt.balance == 6_000)
        #expect(branch.balance("vault") == 6_000)
    }

    @Test func aCustomersCashIsTheATMsAtWhichTheSessionWasOpened() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana", at: "atm:1")
        let body = LedgerDeposit.Request(account: .number(ana.account), amount: 7_000)
        _ = try branch.reply(LedgerDeposit.self, body, as: ana.principal)
        #expect(branch.balance("atm:1") == 7_000)
        #expect(branch.balance("vault") == 0)
    }

    @Test func aCustomerWithoutAnATMMovesNoCash() throws {
        var branch = try PaperBranch()
        for at in [nil, "kiosk:1", "atm:9", "rpc:1"] {
            let ana = Principal(
                user: "ana", role: "customer", customer: 1, at: at, generation: 1)
            if at == nil { _ = try branch.customer("ana", opening: 5_000) }
            let body = LedgerDeposit.Request(account: 1, amount: 1)
            #expect(branch.ask(.ledgerDeposit, body, as: ana) == .refused(.notPermitted))
            #expect(branch.ask(.ledgerWithdraw, body, as: ana) == .refused(.notPermitted))
        }
        #expect(branch.balance(1) == 5_000)
    }

    @Test func cashStopsAtAnATMThatWasDisabled() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana", at: "atm:1")
        _ = try branch.reply(
            DeviceDisable.self, DeviceDisable.Request(device: "atm:1"), as: PaperBranch.admin)
        let body = LedgerDeposit.Request(account: .number(ana.account), amount: 7_000)
        #expect(branch.ask(.ledgerDeposit, body, as: ana.principal) == .refused(.notPermitted))
    }

    @Test func aTransferMovesTheSameSumOnBothSides() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana", opening: 10_000)
        let bob = try branch.customer("bob")
        let receipt = try branch.reply(
            LedgerTransfer.self,
            LedgerTransfer.Request(
                from: .number(ana.account), to: .number(bob.account), amount: 2_500),
            as: ana.principal)
        #expect(receipt.kind == "transfer")
        #expect(receipt.to == .number(bob.account))
        #expect(receipt.balance == 7_500)
        #expect(branch.balance(.number(bob.account)) == 2_500)
    }

    @Test func theBanksOwnAccountsAreNoSideOfATransfer() throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        let ana = try branch.customer("ana", opening: 10_000)
        let own: [AccountReference] = ["vault", "suspense", .number(AccountID.firstOwn)]
        for account in own {
            for principal in [teller, ana.principal, PaperBranch.rpc] {
                let out = LedgerTransfer.Request(
                    from: account, to: .number(ana.account), amount: 1)
                #expect(branch.ask(.ledgerTransfer, out, as: principal) == .refused(.notPermitted))
                let into = LedgerTransfer.Request(
                    from: .number(ana.account), to: account, amount: 1)
                #expect(branch.ask(.ledgerTransfer, into, as: principal) == .refused(.notPermitted))
            }
        }
    }

    @Test func theRPCDeviceUsesTheAccountsOfItsHouseCustomerOnly() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana", opening: 10_000)
        let opened = try branch.reply(
            AccountOpen.self, AccountOpen.Request(), as: PaperBranch.rpc)
        let named = try branch.reply(
            AccountOpen.self, AccountOpen.Request(customer: "rpc"), as: PaperBranch.rpc)
        #expect(opened.number == 2)
        #expect(named.number == 3)
        #expect(opened.customer == CustomerBook.firstHouse)
        let own = LedgerDeposit.Request(account: .number(opened.number), amount: 500)
        #expect(
            try branch.reply(LedgerDeposit.self, own, as: PaperBranch.rpc).balance == 500)
        let other = LedgerDeposit.Request(account: .number(ana.account), amount: 500)
        #expect(
            branch.ask(.ledgerWithdraw, other, as: PaperBranch.rpc) == .refused(.notPermitted))
        #expect(
            branch.ask(
                .accountOpen, AccountOpen.Request(customer: 1), as: PaperBranch.rpc)
                == .refused(.notPermitted))
    }

    @Test func theFirstMovementInACurrencyOpensItsVault() throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        _ = try branch.customer("ana", at: "atm:1")
        let euros = try branch.reply(
            AccountOpen.self, AccountOpen.Request(customer: 1, currency: "EUR"), as: teller)
        let body = LedgerDeposit.Request(account: .number(euros.number), amount: 900)
        let receipt = try branch.reply(LedgerDeposit.self, body, as: teller)
        #expect(receipt.currency == "EUR")
        #expect(branch.balance("vault:EUR") == 900)
        #expect(branch.balance("vault") == 0)
        _ = try branch.reply(LedgerWithdraw.self, body, as: teller)
        #expect(branch.balance("vault:EUR") == 0)
        let ana = Principal(
            user: "ana", role: "customer", customer: 1, at: "atm:1", generation: 1)
        #expect(branch.ask(.ledgerDeposit, body, as: ana) == .refused(.currencyMismatch))
    }

    @Test func aDrawerThatIsNamedMustBeOne() throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        let ana = try branch.customer("ana", opening: 10_000)
        for drawer: AccountReference in ["drawer:1", "atm:1", "interest", .number(ana.account)] {
            let body = LedgerDeposit.Request(
                account: .number(ana.account), amount: 1, drawer: drawer)
            #expect(branch.ask(.ledgerDeposit, body, as: teller) == .refused(.drawerNotFound))
        }
        let body = LedgerDeposit.Request(
            account: .number(ana.account), amount: 1, drawer: "vault")
        _ = try branch.reply(LedgerDeposit.self, body, as: teller)
    }

    @Test func aBalanceStopsAtWhatAMessageCanCarry() throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        let ana = try branch.customer("ana", opening: Amount.largest)
        let body = LedgerDeposit.Request(account: .number(ana.account), amount: 1)
        #expect(branch.ask(.ledgerDeposit, body, as: teller) == .refused(.amountOutOfRange))
        #expect(branch.balance(.number(ana.account)) == Amount.largest)
    }

    @Test func theSameIDMovesTheMoneyOnce() throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        let ana = try branch.customer("ana")
        let body = LedgerDeposit.Request(account: .number(ana.account), amount: 100)
        let id = branch.id()
        let first = try branch.reply(LedgerDeposit.self, body, as: teller, id: id)
        _ = try branch.reply(LedgerDeposit.self, body, as: teller)
        var second = try branch.reply(LedgerDeposit.self, body, as: teller, id: id)
        #expect(second.available == 200, "available is of now")
        second.available = first.available
        #expect(first == second)
        #expect(branch.balance(.number(ana.account)) == 200)
    }

    @Test func aMemoHasALimitAndNoControlCharacters() throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        let ana = try branch.customer("ana")
        for memo in [String(repeating: "x", count: 201), "two\nlines", "\u{0}"] {
            let body = LedgerDeposit.Request(
                account: .number(ana.account), amount: 1, memo: memo)
            #expect(branch.ask(.ledgerDeposit, body, as: teller) == .refused(.malformed))
        }
    }
}
