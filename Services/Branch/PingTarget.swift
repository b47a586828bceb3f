import BranchDomain
import Bus
import Messages
import ServiceKit

/// A socket that answers pings.
struct PingTarget {
    /// How long one question waits.
    static let patience = Duration.milliseconds(250)

    let name: String
    let endpoint: Endpoint
    let keys: CurveKeys?
    /// A gateway is asked `system.hello`, as its clients do; a service `system.ping`, as gateways
    /// do.
    let isGateway: Bool

    /// What there is to ask from here.
    static func all(device: String?, _ surroundings: Surroundings) throws -> [PingTarget] {
        if let enrolment = try Enrolment.chosen(device, in: surroundings, endpoints: []) {
            return enrolment.gateways.enumerated().map { index, address in
                PingTarget(
                    name: "counter-gateway-\(index + 1)",
                    endpoint: Endpoint(
                        address: address, serverKey: enrolment.serverKeys["clients"]),
                    keys: enrolment.keys, isGateway: true)
            }
        }
        let ports = try Ports(environment: surroundings.environment)
        let gateways = surroundings.gatewayNumbers.map { number in
            PingTarget(
                name: "counter-gateway-\(number)",
                endpoint: Endpoint(address: ports.gateway(number)), keys: nil, isGateway: true)
        }
        guard surroundings.isBranch else { return gateways }
        let behind = ["ledger", "scheduler"].map { service in
            PingTarget(
                name: service,
                endpoint: Endpoint(address: surroundings.state.backLink(of: service)),
                keys: nil, isGateway: false)
        }
        return behind + gateways
    }

    /// Asks once.
    func ask() throws -> PingAnswer {
        let clock = ContinuousClock()
        let start = clock.now
        var answer = PingAnswer(silent: self)
        if isGateway {
            guard let gateway = try askGateway() else { return answer }
            answer.health = gateway.reaches ? "ok" : "alone"
            answer.microseconds = Int64((clock.now - start) / .microseconds(1))
            return answer
        }
        guard let body = try askService(SystemPing.name) else { return answer }
        answer.microseconds = Int64((clock.now - start) / .microseconds(1))
        answer.health = "ok"
        if let ping = try? JSON.decode(SystemPing.Reply.self, from: body) {
            answer.uptimeMilliseconds = ping.uptimeMilliseconds
            answer.head = ping.head
            if ping.readOnly { answer.health = "read-only" }
            if ping.clockStep != nil { answer.health = "clock-set" }
        }
        return answer
    }

    /// Asks the gateway, then through it what stands behind it.
    private func askGateway() throws -> (body: [UInt8], reaches: Bool)? {
        let client = try RequestClient(
            endpoints: [endpoint], keys: keys, attemptTimeout: PingTarget.patience,
            deadline: PingTarget.patience, identifiers: SystemRequestIDs())
        let send = { (method: Method, body: [UInt8]) in
            try? client.send(method: method.rawValue, id: client.nextID(), body: body)
        }
        guard let hello = send(.systemHello, JSON.encode(Nothing())), hello.outcome == Envelope.ok
        else { return nil }
        // What everyone may ask and changes nothing: one question for each service behind.
        let behind = [
            send(.queueServices, JSON.encode(Nothing())),
            send(
                .ledgerOutcome,
                JSON.encode(LedgerOutcome.Request(id: client.nextID().description))),
        ]
        let reaches = behind.allSatisfy { reply in
            reply.map { $0.outcome != RefusalCode.unavailable.rawValue } ?? false
        }
        return (hello.body, reaches)
    }

    /// Asks a service on its back link what only the branch's own machine may.
    ///
    /// - Returns: The reply's body, nil where there was none or a refusal.
    func askService(_ method: String) throws -> [UInt8]? {
        let link = try UpLink(context: .process(), endpoint: endpoint, keys: keys)
        var identifiers = SystemRequestIDs()
        let frames: [[UInt8]] = [
            Array(Envelope.version.utf8), Array(method.utf8),
            identifiers.next().textBytes, [], JSON.encode(Principal.anonymous),
            JSON.encode(Nothing()),
        ]
        let clock = ContinuousClock()
        let end = clock.now + PingTarget.patience
        var isAsked = false
        var answer: [[UInt8]]?
        var poller = Poller()
        link.addSockets(to: &poller)
        while answer == nil, clock.now < end {
            // Until it is connected, nothing is sent: then the wait is only a pause.
            if !isAsked { isAsked = link.ask(frames, tag: 1) }
            _ = try poller.wait(atMost: isAsked ? clock.now.duration(to: end) : .milliseconds(2))
            link.receive(atMost: 1, passOn: { _ in }, answer: { _, frames in answer = frames })
        }
        guard let answer, answer.count > Envelope.ReplyFrame.body.rawValue,
            answer[Envelope.ReplyFrame.outcome.rawValue] == Array(Envelope.ok.utf8)
        else { return nil }
        return answer[Envelope.ReplyFrame.body.rawValue]
    }
}
