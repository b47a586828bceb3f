import Foundation
import OutgoingHTTP
import Outbox

/// A text message as Twilio's REST API takes it, and what its answers mean.
struct TwilioMessage: Sendable {
    let url: String
    let account: String
    let key: String
    /// A telephone number, or a messaging service, `MG…`.
    let from: String

    func request(to phone: String, text: String) -> OutgoingRequest {
        let sender = from.hasPrefix("MG") ? "MessagingServiceSid" : "From"
        let form = [("To", phone), (sender, from), ("Body", text)]
            .map { "\($0)=\(TwilioMessage.escaped($1))" }.joined(separator: "&")
        let credential = Data("\(account):\(key)".utf8).base64EncodedString()
        return OutgoingRequest(
            url: "\(url)/2010-04-01/Accounts/\(account)/Messages.json",
            headers: [
                ("Authorization", "Basic \(credential)"),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ], body: Array(form.utf8))
    }

    /// Refusals that are about this recipient or this text, by Twilio's error codes; everything
    /// else is trouble that may pass and must not cost a message.
    private static let final: Set<Int> = [
        21_211,  // no telephone number
        21_214, 21_217,  // a number that cannot be reached
        21_408,  // a country that the account may not send to
        21_602,  // no text
        21_610,  // the recipient has unsubscribed
        21_612, 21_614,  // not reachable by text message
        21_617,  // too long
    ]

    private struct Answer: Decodable {
        var sid: String?
        var code: Int?
    }

    static func outcome(of answer: OutgoingAnswer) -> DeliveryOutcome {
        let content = try? JSONDecoder().decode(Answer.self, from: Data(answer.body))
        switch answer.status {
        case 200..<300:
            // A proxy in between may answer 200 to anything: only the message's own id counts.
            guard let sid = content?.sid, !sid.isEmpty else {
                return .failed("status \(answer.status) without a message's sid", retryAfter: nil)
            }
            return .delivered
        case 400..<500:
            guard let code = content?.code else { break }
            if final.contains(code) { return .refused("provider's code \(code)") }
            return .failed(
                "status \(answer.status), provider's code \(code)", retryAfter: answer.retryAfter)
        default: break
        }
        return .failed("status \(answer.status)", retryAfter: answer.retryAfter)
    }

    /// Only what RFC 3986 leaves as it is everywhere.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126:
                result.append(Character(UnicodeScalar(byte)))
            default:
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()
            }
        }
        return result
    }
}

/// A telephone number as providers want it.
enum DialledNumber {
    /// Digits behind a plus; nil where that cannot be made of what the bank was told.
    ///
    /// - Parameter prefix: Of the branch's country, `+34`, for numbers without one.
    static func text(_ phone: String, prefix: String?) -> String? {
        let digits = phone.filter { ("0"..."9").contains($0) }
        guard (5...15).contains(digits.count) else { return nil }
        if phone.trimmingPrefix(" ").hasPrefix("+") { return "+" + digits }
        if digits.hasPrefix("00") { return "+" + digits.dropFirst(2) }
        guard let prefix else { return digits }
        return prefix + (digits.hasPrefix("0") ? String(digits.dropFirst()) : digits)
    }
}
