import ArgumentParser
import Foundation
import ServiceKit
import Testing

@testable import Branch

@Suite("branch init")
struct SetupTests {
    private let temporary: TemporaryState
    private var state: StateDirectory { temporary.state }

    init() throws {
        temporary = try TemporaryState()
    }

    /// Random bytes that say in which call they were made.
    private func setup(
        _ configuration: BranchConfiguration = .standard, seed: UInt8 = 1, curve: Bool = false
    ) -> Setup {
        var call = seed
        let keys = { (publicKey: "public\(seed)", secretKey: "secret\(seed)") }
        return Setup(
            state: state, configuration: configuration,
            random: { count in
                call &+= 1
                return (0..<count).map { UInt8(truncatingIfNeeded: $0) &+ call }
            },
            curveKeys: curve ? keys : nil)
    }

    @Test("makes configuration, key and secrets that the services can read")
    func makesWhatServicesRead() throws {
        let steps = try setup().run()
        #expect(steps.allSatisfy { $0.made })
        #expect(try BranchConfiguration.load(from: state) == .standard)
        let key = try state.secret(at: state.branchKey)
        #expect(key.count == 64 && key.allSatisfy { $0.isHexDigit })
        #expect(try state.secret(at: state.adminSecret).count == 24)
        for device in BranchConfiguration.standard.devices {
            #expect(try state.secret(at: state.deviceSecret(device.device)).count == 32)
        }
    }

    @Test("lets nobody else read the directory or a file in it")
    func modes() throws {
        let steps = try setup(curve: true).run()
        #expect(try temporary.mode(state.path) == 0o700)
        for directory in [state.devices, state.run, state.logs, state.curve] {
            #expect(try temporary.mode(directory) == 0o700)
        }
        for step in steps { #expect(try temporary.mode(step.path) == 0o600) }
    }

    @Test("leaves no draft behind")
    func noDrafts() throws {
        let steps = try setup(curve: true).run()
        let files = FileManager.default.enumerator(atPath: state.path)?.allObjects ?? []
        let regular = files.compactMap { $0 as? String }.filter {
            var isDirectory: ObjCBool = false
            let isThere = FileManager.default.fileExists(
                atPath: "\(state.path)/\($0)", isDirectory: &isDirectory)
            return isThere && !isDirectory.boolValue
        }
        #expect(Set(regular.map { "\(state.path)/\($0)" }) == Set(steps.map(\.path)))
    }

    @Test("run again, makes nothing and changes no byte")
    func idempotent() throws {
        let first = try setup(seed: 1, curve: true).run()
        let before = try first.map { try temporary.text($0.path) }
        let second = try setup(seed: 99, curve: true).run()
        #expect(second.map(\.path) == first.map(\.path))
        #expect(second.allSatisfy { !$0.made })
        let after = try first.map { try temporary.text($0.path) }
        #expect(after == before)
    }

    @Test("keeps a configuration that differs from what is asked for")
    func keepsConfiguration() throws {
        _ = try setup().run()
        var other = BranchConfiguration.standard
        other.queueOnly = true
        other.branch = "clinic"
        _ = try setup(other).run()
        #expect(try BranchConfiguration.load(from: state) == .standard)
    }

    @Test("makes only what is missing")
    func completes() throws {
        _ = try setup(seed: 1).run()
        let key = try temporary.text(state.branchKey)
        try FileManager.default.removeItem(atPath: state.deviceSecret("kiosk:1"))
        let steps = try setup(seed: 50).run()
        #expect(steps.filter(\.made).map(\.path) == [state.deviceSecret("kiosk:1")])
        #expect(try temporary.text(state.branchKey) == key)
    }

    @Test("makes secrets for the devices of the configuration that is there")
    func devicesOfConfiguration() throws {
        try SecretFile.makeDirectory(state.path)
        var edited = BranchConfiguration.standard
        edited.devices = [.init(device: "kiosk:9", kind: "kiosk")]
        try edited.save(to: state)
        _ = try setup().run()
        let files = try FileManager.default.contentsOfDirectory(atPath: state.devices)
        #expect(files == ["kiosk:9.secret"])
    }

    @Test("makes a server key and an allow-list for each group of sockets, where wanted")
    func curve() throws {
        _ = try setup().run()
        #expect(!FileManager.default.fileExists(atPath: state.curve))
        _ = try setup(seed: 3, curve: true).run()
        for domain in CurveDomain.allCases {
            #expect(try temporary.text(domain.serverKey(in: state)) == "public3\nsecret3\n")
            #expect(try temporary.mode(domain.allowList(in: state)) == 0o700)
        }
    }

    @Test("closes a state directory that others can read")
    func closesOpenDirectory() throws {
        _ = try setup().run()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: state.path)
        _ = try setup().run()
        #expect(try temporary.mode(state.path) == 0o700)
    }

    @Test("refuses a directory that holds other files, and touches nothing in it")
    func refusesForeignDirectory() throws {
        try FileManager.default.createDirectory(
            atPath: state.path, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o755])
        try Data("mine".utf8).write(to: URL(fileURLWithPath: state.path + "/letter.txt"))
        #expect(throws: ConfigurationError.self) { try setup().run() }
        #expect(try temporary.mode(state.path) == 0o755)
        #expect(try FileManager.default.contentsOfDirectory(atPath: state.path) == ["letter.txt"])
    }

    @Test("refuses a device whose name would lead out of the directory")
    func refusesPathAsName() throws {
        try SecretFile.makeDirectory(state.path)
        var edited = BranchConfiguration.standard
        edited.devices = [.init(device: "../../evil", kind: "kiosk")]
        try edited.save(to: state)
        #expect(throws: ConfigurationError.self) { try setup().run() }
    }

    @Test("a secret has one letter a byte, of 32 that are not taken for one another")
    func secretAlphabet() {
        let all = Secret.text((0...255).map { UInt8($0) })
        #expect(all.count == 256)
        #expect(Set(all).count == 32)
        #expect(Set(all).isDisjoint(with: "ilou"))
    }
}

@Suite("branch init: what was asked for")
struct InitCommandTests {
    private func command(_ arguments: String...) throws -> InitCommand {
        try InitCommand.parse(arguments)
    }

    @Test("without options it is the standard branch")
    func standard() throws {
        #expect(try command().wanted() == .standard)
    }

    @Test("queue only has no ATM and no edge for banks")
    func queueOnly() throws {
        let wanted = try command("--queue-only").wanted()
        #expect(wanted.queueOnly)
        #expect(wanted.devices.map(\.kind) == ["kiosk", "bot"])
        let words = wanted.services.flatMap { [$0.service] + $0.names.values }.joined(
            separator: " ")
        for money in ["cash", "account", "loan", "Caja"] { #expect(!words.contains(money)) }
    }

    @Test("takes name, currency and time zone")
    func options() throws {
        let wanted = try command(
            "--branch", "norte", "--currency", "EUR", "--time-zone", "Europe/Madrid"
        ).wanted()
        #expect(wanted.branch == "norte")
        #expect(wanted.currency == "EUR")
        #expect(wanted.timeZone == "Europe/Madrid")
    }

    @Test(
        "refuses what no service could read",
        arguments: [
            ["--branch", "Nord Ost"], ["--currency", "XXQ"], ["--time-zone", "Mars/Olympus"],
        ])
    func refuses(arguments: [String]) throws {
        let command = try InitCommand.parse(arguments)
        #expect(throws: (any Error).self) { try command.wanted() }
    }

    @Test("names what the configuration there says otherwise, but only what was asked for")
    func differences() throws {
        var present = BranchConfiguration.standard
        present.currency = "JPY"
        let silent = try command()
        let standard = try silent.wanted()
        #expect(silent.differences(standard, present).isEmpty)
        let asking = try command("--currency", "EUR", "--queue-only")
        let wanted = try asking.wanted()
        #expect(
            asking.differences(wanted, present) == ["currency JPY", "money is offered too"])
    }
}
