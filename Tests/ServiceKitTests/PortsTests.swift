import ServiceKit
import Testing

@Suite struct PortsTests {
    @Test func oneBaseMovesAllPortsTogether() throws {
        let ports = try Ports(environment: ["BRANCHLINE_PORT_BASE": "9100"])
        #expect(ports.gateway(1) == "tcp://127.0.0.1:9101")
        #expect(ports.gateway(2) == "tcp://127.0.0.1:9111")
        #expect(ports.queueTopics == "tcp://127.0.0.1:9102")
        #expect(ports.accountTopics == "tcp://127.0.0.1:9103")
    }

    @Test func beyondLoopbackEachSocketIsFiftyHigher() throws {
        let ports = try Ports(environment: ["BRANCHLINE_HOST": "10.0.0.5"])
        #expect(ports.isBeyondLoopback)
        #expect(ports.gateway(1) == "tcp://127.0.0.1:7701")
        #expect(ports.securedGateway(1) == "tcp://10.0.0.5:7751")
        #expect(ports.securedQueueTopics == "tcp://10.0.0.5:7752")
        #expect(ports.securedLedgerLink == "tcp://10.0.0.5:7754")
    }

    @Test(arguments: ["0.0.0.0", "::", "*"])
    func wildcardIsNoAddressToTellDevicesOf(host: String) {
        #expect {
            try Ports(environment: ["BRANCHLINE_HOST": host])
        } throws: {
            "\($0)".contains(host)
        }
    }

    @Test(arguments: ["", "80", "70000", "ninety"])
    func baseThatIsNoPortIsNamed(text: String) {
        #expect(throws: ConfigurationError.self) {
            try Ports(environment: ["BRANCHLINE_PORT_BASE": text])
        }
    }
}

@Suite struct BranchConfigurationTests {
    @Test func queueAloneNamesNothingOfABank() {
        let alone = BranchConfiguration.queueAlone
        #expect(alone.queueOnly)
        #expect(!alone.devices.contains { ["atm", "rpc"].contains($0.kind) })
        #expect(!alone.services.contains { ["cash", "accounts", "loans"].contains($0.service) })
    }

    @Test func missingConfigurationSaysWhatToDo() {
        let nowhere = StateDirectory(path: "/nonexistent/branch")
        #expect {
            try BranchConfiguration.load(from: nowhere)
        } throws: { error in
            "\(error)".contains("branch init")
        }
    }
}
