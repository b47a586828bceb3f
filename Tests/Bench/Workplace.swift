import Foundation

/// Where a run of the bench keeps everything that it makes, and which ports it uses.
struct Workplace {
    /// Deleted by `deploy/bench` at the end.
    let folder: String
    let portBase: UInt16
    /// The folder of the programs that are measured: the bench's own.
    let programs: String

    init(environment: [String: String]) throws {
        guard let folder = environment["BRANCHLINE_BENCH_DIRECTORY"] else {
            throw BenchError("Start the bench with deploy/bench: it makes the place and cleans up.")
        }
        self.folder = folder
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        programs = URL(fileURLWithPath: own).deletingLastPathComponent().path
        portBase =
            try environment["BRANCHLINE_BENCH_PORT_BASE"].flatMap(UInt16.init)
            ?? Workplace.freeBase()
    }

    var state: String { folder + "/state" }
    var log: String { folder + "/bench.log" }
    var pids: String { folder + "/pids" }

    func program(_ name: String) -> String { programs + "/" + name }

    /// The address of a port above the base.
    func tcp(_ offset: UInt16) -> String { "tcp://127.0.0.1:\(portBase + offset)" }
    func ipc(_ name: String) -> String { "ipc://\(folder)/\(name).ipc" }

    /// A base whose ports nobody uses now.
    private static func freeBase() throws -> UInt16 {
        for base in stride(from: UInt16(21_000), to: 32_000, by: 100) {
            let used = [1, 2, 3, 80, 90, 92, 380, 1_301].contains { offset in
                (try? RawSocket(probing: base + offset)) != nil
            }
            if !used { return base }
        }
        throw BenchError("No free ports between 21000 and 32000.")
    }
}
