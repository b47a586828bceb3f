import Foundation
import Synchronization

/// A provider of text messages that answers as Twilio's REST API does, and remembers what it took.
public final class TextProvider: Sendable {
    public struct Text: Sendable, Equatable {
        public let to: String
        public let from: String
        public let body: String
    }

    public enum Mood: Sendable {
        case well
        case status(Int, String, [String: String])
        /// 200 with something that is no answer of this API.
        case garbage
    }

    private struct State {
        var texts: [Text] = []
        var mood = Mood.well
        var asked = 0
        var second: Int64 = 0
        var inSecond = 0
    }

    private let state = Mutex(State())
    private let account: String
    private let key: String
    /// Messages in one second, above which it answers 429.
    private let perSecond: Int?

    public init(account: String, key: String, perSecond: Int? = nil) {
        self.account = account
        self.key = key
        self.perSecond = perSecond
    }

    public var texts: [Text] { state.withLock { $0.texts } }
    public var count: Int { state.withLock { $0.texts.count } }
    public var asked: Int { state.withLock { $0.asked } }
    public func set(_ mood: Mood) { state.withLock { $0.mood = mood } }

    public func answer(_ request: ServedRequest) -> ServedAnswer {
        let mood = state.withLock { state in
            state.asked += 1
            return state.mood
        }
        switch mood {
        case .status(let status, let text, let headers):
            return ServedAnswer(status, text, headers: headers)
        case .garbage: return ServedAnswer(200, "<html>Welcome to the hotel's WiFi</html>")
        case .well: break
        }
        let credential = Data("\(account):\(key)".utf8).base64EncodedString()
        guard request.headers["authorization"] == "Basic \(credential)" else {
            return ServedAnswer(401, #"{"code": 20003, "message": "Authenticate"}"#)
        }
        guard request.path == "/2010-04-01/Accounts/\(account)/Messages.json" else {
            return ServedAnswer(404, #"{"code": 20404}"#)
        }
        let form = TextProvider.form(request.text)
        guard let to = form["To"], to.hasPrefix("+"), let body = form["Body"], !body.isEmpty else {
            return ServedAnswer(400, #"{"code": 21211, "message": "Invalid 'To'", "status": 400}"#)
        }
        let from = form["From"] ?? form["MessagingServiceSid"] ?? ""
        let number = state.withLock { state -> Int? in
            let second = Int64(Date().timeIntervalSince1970)
            if second != state.second { (state.second, state.inSecond) = (second, 0) }
            state.inSecond += 1
            // A clock's second is not the sender's: twice as many are certainly too many.
            if let perSecond, state.inSecond > 2 * perSecond { return nil }
            state.texts.append(Text(to: to, from: from, body: body))
            return state.texts.count
        }
        guard let number else {
            return ServedAnswer(429, #"{"code": 20429}"#, headers: ["Retry-After": "1"])
        }
        return ServedAnswer(201, #"{"sid": "SM\#(number)", "status": "queued"}"#)
    }

    private static func form(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            fields[String(parts[0])] = String(parts[1]).removingPercentEncoding
        }
        return fields
    }
}
