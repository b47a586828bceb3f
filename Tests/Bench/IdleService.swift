import Foundation

/// A service with nothing to do.
struct IdleService: Sendable {
    let name: String
    /// Resident memory.
    let kibibytes: Int
    /// Of one core.
    let cpuPercent: Double
}

extension BranchUnderTest {
    /// What its services take for so many seconds of rest.
    func idle(seconds: Double) throws -> [IdleService] {
        // What a service allocates after its start belongs to its idle size.
        poll(nil, 0, 1_000)
        let before = try services.map { try ProcessFigures(of: $0).cpuSeconds }
        let begin = Moment.monotonic
        poll(nil, 0, Int32(seconds * 1_000))
        let took = Double(Moment.monotonic - begin) / 1e9
        return try zip(services, before).map { service, before in
            let now = try ProcessFigures(of: service)
            return IdleService(
                name: service.name, kibibytes: now.residentKibibytes,
                cpuPercent: (now.cpuSeconds - before) / took * 100)
        }
    }
}

/// What the system says of a running process.
struct ProcessFigures {
    let residentKibibytes: Int
    /// In both modes, since its start; a hundredth of a second is the finest.
    let cpuSeconds: Double

    /// - Throws: ``BenchError`` where the process is gone.
    init(of process: ChildProcess) throws {
        let folder = "/proc/\(process.pid)"
        let status = try String(contentsOfFile: "\(folder)/status", encoding: .utf8)
        let times = try String(contentsOfFile: "\(folder)/stat", encoding: .utf8)
        // Behind the name in parentheses: the state, then numbers; the 12th and 13th are ticks.
        let fields = times.split(separator: ")").last?.split(separator: " ") ?? []
        guard let match = status.firstMatch(of: /VmRSS:\s+(\d+) kB/), let size = Int(match.1),
            fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
        else { throw BenchError("The system does not say how large \(process.name) is.") }
        residentKibibytes = size
        cpuSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
