import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

@Suite struct PublicationTests {
    private func published(
        _ branch: PaperBranch, wanted: @escaping (String) -> Bool = { _ in true }
    ) -> [Publication] {
        branch.bank.publications(of: branch.lastGroup, wanted: wanted)
    }

    @Test func aMovementIsToldToWhoListensAndToNobodyElse() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana", opening: 1_000)
        _ = try branch.customer("bob", opening: 5)
        let transfer = LedgerTransfer.Request(from: 1, to: 2, amount: 300)
        let receipt = try branch.reply(LedgerTransfer.self, transfer, as: ana.principal)
        let silent = published(branch, wanted: { _ in false })
        #expect(silent.isEmpty)
        let all = published(branch)
        #expect(all.map(\.topic) == ["account.1.", "account.2."])
        #expect(try JSON.decode(Receipt.self, from: all[0].state) == receipt)
        let other = try JSON.decode(Receipt.self, from: all[1].state)
        #expect(other.account == 2)
        #expect(other.to == 2)
        #expect(other.balance == 305, "the listener of account 2 never reads account 1's balance")
        #expect(all.map(\.keep) == [false, false])
    }

    @Test func endedSessionsAreKeptForGateways() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana")
        #expect(!published(branch).contains { $0.topic == Topic.sessions })
        _ = try branch.reply(AuthLogout.self, Nothing(), as: ana.principal)
        let sessions = try #require(published(branch).first { $0.topic == Topic.sessions })
        #expect(sessions.keep)
        #expect(try JSON.decode([String: UInt32].self, from: sessions.state) == ["ana": 2])
        let first = branch.bank.initialPublications()
        #expect(first.map(\.topic) == ["sessions."])
        #expect(try JSON.decode([String: UInt32].self, from: first[0].state) == ["ana": 2])
    }

    @Test func theListOfEndedSessionsIsBounded() {
        var users = UserBook()
        for index in 0..<(UserBook.mostRaised + 5) {
            users.add(UserState(user: "u\(index)", role: .customer, verifier: "v"))
            _ = users.change("u\(index)") { $0.generation += 1 }
        }
        _ = users.change("u7") { $0.generation += 1 }
        #expect(users.raisedGenerations.count == UserBook.mostRaised)
        #expect(users.raisedGenerations["u0"] == nil)
        #expect(users.raisedGenerations["u7"] == 3)
    }

    @Test func theAuditSaysWhoDidWhatAndNothingAboutPersons() throws {
        var branch = try PaperBranch()
        let secret = ["ana.smith", "Ana Smith", "X98765Z", "+34699", "ana@example.org", "v"]
        var events: [AuditEvent] = []
        func collect(_ branch: PaperBranch) throws {
            for told in published(branch) where told.topic == Topic.audit {
                let text = String(decoding: told.state, as: UTF8.self)
                for word in secret.dropLast() { #expect(!text.contains(word)) }
                #expect(!told.keep)
                events.append(try JSON.decode(AuditEvent.self, from: told.state))
            }
        }
        _ = try branch.reply(
            CustomerRegister.self,
            InternalRegister(
                request: .init(
                    user: secret[0], name: secret[1], nationalId: secret[2], phone: secret[3],
                    email: secret[4]), verifier: secret[5]),
            as: .anonymous)
        try collect(branch)
        _ = branch.ask(
            .authLogin, InternalLogin(user: secret[0], verifier: "x"), as: .anonymous)
        try collect(branch)
        _ = try branch.reply(
            AccountFreeze.self, AccountFreeze.Request(account: 1, side: "both", reason: "r"),
            as: PaperBranch.admin)
        try collect(branch)
        #expect(events.map(\.event) == ["customerRegistered", "logInFailed", "accountFrozen"])
        #expect(events.map(\.by) == ["", "customer:1", "admin"])
        #expect(events.map(\.account) == [1, nil, 1])
        #expect(events[1].user == "customer:1")
    }

    @Test func theAuditSaysWhatWasCountedHeldAndSent() throws {
        var branch = try PaperBranch()
        let tess = try branch.staff("tess", "teller")
        let account = AccountReference.number(try branch.customer("ana", opening: 9_000).account)
        func heard(_ branch: PaperBranch) throws -> AuditEvent {
            let told = try #require(published(branch).last { $0.topic == Topic.audit })
            return try JSON.decode(AuditEvent.self, from: told.state)
        }
        _ = try branch.reply(
            DrawerOpen.self, DrawerOpen.Request(drawer: "drawer:2", counted: ["500": 3]), as: tess)
        let opened = try heard(branch)
        #expect(opened.place == "drawer:2" && opened.amount == 1_500 && opened.difference == 1_500)
        #expect(opened.by == "tess")
        let until = branch.now.milliseconds + 60_000
        let hold = try branch.reply(
            LedgerHold.self, LedgerHold.Request(account: account, amount: 70, until: until),
            as: tess)
        #expect(try heard(branch).amount == 70)
        _ = try branch.reply(
            LedgerRelease.self, LedgerRelease.Request(hold: .number(hold.hold)), as: tess)
        #expect(try heard(branch).subject == hold.hold)
        _ = try branch.reply(
            DrawerMove.self,
            DrawerMove.Request(from: "drawer:2", to: "vault", notes: ["500": 1]), as: tess)
        let sent = try heard(branch)
        #expect(sent.place == "drawer:2" && sent.to == "vault" && sent.amount == 500)
    }
}
