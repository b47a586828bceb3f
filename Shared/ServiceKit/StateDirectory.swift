import FoundationEssentials

/// Where a branch keeps everything: configuration, secrets, journals, back-link sockets, logs.
///
/// The directory has mode 0700; who can read it is the branch.
public struct StateDirectory: Sendable, Hashable {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// From `BRANCHLINE_STATE`, else `.branchline` in the working directory.
    public init(environment: [String: String]) {
        self.init(
            path: environment["BRANCHLINE_STATE"]
                ?? FileManager.default.currentDirectoryPath + "/.branchline")
    }

    public var configuration: String { path + "/branchline.json" }
    public var branchKey: String { path + "/branch.key" }
    public var adminSecret: String { path + "/admin.secret" }
    /// One file a device, `devices/<name>.secret`.
    public var devices: String { path + "/devices" }
    /// Server keys and the allow-lists of enrolled keys, a folder for each endpoint's domain.
    public var curve: String { path + "/curve" }
    public var run: String { path + "/run" }
    public var logs: String { path + "/logs" }
    /// Where `branch backup` puts backups unless told otherwise.
    public var backups: String { path + "/backups" }

    /// For TLS, PEM; the operator puts them there.
    public var webCertificate: String { path + "/web/certificate.pem" }
    public var webKey: String { path + "/web/key.pem" }

    /// For gRPC over TLS, PEM; the operator puts them there.
    public var grpcCertificate: String { path + "/grpc/certificate.pem" }
    public var grpcKey: String { path + "/grpc/key.pem" }

    public func journal(of service: String) -> String { "\(path)/\(service).sqlite" }
    public func snapshots(of service: String) -> String { "\(path)/\(service).snapshots" }
    public func deviceSecret(_ device: String) -> String { "\(devices)/\(device).secret" }

    /// The back link of a stateful service, for gateways on the same machine.
    public func backLink(of service: String) -> String { "ipc://\(run)/\(service).ipc" }

    /// A file that the configuration names: from the state directory, or absolutely.
    public func file(_ name: String) -> String { name.hasPrefix("/") ? name : "\(path)/\(name)" }

    /// When the last whole backup was begun, Unix seconds; 0 where there was none.
    public var lastBackup: Int {
        get { (try? String(contentsOfFile: backupMark, encoding: .utf8)).flatMap { Int($0) } ?? 0 }
        nonmutating set {
            try? Data(String(newValue).utf8).write(
                to: URL(filePath: backupMark), options: .atomic)
        }
    }

    private var backupMark: String { path + "/last-backup" }

    /// Reads a secret file and trims both its ends.
    ///
    /// - Throws: ``ConfigurationError`` naming the file.
    public func secret(at file: String) throws -> String {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw ConfigurationError("Cannot read \(file). Run 'branch init', or check its owner.")
        }
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }
}

/// What is wrong with the state directory or the configuration, as one line for the operator.
public struct ConfigurationError: Error, CustomStringConvertible, Equatable {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
