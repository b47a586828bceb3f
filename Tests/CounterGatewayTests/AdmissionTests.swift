import BranchDomain
import Credentials
import Messages
import Testing

@testable import CounterGateway

@Suite struct AdmissionTests {
    @Test func whatPassesIsForwardedWithItsPrincipalAndNothingElseChanged() throws {
        var admission = Sample.admission()
        let session = Sample.session("T")
        let body = #"{"account": 17, "amount": 12550}"#
        let verdict = admission.judge(
            Sample.frames("ledger.deposit", body, session: session), now: Sample.now)
        guard case .forward(let forward) = verdict else {
            Issue.record("a teller may deposit")
            return
        }
        #expect(forward.method == .ledgerDeposit)
        #expect(forward.frames.count == Envelope.ServiceFrame.body.rawValue + 1)
        #expect(forward.frames[0] == Array("BRL1".utf8))
        #expect(forward.frames[1] == Array("ledger.deposit".utf8))
        #expect(forward.frames[2] == Sample.idFrame)
        #expect(forward.frames[3] == session)
        #expect(
            try JSON.decode(Principal.self, from: forward.frames[4]) == Sample.principal("T"))
        #expect(forward.frames[5] == Array(body.utf8))
    }

    @Test func helloAndPingAreAnsweredHere() {
        var admission = Sample.admission()
        #expect(admission.judge(Sample.frames("system.hello"), now: Sample.now) == .greet)
        #expect(admission.judge(Sample.frames("system.ping"), now: Sample.now) == .ping)
        let outside = admission.judge(
            Sample.frames("system.ping"), now: Sample.now, answersPing: false)
        #expect(outside.code == .unknownMethod)
    }

    @Test func sessionsOfAnEndedGenerationAreRefused() {
        var admission = Sample.admission()
        let frames = Sample.frames("counter.list", session: Sample.session("T"))
        #expect(admission.judge(frames, now: Sample.now).code == nil)
        admission.raise(["tom": 1])
        #expect(admission.judge(frames, now: Sample.now).code == .sessionExpired)
    }

    @Test func whatEndsASessionMayBeAskedAgainInThatSession() {
        var admission = Sample.admission()
        admission.raise(["tom": 1])
        for method in [.authLogout, .authChangeSecret] as [Messages.Method] {
            let frames = Sample.frames(
                method.rawValue, Sample.body(method), session: Sample.session("T"))
            #expect(admission.judge(frames, now: Sample.now).code == nil)
            #expect(admission.judge(frames, now: Sample.hour).code == .sessionExpired)
        }
    }

    @Test func whoLogsOutIsRefusedAtOnceAndOthersAreNot() {
        var admission = Sample.admission()
        let asked = { (word: String) in
            Sample.frames("account.list", session: Sample.session(word))
        }
        #expect(admission.judge(asked("T"), now: Sample.now).code == nil)
        let logout = Sample.frames(
            "auth.logout", Sample.body(.authLogout), session: Sample.session("T"))
        #expect(admission.judge(logout, now: Sample.now).code == nil)
        #expect(admission.judge(asked("T"), now: Sample.now).code == .sessionExpired)
        #expect(admission.judge(asked("S"), now: Sample.now).code == nil)
        #expect(admission.judge(logout, now: Sample.now).code == nil, "asked again")
    }

    @Test func aLogInAtAnATMShowsTheSessionOfThatATM() {
        var admission = Sample.admission()
        func code(_ at: [UInt8]) -> RefusalCode? {
            let text = String(decoding: at, as: UTF8.self)
            return admission.judge(
                Sample.frames(
                    "auth.login", #"{"user": "carla", "secret": "1234", "at": "\#(text)"}"#),
                now: Sample.now
            ).code
        }
        #expect(code(Sample.session("atm")) == nil)
        for word in ["C", "C@atm", "T", "M", "kiosk", "gateway"] {
            #expect(code(Sample.session(word)) == .notPermitted, "\(word)")
        }
        #expect(code([]) == .notPermitted)
        #expect(code(Array("atm:1".utf8)) == .sessionExpired)
        admission.raise(["atm:1": 1])
        #expect(code(Sample.session("atm")) == .sessionExpired)
    }

    /// Garbage in: one refusal each and nothing forwarded, whatever the bytes are.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func randomlyBrokenRequestsNeverPass(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var admission = Sample.admission()
        for _ in 0..<2_000 {
            let frames = broken(&random)
            let verdict = admission.judge(frames, now: Sample.now)
            guard case .refuse(let refusal) = verdict else {
                Issue.record("seed \(seed): \(frames) passed as \(verdict)")
                return
            }
            let early: [RefusalCode] = [
                .malformed, .unsupportedVersion, .tooLarge, .unknownMethod, .sessionExpired,
                .notPermitted,
            ]
            #expect(early.contains(refusal.code), "seed \(seed)")
            let answer = Answer.refusal(refusal, id: RequestShape.identifier(frames))
            #expect(answer.count == 4)
        }
    }

    /// A deposit by nobody, with up to eight bytes, frames and lengths changed at random: whatever
    /// comes of it, nobody may do it.
    private func broken(_ random: inout SeededRandom) -> [[UInt8]] {
        var frames = Sample.frames(
            "ledger.deposit", #"{"account": 17, "amount": 1}"#,
            session: Bool.random(using: &random) ? Sample.session("C") : [])
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            guard let place = frames.indices.randomElement(using: &random) else { break }
            switch Int.random(in: 0..<6, using: &random) {
            case 0: frames.remove(at: place)
            case 1: frames.insert(frames[place], at: place)
            case 2: frames[place] = []
            case 3:
                let length = Int.random(in: 0...80, using: &random)
                frames[place] = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            case 4:
                guard let byte = frames[place].indices.randomElement(using: &random) else { break }
                frames[place][byte] ^= 1 << UInt8.random(in: 0...7, using: &random)
            default: frames[place] = Array(frames[place].dropLast())
            }
        }
        return frames
    }
}
