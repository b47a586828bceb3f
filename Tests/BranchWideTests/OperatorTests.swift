import Foundation
import ServiceKit
import Testing

/// The operator's tool on a ledger that runs, and on its journal.
@Suite(.serialized) struct OperatorTests {
    @Test func balancesAreImportedAllOrNoneAndReceiptsProveThemselves() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let file = branch.state.path + "/balances.csv"
        for name in ["ada", "bob"] {
            #expect(try branch.tool(["customer", "register", name, name]).status == 0)
        }

        try Data("1,10.00\n9,5.00\n2,x\n".utf8).write(to: URL(fileURLWithPath: file))
        let bad = try branch.tool(["import", file])
        #expect(bad.status == 1 && bad.errors.contains("balances.csv:3: 'x' is no sum in USD"))
        try Data("1,10.00\n9,5.00\n".utf8).write(to: URL(fileURLWithPath: file))
        #expect(try branch.tool(["import", file]).errors.contains("balances.csv:2: "))
        #expect(try branch.tool(["account", "show", "1"]).output.contains(" 0.00 "))
        try Data("1,10.00\n2,5.00\n".utf8).write(to: URL(fileURLWithPath: file))
        let good = try branch.tool(["import", file])
        #expect(good.status == 0, "\(good.errors)")
        #expect(try branch.tool(["account", "show", "1"]).output.contains(" 10.00 "))

        let id = try #require(good.errors.firstMatch(of: /id ([0-9a-f-]{36})/)?.1)
        let again = try branch.tool(["import", file, "--id", String(id)])
        #expect(again.status == 0, "\(again.errors)")
        #expect(try branch.tool(["account", "show", "1"]).output.contains(" 10.00 "), "only once")

        let receipt = try branch.tool(["ledger", "outcome", String(id), "--json"]).output
        let path = branch.state.path + "/receipt.json"
        try Data(receipt.utf8).write(to: URL(fileURLWithPath: path))
        #expect(try branch.tool(["verify-receipt", path]).output.contains("is true"))
        let forged = receipt.replacing("\"amount\":1000", with: "\"amount\":9000")
        #expect(forged != receipt)
        try Data(forged.utf8).write(to: URL(fileURLWithPath: path))
        #expect(try branch.tool(["verify-receipt", path]).status != 0)
    }

    @Test func aBackupIsMadeWhileItRunsAndPutBackWhenItIsDown() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        #expect(try branch.tool(["customer", "register", "ada", "Ada"]).status == 0)
        let backup = branch.state.path + "/backup.sqlite"
        #expect(try branch.tool(["backup", backup]).status == 0)
        #expect(try branch.tool(["backup", backup]).status != 0, "it overwrites nothing")
        #expect(try branch.tool(["verify", backup]).status == 0)
        #expect(try branch.tool(["customer", "register", "bob", "Bob"]).status == 0)
        let running = try branch.tool(["restore", backup])
        #expect(running.status != 0 && running.errors.contains("Stop that one first"))
        branch.child("ledger").stop()
        let restored = try branch.tool(["restore", backup])
        #expect(restored.status == 0, "\(restored.errors)")
        try branch.start("ledger")
        let customers = try branch.tool(["customer", "list"])
        #expect(customers.output.contains("Ada") && !customers.output.contains("Bob"))
    }
}
