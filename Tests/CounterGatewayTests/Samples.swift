import BranchDomain
import Credentials
import Foundation
import Messages

@testable import CounterGateway

/// Callers, requests and a gateway's rules for tests.
enum Sample {
    static let now = Timestamp(milliseconds: 1_795_212_345_678)
    static let hour = now.adding(.seconds(3_600))
    static let id = RequestID(at: now, random: (7, 7))
    static let idFrame = id.textBytes

    static let key: BranchKey = {
        do {
            return try BranchKey(bytes: Array(0..<32))
        } catch {
            preconditionFailure("32 bytes are a key")
        }
    }()

    static let tokens = SessionTokens(key: key)
    static let maker = SecretMaker(key: key)

    static func admission(_ offer: Offer = Offer()) -> CounterGateway.Admission {
        Admission(offer: offer, key: key)
    }

    /// Every caller that there is, by the word that the role table's test uses for it.
    static let callers: [(word: String, principal: Principal)] =
        [
            ("A", .anonymous),
            ("C", Principal(user: "carla", role: "customer", customer: 4)),
            ("C@atm", Principal(user: "carla", role: "customer", customer: 4, at: "atm:1")),
            ("T", Principal(user: "tom", role: "teller")),
            ("S", Principal(user: "sue", role: "supervisor")),
            ("M", Principal(user: "max", role: "admin")),
        ]
        + DeviceKind.allCases.map {
            ($0.rawValue, Principal(user: "\($0.rawValue):1", role: "device", kind: $0.rawValue))
        }

    static func principal(_ word: String) -> Principal {
        guard let caller = callers.first(where: { $0.word == word }) else {
            preconditionFailure("no caller is called \(word)")
        }
        return caller.principal
    }

    /// A credential for the caller; empty for the anonymous.
    static func session(_ principal: Principal) -> [UInt8] {
        principal == .anonymous ? [] : Array(tokens.sign(principal, expires: hour).utf8)
    }

    static func session(_ word: String) -> [UInt8] { session(principal(word)) }

    static func frames(
        _ method: String, _ body: String = "{}", session: [UInt8] = [], id: [UInt8] = idFrame
    ) -> [[UInt8]] {
        let frames = [Array("BRL1".utf8), Array(method.utf8), id, session, Array(body.utf8)]
        guard Messages.Method(rawValue: method)?.isBulk == true else { return frames }
        return frames + [[UInt8](repeating: 0, count: BulkRecord.size)]
    }

    /// A body that the gateway accepts, for the methods whose bodies it reads.
    static func body(_ method: Messages.Method) -> String {
        switch method {
        case .authLogin: #"{"user": "tom", "secret": "xyzzy-secret"}"#
        case .authChangeSecret: #"{"old": "xyzzy-secret", "new": "999977775555"}"#
        case .customerRegister: #"{"user": "Nora", "name": "Nora O'Brien"}"#
        case .customerResetSecret: #"{"customer": 4}"#
        case .staffAdd: #"{"user": "Tim", "name": "Tim", "role": "teller"}"#
        case .staffResetSecret: #"{"user": "tim"}"#
        case .deviceAdd: #"{"device": "atm:2", "kind": "atm"}"#
        case .accountClose: #"{"account": 17, "secret": "xyzzy-secret"}"#
        case .queueIssue: #"{"service": "cash"}"#
        default: "{}"
        }
    }
}

extension Verdict {
    /// The refusal's code, or nil where the request may pass.
    var code: RefusalCode? {
        if case .refuse(let refusal) = self { refusal.code } else { nil }
    }
}

/// A seeded source (SplitMix64), so that a failure can be played again.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
