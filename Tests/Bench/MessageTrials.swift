import BranchDomain
import Bus
import Foundation
import Messages
import ServiceKit

/// What is measured of chatbot and notifier: a branch of their own, with a messenger or a
/// provider of text messages beside it.
struct MessageTrials {
    private static let providerPort = 70
    private static let perSecond = 200
    private static let token = "42:AAAAAAAAAA"
    private static let key = "bench-key"

    /// What the provider writes down.
    private struct Tally: Decodable {
        var taken = 0
        /// Whether every answer was the one to the request whose turn it was.
        var isInOrder = true
        var distinct = 0
    }

    private let place: Workplace
    private let branch: BranchUnderTest
    private let name: String

    init(in place: Workplace, name: String) throws {
        self.place = place
        self.name = name
        branch = try BranchUnderTest(place, name: name, portOffset: 40)
    }

    /// So many requests that are there at once, until each is answered.
    func chat(_ requests: Int) throws -> Measurement {
        defer { branch.stop() }
        try write("telegram.token", MessageTrials.token)
        try configure(
            "chat",
            [
                "tokenFile": "telegram.token", "url": url, "service": "cash",
                "administrators": [1], "language": "en",
            ])
        let provider = try start("chat", requests, MessageTrials.token)
        defer { provider.end() }
        try branch.start()
        let begin = Moment.monotonic
        try branch.startEdge("chatbot")
        try wait(for: requests, atMost: 120)
        guard try tally().isInOrder else {
            throw BenchError("Somebody was answered out of order.")
        }
        let took = Double(Moment.monotonic - begin) / 1_000
        return Measurement(perSecond: Double(requests) * 1e6 / took, p50: took / 2, p99: took)
    }

    /// So many deposits at once, until the provider has taken a text for each.
    func notifications(_ count: Int) throws -> (rate: Measurement, memory: Measurement) {
        defer { branch.stop() }
        try write("twilio.key", MessageTrials.key)
        try configure(
            "notifications",
            [
                "sms": [
                    "account": "ACbench", "keyFile": "twilio.key", "url": url,
                    "from": "+15550001111", "perSecond": MessageTrials.perSecond,
                ], "rules": [["on": "account", "to": "customer"]],
            ])
        let provider = try start("text", MessageTrials.perSecond, MessageTrials.key)
        defer { provider.end() }
        try branch.start()
        try branch.startEdge("notifier")
        let deposit = try customersDeposit()
        // A notifier's first start tells nothing of what was before.
        let one = Load(address: branch.ports.gateway(1), callers: 1, templates: { _ in [deposit] })
        try Wait.until("the notifier to tell of a deposit", atMost: 30) {
            _ = try LoadGenerator(one).run(.replies(1))
            poll(nil, 0, 200)
            return try tally().taken > 0
        }
        let begin = Moment.monotonic
        let load = Load(
            address: branch.ports.gateway(1), callers: 32, templates: { _ in [deposit] })
        _ = try LoadGenerator(load).run(.replies(count))
        try wait(for: count / 10, atMost: 60)
        let early = try branch.residentKibibytes(of: "notifier")
        try wait(for: count, atMost: 60 + Double(count) / 50)
        let took = Double(Moment.monotonic - begin) / 1_000
        let grown = Double(max(0, try branch.residentKibibytes(of: "notifier") - early))
        guard try tally().distinct >= count else {
            throw BenchError("A text was sent twice instead of another.")
        }
        return (
            Measurement(perSecond: Double(count) * 1e6 / took, p50: took / 2, p99: took),
            Measurement(perSecond: grown, p50: grown, p99: grown)
        )
    }

    /// A deposit on the account of somebody who wants to be told.
    private func customersDeposit() throws -> RequestTemplate {
        let clientele = try Clientele(at: branch)
        let client = try RequestClient(
            endpoints: [Endpoint(address: branch.ports.gateway(1))], deadline: .seconds(10),
            identifiers: SystemRequestIDs())
        client.session = clientele.admin
        let told = try client.call(
            CustomerRegister.self,
            CustomerRegister.Request(
                user: "told", name: "Told", phone: "+34600000001", smsConsent: true))
        return RequestTemplate(
            method: Method.ledgerDeposit.rawValue, session: clientele.teller,
            body: "{\"account\":\(told.account),\"amount\":12550}")
    }

    // MARK: The provider

    private var port: Int { Int(place.portBase) + MessageTrials.providerPort }
    private var url: String { "http://127.0.0.1:\(port)" }
    private var file: String { "\(place.folder)/\(name).tally" }

    private func start(_ kind: String, _ count: Int, _ secret: String) throws -> ChildProcess {
        let process = try ChildProcess(
            "provider", place.program("branchline-bench-provider"),
            [kind, String(port), String(count), secret, file], log: place.log,
            pids: place.pids)
        try Wait.until("the provider to listen", atMost: 10) {
            FileManager.default.fileExists(atPath: file)
        }
        return process
    }

    private func tally() throws -> Tally {
        try JSONDecoder().decode(
            Tally.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    }

    private func wait(for count: Int, atMost seconds: Double) throws {
        try Wait.until("\(count) messages; see \(place.log)", atMost: seconds) {
            poll(nil, 0, 20)
            return try tally().taken >= count
        }
    }

    // MARK: The configuration

    private func write(_ name: String, _ secret: String) throws {
        try Data((secret + "\n").utf8).write(
            to: URL(fileURLWithPath: "\(branch.state.path)/\(name)"))
    }

    private func configure(_ part: String, _ settings: [String: Any]) throws {
        let url = URL(fileURLWithPath: branch.state.configuration)
        let present = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
        guard var configuration = present as? [String: Any] else {
            throw BenchError("\(url.path) is no object.")
        }
        configuration[part] = settings
        try JSONSerialization.data(withJSONObject: configuration).write(to: url)
    }
}
