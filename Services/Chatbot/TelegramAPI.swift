import BranchDomain
import Foundation
import Messages
import Outbox
import OutgoingHTTP

/// Telegram's Bot API: requests as it takes them, answers as it means them.
struct TelegramAPI: Sendable {
    /// How long a poll may last at the messenger's; the answer comes as soon as there is one.
    static let pollSeconds = 25
    static let mostUpdates = 100

    let url: String
    let token: String

    /// The part of the token that is no secret.
    var bot: String { String(token.prefix { $0 != ":" }) }

    // MARK: Updates

    private struct GetUpdates: Encodable {
        let offset: Int64?
        let timeout: Int
        let limit = TelegramAPI.mostUpdates
        let allowed_updates = ["message", "callback_query"]
    }

    /// - Parameter offset: The first update that is wanted; all before it are confirmed.
    func poll(offset: Int64?, seconds: Int = TelegramAPI.pollSeconds) -> OutgoingRequest {
        var request = request(
            "getUpdates", JSON.encode(GetUpdates(offset: offset, timeout: seconds)))
        request.timeout = .seconds(seconds + 10)
        // A hundred updates of four thousand characters, each of up to twelve bytes when escaped.
        request.mostBytes = 8 << 20
        return request
    }

    // MARK: Messages

    private struct Key: Encodable {
        let text: String
        let callback_data: String
    }

    private struct Keyboard: Encodable {
        let inline_keyboard: [[Key]]
    }

    private struct SendMessage: Encodable {
        let chat_id: Int64
        let text: String
        let reply_markup: Keyboard?
    }

    private struct AnswerPress: Encodable {
        let callback_query_id: String
    }

    func request(_ say: Say) -> OutgoingRequest {
        if let press = say.press {
            return request(
                "answerCallbackQuery", JSON.encode(AnswerPress(callback_query_id: press)))
        }
        let rows = say.buttons.map { row in
            row.map { Key(text: $0.text, callback_data: $0.data) }
        }
        return request(
            "sendMessage",
            JSON.encode(
                SendMessage(
                    chat_id: say.chat, text: say.text,
                    reply_markup: rows.isEmpty ? nil : Keyboard(inline_keyboard: rows))))
    }

    private func request(_ method: String, _ body: [UInt8]) -> OutgoingRequest {
        OutgoingRequest(
            url: "\(url)/bot\(token)/\(method)", headers: [("Content-Type", "application/json")],
            body: body)
    }

    // MARK: Answers

    private struct Answer: Decodable {
        struct Parameters: Decodable {
            let retry_after: Int?
        }

        let ok: Bool
        let parameters: Parameters?
    }

    /// What the answer to a message means for it.
    static func outcome(of answer: OutgoingAnswer) -> DeliveryOutcome {
        let content = try? JSONDecoder().decode(Answer.self, from: Data(answer.body))
        switch answer.status {
        case 200 where content?.ok == true: return .delivered
        case 400: return .refused("status 400")
        // The person has blocked the bot, or the group has put it out.
        case 403: return .unwanted
        default:
            return .failed("status \(answer.status)", retryAfter: pause(answer))
        }
    }

    /// How long the messenger wants to be left alone.
    static func pause(_ answer: OutgoingAnswer) -> Duration? {
        let content = try? JSONDecoder().decode(Answer.self, from: Data(answer.body))
        let seconds = content?.parameters?.retry_after.map { Duration.seconds(max(0, $0)) }
        return seconds ?? answer.retryAfter
    }
}
