import BranchDomain
import Credentials
import Foundation
import Journal
import JournaledService
import Messages
import ServiceKit
import Testing

@testable import Ledger

/// The ledger on a real journal in a directory of its own, as `branch init` leaves one.
@Suite struct LedgerShellTests {
    private final class Fixture {
        let state: StateDirectory
        let key: BranchKey

        init(configuration: BranchConfiguration = .standard) throws {
            let path = FileManager.default.temporaryDirectory
                .appendingPathComponent("ledger-" + SystemRandom.uuid()).path
            state = StateDirectory(path: path)
            key = try BranchKey(bytes: [UInt8](repeating: 7, count: 32))
            for directory in [path, state.devices] {
                try FileManager.default.createDirectory(
                    atPath: directory, withIntermediateDirectories: true)
            }
            try configuration.save(to: state)
            try Data(key.text.utf8).write(to: URL(fileURLWithPath: state.branchKey))
            try write("first secret", to: state.adminSecret)
            for device in configuration.devices {
                try write("secret of \(device.device)", to: state.deviceSecret(device.device))
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: state.path) }

        func write(_ secret: String, to file: String) throws {
            try Data("\(secret)\n".utf8).write(to: URL(fileURLWithPath: file))
        }

        func open() throws -> GroupCommit<Bank> {
            let behaviour = try LedgerShell.behaviour(in: state)
            return try GroupCommit(
                JournalConfiguration(
                    path: state.journal(of: LedgerShell.name),
                    snapshots: state.snapshots(of: LedgerShell.name)),
                now: SystemClock().now, equip: behaviour.equip, founding: behaviour.founding,
                genesis: behaviour.genesis)
        }

        /// Logs in as a gateway has it done, and gives the principal in the session.
        func logIn(
            _ journal: GroupCommit<Bank>, _ user: String, _ secret: String
        ) throws -> Principal? {
            let verifier = try Stretch.verifier(secret: secret, user: user, key: key)
            let answer = try ask(
                journal, .authLogin, InternalLogin(user: user, verifier: verifier), .anonymous)
            guard case .ok(let bytes) = answer else { return nil }
            let session = try JSON.decode(AuthLogin.Reply.self, from: bytes).session
            return try SessionTokens(key: key)
                .verify(Array(session.utf8), now: SystemClock().now).principal
        }

        func ask(
            _ journal: GroupCommit<Bank>, _ method: Messages.Method, _ body: some Encodable,
            _ principal: Principal
        ) throws -> Answer {
            var identifiers = SystemRequestIDs()
            journal.tick(now: SystemClock().now)
            journal.submit(
                Command(
                    method: method, id: identifiers.next(), principal: principal,
                    body: JSON.encode(body)))
            return try #require(try journal.commit().answers.first)
        }
    }

    @Test func theFirstStartKnowsAdminAndDevicesByTheirSecretFiles() throws {
        let fixture = try Fixture()
        let journal = try fixture.open()
        let admin = try fixture.logIn(journal, "admin", "first secret")
        #expect(admin?.role == "admin")
        for device in BranchConfiguration.standard.devices {
            let principal = try fixture.logIn(journal, device.device, "secret of \(device.device)")
            #expect(principal?.kind == device.kind)
            #expect(try fixture.logIn(journal, device.device, "another") == nil)
        }
        #expect(journal.machine.accounts.own(named: "atm:1") != nil)
        try journal.close()
    }

    @Test func noSecretIsInTheJournal() throws {
        let fixture = try Fixture()
        try fixture.open().close()
        let files = try FileManager.default.subpathsOfDirectory(atPath: fixture.state.path)
        for file in files where file.contains(".sqlite") || file.contains("snapshots/") {
            guard
                let content = FileManager.default.contents(
                    atPath: fixture.state.path + "/" + file)
            else { continue }
            #expect(content.range(of: Data("first secret".utf8)) == nil, "\(file)")
            #expect(content.range(of: Data(fixture.key.text.utf8)) == nil, "\(file)")
        }
    }

    @Test func moneyIsThereAfterARestartAndTheJournalVerifies() throws {
        let fixture = try Fixture()
        var principal = Principal.anonymous
        for start in 1...3 {
            let journal = try fixture.open()
            if start == 1 {
                principal = try #require(try fixture.logIn(journal, "rpc:1", "secret of rpc:1"))
                _ = try fixture.ask(journal, .accountOpen, AccountOpen.Request(), principal)
            }
            let answer = try fixture.ask(
                journal, .ledgerDeposit, LedgerDeposit.Request(account: 1, amount: 25), principal)
            guard case .ok(let bytes) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(try JSON.decode(Receipt.self, from: bytes).balance == Int64(25 * start))
            try journal.close()
        }
        let path = fixture.state.journal(of: LedgerShell.name)
        #expect(try LedgerShell.verify(path).contains("holds"))
        let copy = fixture.state.path + "/copy.sqlite"
        try LedgerShell.backUp(fixture.state, to: copy)
        #expect(try LedgerShell.verify(copy).contains("holds"))
        #expect(throws: ConfigurationError.self) {
            try LedgerShell.backUp(fixture.state, to: copy)
        }
    }

    @Test func theAdminsSecretIsResetOfflineOnly() throws {
        let fixture = try Fixture()
        let journal = try fixture.open()
        for _ in 0..<3 { #expect(try fixture.logIn(journal, "admin", "guess") == nil) }
        try fixture.write("second secret", to: fixture.state.adminSecret)
        #expect(throws: JournalError.self) { try LedgerShell.resetAdmin(fixture.state) }
        try journal.close()
        try LedgerShell.resetAdmin(fixture.state)
        try LedgerShell.resetAdmin(fixture.state)
        let again = try fixture.open()
        let admin = try #require(try fixture.logIn(again, "admin", "second secret"))
        #expect(admin.generation == 2, "once, however often it is asked for")
        #expect(try fixture.logIn(again, "admin", "first secret") == nil)
        try again.close()
    }

    @Test func aMissingSecretIsNamed() throws {
        let fixture = try Fixture()
        try FileManager.default.removeItem(atPath: fixture.state.adminSecret)
        let error = #expect(throws: ConfigurationError.self) { _ = try fixture.open() }
        #expect(error?.description.contains("admin.secret") == true)
    }
}
