import Testing

/// Processes are killed in the middle of load; what was acknowledged must be there, once.
@Suite(.serialized) struct ChaosTests {
    private static let kills = 100

    @Test(.timeLimit(.minutes(10)))
    func nothingIsLostOrDoubledWhenServicesAreKilledAHundredTimes() async throws {
        let branch = try RunningBranch(gateways: 3)
        defer { branch.close() }
        let admin = try branch.admin(gateways: [1, 2, 3])
        try await Evidence.check(of: branch.ports, gateways: 3, admin: admin) { evidence in
            let victims = ["ledger", "gateway-1", "scheduler", "gateway-2", "gateway-3"]
            for round in 0..<ChaosTests.kills {
                evidence.awaitProgress(atLeast: 3)
                try branch.restart(victims[round % victims.count])
            }
        }
        branch.child("ledger").stop()
        let verified = try branch.run(Executables.path("branchline-ledger"), ["verify"])
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    }
}
