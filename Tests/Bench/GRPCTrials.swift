import Foundation
import ServiceKit

/// Deposits by Python's gRPC clients: on the branch, durable, and at a bank in memory as the old
/// one was. The load takes most of the machine, there as here.
struct GRPCTrials {
    let place: Workplace
    let python: String
    let script: String

    init(_ place: Workplace, environment: [String: String]) throws {
        guard let python = environment["BRANCHLINE_BENCH_PYTHON"],
            let clients = environment["BRANCHLINE_BENCH_CLIENTS"]
        else { throw BenchError("Start the bench with deploy/bench: it prepares the clients.") }
        self.place = place
        self.python = python
        script = clients + "/grpc_deposits.py"
    }

    func deposits(at port: Int, clients: Int, seconds: Double) throws -> Measurement {
        struct Figures: Decodable {
            let per_second: Double
            let p50_us: Double
            let p99_us: Double
        }
        let output = try ChildProcess.output(
            of: python, [script, "load", String(port), String(seconds), String(clients)])
        let line = output.split(separator: "\n").last.map(String.init) ?? ""
        guard let figures = try? JSONDecoder().decode(Figures.self, from: Data(line.utf8)) else {
            throw BenchError("The gRPC clients gave no figures:\n\(output)")
        }
        return Measurement(
            perSecond: figures.per_second, p50: figures.p50_us, p99: figures.p99_us)
    }

    /// A bank in memory at a port of its own.
    func peer(port: Int) throws -> ChildProcess {
        let peer = try ChildProcess(
            "grpc-peer", python, [script, "peer", String(port)], log: place.log, pids: place.pids)
        try Wait.untilConnected(port: port)
        return peer
    }
}
