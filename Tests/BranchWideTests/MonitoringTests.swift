import Bus
import Foundation
import Messages
import ServiceKit
import Testing

/// What an operator sees of a branch: metrics by Debian's real Prometheus, and logs.
@Suite(.serialized) struct MonitoringTests {
    private static let monitoring = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../../deploy/monitoring")
        .standardized.path

    private static func curl(_ address: String) throws -> String {
        try ChildProcess.run("/usr/bin/curl", ["-sg", "--max-time", "5", address]).output
    }

    /// Asks until it is so; a minute at most.
    private static func becomes(_ isSo: () throws -> Bool) rethrows -> Bool {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end { if try isSo() { return true } }
        return false
    }

    @Test func alertRulesAndConfigurationHoldByPromtool() throws {
        let rules = try ChildProcess.run(
            "/usr/bin/promtool", ["check", "rules", "\(Self.monitoring)/alerts.yml"])
        #expect(rules.status == 0, "\(rules.output)\(rules.errors)")
        let configuration = try ChildProcess.run(
            "/usr/bin/promtool", ["check", "config", "\(Self.monitoring)/prometheus.yml"])
        #expect(configuration.status == 0, "\(configuration.output)\(configuration.errors)")
    }

    @Test func alertsAndDashboardAskForNothingThatIsNotMeasured() throws {
        let known = Set(
            Measure.all.flatMap { measure in
                ["", "_bucket", "_sum", "_count"].map { measure.name + $0 }
            })
        for file in ["alerts.yml", "dashboard.json"] {
            let text = try String(contentsOfFile: "\(Self.monitoring)/\(file)", encoding: .utf8)
            let names = text.matches(of: /(?:branchline|process)_[a-z_]+/).map { String($0.0) }
            #expect(names.count > 8)
            #expect(Set(names).subtracting(known) == [], "\(file)")
        }
        let json = try Data(contentsOf: URL(fileURLWithPath: "\(Self.monitoring)/dashboard.json"))
        let board = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        #expect((board["panels"] as? [Any])?.count ?? 0 >= 15)
    }

    @Test func realPrometheusScrapesEveryServiceAndSeesAKilledOne() throws {
        let branch = try RunningBranch(gateways: 2)
        defer { branch.close() }
        let teller = try branch.teller("tom")
        _ = try teller.call(QueueIssue.self, .init(service: "cash"))
        _ = try teller.call(CounterOpen.self, .init(counter: "1", services: ["cash"]))
        _ = try teller.call(QueueNext.self, .init(counter: "1"))
        let ports = branch.ports
        let services: [MeteredService] = [.ledger, .scheduler, .gateway(1), .gateway(2)]
        for service in services {
            let address = "http://127.0.0.1:\(ports.metrics(of: service))"
            let page = try Self.curl("\(address)/metrics")
            let check = try ChildProcess.run(
                "/usr/bin/promtool", ["check", "metrics"], input: page)
            #expect(check.status == 0, "\(service): \(check.output)\(check.errors)")
            #expect(try Self.curl("\(address)/healthz").contains("\"ok\""), "\(service)")
        }
        let prometheus = try startPrometheus(branch, services)
        defer { prometheus.child.killNow() }
        func value(_ query: String) throws -> String? {
            let text = try Self.curl("\(prometheus.address)/api/v1/query?query=\(query)")
            return text.firstMatch(of: /"value":\[[^,]*,"([^"]*)"/).map { String($0.1) }
        }
        #expect(try Self.becomes { try value("sum(up)") == "4" }, "\(prometheus.child.log())")
        let head = try #require(try value("branchline_journal_head{service!=\"x\"}"))
        #expect(Int(head) ?? 0 > 1)
        #expect(
            try value("sum(branchline_requests_total{method=\"queue.next\"})") == "2",
            "the gateway's and the scheduler's")
        #expect(try value("sum(branchline_queue_wait_seconds_count)") == "1")
        #expect(try value("sum(branchline_sessions)").flatMap { Int($0) } ?? 0 >= 1)
        branch.kill("scheduler")
        #expect(try Self.becomes { try value("sum(up)") == "3" })
        #expect(try Self.becomes { try value("min(branchline_service_reachable)") == "0" })
        try branch.start("scheduler")
        #expect(try Self.becomes { try value("sum(up)") == "4" })
        #expect(try Self.becomes { try value("max(branchline_starts)") == "2" })
    }

    private func startPrometheus(
        _ branch: RunningBranch, _ services: [MeteredService]
    ) throws -> (child: ChildProcess, address: String) {
        let folder = branch.state.path + "/prometheus"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let targets = services.map { "'127.0.0.1:\(branch.ports.metrics(of: $0))'" }
        let configuration = """
            global: { scrape_interval: 500ms, evaluation_interval: 1s }
            rule_files: ['\(Self.monitoring)/alerts.yml']
            scrape_configs:
              - job_name: branchline
                static_configs: [{ targets: [\(targets.joined(separator: ", "))] }]
            """
        try Data(configuration.utf8).write(to: URL(fileURLWithPath: folder + "/prometheus.yml"))
        let port = try FreePorts.find(gateways: 1).base
        let child = try ChildProcess(
            "/usr/bin/prometheus",
            [
                "--config.file=\(folder)/prometheus.yml", "--storage.tsdb.path=\(folder)/data",
                "--web.listen-address=127.0.0.1:\(port)",
            ], environment: [:], logFile: folder + "/log")
        return (child, "http://127.0.0.1:\(port)")
    }

    @Test func logsTellEventsOneALineAndNothingThatPeopleWrote() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let teller = try branch.teller("tina")
        let phone = "+34600123987"
        let customer = try teller.call(
            CustomerRegister.self,
            .init(
                user: "quevedo", name: "Francisca Quevedo", nationalId: "ES-99887766", phone: phone,
                email: "fq@example.org"))
        _ = try teller.call(
            LedgerDeposit.self,
            .init(account: .number(customer.account), amount: 4_711_00, memo: "for the violin"))
        _ = try teller.call(
            QueueIssue.self,
            .init(service: "cash", name: "Francisca Quevedo", contact: phone))
        for secret in ["wrong-secret", customer.secret] {
            _ = try? branch.client(user: "quevedo", secret: secret)
        }
        for name in ["ledger", "scheduler", "gateway-1"] { try branch.restart(name) }
        _ = try branch.admin()
        for name in ["ledger", "scheduler", "gateway-1"] { branch.child(name).stop() }
        let key = try branch.state.secret(at: branch.state.branchKey)
        let never = [
            phone, "600123987", "ES-99887766", "Quevedo", "fq@example.org", "violin", "471100",
            customer.secret, "wrong-secret", key,
            try branch.state.secret(at: branch.state.adminSecret), "{\"",
        ]
        let line = #/time=\S+Z level=[a-z]+ service=\S+ event=.+/#
        for name in ["ledger", "scheduler", "gateway-1"] {
            let log = branch.child(name).log()
            #expect(log.contains("level="), "\(name) said something")
            for word in never { #expect(!log.contains(word), "\(name) logged \(word)") }
            for text in log.split(separator: "\n") {
                #expect(text.wholeMatch(of: line) != nil, "\(name): \(text)")
            }
        }
    }
}
