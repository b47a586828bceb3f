import BranchDomain
import Foundation
import Messages
import ServiceKit
import Testing

@testable import ATM

@Suite struct PendingFileTests {
    private let folder =
        FileManager.default.temporaryDirectory.path
        + "/branchline-atm-\(UUID().uuidString)"

    private var operation: PendingOperation {
        let id = RequestID(at: Visit.start, random: (1, 2))
        let ask = Ask(LedgerDeposit.self, .init(account: 17, amount: 5), id: id, session: "s")
        return PendingOperation(ask, customer: 4, now: Visit.start)
    }

    @Test func whatIsSavedIsLoadedAndReadableByItsOwnerOnly() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/atm/atm-1.pending.json"
        let file = try PendingFileShell(path: path)
        #expect(try file.load().isEmpty)
        try file.save([operation])
        #expect(try file.load() == [operation])
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let again = try #require(Ask(operation, session: "s"))
        #expect(again.method == .ledgerDeposit && again.id == RequestID(text: operation.id.utf8))
        try file.save([])
        #expect(try file.load().isEmpty)
    }

    @Test func twoMachinesOfOneNameDoNotShareAFile() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/pending.json"
        let first = try PendingFileShell(path: path)
        #expect(throws: ConfigurationError.self) { try PendingFileShell(path: path) }
        try first.save([])
    }

    @Test func aDamagedFileIsNotOverwritten() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/pending.json"
        let file = try PendingFileShell(path: path)
        try Data("[{\"id\":".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: ConfigurationError.self) { try file.load() }
        #expect(FileManager.default.contents(atPath: path)?.count == 7)
    }
}
