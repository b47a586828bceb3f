import BranchDomain
import Messages
import Testing

@testable import Ledger

@Suite struct StaffTests {
    @Test func aNewMemberLogsInWithTheSecretThatTheBankMade() throws {
        var branch = try PaperBranch()
        let id = branch.id()
        let body = InternalStaffAdd(
            request: .init(user: "Tess", name: "Tess O'Neil", role: "teller"), verifier: "v")
        let reply = try branch.reply(StaffAdd.self, body, as: PaperBranch.admin, id: id)
        #expect(reply == .init(user: "tess", secret: "staff tess \(id)"))
        let login = try branch.reply(
            AuthLogin.self, InternalLogin(user: "tess", verifier: "v"), as: .anonymous)
        #expect(login.role == "teller")
        #expect(login.name == "Tess O'Neil")
        #expect(
            branch.ask(.staffAdd, body, as: PaperBranch.admin) == .refused(.userTaken))
    }

    @Test func onlyAnAdminRunsTheStaff() throws {
        var branch = try PaperBranch()
        let supervisor = try branch.staff("sue", "supervisor")
        let add = InternalStaffAdd(
            request: .init(user: "x", name: "X", role: "admin"), verifier: "v")
        #expect(branch.ask(.staffAdd, add, as: supervisor) == .refused(.notPermitted))
        #expect(
            branch.ask(.staffList, StaffList.Request(), as: supervisor)
                == .refused(.notPermitted))
        let odd = InternalStaffAdd(
            request: .init(user: "x", name: "X", role: "customer"), verifier: "v")
        #expect(branch.ask(.staffAdd, odd, as: PaperBranch.admin) == .refused(.malformed))
    }

    @Test func theLastAdminStays() throws {
        var branch = try PaperBranch()
        let disable = StaffDisable.Request(user: "admin")
        #expect(
            branch.ask(.staffDisable, disable, as: PaperBranch.admin) == .refused(.lastAdmin))
        let second = try branch.staff("root", "admin")
        _ = try branch.reply(StaffDisable.self, disable, as: second)
        #expect(
            branch.ask(.staffDisable, StaffDisable.Request(user: "root"), as: second)
                == .refused(.lastAdmin))
        #expect(
            branch.ask(.staffList, StaffList.Request(), as: PaperBranch.admin)
                == .refused(.sessionExpired))
    }

    @Test func theDisabledAreOutAtOnceAndAResetLetsThemIn() throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        _ = try branch.reply(
            StaffDisable.self, StaffDisable.Request(user: "tess"), as: PaperBranch.admin)
        #expect(
            branch.ask(.accountList, AccountList.Request(), as: teller)
                == .refused(.sessionExpired))
        _ = try branch.reply(
            StaffResetSecret.self, InternalStaffReset(user: "tess", verifier: "new"),
            as: PaperBranch.admin)
        _ = try branch.reply(
            AuthLogin.self, InternalLogin(user: "tess", verifier: "new"), as: .anonymous)
        for user in ["nobody", "atm:1"] {
            #expect(
                branch.ask(
                    .staffDisable, StaffDisable.Request(user: user), as: PaperBranch.admin)
                    == .refused(.userNotFound))
        }
    }

    @Test func staffAreListedByNameInPages() throws {
        var branch = try PaperBranch()
        for user in ["zoe", "bea", "max"] { _ = try branch.staff(user, "teller") }
        for _ in 0..<3 {
            _ = branch.ask(
                .authLogin, InternalLogin(user: "max", verifier: "x"), as: .anonymous)
        }
        let first = try branch.reply(
            StaffList.self, StaffList.Request(limit: 3), as: PaperBranch.admin)
        #expect(first.staff.map(\.user) == ["admin", "bea", "max"])
        #expect(first.staff.map(\.locked) == [false, false, true])
        let rest = try branch.reply(
            StaffList.self, StaffList.Request(after: first.next), as: PaperBranch.admin)
        #expect(rest.staff.map(\.user) == ["zoe"])
        #expect(rest.next == nil)
    }
}

@Suite struct DeviceTests {
    private func add(
        _ branch: inout PaperBranch, _ device: String, _ kind: String, key: String? = nil
    ) -> PaperBranch.Outcome {
        branch.ask(
            .deviceAdd,
            InternalDeviceAdd(
                request: .init(device: device, kind: kind, key: key), verifier: "\(device)'s"),
            as: PaperBranch.admin)
    }

    @Test func anATMComesWithAnAccountForItsCash() throws {
        var branch = try PaperBranch()
        let id = branch.id()
        let reply = try branch.reply(
            DeviceAdd.self,
            InternalDeviceAdd(request: .init(device: "atm:2", kind: "atm"), verifier: "v"),
            as: PaperBranch.admin, id: id)
        #expect(reply == .init(device: "atm:2", secret: "device atm:2 \(id)"))
        #expect(branch.balance("atm:2") == 0)
        _ = add(&branch, "lobby", "atm")
        #expect(branch.balance("atm:lobby") == 0)
        let ana = try branch.customer("ana", at: "lobby")
        _ = try branch.reply(
            LedgerDeposit.self,
            LedgerDeposit.Request(account: .number(ana.account), amount: 30), as: ana.principal)
        #expect(branch.balance("atm:lobby") == 30)
    }

    @Test func namesAndKindsAreChecked() throws {
        var branch = try PaperBranch()
        let key = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
        let rows: [(String, String, String?, RefusalCode?)] = [
            ("kiosk:2", "kiosk", key, nil), ("kiosk:3", "kiosk", "short", .malformed),
            ("kiosk:4", "toaster", nil, .malformed), ("17", "kiosk", nil, .malformed),
            ("kiosk:1", "kiosk", nil, .deviceTaken), ("admin", "bot", nil, .deviceTaken),
            ("kiosk:2", "kiosk", nil, .deviceTaken),
        ]
        for (device, kind, key, code) in rows {
            let outcome = add(&branch, device, kind, key: key)
            if let code {
                #expect(outcome == .refused(code), "\(device)")
            } else if case .refused = outcome {
                Issue.record("\(device): \(outcome)")
            }
        }
        let list = try branch.reply(
            DeviceList.self, DeviceList.Request(), as: PaperBranch.admin)
        #expect(
            list.devices.map(\.device) == ["atm:1", "kiosk:1", "kiosk:2", "notifier:1", "rpc:1"])
        #expect(list.devices[2].key == key)
    }

    @Test func aDisabledDeviceMayBeEnrolledAgainWithANewSecret() throws {
        var branch = try PaperBranch()
        _ = try branch.reply(
            DeviceDisable.self, DeviceDisable.Request(device: "atm:1"), as: PaperBranch.admin)
        #expect(
            branch.ask(
                .authLogin, InternalLogin(user: "atm:1", verifier: "atm's"), as: .anonymous)
                == .refused(.wrongCredentials))
        #expect(add(&branch, "atm:1", "kiosk") == .refused(.deviceTaken))
        guard case .ok = add(&branch, "atm:1", "atm") else {
            Issue.record("a disabled device stays out for ever")
            return
        }
        let login = try branch.reply(
            AuthLogin.self, InternalLogin(user: "atm:1", verifier: "atm:1's"), as: .anonymous)
        let principal = try JSON.decode(Principal.self, from: Array(login.session.utf8))
        #expect(principal.generation == 3, "sessions from before the loss stay ended")
        #expect(
            branch.ask(
                .deviceDisable, DeviceDisable.Request(device: "atm:7"), as: PaperBranch.admin)
                == .refused(.deviceNotFound))
    }

    @Test func whereOnlyTheQueueIsOfferedThereIsNoMoney() throws {
        var branch = try PaperBranch(settings: BankSettings(queueOnly: true))
        for method in [
            Messages.Method.customerRegister, .accountGet, .ledgerDeposit, .ledgerTrialBalance,
        ] {
            #expect(
                branch.ask(method, Nothing(), as: PaperBranch.admin) == .refused(.notOffered))
        }
        _ = try branch.staff("tess", "teller")
        guard case .ok = add(&branch, "kiosk:2", "kiosk") else {
            Issue.record("a queue has kiosks")
            return
        }
    }
}
