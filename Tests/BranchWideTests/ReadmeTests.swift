import Foundation
import Bus
import Messages
import ServiceKit
import Testing

/// What the README promises is done here as it is written there.
@Suite struct ReadmeTests {
    @Test func pythonClientOfTheReadmeMovesMoney() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let teller = try branch.teller("ana")
        let made = try teller.call(
            CustomerRegister.self, .init(user: "lee", name: "Lee", opening: 100))
        let readme = try String(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("README.md"), encoding: .utf8)
        let snippet = try #require(
            readme.components(separatedBy: "```python\n").dropFirst().first?
                .components(separatedBy: "```").first)
        #expect(snippet.split(separator: "\n").count <= 12)
        let program = snippet.replacingOccurrences(of: "7701", with: "\(branch.ports.base + 1)")
        let file = "\(branch.state.path)/client.py"
        try Data(program.utf8).write(to: URL(fileURLWithPath: file))
        let ran = try branch.run(
            "/usr/bin/python3", [file, teller.session, String(made.account), "12550"])
        #expect(ran.status == 0, "\(ran.errors)")
        #expect(ran.output.contains("ok"))
        let account = try teller.call(AccountGet.self, .init(account: .number(made.account)))
        #expect(account.balance == 12_650)
    }
}
