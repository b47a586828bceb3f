import FoundationEssentials
import Glibc
import Logging

/// The services' log: one line an event on standard error, `key=value` throughout.
///
/// `time=2026-11-21T10:42:08.123Z level=notice service=ledger event=ready head=16`
///
/// Types, ids and counts are logged; never bodies, secrets, phone numbers, what people wrote.
public struct LineLog: LogHandler {
    public var logLevel = Logger.Level.info
    public var metadata: Logger.Metadata = [:]
    private let service: String
    private let write: @Sendable (String) -> Void

    /// A service's logger. `BRANCHLINE_LOG` says from which level on: debug, info, notice, …
    public static func logger(_ service: String) -> Logger {
        let level = ProcessInfo.processInfo.environment["BRANCHLINE_LOG"]
            .flatMap { Logger.Level(rawValue: $0) }
        return Logger(label: service) { _ in
            var log = LineLog(service: service) { line in
                // One call a line, so that no two threads' lines mix.
                let bytes = Array(line.utf8)
                _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
            }
            if let level { log.logLevel = level }
            return log
        }
    }

    init(service: String, write: @escaping @Sendable (String) -> Void) {
        self.service = service
        self.write = write
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        write(
            line(
                at: Date(), level: event.level, what: event.message.description,
                facts: all.mapValues(\.description)))
    }

    func line(at date: Date, level: Logger.Level, what: String, facts: [String: String]) -> String {
        let time = date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        var line = "time=\(time) level=\(level.rawValue) service=\(Self.value(service))"
        line += " event=\(Self.value(what))"
        for (key, fact) in facts.sorted(by: { $0.key < $1.key }) {
            line += " \(Self.key(key))=\(Self.value(fact))"
        }
        return line + "\n"
    }

    private static func key(_ text: String) -> String {
        String(text.map { $0.isLetter || $0.isNumber || $0 == "." ? $0 : "_" })
    }

    /// In quotation marks where it has to be; never with a line's end in it.
    static func value(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0x22 && $0 != 0x3D }
        guard !isPlain else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            default: quoted.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
            }
        }
        return quoted + "\""
    }
}
