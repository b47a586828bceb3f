import BranchDomain
import Foundation
import Messages
import ServiceKit
import Testing

@testable import Branch

@Suite("Who asks")
struct IdentityTests {
    private let temporary: TemporaryState

    init() throws {
        temporary = try TemporaryState()
    }

    private func surroundings(_ more: [String: String] = [:]) -> Surroundings {
        Surroundings(
            environment: [
                "BRANCHLINE_STATE": temporary.state.path, "HOME": temporary.path,
            ].merging(more) { $1 })
    }

    private func makeBranch() throws {
        _ = try Setup(
            state: temporary.state, configuration: .standard,
            random: { Array(repeating: 7, count: $0) }, curveKeys: nil
        ).run()
    }

    private func enrolment(_ device: String) -> Enrolment {
        Enrolment(
            device: device, kind: "kiosk", publicKey: "p", secretKey: "s",
            answer: .init(
                device: device, secret: "open", gateways: ["tcp://10.0.0.5:7751"],
                queueTopics: nil, accountTopics: nil, serverKeys: ["clients": "k"]))
    }

    private func chosen(_ user: String?, _ enrolment: Enrolment? = nil) throws -> Identity {
        try Identity.chosen(
            user: user, enrolment: enrolment, surroundings: surroundings(), lastUser: "luis")
    }

    @Test("on the branch's own machine it is admin, unless another is named")
    func admin() throws {
        try makeBranch()
        let secret = String(repeating: "7", count: 24)
        #expect(try chosen(nil) == .known(user: "admin", secret: secret))
        #expect(try chosen("admin") == .known(user: "admin", secret: secret))
        #expect(try chosen("ana") == .stored(user: "ana"))
        #expect(try chosen("anonymous") == .anonymous)
    }

    @Test("on the branch's own machine the devices' secrets are at hand")
    func devices() throws {
        try makeBranch()
        let secret = String(repeating: "7", count: 32)
        #expect(try chosen("kiosk:1") == .known(user: "kiosk:1", secret: secret))
    }

    @Test("elsewhere it is the enrolled device, else who logged in last")
    func elsewhere() throws {
        #expect(
            try chosen(nil, enrolment("kiosk:2")) == .known(user: "kiosk:2", secret: "open"))
        #expect(try chosen("ana", enrolment("kiosk:2")) == .stored(user: "ana"))
        #expect(try chosen(nil) == .stored(user: "luis"))
        #expect(
            try Identity.chosen(
                user: nil, enrolment: nil, surroundings: surroundings(), lastUser: nil)
                == .anonymous)
    }

    @Test("the only enrolment of a machine is used without being named")
    func onlyEnrolment() throws {
        let here = surroundings()
        #expect(try Enrolment.chosen(nil, in: here, endpoints: []) == nil)
        try enrolment("kiosk:2").save(in: here)
        #expect(try Enrolment.chosen(nil, in: here, endpoints: [])?.device == "kiosk:2")
        #expect(try Enrolment.chosen(nil, in: here, endpoints: ["tcp://x:1"]) == nil)
        try enrolment("kiosk:3").save(in: here)
        #expect(try Enrolment.chosen(nil, in: here, endpoints: []) == nil)
        #expect(try Enrolment.chosen("kiosk:3", in: here, endpoints: [])?.device == "kiosk:3")
        #expect(throws: ConfigurationError.self) {
            try Enrolment.chosen("kiosk:4", in: here, endpoints: [])
        }
        let files = [
            Enrolment.file(of: "kiosk:2", in: here), Enrolment.keyFile(of: "kiosk:2", in: here),
        ]
        for file in files { #expect(try temporary.mode(file) == 0o600) }
    }

    @Test("a session is kept for its user alone, and only as long as it is good")
    func sessions() throws {
        let store = SessionStore(directory: temporary.path + "/sessions")
        let session = AuthLogin.Reply(
            session: "s", role: "teller", name: "Ana", expires: 100_000)
        try store.save(session, of: "ana", asLast: false)
        #expect(store.lastUser == nil)
        try store.save(session, of: "ana", asLast: true)
        #expect(store.lastUser == "ana")
        #expect(store.session(of: "ana", now: Timestamp(milliseconds: 90_000)) == session)
        #expect(store.session(of: "ana", now: Timestamp(milliseconds: 99_000)) == nil)
        #expect(store.session(of: "luis", now: Timestamp(milliseconds: 0)) == nil)
        #expect(try temporary.mode(temporary.path + "/sessions") == 0o700)
        #expect(try temporary.mode(temporary.path + "/sessions/ana.session") == 0o600)
        store.forget("ana")
        #expect(store.session(of: "ana", now: Timestamp(milliseconds: 0)) == nil)
        #expect(store.lastUser == nil)
    }

    @Test("gateways are those that are supervised here")
    func gateways() throws {
        #expect(surroundings().gatewayNumbers == [1])
        for name in ["ledger", "counter-gateway-3", "counter-gateway-1", ".gone-counter-gateway-2"]
        {
            try SecretFile.makeDirectory(temporary.state.path + "/sv/" + name)
        }
        #expect(surroundings().gatewayNumbers == [1, 3])
    }
}
