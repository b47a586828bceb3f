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
            each gateway at its door; elsewhere only the gateways. Exit code 1 where one is silent.

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
                answers[index] = try target.ask(clock)
                if answers[index].isUp, wait > 0, !json { print(answers[index].line) }
            }
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
    /// `ok`, `read-only` or `silent`.
    var health: String
    var microseconds: Int64?
    var uptimeMilliseconds: Int64?
    var head: UInt64?

    var isUp: Bool { health != "silent" }

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

/// A socket that answers pings.
struct PingTarget {
    let name: String
    let endpoint: Endpoint
    let keys: CurveKeys?
    /// A gateway is asked `system.hello`, as its clients do.
    let isGateway: Bool

    static func all(device: String?, _ surroundings: Surroundings) throws -> [PingTarget] {
        if let enrolment = try Enrolment.chosen(device, in: surroundings, endpoints: []) {
            return enrolment.gateways.enumerated().map { index, address in
                PingTarget(
                    name: "counter-gateway-\(index + 1)",
                    endpoint: Endpoint(address, serverKey: enrolment.serverKeys["clients"]),
                    keys: enrolment.keys, isGateway: true)
            }
        }
        let ports = try Ports(environment: surroundings.environment)
        let gateways = (1...surroundings.gatewayCount).map { number in
            PingTarget(
                name: "counter-gateway-\(number)", endpoint: Endpoint(ports.gateway(number)),
                keys: nil, isGateway: true)
        }
        guard surroundings.isBranch else { return gateways }
        let behind = ["ledger", "scheduler"].map { service in
            PingTarget(
                name: service, endpoint: Endpoint(surroundings.state.backLink(of: service)),
                keys: nil, isGateway: false)
        }
        return behind + gateways
    }

    /// One question with a quarter of a second for the answer.
    func ask(_ clock: ContinuousClock) throws -> PingAnswer {
        let client = try RequestClient(
            endpoints: [endpoint], keys: keys, attemptTimeout: .milliseconds(250),
            deadline: .milliseconds(250), identifiers: SystemRequestIDs())
        var answer = PingAnswer(silent: self)
        let start = clock.now
        let method = isGateway ? Method.systemHello.rawValue : SystemPing.name
        guard
            let reply = try? client.send(
                method: method, id: client.nextID(), body: JSON.encode(Nothing())),
            reply.outcome == Envelope.ok
        else { return answer }
        let time = clock.now - start
        answer.microseconds = Int64(time / .microseconds(1))
        answer.health = "ok"
        if let ping = try? JSON.decode(SystemPing.Reply.self, from: reply.body) {
            answer.uptimeMilliseconds = ping.uptimeMilliseconds
            answer.head = ping.head
            if ping.readOnly { answer.health = "read-only" }
        }
        return answer
    }
}
