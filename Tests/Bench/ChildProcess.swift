import Foundation

/// A program that the bench starts and ends; its number is kept in a file, so that `deploy/bench`
/// can end it should the bench itself be killed.
final class ChildProcess {
    let name: String
    private let process = Process()
    private let input = Pipe.ownedByThisProcess()

    /// - Parameter log: Where its output goes.
    init(
        _ name: String, _ program: String, _ arguments: [String],
        environment: [String: String] = [:], log: String, pids: String
    ) throws {
        self.name = name
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        // A pipe that ends with the bench: its own sub-commands end with it.
        process.standardInput = input
        let output = try ChildProcess.append(to: log)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try ChildProcess.append(to: pids).write(contentsOf: Data("\(pid)\n".utf8))
    }

    var pid: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }
    /// Of one that has ended.
    var succeeded: Bool { !process.isRunning && process.terminationStatus == 0 }

    /// Asks it to end, and kills it where it has not after five seconds.
    func end() {
        guard process.isRunning else { return }
        process.terminate()
        _ = try? Wait.until("\(name) to end", atMost: 5) { !process.isRunning }
        if process.isRunning { kill(pid, SIGKILL) }
        process.waitUntilExit()
    }

    private static func append(to file: String) throws -> FileHandle {
        let files = FileManager.default
        guard files.fileExists(atPath: file) || files.createFile(atPath: file, contents: nil) else {
            throw BenchError("Cannot make \(file).")
        }
        guard let handle = FileHandle(forWritingAtPath: file) else {
            throw BenchError("Cannot write \(file).")
        }
        try handle.seekToEnd()
        return handle
    }

    /// Runs a program to its end.
    ///
    /// - Returns: What it printed.
    /// - Throws: ``BenchError`` with its words where it failed.
    @discardableResult
    static func output(
        of program: String, _ arguments: [String], environment: [String: String] = [:],
        in directory: String? = nil
    ) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        let pipe = Pipe.ownedByThisProcess()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchError("\(program) \(arguments.joined(separator: " ")) failed:\n\(text)")
        }
        return text
    }
}

extension Pipe {
    /// A pipe that no child inherits but as what it is given: a server that stays would otherwise
    /// keep it open for ever.
    fileprivate static func ownedByThisProcess() -> Pipe {
        let pipe = Pipe()
        for end in [pipe.fileHandleForReading, pipe.fileHandleForWriting] {
            _ = fcntl(end.fileDescriptor, F_SETFD, FD_CLOEXEC)
        }
        return pipe
    }
}

/// Waiting for something that another process does.
enum Wait {
    /// Asks again each millisecond.
    ///
    /// - Throws: ``BenchError`` where it has not happened in so many seconds.
    static func until(
        _ what: String, atMost seconds: Double, _ happened: () throws -> Bool
    ) throws {
        let end = Moment.monotonic + UInt64(seconds * 1e9)
        while try !happened() {
            guard Moment.monotonic < end else {
                throw BenchError("Waited \(seconds) s in vain for \(what).")
            }
            poll(nil, 0, 1)
        }
    }

    /// Until somebody who speaks no ZeroMQ takes connections at a port.
    static func untilConnected(port: Int) throws {
        try until("somebody to listen at port \(port)", atMost: 30) {
            (try? RawSocket(streamTo: "tcp://127.0.0.1:\(port)")) != nil
        }
    }

    /// Until somebody listens at an address.
    static func untilListening(_ address: String) throws {
        try until("somebody to listen at \(address)", atMost: 10) {
            (try? RawSocket(connectingTo: address, as: "DEALER")) != nil
        }
    }
}
