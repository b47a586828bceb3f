import ArgumentParser
import BranchDomain
import Bus
import Foundation
import Messages
import ServiceKit

/// `branch ping`: whether each service answers.
struct PingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ping",
        abstract: "Ask each service for a sign of life.",
        discussion: """
            On the branch's own machine ledger and scheduler are asked on their back links and \
            each gateway at its door, and through it what stands behind it; elsewhere only the \
            gateways. Exit code 1 where one is silent, or alone: reaches nothing behind it.

            EXAMPLES
              branch ping
              branch ping --wait 20            # until all have answered
              branch ping --device kiosk:2     # on an enrolled device
            """)

    @Argument(help: "Only these: ledger, scheduler, counter-gateway-1 … (default: all).")
    var services: [String] = []
    @Option(help: "Keep asking for so many seconds, and name each as soon as it answers.")
    var wait: Int = 0
    @Option(help: "Use what 'branch pair finish' stored for this device.")
    var device: String?
    @Flag(help: "Print the answers as JSON.")
    var json = false

    func run() throws {
        try reporting {
            let targets = try PingTarget.all(device: device, Surroundings.process)
                .filter { services.isEmpty || services.contains($0.name) }
            guard !targets.isEmpty else {
                throw ConfigurationError("There is no service \(services.joined(separator: ", ")).")
            }
            let answers = try answers(of: targets)
            if json {
                print(Screen.json(answers))
            } else if wait == 0 {
                print(PingCommand.table(answers).text())
            }
            guard answers.allSatisfy(\.isUp) else { throw ExitCode.failure }
        }
    }

    /// One answer for each target, in their order; asks the silent ones again while it waits.
    private func answers(of targets: [PingTarget]) throws -> [PingAnswer] {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(wait)
        var answers = targets.map { PingAnswer(silent: $0) }
        repeat {
            for (index, target) in targets.enumerated() where !answers[index].isUp {
                answers[index] = try target.ask()
                if answers[index].isUp, wait > 0, !json { print(answers[index].line) }
            }
            // What is just starting refuses at once.
            if wait > 0 { Thread.sleep(forTimeInterval: 0.02) }
        } while !answers.allSatisfy(\.isUp) && clock.now < end
        return answers
    }

    static func table(_ answers: [PingAnswer]) -> Table {
        var table = Table(
            .left("service"), .left("health"), .right("answer"), .right("up"), .right("head"),
            .left("address"))
        for answer in answers {
            table.add(
                answer.service, answer.health, answer.microseconds.map { "\($0) us" } ?? "",
                answer.uptimeMilliseconds.map(PingCommand.uptime) ?? "",
                answer.head.map(String.init) ?? "", answer.address)
        }
        return table
    }

    /// `3 d 4 h`, `4 h 5 min`, `5 min 6 s`, `6 s`.
    static func uptime(milliseconds: Int64) -> String {
        let seconds = milliseconds / 1_000
        let (days, hours) = (seconds / 86_400, seconds / 3_600 % 24)
        if days > 0 { return "\(days) d \(hours) h" }
        if hours > 0 { return "\(hours) h \(seconds / 60 % 60) min" }
        return seconds >= 60 ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds) s"
    }
}

/// What one service answered.
struct PingAnswer: Codable, Equatable {
    var service: String
    var address: String
    /// `ok`, `read-only`, `clock-set` (`branch confirm-clock` is awaited), `alone` (a gateway with
    /// nothing behind it) or `silent`.
    var health: String
    var microseconds: Int64?
    var uptimeMilliseconds: Int64?
    var head: UInt64?

    var isUp: Bool { ["ok", "read-only", "clock-set"].contains(health) }

    init(silent target: PingTarget) {
        service = target.name
        address = target.endpoint.address
        health = "silent"
    }

    /// `ledger answers, 312 us`.
    var line: String {
        let time = microseconds.map { ", \($0) us" } ?? ""
        return "\(service) answers\(time)\(health == "ok" ? "" : " (\(health))")"
    }
}
