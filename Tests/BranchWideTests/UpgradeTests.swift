import Bus
import Foundation
import Messages
import ServiceKit
import Testing

/// New programs under a branch at work: one service after another, and nobody is told twice.
@Suite(.serialized) struct UpgradeTests {
    @Test(.timeLimit(.minutes(5)))
    func aRollingRestartUnderLoadLosesAndDoublesNothing() async throws {
        let branch = try DeployedBranch(gateways: 2)
        defer { branch.close() }
        #expect(try branch.script("up").status == 0)
        #expect(try branch.script("scale", "counter-gateway", "2").status == 0)
        let services = [
            "ledger", "scheduler", "counter-gateway-1", "counter-gateway-2", "web", "bank-grpc",
        ]
        let before = try services.map { try branch.pid(of: $0) }
        let admin = try branch.admin(gateways: [1, 2])
        try await Evidence.check(of: branch.ports, gateways: 2, admin: admin) { evidence in
            evidence.awaitProgress(atLeast: 3)
            let restarted = try branch.script("restart")
            #expect(restarted.status == 0, "\(restarted.output)\(restarted.errors)")
            #expect(restarted.output == services.map { "\($0) answers\n" }.joined())
            evidence.awaitProgress(atLeast: 3)
        }
        for (service, pid) in zip(services, before) {
            #expect(try branch.pid(of: service) != pid, "\(service)")
            #expect(try branch.restarts(of: service) == 1, "\(service)")
        }
        let wrong = try branch.script("restart", "nobody")
        #expect(wrong.status == 1 && wrong.errors.contains("no service nobody"))
        try Data("{".utf8).write(to: URL(fileURLWithPath: branch.state.configuration))
        let refused = try branch.script("restart")
        #expect(refused.status == 1 && refused.errors.contains("branchline.json:1:"))
        #expect(try branch.tool("ping").status == 0, "what runs goes on")
    }
}
