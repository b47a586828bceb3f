import Foundation
import Messages
import ServiceKit
import Testing

/// What real services tell their supervisor, and what they say where they cannot start.
@Suite(.serialized) struct SupervisionTests {
    /// Prints each datagram that comes in at a socket, on one line.
    private static let ear = """
        import socket, sys
        ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        ear.bind(sys.argv[1])
        print('listening', flush=True)
        while True: print(ear.recv(512).decode().replace('\\n', ' '), flush=True)
        """

    @Test(.timeLimit(.minutes(3)))
    func everyServiceIsReadyWhenItAnswersLivesAndSaysThatItEnds() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        branch.child("ledger").stop()
        branch.child("gateway-1").stop()
        let services: [(program: String, at: MeteredService)] = [
            ("ledger", .ledger), ("counter-gateway", .gateway(1)), ("web", .web),
            ("bank-grpc", .rpc),
        ]
        for (program, service) in services {
            let address = "\(branch.state.path)/\(program).notify"
            let ear = try branch.spawn(
                "/usr/bin/python3", ["-c", Self.ear, address], log: "\(program).ear")
            defer { ear.killNow() }
            while !ear.log().contains("listening"), ear.isRunning {}
            let child = try ChildProcess(
                Executables.path("branchline-\(program)"), ["serve"],
                environment: branch.environment.merging(["NOTIFY_SOCKET": address]) { $1 },
                logFile: "\(branch.state.path)/\(program).log")
            func hears(_ word: String, times: Int = 1) -> Bool {
                while ear.log().components(separatedBy: word).count <= times {
                    guard child.isRunning else { return false }
                }
                return true
            }
            #expect(hears("READY=1"), "\(program): \(child.log())")
            let health = try ChildProcess.run(
                "/usr/bin/curl",
                ["-s", "http://127.0.0.1:\(branch.ports.metrics(of: service))/healthz"]
            ).output
            #expect(health.contains("\"health\"") && !health.contains("starting"), "\(health)")
            #expect(hears("WATCHDOG=1", times: 3), "\(program): \(child.log())")
            #expect(ear.log().components(separatedBy: "READY=1").count == 2, "ready is said once")
            child.stop()
            while !ear.log().contains("STOPPING=1"), ear.isRunning {}
            #expect(ear.log().contains("STOPPING=1"), "\(program): \(ear.log())")
            // The next ones talk to these.
            if program == "ledger" { try branch.start("ledger") }
            if program == "counter-gateway" { try branch.start("gateway-1") }
        }
    }

    @Test func aServiceThatRefusesItsConfigurationSaysWhyAndNothingElse() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let text = try String(contentsOfFile: branch.state.configuration, encoding: .utf8)
        try text.replacingOccurrences(of: "\"currency\"", with: "\"curency\"")
            .write(toFile: branch.state.configuration, atomically: true, encoding: .utf8)
        for service in [
            "ledger", "scheduler", "counter-gateway", "web", "notifier", "chatbot",
        ] {
            let ended = try branch.run(Executables.path("branchline-\(service)"), ["serve"])
            #expect(ended.status != 0, "\(service)")
            #expect(ended.errors.contains(#/branchline.json:\d+: .*curency/#), "\(ended.errors)")
            #expect(!ended.errors.contains("Usage"), "\(service): \(ended.errors)")
        }
    }
}
