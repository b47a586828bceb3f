import Foundation
import ServiceKit
import Testing

/// The scripts in `deploy/`, on the programs that the tests were built with.
@Suite(.serialized) struct DeployTests {
    @Test func upStartsEverythingAndDownLeavesNothing() throws {
        let branch = try DeployedBranch()
        defer { branch.close() }
        let up = try branch.script("up")
        #expect(up.status == 0, "\(up.output)\(up.errors)")
        for service in ["ledger", "scheduler", "counter-gateway-1", "web", "bank-grpc"] {
            #expect(up.output.contains("\(service) answers"))
        }
        #expect(up.output.contains("tcp://127.0.0.1:\(branch.ports.base + 1)"))
        #expect(up.output.contains("\(branch.state.path)/admin.secret"))

        let again = try branch.script("up")
        #expect(again.status == 0)
        #expect(again.output.contains("is up already"))

        let status = try branch.script("status")
        #expect(status.status == 0, "\(status.output)\(status.errors)")
        #expect(status.output.split(separator: " ").count { $0 == "ok" } == 5)

        let clock = try branch.tool("confirm-clock", "--yes")
        #expect(clock.status == 0 && clock.output.contains("follows"), "\(clock)")

        let demo = try branch.script("demo", "--seconds", "5")
        #expect(demo.status == 0, "\(demo.output)\(demo.errors)")
        #expect(demo.output.contains("board | "))
        #expect(demo.output.contains(/counter \d calls [A-D]001/))

        let pids = try ["ledger", "scheduler", "counter-gateway-1"].map(branch.pid(of:))
        let reload = try branch.script("reload")
        #expect(reload.status == 0, "\(reload.output)\(reload.errors)")
        #expect(reload.output.contains("ledger reads it again"))
        #expect(try branch.tool("ping").status == 0)
        #expect(try ["ledger", "scheduler", "counter-gateway-1"].map(branch.pid(of:)) == pids)

        let down = try branch.script("down")
        #expect(down.status == 0, "\(down.output)\(down.errors)")
        #expect(try branch.processes() == [])
        #expect(try branch.script("status").status == 3)
        #expect(try branch.script("down").status == 0)
    }

    @Test func killedServiceIsBackAndItsRestartIsCounted() throws {
        let branch = try DeployedBranch()
        defer { branch.close() }
        #expect(try branch.script("up").status == 0)
        let clock = ContinuousClock()
        for service in ["ledger", "scheduler", "counter-gateway-1"] {
            let before = try branch.pid(of: service)
            kill(before, SIGKILL)
            let died = clock.now
            let ping = try branch.tool("ping", service, "--wait", "10")
            let absence = clock.now - died
            #expect(ping.status == 0, "\(service): \(ping.output)\(ping.errors)")
            #expect(absence < .seconds(5), "\(service) was away for \(absence)")
            #expect(try branch.pid(of: service) != before)
            #expect(try branch.restarts(of: service) == 1)
        }
        let pages = try branch.pid(of: "web")
        kill(pages, SIGKILL)
        #expect(try branch.serves("web", againAfter: pages))
        #expect(try branch.restarts(of: "web") == 1)
        let edge = try branch.pid(of: "bank-grpc")
        kill(edge, SIGKILL)
        #expect(try branch.serves("bank-grpc", againAfter: edge))
        #expect(try branch.restarts(of: "bank-grpc") == 1)
        #expect(try branch.script("down").status == 0)
        #expect(try branch.processes() == [])
    }

    @Test func scaleStartsAndStopsGatewaysThatClientsLearnOf() throws {
        let branch = try DeployedBranch(gateways: 3)
        defer { branch.close() }
        #expect(try branch.script("up", "--queue-only").status == 0)
        let three = try branch.script("scale", "counter-gateway", "3")
        #expect(three.status == 0, "\(three.output)\(three.errors)")
        #expect(try branch.tool("ping").output.matches(of: /counter-gateway-\d +ok/).count == 3)
        #expect(try branch.tellsOf(gateways: [1, 11, 21]))
        let one = try branch.script("scale", "counter-gateway", "1")
        #expect(one.status == 0, "\(one.output)\(one.errors)")
        #expect(try branch.tool("ping").output.matches(of: /counter-gateway/).count == 1)
        #expect(try branch.script("scale", "counter-gateway", "0").status == 1)
        #expect(try branch.script("down").status == 0)
        #expect(try branch.processes() == [])
    }

    @Test func downAndUpWorkWhereTheSupervisorWasKilled() throws {
        let branch = try DeployedBranch()
        defer { branch.close() }
        #expect(try branch.script("up").status == 0)
        kill(try branch.supervisor(), SIGKILL)
        #expect(try branch.script("status").status == 3)
        let up = try branch.script("up")
        #expect(up.status == 0, "\(up.output)\(up.errors)")
        kill(try branch.supervisor(), SIGKILL)
        #expect(try branch.script("down").status == 0)
        #expect(try branch.processes() == [])
    }

    @Test func twoBranchesStandSideBySide() throws {
        let (one, other) = (try DeployedBranch(), try DeployedBranch())
        defer {
            one.close()
            other.close()
        }
        #expect(try one.script("up").status == 0)
        #expect(try other.script("up").status == 0)
        #expect(try one.tool("ticket", "issue", "cash").output.hasPrefix("A001"))
        #expect(try other.tool("ticket", "issue", "cash").output.hasPrefix("A001"))
        #expect(try one.script("down").status == 0)
        #expect(try other.script("status").status == 0)
        #expect(try other.script("down").status == 0)
    }

    @Test func whatCannotBeMeantIsRefusedWithAReason() throws {
        let branch = try DeployedBranch()
        defer { branch.close() }
        #expect(try branch.script("up", "--nonsense").errors.contains("no option --nonsense"))
        #expect(try branch.script("scale", "ledger", "2").status == 1)
        #expect(try branch.script("scale", "counter-gateway", "2").errors.contains("is down"))
        #expect(try branch.script("logs").status == 1)
        #expect(!FileManager.default.fileExists(atPath: branch.state.path))
    }
}
