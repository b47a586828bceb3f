import BranchDomain
import Crypto
import Foundation
import Outbox
import OutgoingHTTP

/// A signed message to a program: who has the secret can tell that the branch sent it, when, and
/// that nobody changed it.
struct SignedWebhook: Sendable {
    static let idHeader = "Branchline-Id"
    static let timestampHeader = "Branchline-Timestamp"
    static let signatureHeader = "Branchline-Signature"
    /// A receiver takes nothing that is further from its own clock.
    static let replayWindow = Duration.seconds(300)

    let url: String
    private let key: SymmetricKey

    init(url: String, secret: String) {
        self.url = url
        key = SymmetricKey(data: Data(secret.utf8))
    }

    /// - Parameter now: Of this attempt: a repeat is signed anew under the same id.
    func request(id: String, body: [UInt8], now: Timestamp) -> OutgoingRequest {
        let seconds = now.milliseconds / 1_000
        return OutgoingRequest(
            url: url,
            headers: [
                ("Content-Type", "application/json"), (SignedWebhook.idHeader, id),
                (SignedWebhook.timestampHeader, String(seconds)),
                (SignedWebhook.signatureHeader, signature(id: id, seconds: seconds, body: body)),
            ], body: body)
    }

    /// `v1=` and the HMAC-SHA256, in hex, of `<timestamp>.<id>.<body>`.
    func signature(id: String, seconds: Int64, body: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: SignedWebhook.signed(id, String(seconds), body), using: key)
        return "v1=" + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// What a receiver checks: the signature first, in constant time, then the time. Ids that it
    /// has seen it takes no second time.
    func isGenuine(
        id: String, timestamp: String, signature: String, body: [UInt8], now: Timestamp
    ) -> Bool {
        guard signature.hasPrefix("v1="), let code = SignedWebhook.bytes(signature.dropFirst(3)),
            HMAC<SHA256>.isValidAuthenticationCode(
                code, authenticating: SignedWebhook.signed(id, timestamp, body), using: key),
            let seconds = Int64(timestamp)
        else { return false }
        let distance = now.since(Timestamp(milliseconds: seconds &* 1_000))
        return distance <= SignedWebhook.replayWindow && distance >= .zero - .seconds(300)
    }

    static func outcome(of answer: OutgoingAnswer) -> DeliveryOutcome {
        switch answer.status {
        case 200..<300: .delivered
        case 400, 410, 413, 422: .refused("status \(answer.status)")
        default: .failed("status \(answer.status)", retryAfter: answer.retryAfter)
        }
    }

    private static func signed(_ id: String, _ timestamp: String, _ body: [UInt8]) -> Data {
        Data("\(timestamp).\(id).".utf8) + Data(body)
    }

    private static func bytes(_ hex: Substring) -> [UInt8]? {
        let digits = hex.compactMap(\.hexDigitValue)
        guard digits.count == hex.count, digits.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}
