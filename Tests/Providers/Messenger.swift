import Foundation
import Synchronization

/// A messenger that behaves as Telegram's Bot API does: updates are repeated until a later
/// offset confirms them, polls wait for news, chats have rates.
public final class Messenger: Sendable {
    public struct Sent: Sendable, Equatable {
        public let chat: Int64
        public let text: String
        /// The data of the buttons, row by row.
        public let buttons: [String]
    }

    private struct State {
        var updates: [(id: Int64, json: String)] = []
        var lastID: Int64 = 1_000
        var sent: [Sent] = []
        var presses: [String] = []
        /// Answers that come before any good one, first to last.
        var troubles: [ServedAnswer] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
        var confirmed: Int64 = 0
        var isDuplicating = false
    }

    private let state = Mutex(State())
    private let token: String

    public init(token: String) { self.token = token }

    public var sent: [Sent] { state.withLock { $0.sent } }
    public var presses: [String] { state.withLock { $0.presses } }
    /// The highest id below which everything was confirmed.
    public var confirmed: Int64 { state.withLock { $0.confirmed } }

    /// The next answers, whatever is asked.
    public func answerNext(_ answers: [ServedAnswer]) {
        state.withLock { $0.troubles += answers }
    }

    /// Nobody waits for news any more: before its server stops.
    public func close() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Gives each update twice in a page, as networks do.
    public func duplicate() { state.withLock { $0.isDuplicating = true } }

    /// Somebody writes; chat and user are the same in a private chat.
    @discardableResult
    public func write(
        _ text: String, user: Int64, chat: Int64? = nil, at seconds: Int64, language: String = "en"
    ) -> Int64 {
        let chat = chat ?? user
        let kind = chat < 0 ? "supergroup" : "private"
        let quoted = String(
            decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
        return add { _ in
            """
            "message": {"message_id": 1, "date": \(seconds), "text": \(quoted),
              "chat": {"id": \(chat), "type": "\(kind)"},
              "from": {"id": \(user), "is_bot": false, "language_code": "\(language)"}}
            """
        }
    }

    /// Somebody presses a button.
    @discardableResult
    public func press(_ data: String, user: Int64, chat: Int64? = nil) -> Int64 {
        let chat = chat ?? user
        return add { id in
            """
            "callback_query": {"id": "press-\(id)", "data": "\(data)",
              "from": {"id": \(user), "language_code": "en"},
              "message": {"message_id": 1, "date": 1,
                "chat": {"id": \(chat), "type": "\(chat < 0 ? "group" : "private")"}}}
            """
        }
    }

    /// An update with anything in it.
    @discardableResult
    public func put(_ json: String) -> Int64 { add { _ in json } }

    private func add(_ content: (Int64) -> String) -> Int64 {
        let (id, waiting) = state.withLock { state in
            state.lastID += 1
            let id = state.lastID
            state.updates.append((id, "{\"update_id\": \(id), \(content(id))}"))
            defer { state.waiting = [] }
            return (id, state.waiting)
        }
        for continuation in waiting { continuation.resume() }
        return id
    }

    public func answer(_ request: ServedRequest) async -> ServedAnswer {
        guard request.path.hasPrefix("/bot\(token)/") else {
            return ServedAnswer(404, #"{"ok": false, "error_code": 404}"#)
        }
        let trouble = state.withLock { $0.troubles.isEmpty ? nil : $0.troubles.removeFirst() }
        if let trouble { return trouble }
        let body =
            (try? JSONSerialization.jsonObject(with: Data(request.body))) as? [String: Any] ?? [:]
        switch request.path.split(separator: "/").last {
        case "getUpdates": return await updates(body)
        case "sendMessage": return send(body)
        case "answerCallbackQuery":
            state.withLock { $0.presses.append(body["callback_query_id"] as? String ?? "") }
            return ServedAnswer(200, #"{"ok": true, "result": true}"#)
        default: return ServedAnswer(404, #"{"ok": false}"#)
        }
    }

    private func updates(_ body: [String: Any]) async -> ServedAnswer {
        let offset = (body["offset"] as? NSNumber)?.int64Value ?? 0
        let patience = (body["timeout"] as? NSNumber)?.intValue ?? 0
        if page(offset).isEmpty, patience > 0 {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if !state.updates.isEmpty { return true }
                    state.waiting.append(continuation)
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
        return ServedAnswer(
            200, "{\"ok\": true, \"result\": [\(page(offset).joined(separator: ","))]}")
    }

    private func page(_ offset: Int64) -> [String] {
        state.withLock { state in
            state.confirmed = max(state.confirmed, offset - 1)
            state.updates.removeAll { $0.id < offset }
            let page = state.updates.prefix(100).map(\.json)
            return state.isDuplicating ? page + page : page
        }
    }

    private func send(_ body: [String: Any]) -> ServedAnswer {
        let text = body["text"] as? String ?? ""
        guard let chat = (body["chat_id"] as? NSNumber)?.int64Value, !text.isEmpty,
            text.utf16.count <= 4_096
        else { return ServedAnswer(400, #"{"ok": false, "error_code": 400}"#) }
        let rows =
            (body["reply_markup"] as? [String: Any])?["inline_keyboard"] as? [[[String: Any]]] ?? []
        let buttons = rows.flatMap { row in row.map { $0["callback_data"] as? String ?? "" } }
        guard buttons.allSatisfy({ (1...64).contains($0.utf8.count) }) else {
            return ServedAnswer(400, #"{"ok": false, "error_code": 400}"#)
        }
        state.withLock { $0.sent.append(Sent(chat: chat, text: text, buttons: buttons)) }
        return ServedAnswer(200, #"{"ok": true, "result": {"message_id": 1}}"#)
    }
}
