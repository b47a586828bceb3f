import Foundation

/// Debian's PostgreSQL with its default durability, and pgbench's own TPC-B on it.
final class PostgresPeer {
    private let programs: String
    private let folder: String
    private let data: String
    /// PostgreSQL refuses to run as root, so it gets a user of its own there.
    private let user: String?
    private var server: ChildProcess?

    init(in place: Workplace) throws {
        programs = try PostgresPeer.findPrograms()
        folder = place.folder + "/postgres"
        data = folder + "/data"
        user = getuid() == 0 ? try PostgresPeer.findUser() : nil
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        if let user { try ChildProcess.output(of: "/bin/chown", [user, folder]) }
        try run("initdb", ["-D", data, "-A", "trust", "-U", "bench", "--no-instructions"])
        // In the foreground, as a child; only a local socket in its own folder: no port is taken.
        let start = command("postgres", ["-D", data, "-c", "listen_addresses=", "-k", folder])
        server = try ChildProcess(
            "postgres", start.program, start.arguments, log: place.log, pids: place.pids)
        try Wait.until("PostgreSQL to accept connections", atMost: 30) {
            (try? run("pg_isready", ["-h", folder, "-q"])) != nil
        }
        try run("pgbench", connection + ["-i", "-q", "-s", "10", "postgres"])
    }

    deinit { stop() }

    func stop() { server?.end() }

    /// TPC-B-like transactions by so many clients.
    func measure(clients: Int, seconds: Double) throws -> Measurement {
        let prefix = folder + "/latency"
        let output = try run(
            "pgbench",
            connection + [
                "-n", "-c", String(clients), "-j", "2", "-T", String(Int(seconds.rounded(.up))),
                "-l", "--log-prefix", prefix, "--sampling-rate", "0.2", "postgres",
            ])
        guard let match = output.firstMatch(of: /tps = ([0-9.]+)/), let rate = Double(match.1)
        else { throw BenchError("pgbench said no rate:\n\(output)") }
        let latencies = try takeLatencies(prefix)
        return Measurement(
            perSecond: rate, p50: latencies.percentile(0.5), p99: latencies.percentile(0.99))
    }

    /// The third column of the logs is a transaction's time in microseconds.
    private func takeLatencies(_ prefix: String) throws -> Histogram {
        var histogram = Histogram()
        let files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: folder) where name.hasPrefix("latency") {
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            for line in text.split(separator: "\n") {
                let columns = line.split(separator: " ", maxSplits: 3)
                if columns.count > 2, let time = UInt64(columns[2]) {
                    histogram.record(nanoseconds: time * 1_000)
                }
            }
            try files.removeItem(atPath: folder + "/" + name)
        }
        return histogram
    }

    private var connection: [String] { ["-h", folder, "-U", "bench"] }

    @discardableResult
    private func run(_ program: String, _ arguments: [String]) throws -> String {
        let (program, arguments) = command(program, arguments)
        return try ChildProcess.output(of: program, arguments, in: folder)
    }

    private func command(
        _ program: String, _ arguments: [String]
    ) -> (program: String, arguments: [String]) {
        let path = programs + "/" + program
        guard let user else { return (path, arguments) }
        let identity = ["--reuid", user, "--regid", user, "--init-groups", "--", path]
        return ("/usr/bin/setpriv", identity + arguments)
    }

    /// - Throws: ``BenchError`` where no PostgreSQL is installed.
    static func findPrograms() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newest = versions.compactMap(Int.init).max()
        guard let newest else {
            throw BenchError("There is no PostgreSQL: sudo apt-get install postgresql-15")
        }
        return "\(root)/\(newest)/bin"
    }

    private static func findUser() throws -> String {
        guard getpwnam("postgres") != nil else {
            throw BenchError("There is no user postgres: sudo apt-get install postgresql-15")
        }
        return "postgres"
    }
}
