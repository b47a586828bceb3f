import BranchDomain
import Foundation
import ServiceKit

/// What `branch init` makes: all that a branch needs before its first start, and nothing twice.
///
/// What is there stays as it is, so that it may run before each start.
struct Setup {
    /// What became of one file.
    struct Step: Equatable, Encodable {
        let path: String
        let made: Bool
    }

    let state: StateDirectory
    /// For a branch without a configuration; one that is there counts instead.
    let configuration: BranchConfiguration
    /// Random bytes, as many as asked for.
    let random: (Int) -> [UInt8]
    /// Makes a CURVE key pair, `(public, secret)` in Z85; nil where none is wanted.
    let curveKeys: (() throws -> (publicKey: String, secretKey: String))?

    /// - Throws: ``ConfigurationError``, where the directory is somebody else's or not writable.
    func run() throws -> [Step] {
        try makeStateDirectory()
        var steps = [try write(state.configuration, encodedConfiguration())]
        let present = try BranchConfiguration.load(from: state)
        steps.append(try write(state.branchKey, hexadecimal(random(32))))
        steps.append(try write(state.adminSecret, secret(length: 24)))
        try SecretFile.makeDirectory(state.devices)
        for device in present.devices {
            guard (try? UserName(device.device)) != nil else {
                throw ConfigurationError("\(state.configuration): no name: \(device.device)")
            }
            steps.append(try write(state.deviceSecret(device.device), secret(length: 32)))
        }
        for directory in [state.run, state.logs] { try SecretFile.makeDirectory(directory) }
        if let curveKeys {
            for domain in CurveDomain.allCases {
                try SecretFile.makeDirectory(domain.allowList(in: state))
                steps.append(try makeServerKey(of: domain, curveKeys))
            }
        }
        return steps
    }

    private func makeServerKey(
        of domain: CurveDomain, _ make: () throws -> (publicKey: String, secretKey: String)
    ) throws -> Step {
        let file = domain.serverKey(in: state)
        guard !FileManager.default.fileExists(atPath: file) else {
            return Step(path: file, made: false)
        }
        let keys = try make()
        return try write(file, Array("\(keys.publicKey)\n\(keys.secretKey)\n".utf8))
    }

    private func write(_ path: String, _ bytes: @autoclosure () -> [UInt8]) throws -> Step {
        guard !FileManager.default.fileExists(atPath: path) else {
            return Step(path: path, made: false)
        }
        return Step(path: path, made: try SecretFile.create(path, with: bytes()))
    }

    private func encodedConfiguration() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(configuration) else {
            preconditionFailure("a configuration always encodes")
        }
        return [UInt8](data) + [UInt8(ascii: "\n")]
    }

    /// How `BranchKey` reads it: two digits a byte.
    private func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return Array((digits + "\n").utf8)
    }

    private func secret(length: Int) -> [UInt8] {
        Array(Secret.text(random(length)).utf8) + [UInt8(ascii: "\n")]
    }

    /// Who can read the directory is the branch: what others could read is closed to them, but a
    /// directory that holds somebody's other files is left alone.
    private func makeStateDirectory() throws {
        let files = FileManager.default
        guard files.fileExists(atPath: state.path) else {
            return try SecretFile.makeDirectory(state.path)
        }
        let mode = try files.attributesOfItem(atPath: state.path)[.posixPermissions] as? Int
        guard mode != 0o700 else { return }
        let isOurs = files.fileExists(atPath: state.configuration)
        guard try isOurs || files.contentsOfDirectory(atPath: state.path).isEmpty else {
            throw ConfigurationError(
                "\(state.path) holds other files and no branchline.json. Choose an empty directory."
            )
        }
        try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: state.path)
    }
}

/// Secrets that people may have to type.
enum Secret {
    /// One letter for each random byte.
    static func text(_ bytes: [UInt8]) -> String {
        String(bytes.map { letters[Int($0 & 31)] })
    }

    /// Crockford's 32: without i, l, o and u, which are taken for others.
    private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")
}
