import BranchDomain
import Credentials
import Messages
import Testing

@testable import CounterGateway

@Suite struct SecretWorkTests {
    private func work(
        _ method: Messages.Method, _ body: String? = nil, by word: String = "M"
    ) throws -> SecretWork {
        var admission = Sample.admission()
        let verdict = admission.judge(
            Sample.frames(
                method.rawValue, body ?? Sample.body(method), session: Sample.session(word)),
            now: Sample.now)
        guard case .stretch(let work, let forward) = verdict else {
            throw Refusal(verdict.code ?? .busy, "\(method) has no secret")
        }
        #expect(forward.body.isEmpty, "the client's body goes no further")
        return work
    }

    @Test func aLogInIsResolvedAndStretchedWithTheResolvedUser() throws {
        let at = String(decoding: Sample.session("atm"), as: UTF8.self)
        let work = try work(
            .authLogin, #"{"user": "17", "secret": "1234", "at": "\#(at)"}"#, by: "A")
        #expect(work.resolve == InternalResolve(user: "17"))
        #expect(
            work.stretchings(user: "carla", maker: Sample.maker)
                == [.init(secret: "1234", user: "carla")])
        let body = try JSON.decode(
            InternalLogin.self, from: work.body(user: "carla", verifiers: ["v"]))
        #expect(body == InternalLogin(user: "carla", verifier: "v", at: "atm:1"))
    }

    @Test func aChangeIsStretchedTwiceForTheCaller() throws {
        let work = try work(.authChangeSecret, by: "T")
        #expect(work.resolve == nil)
        #expect(
            work.stretchings(user: "", maker: Sample.maker)
                == [
                    .init(secret: "xyzzy-secret", user: "tom"),
                    .init(secret: "999977775555", user: "tom"),
                ])
        let body = try JSON.decode(
            InternalChangeSecret.self, from: work.body(user: "", verifiers: ["v", "w"]))
        #expect(body == InternalChangeSecret(old: "v", new: "w"))
    }

    @Test func bankMadeSecretsAreThoseThatTheLedgerShows() throws {
        func check(
            _ work: SecretWork, _ holder: SecretMaker.Holder, _ user: String, resolved: String = ""
        ) {
            let secret = Sample.maker.secret(for: holder, id: Sample.id, user: user)
            #expect(
                work.stretchings(user: resolved, maker: Sample.maker)
                    == [.init(secret: secret, user: user)])
        }
        check(try work(.customerRegister), .customer, "nora")
        check(try work(.staffAdd), .staff, "tim")
        check(try work(.staffResetSecret, #"{"user": "Tim"}"#), .staff, "tim")
        check(try work(.deviceAdd), .device, "atm:2")
        let reset = try work(.customerResetSecret)
        #expect(reset.resolve == InternalResolve(customer: 4))
        check(reset, .customer, "carla", resolved: "carla")
    }

    @Test func theServiceGetsTheRequestWithAVerifier() throws {
        let register = try work(.customerRegister).body(user: "", verifiers: ["v"])
        #expect(
            try JSON.decode(InternalRegister.self, from: register)
                == InternalRegister(
                    request: .init(user: "Nora", name: "Nora O'Brien"), verifier: "v"))
        let close = try work(.accountClose).body(user: "", verifiers: ["v"])
        #expect(
            try JSON.decode(InternalClose.self, from: close)
                == InternalClose(account: 17, verifier: "v"))
        let staff = try work(.staffAdd).body(user: "", verifiers: ["v"])
        #expect(try JSON.decode(InternalStaffAdd.self, from: staff).request.role == "teller")
        let device = try work(.deviceAdd).body(user: "", verifiers: ["v"])
        #expect(try JSON.decode(InternalDeviceAdd.self, from: device).request.kind == "atm")
        let reset = try work(.staffResetSecret).body(user: "", verifiers: ["v"])
        #expect(
            try JSON.decode(InternalStaffReset.self, from: reset)
                == InternalStaffReset(user: "tim", verifier: "v"))
        let customer = try work(.customerResetSecret).body(user: "carla", verifiers: ["v"])
        #expect(
            try JSON.decode(InternalCustomerReset.self, from: customer)
                == InternalCustomerReset(customer: 4, verifier: "v"))
    }

    @Test func eachAttemptWritesTheSameBytes() throws {
        for method in secretMethods {
            let one = try work(method).body(user: "u", verifiers: ["v", "w"])
            #expect(try work(method).body(user: "u", verifiers: ["v", "w"]) == one)
        }
    }

    @Test func noSecretIsInABodyThatGoesOn() throws {
        let stretch = Stretch(key: Sample.key, cost: .cheap)
        for method in secretMethods {
            let work = try work(method)
            let stretchings = work.stretchings(user: "max", maker: Sample.maker)
            let body = work.body(
                user: "max",
                verifiers: try stretchings.map {
                    try stretch.verifier(secret: $0.secret, user: $0.user)
                })
            let text = String(decoding: body, as: UTF8.self)
            #expect(!stretchings.isEmpty)
            for stretching in stretchings where stretching.secret.utf8.count > 4 {
                #expect(!text.contains(stretching.secret), "\(method)")
            }
            #expect(!text.contains(#""secret""#), "\(method)")
        }
    }

    @Test func newSecretsHaveAFormThatTheirHoldersCanType() throws {
        func code(_ new: String, by word: String) -> RefusalCode? {
            do {
                _ = try work(.authChangeSecret, #"{"old": "1", "new": "\#(new)"}"#, by: word)
                return nil
            } catch {
                return (error as? Refusal)?.code
            }
        }
        for pin in ["1234", "123456789012"] { #expect(code(pin, by: "C") == nil) }
        for pin in ["", "123", "1234567890123", "12a4", "١٢٣٤"] {
            #expect(code(pin, by: "C") == .malformed)
        }
        #expect(code("twelve bytes", by: "T") == nil)
        #expect(code("123456789ab", by: "T") == .malformed)
        #expect(code(String(repeating: "x", count: 129), by: "T") == .malformed)
    }

    @Test func badBodiesAreMalformed() {
        for (method, body) in [
            (.authLogin, "[]"), (.authLogin, #"{"user": "tom"}"#),
            (.authLogin, #"{"user": "", "secret": "x"}"#),
            (.authLogin, #"{"user": "tom", "secret": ""}"#),
            (.authLogin, #"{"user": "tom", "secret": "\#(String(repeating: "x", count: 257))"}"#),
            (.customerRegister, #"{"user": "a b", "name": "A"}"#),
            (.customerRegister, #"{"user": "17", "name": "A"}"#),
            (.customerResetSecret, #"{"customer": -1}"#), (.staffAdd, "{}"),
            (.deviceAdd, #"{"device": "", "kind": "atm"}"#), (.accountClose, #"{"account": 1}"#),
            (.authLogin, String(repeating: "[", count: 60_000)),
        ] as [(Messages.Method, String)] {
            var admission = Sample.admission()
            let verdict = admission.judge(
                Sample.frames(method.rawValue, body, session: Sample.session("M")),
                now: Sample.now)
            #expect(verdict.code == .malformed, "\(method)")
        }
    }

    private let secretMethods: [Messages.Method] = [
        .authLogin, .authChangeSecret, .customerRegister, .customerResetSecret, .staffAdd,
        .staffResetSecret, .deviceAdd, .accountClose,
    ]
}
