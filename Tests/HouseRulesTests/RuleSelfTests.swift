import Testing

/// Each rule on a snippet that breaks it and on one that does not.
@Suite struct RuleSelfTests {
    private let table = PackageTable(
        manifest: """
            let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
            func shared(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {}
            func tests(_ name: String) -> Target { .testTarget(name: "\\(name)Tests") }
            let targets = [
                shared("BranchDomain"),
                .systemLibrary(name: "CZeroMQ", path: "Shared/CZeroMQ"),
                shared("ZeroMQ", ["CZeroMQ"]),
                shared("Bus", ["BranchDomain", "ZeroMQ"]),
                shared("Journal", ["BranchDomain", grdb]),
                service("Ledger", ["BranchDomain", "Bus", "Journal"]),
                service("ATM", ["BranchDomain", "Bus"]),
                service("CounterGateway", ["Bus"]),
                .executableTarget(name: "Bench", dependencies: ["Bus"], path: "Tests/Bench"),
                tests("Bus"),
            ]
            """)

    private func file(_ path: String, _ text: String) -> RepositoryFile {
        RepositoryFile(path: path, text: text)
    }

    @Test(arguments: [
        ("Services/ATM/A.swift", "import Ledger", true),
        ("Services/ATM/A.swift", "import Bus", false),
        ("Services/ATM/A.swift", "import Journal", true),
        ("Services/ATM/A.swift", "import ArgumentParser", false),
        ("Services/Ledger/A.swift", "import struct Journal.Record", false),
        ("Services/Ledger/A.swift", "import struct ATM.Screen", true),
        ("Services/Ledger/A.swift", "// import ATM", false),
        ("Shared/Bus/A.swift", "import CZeroMQ", true),
        ("Shared/ZeroMQ/A.swift", "@preconcurrency import CZeroMQ", false),
        ("Shared/Journal/A.swift", "import Foundation", false),
        ("Services/CounterGateway/A.swift", "import Foundation", true),
        ("Shared/Bus/A.swift", "import Foundation", true),
        ("Shared/Bus/A.swift", "import FoundationEssentials", false),
        ("Shared/BranchDomain/A.swift", "public import Bus", true),
        ("Shared/Journal/A.swift", "import GRDB", false),
        ("Tests/BusTests/A.swift", "@testable import Bus", false),
        ("Tests/BusTests/A.swift", "import BranchDomain", false),
        ("Tests/BusTests/A.swift", "import Journal", true),
        ("Tests/Bench/A.swift", "import Bus", false),
        ("Tests/Bench/A.swift", "import Ledger", true),
    ])
    func anImportThatIsNotDeclaredIsFound(path: String, text: String, isBroken: Bool) {
        #expect(importDirections(file(path, text), table).isEmpty != isBroken)
    }

    @Test func onlyZeroMQImportsTheLibraryEvenWhereItIsDeclared() {
        let loose = PackageTable(manifest: #"shared("Bus", ["CZeroMQ"])"#)
        #expect(!importDirections(file("Shared/Bus/A.swift", "import CZeroMQ"), loose).isEmpty)
    }

    @Test(arguments: [
        (#"shared("A"), shared("B", ["A"]), service("S", ["B"])"#, false),
        (#"shared("A", ["B"]), shared("B")"#, true),
        (#"shared("A", ["S"]), service("S", [])"#, true),
        (#"service("S", []), service("R", ["S"])"#, true),
    ])
    func aDependencyUpwardsOrSidewaysIsFound(manifest: String, isBroken: Bool) {
        #expect(manifestDirections(PackageTable(manifest: manifest)).isEmpty != isBroken)
    }

    @Test(arguments: [
        ("Services/Ledger/Rules.swift", "import Bus", true),
        ("Services/Ledger/Rules.swift", "import Journal", false),
        ("Services/Ledger/LedgerShell.swift", "import Bus", false),
        ("Services/Ledger/LedgerShell.swift", "import Bus\nextension Bank {}", true),
        ("Services/Ledger/Main.swift", "import ServiceKit", false),
        ("Services/Ledger/Main.swift", "import GRDB\nstruct L: Sendable, StateMachine {}", true),
        ("Services/Display/Board.swift", "import Bus\nextension Bank {}", false),
        ("Services/CounterGateway/Admission.swift", "import Bus", true),
        ("Shared/Bus/M.swift", "import ZeroMQ\nextension L: StateMachine {}", true),
        ("Shared/Bus/M.swift", "import ZeroMQ\nstruct L<M: StateMachine> {}", false),
        ("Shared/Bus/M.swift", "import ZeroMQ\nstruct L {}", false),
    ])
    func rulesWithASocketAreFound(path: String, text: String, isBroken: Bool) {
        let machine = file("Services/Ledger/Bank.swift", "struct Bank: StateMachine {}")
        #expect(pureRules([machine, file(path, text)]).isEmpty != isBroken)
    }

    @Test func aLongFileIsFound() {
        let line = "let a = 1\n"
        let most = String(repeating: line, count: 300)
        #expect(lengths(file("Shared/Bus/A.swift", most)).isEmpty)
        #expect(!lengths(file("Shared/Bus/A.swift", most + line)).isEmpty)
        #expect(lengths(file("Services/BankGRPC/Generated/A.swift", most + line)).isEmpty)
        #expect(lengths(file("Tests/BusTests/A.swift", most + line)).isEmpty)
        let tests = String(repeating: line, count: 501)
        #expect(!lengths(file("Tests/BusTests/A.swift", tests)).isEmpty)
    }

    @Test func aLongLineIsFound() {
        let name = String(repeating: "é", count: 92)
        #expect(lengths(file("Shared/Bus/A.swift", "let \(name) = 1")).isEmpty)
        #expect(!lengths(file("Shared/Bus/A.swift", "let \(name)x = 1")).isEmpty)
    }

    @Test func aLongFunctionIsFound() {
        let body = String(repeating: "    a(\"}\") // }\n", count: 68)
        let function = "struct S {\nfunc f() {\n\(body)}\n}\n"
        #expect(lengths(file("Shared/Bus/A.swift", function)).isEmpty)
        let longer = function.replacing("func f() {\n", with: "func f() {\n  a()\n")
        let findings = lengths(file("Shared/Bus/A.swift", longer))
        #expect(findings.map(\.line) == [2])
        #expect(findings.first?.what.hasPrefix("f: 71 lines") == true)
    }

    @Test(arguments: [
        ("Date()", "Shared/Journal/A.swift", "let now = Date()"),
        ("Date()", "Services/ATM/A.swift", "let now = Date.now"),
        ("UUID()", "Shared/Bus/A.swift", "let text = \"\\(UUID().uuidString)\""),
        (".random(", "Services/Ledger/A.swift", "let x = Int.random(in: 1...6)"),
        (
            "SystemRandomNumberGenerator", "Shared/Bus/A.swift",
            "var r = SystemRandomNumberGenerator()"
        ),
        ("try!", "Services/ATM/A.swift", "let x = try! f()"),
        ("@unchecked Sendable", "Shared/Bus/A.swift", "final class C: @unchecked Sendable {}"),
        ("nonisolated(unsafe)", "Tests/BusTests/A.swift", "nonisolated(unsafe) var x = 1"),
        ("sleep(", "Tests/BusTests/A.swift", "try await Task.sleep(for: .seconds(1))"),
        ("sleep(", "Tests/BusTests/A.swift", "usleep(10)"),
        ("print(", "Shared/Bus/A.swift", "print(x)"),
    ])
    func aBannedCallIsFound(ban: String, path: String, text: String) throws {
        let alone = Ban.all.filter { $0.name == ban }
        #expect(alone.count == 1)
        #expect(try !bannedCalls(file(path, text), bans: alone).isEmpty)
        #expect(try bannedCalls(file(path, "// \(text)"), bans: alone).isEmpty)
        let quoted = "let x = #\"\(text)\"#"
        #expect(try bannedCalls(file(path, quoted), bans: alone).isEmpty)
    }

    @Test(arguments: [
        ("Shared/ServiceKit/A.swift", "let now = Date()"),
        ("Services/Ledger/Main.swift", "let id = UUID()"),
        ("Services/Ledger/GenesisShell.swift", "let x = Int.random(in: 1...6)"),
        ("Shared/ZeroMQ/A.swift", "final class C: @unchecked Sendable {}"),
        ("Tests/BusTests/A.swift", "let x = Int.random(in: 1...6, using: &seeded)"),
        ("Services/Display/Main.swift", "print(x)"),
        ("Shared/Bus/A.swift", "out.print(x); let asleep = isAsleep(1)"),
    ])
    func theShellAndTheTestsMayWhatTheRulesMayNot(path: String, text: String) throws {
        #expect(try bannedCalls(file(path, text)).isEmpty)
    }

    @Test(arguments: [
        ("Shared/Bus/SocketUtils.swift", true), ("Services/ATM/Helpers.swift", true),
        ("Services/ATM/ScreenManager.swift", true), ("Shared/Common/A.swift", true),
        ("deploy/common.sh", true), ("Shared/Bus/RequestServer.swift", false),
        ("Shared/BranchDomain/Money.swift", false), ("Services/Branch/Commons.swift", false),
    ])
    func aNameThatSaysNothingIsFound(path: String, isBroken: Bool) {
        #expect(vagueNames(file(path, "")).isEmpty != isBroken)
    }

    @Test func aFloatingSumIsFound() {
        let text = "let rate: Double = 0"
        #expect(!floatingMoney(file("Services/Ledger/A.swift", text)).isEmpty)
        #expect(!floatingMoney(file("Shared/Messages/A.swift", text)).isEmpty)
        #expect(floatingMoney(file("Services/Display/A.swift", text)).isEmpty)
        #expect(floatingMoney(file("Services/Ledger/A.swift", "// no Double")).isEmpty)
    }

    @Test func aMachinesPathIsFound() {
        for place in ["work", "home", "Users", "root"] {
            let path = "/" + place + "/anna/x"
            #expect(!machinePaths(file("README.md", "see \(path)")).isEmpty)
            #expect(!machinePaths(file("deploy/up", "cd \(path)")).isEmpty)
            #expect(machinePaths(file("README.md", "see net\(path)")).isEmpty)
        }
    }
}
