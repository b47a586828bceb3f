import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

/// The faults of the systems that this one replaces, one test each: none can happen here.
@Suite struct MultithreadedBankFaults {
    @Test func depositsAtOnceOnOneAccountAreAllThere() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana")
        for _ in 0..<500 {
            let body = LedgerDeposit.Request(account: .number(ana.account), amount: 3)
            _ = try branch.reply(LedgerDeposit.self, body, as: PaperBranch.admin)
        }
        #expect(branch.balance(.number(ana.account)) == 1_500)
        #expect(branch.balance("vault") == 1_500)
    }

    @Test func aTransferIsOneRecordSoThatNoHalfOfItCanBeLost() throws {
        var branch = try PaperBranch()
        _ = try branch.customer("ana", opening: 100)
        _ = try branch.customer("bob")
        _ = try branch.reply(
            LedgerTransfer.self, LedgerTransfer.Request(from: 1, to: 2, amount: 40),
            as: PaperBranch.admin)
        #expect(branch.lastGroup.count == 1)
        let entry = try #require(Entry(branch.lastGroup[0].record))
        #expect(entry.debitBalance.minorUnits == 60)
        #expect(entry.creditBalance.minorUnits == 40)
    }

    @Test(arguments: [-1, -500, 0, Int64.min, Int64.max])
    func aTransferThatIsNotPositiveStealsNothing(amount: Int64) throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana", opening: 100)
        _ = try branch.customer("bob", opening: 100)
        let body = LedgerTransfer.Request(from: 1, to: 2, amount: amount)
        #expect(branch.ask(.ledgerTransfer, body, as: ana.principal) == .refused(.malformed))
        #expect(branch.balance(1) == 100)
        #expect(branch.balance(2) == 100)
    }

    @Test func aTransferToOneselfCreatesNothing() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana", opening: 100)
        let body = LedgerTransfer.Request(from: 1, to: 1, amount: 50)
        #expect(branch.ask(.ledgerTransfer, body, as: ana.principal) == .refused(.sameAccount))
        #expect(branch.balance(1) == 100)
    }

    @Test func twoHundredWrongPasswordsAreThreeAndALock() throws {
        var branch = try PaperBranch()
        _ = try branch.customer("ana")
        let outcomes = (0..<200).map { guess in
            branch.ask(
                .authLogin, InternalLogin(user: "ana", verifier: "\(guess)"), as: .anonymous)
        }
        #expect(outcomes.filter { $0 == .refused(.wrongCredentials) }.count == 3)
        #expect(outcomes.filter { $0 == .refused(.locked) }.count == 197)
    }

    @Test func verifiersDifferWhereOneLetterIsLarger() {
        #expect(!isEqualInConstantTime("Secret", "secret"))
        #expect(!isEqualInConstantTime("secret", "secret "))
        #expect(!isEqualInConstantTime("", ""))
        #expect(isEqualInConstantTime("secret", "secret"))
    }

    @Test(arguments: [
        "0.30000000000000002", "1.5", "1e-2", "NaN", "nan", "inf", "Infinity", "-Infinity",
        "\"nan\"", "\"inf\"", "\"100\"", "null", "true", "[1]", "{}", "1e400", "9007199254740992",
        "99999999999999999999999", "-0.0", "",
    ])
    func whatIsNoWholeNumberIsNoAmount(text: String) throws {
        var branch = try PaperBranch()
        _ = try branch.customer("ana", opening: 100)
        let before = branch.bank.snapshot()
        for method in [Messages.Method.ledgerDeposit, .ledgerWithdraw] {
            let body = Array("{\"account\":1,\"amount\":\(text)}".utf8)
            #expect(
                branch.ask(method, bytes: body, as: PaperBranch.admin) == .refused(.malformed))
        }
        let body = Array("{\"from\":1,\"to\":2,\"amount\":\(text)}".utf8)
        #expect(
            branch.ask(.ledgerTransfer, bytes: body, as: PaperBranch.admin)
                == .refused(.malformed))
        #expect(branch.bank.snapshot() == before)
    }

    @Test func aHundredMovementsFitOneReply() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana")
        for _ in 0..<100 {
            let body = LedgerDeposit.Request(account: 1, amount: 1)
            _ = try branch.reply(LedgerDeposit.self, body, as: PaperBranch.admin)
        }
        let page = try branch.reply(
            AccountHistory.self, AccountHistory.Request(account: 1, limit: 100),
            as: ana.principal)
        #expect(page.entries.count == 100)
    }
}

@Suite struct ATMFaults {
    @Test(arguments: [
        "", "deposit/1/100", "{", "[[[[", "\u{0}", "{\"account\":", "nil",
    ])
    func aMalformedMessageIsOneRefusal(text: String) throws {
        var branch = try PaperBranch()
        for method in Messages.Method.allCases where method.destination == .ledger {
            #expect(
                branch.ask(method, bytes: Array(text.utf8), as: PaperBranch.admin)
                    == .refused(.malformed), "\(method)")
        }
        #expect(branch.journal.head == 0)
    }

    @Test func bytesThatAreNoTextAndDeepNestingAreRefused() throws {
        var branch = try PaperBranch()
        let deep = Array(String(repeating: "{\"a\":", count: 5_000).utf8)
        for bytes in [[0xff, 0xfe, 0x00], Array("{\"memo\":\"".utf8) + [0xc3, 0x28], deep] {
            #expect(
                branch.ask(.ledgerDeposit, bytes: bytes, as: PaperBranch.admin)
                    == .refused(.malformed))
        }
    }

    @Test func nobodyTakesMoneyFromSomebodyElse() throws {
        var branch = try PaperBranch()
        _ = try branch.customer("ana", opening: 100)
        let eve = try branch.customer("eve", at: "atm:1")
        let cash = LedgerDeposit.Request(account: 1, amount: 50)
        let transfer = LedgerTransfer.Request(from: 1, to: 2, amount: 50)
        for principal in [eve.principal, .anonymous, PaperBranch.atm, PaperBranch.rpc] {
            #expect(branch.ask(.ledgerWithdraw, cash, as: principal) == .refused(.notPermitted))
            #expect(
                branch.ask(.ledgerTransfer, transfer, as: principal) == .refused(.notPermitted))
        }
        #expect(branch.balance(1) == 100)
    }

    @Test func thePINIsTheBanksAndIsNowhereInTheJournal() throws {
        var branch = try PaperBranch()
        let id = branch.id()
        let body = InternalRegister(
            request: .init(user: "ana", name: "Ana", opening: 5_000), verifier: "stretched")
        let reply = try branch.reply(
            CustomerRegister.self, body, as: PaperBranch.atm, id: id)
        #expect(reply.secret == PaperSecrets().customerSecret(id: id, user: "ana"))
        for record in branch.journal.records {
            #expect(!String(decoding: record.varying, as: UTF8.self).contains(reply.secret))
        }
    }

    @Test(arguments: [-100, 0] as [Int64])
    func cashThatIsNotPositiveMovesNothing(amount: Int64) throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana", opening: 100, at: "atm:1")
        let body = LedgerDeposit.Request(account: 1, amount: amount)
        #expect(branch.ask(.ledgerDeposit, body, as: ana.principal) == .refused(.malformed))
        #expect(branch.ask(.ledgerWithdraw, body, as: ana.principal) == .refused(.malformed))
        #expect(branch.balance(1) == 100)
    }

    @Test func aSlashInANameIsASlash() throws {
        var branch = try PaperBranch()
        let body = InternalRegister(
            request: .init(user: "ana", name: "Ana/9999/1000000", opening: 5_000),
            verifier: "v")
        _ = try branch.reply(CustomerRegister.self, body, as: PaperBranch.atm)
        let account = try branch.reply(
            AccountGet.self, AccountGet.Request(account: 1), as: PaperBranch.admin)
        #expect(account.name == "Ana/9999/1000000")
        #expect(account.balance == 5_000)
    }
}

@Suite struct RPCBankFaults {
    @Test func everythingIsThereAfterARestart() throws {
        var branch = try PaperBranch()
        let start = branch.bank.snapshot()
        for _ in 0..<3 {
            let account = try branch.reply(
                AccountOpen.self, AccountOpen.Request(), as: PaperBranch.rpc)
            _ = try branch.reply(
                LedgerDeposit.self,
                LedgerDeposit.Request(account: .number(account.number), amount: 77),
                as: PaperBranch.rpc)
        }
        let replayed = try branch.replayed(from: start, after: 0)
        #expect(replayed.snapshot() == branch.bank.snapshot())
    }

    @Test func aCentBesideTenMillionsIsNotLost() throws {
        var branch = try PaperBranch()
        _ = try branch.reply(AccountOpen.self, AccountOpen.Request(), as: PaperBranch.rpc)
        for amount: Int64 in [1_000_000_000, 1] {
            _ = try branch.reply(
                LedgerDeposit.self, LedgerDeposit.Request(account: 1, amount: amount),
                as: PaperBranch.rpc)
        }
        #expect(branch.balance(1) == 1_000_000_001)
    }

    @Test func withdrawingLessThanNothingAddsNothing() throws {
        var branch = try PaperBranch()
        _ = try branch.reply(AccountOpen.self, AccountOpen.Request(), as: PaperBranch.rpc)
        let body = LedgerDeposit.Request(account: 1, amount: -1_000)
        #expect(branch.ask(.ledgerWithdraw, body, as: PaperBranch.rpc) == .refused(.malformed))
        #expect(branch.balance(1) == 0)
    }

    @Test func anAccountThatDoesNotExistSaysSo() throws {
        var branch = try PaperBranch()
        let body = LedgerDeposit.Request(account: 1, amount: 1)
        #expect(
            branch.ask(.ledgerDeposit, body, as: PaperBranch.rpc) == .refused(.accountNotFound))
        #expect(
            branch.ask(.accountGet, AccountGet.Request(account: 1), as: PaperBranch.rpc)
                == .refused(.accountNotFound))
    }
}
