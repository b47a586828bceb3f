import Testing

/// Every rule over the repository's own sources; `RuleSelfTests` shows that each can fail.
@Suite struct HouseRulesTests {
    let repository: Repository
    let table: PackageTable

    init() throws {
        repository = try Repository.here.get()
        let manifest = try #require(repository.files.first { $0.path == "Package.swift" })
        table = PackageTable(manifest: manifest.source.lines.joined(separator: "\n"))
    }

    @Test func theSourcesAreFound() {
        #expect(repository.swift.count > 40)
        #expect(repository.files.contains { $0.path == "Shared/BranchDomain/Money.swift" })
        #expect(!repository.files.contains { $0.path.hasPrefix(".build") })
    }

    @Test func everyFolderIsATargetOfTheManifest() {
        let code = repository.swift.filter { $0.path.split(separator: "/").count > 2 }
        let strays = Set(code.filter { table.target(of: $0) == nil }.map(\.folder))
        #expect(strays.isEmpty)
    }

    @Test func importsGoDownAndNeverSideways() {
        expectNone(repository.swift.flatMap { importDirections($0, table) })
        expectNone(manifestDirections(table))
    }

    @Test func rulesHoldNoSockets() {
        expectNone(pureRules(repository.files))
    }

    @Test func filesFunctionsAndLinesAreShort() {
        expectNone(repository.swift.flatMap(lengths))
    }

    @Test func bannedCallsStandNowhere() throws {
        expectNone(try repository.swift.flatMap { try bannedCalls($0) })
    }

    @Test func namesSaySomething() {
        expectNone(repository.files.flatMap(vagueNames))
    }

    @Test func moneyNeverFloats() {
        expectNone(repository.swift.flatMap(floatingMoney))
    }

    @Test func noFileNamesAMachinesPath() {
        expectNone(repository.files.flatMap(machinePaths))
    }

    private func expectNone(_ findings: [Finding]) {
        #expect(findings.isEmpty, "\(findings.map { "\n\($0)" }.joined())")
    }
}
