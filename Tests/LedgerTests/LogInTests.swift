import BranchDomain
import Messages
import Testing

@testable import Ledger

@Suite struct LogInTests {
    private func login(
        _ branch: inout PaperBranch, _ user: String, _ verifier: String, at: String? = nil
    ) -> PaperBranch.Outcome {
        branch.ask(
            .authLogin, InternalLogin(user: user, verifier: verifier, at: at), as: .anonymous)
    }

    @Test func theRightSecretGivesASessionOfWhatTheUserIs() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana")
        for (user, at, hours) in [("ana", nil, 60), ("ana", "atm:1", 15), ("1", nil, 60)] {
            let reply = try branch.reply(
                AuthLogin.self, InternalLogin(user: user, verifier: "ana's", at: at),
                as: .anonymous)
            #expect(reply.role == "customer")
            #expect(reply.customer == 1)
            #expect(reply.name == "Customer ana")
            #expect(reply.expires == branch.now.adding(.seconds(hours * 60)).milliseconds)
            let principal = try JSON.decode(Principal.self, from: Array(reply.session.utf8))
            #expect(
                principal
                    == Principal(
                        user: "ana", role: "customer", customer: 1, at: at, generation: 1))
        }
        #expect(ana.account == 1)
        let admin = try branch.reply(
            AuthLogin.self, InternalLogin(user: "Admin", verifier: "admin's"), as: .anonymous)
        #expect(admin.role == "admin")
        #expect(admin.expires == branch.now.adding(.seconds(12 * 3_600)).milliseconds)
        let atm = try branch.reply(
            AuthLogin.self, InternalLogin(user: "atm:1", verifier: "atm's"), as: .anonymous)
        let principal = try JSON.decode(Principal.self, from: Array(atm.session.utf8))
        #expect(principal == PaperBranch.atm)
    }

    @Test func aRightSecretAtOnceWritesNothing() throws {
        var branch = try PaperBranch()
        let head = branch.journal.head
        guard case .ok = login(&branch, "admin", "admin's") else { return #expect(Bool(false)) }
        #expect(branch.journal.head == head)
    }

    @Test func unknownDisabledAndWrongAreOneAnswer() throws {
        var branch = try PaperBranch()
        _ = try branch.staff("tess", "teller")
        _ = try branch.reply(
            StaffDisable.self, StaffDisable.Request(user: "tess"), as: PaperBranch.admin)
        #expect(login(&branch, "nobody", "x") == .refused(.wrongCredentials))
        #expect(login(&branch, "tess", "tess's") == .refused(.wrongCredentials))
        #expect(login(&branch, "admin", "x") == .refused(.wrongCredentials))
        #expect(login(&branch, "99", "x") == .refused(.wrongCredentials))
        #expect(login(&branch, "admin", "") == .refused(.wrongCredentials))
    }

    @Test func threeWrongSecretsLockForAQuarterOfAnHourThenTwiceAsLong() throws {
        var branch = try PaperBranch()
        for minutes in [15, 30, 60, 120] {
            for _ in 0..<3 {
                #expect(login(&branch, "admin", "x") == .refused(.wrongCredentials))
            }
            #expect(login(&branch, "admin", "admin's") == .refused(.locked), "even the right one")
            branch.now = branch.now.adding(.seconds(minutes * 60 - 1))
            #expect(login(&branch, "admin", "admin's") == .refused(.locked))
            branch.now = branch.now.adding(.seconds(1))
        }
        guard case .ok = login(&branch, "admin", "admin's") else { return #expect(Bool(false)) }
        for _ in 0..<3 { _ = login(&branch, "admin", "x") }
        branch.now = branch.now.adding(.seconds(15 * 60))
        guard case .ok = login(&branch, "admin", "admin's") else {
            Issue.record("a success forgets the locks before it")
            return
        }
    }

    @Test func aSuccessForgetsTheFailuresBeforeIt() throws {
        var branch = try PaperBranch()
        for _ in 0..<4 {
            _ = login(&branch, "admin", "x")
            _ = login(&branch, "admin", "x")
            guard case .ok = login(&branch, "admin", "admin's") else {
                Issue.record("two failures lock nobody")
                return
            }
        }
    }

    @Test func aLockSurvivesARestart() throws {
        var branch = try PaperBranch()
        let start = branch.bank.snapshot()
        for _ in 0..<3 { _ = login(&branch, "admin", "x") }
        let replayed = try branch.replayed(from: start, after: 0)
        #expect(replayed.snapshot() == branch.bank.snapshot())
        #expect(replayed.users["admin"]?.isLocked(at: branch.now) == true)
    }

    @Test func onlyAnEnrolledATMIsAPlaceToLogInAt() throws {
        var branch = try PaperBranch()
        _ = try branch.customer("ana")
        for at in ["kiosk:1", "atm:2", "", "ana"] {
            #expect(login(&branch, "ana", "ana's", at: at) == .refused(.notPermitted))
        }
    }

    @Test func loggingOutEndsEverySession() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana")
        _ = try branch.reply(AuthLogout.self, Nothing(), as: ana.principal)
        #expect(
            branch.ask(.customerGet, CustomerGet.Request(), as: ana.principal)
                == .refused(.sessionExpired))
        let again = Principal(user: "ana", role: "customer", customer: 1, generation: 2)
        _ = try branch.reply(CustomerGet.self, CustomerGet.Request(), as: again)
    }

    @Test func aChangedSecretIsTheOneThatCounts() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana")
        let change = InternalChangeSecret(old: "ana's", new: "ana's new")
        _ = try branch.reply(AuthChangeSecret.self, change, as: ana.principal)
        #expect(login(&branch, "ana", "ana's") == .refused(.wrongCredentials))
        guard case .ok = login(&branch, "ana", "ana's new") else {
            Issue.record("the new secret is refused")
            return
        }
        #expect(
            branch.ask(.authLogout, Nothing(), as: ana.principal) == .refused(.sessionExpired))
    }

    @Test func guessingTheOldSecretLocksLikeGuessingAtTheDoor() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana")
        let change = InternalChangeSecret(old: "guess", new: "mine")
        for _ in 0..<3 {
            #expect(
                branch.ask(.authChangeSecret, change, as: ana.principal)
                    == .refused(.wrongCredentials))
        }
        #expect(branch.ask(.authChangeSecret, change, as: ana.principal) == .refused(.locked))
        #expect(login(&branch, "ana", "ana's") == .refused(.locked))
    }

    @Test func aResetUnlocksAndShowsTheSameSecretAgain() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana")
        let teller = try branch.staff("tess", "teller")
        for _ in 0..<3 { _ = login(&branch, "ana", "x") }
        let id = branch.id()
        let reset = InternalCustomerReset(customer: 1, verifier: "ana's second")
        let first = try branch.reply(CustomerResetSecret.self, reset, as: teller, id: id)
        let second = try branch.reply(CustomerResetSecret.self, reset, as: teller, id: id)
        #expect(first == second)
        #expect(first.secret == "customer ana \(id)")
        guard case .ok = login(&branch, "ana", "ana's second") else {
            Issue.record("the reset did not unlock")
            return
        }
        #expect(
            branch.ask(.customerGet, CustomerGet.Request(), as: ana.principal)
                == .refused(.sessionExpired))
    }

    @Test func resolvingNamesTheUserWhoIsMeant() throws {
        var branch = try PaperBranch()
        _ = try branch.customer("ana")
        let rows: [(InternalResolve, String)] = [
            (.init(user: "ANA"), "ana"), (.init(user: "1"), "ana"), (.init(customer: 1), "ana"),
            (.init(user: "2"), "2"), (.init(user: "+1"), "+1"), (.init(user: ""), ""),
            (.init(user: "Nobody"), "nobody"),
            (.init(user: "not a name"), "not a name"), (.init(customer: 7), "customer:7"),
            (.init(customer: CustomerBook.firstHouse), "customer:\(CustomerBook.firstHouse)"),
        ]
        for (request, user) in rows {
            let bytes = try branch.bank.resolve(body: JSON.encode(request))
            #expect(try JSON.decode(InternalResolved.self, from: bytes).user == user)
        }
    }

    @Test func aPrincipalWithAnotherRoleOrGenerationIsNobody() throws {
        var branch = try PaperBranch()
        _ = try branch.customer("ana")
        let forged = [
            Principal(user: "ana", role: "admin", customer: 1, generation: 1),
            Principal(user: "ana", role: "customer", customer: 1, generation: 2),
            Principal(user: "nobody", role: "admin", generation: 1),
            Principal(user: "", role: "admin", generation: 1),
        ]
        for principal in forged {
            #expect(
                branch.ask(.ledgerTrialBalance, Nothing(), as: principal)
                    == .refused(.sessionExpired))
        }
    }
}
