import Foundation

/// A process that a test starts and can kill; its output goes to a file beside the state.
final class ChildProcess {
    let name: String
    let logFile: String
    private let process = Process()

    /// Starts `executable` at once.
    init(
        _ executable: String, _ arguments: [String], environment: [String: String],
        logFile: String
    ) throws {
        name = (executable as NSString).lastPathComponent
        self.logFile = logFile
        if !FileManager.default.fileExists(atPath: logFile) {
            _ = FileManager.default.createFile(atPath: logFile, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: logFile))
        try handle.seekToEnd()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
    }

    var identifier: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }
    var status: Int32 { process.terminationStatus }

    func send(_ signal: Int32) {
        kill(process.processIdentifier, signal)
    }

    /// Kills without a chance to clean up and reaps.
    func killNow() {
        send(SIGKILL)
        process.waitUntilExit()
    }

    /// Asks to end and waits for it.
    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }

    func awaitEnd() {
        process.waitUntilExit()
    }

    func log() -> String {
        (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? ""
    }

    /// Runs a program to its end.
    ///
    /// - Returns: Its exit status and everything that it printed on standard output.
    static func run(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:],
        input: String = ""
    ) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (output, errors, stdin) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = stdin
        try process.run()
        stdin.fileHandleForWriting.write(Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let errorText = String(
            decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text, errorText)
    }
}
