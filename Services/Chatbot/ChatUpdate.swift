import BranchDomain
import Foundation

/// Something that a person did in the messenger.
struct ChatUpdate: Sendable, Equatable {
    enum Content: Sendable, Equatable {
        case text(String)
        /// A button below one of the bot's messages: its data, and the id of the press.
        case button(data: String, press: String)
        /// What the bot does not deal in: pictures, people who join.
        case nothing
    }

    /// Grows with each update; the messenger repeats it until it is confirmed.
    let id: Int64
    let chat: Int64
    /// Whether the chat is between the bot and one person.
    let isPrivate: Bool
    let user: Int64
    /// A tag such as `pt-BR`.
    let languageTag: String?
    /// When it was written, by the messenger's clock; a button's press carries no time.
    let written: Timestamp?
    let content: Content
}

/// The answer to getUpdates, read so that one malformed update stops none of the others.
struct UpdatePage: Sendable, Equatable {
    let updates: [ChatUpdate]
    /// The highest id, also of what could not be read; nil where there was none.
    let last: Int64?

    /// - Returns: nil where the bytes are no answer of this method.
    init?(_ bytes: [UInt8]) {
        guard let page = try? JSONDecoder().decode(Wire.self, from: Data(bytes)), page.ok else {
            return nil
        }
        let known = page.result.filter { $0.update_id != nil }
        last = known.compactMap(\.update_id).max()
        updates = known.map(\.update).sorted { $0.id < $1.id }
    }

    private struct Wire: Decodable {
        let ok: Bool
        let result: [WireUpdate]
    }
}

/// An update in the messenger's words, each part on its own: what is broken is absent.
private struct WireUpdate: Decodable {
    struct Person: Decodable {
        let id: Int64
        let language_code: String?
    }

    struct Chat: Decodable {
        let id: Int64
        let type: String
    }

    struct Message: Decodable {
        let chat: Chat
        let from: Person?
        let date: Int64?
        let text: String?
    }

    struct Press: Decodable {
        let id: String
        let from: Person
        let message: Message?
        let data: String?
    }

    let update_id: Int64?
    private let message: Message?
    private let callback_query: Press?

    enum CodingKeys: String, CodingKey {
        case update_id, message, callback_query
    }

    init(from decoder: any Decoder) throws {
        let values = try? decoder.container(keyedBy: CodingKeys.self)
        update_id = try? values?.decodeIfPresent(Int64.self, forKey: .update_id)
        message = try? values?.decodeIfPresent(Message.self, forKey: .message)
        callback_query = try? values?.decodeIfPresent(Press.self, forKey: .callback_query)
    }

    var update: ChatUpdate {
        if let press = callback_query, let chat = press.message?.chat, let data = press.data {
            return ChatUpdate(
                id: update_id ?? 0, chat: chat.id, isPrivate: chat.type == "private",
                user: press.from.id, languageTag: press.from.language_code, written: nil,
                content: .button(data: data, press: press.id))
        }
        if let message, let from = message.from, let text = message.text {
            return ChatUpdate(
                id: update_id ?? 0, chat: message.chat.id,
                isPrivate: message.chat.type == "private", user: from.id,
                languageTag: from.language_code,
                // A date that no calendar has would overflow.
                written: message.date.flatMap {
                    (0...253_402_300_799).contains($0)
                        ? Timestamp(milliseconds: $0 * 1_000) : nil
                }, content: .text(text))
        }
        return ChatUpdate(
            id: update_id ?? 0, chat: 0, isPrivate: false, user: 0, languageTag: nil,
            written: nil, content: .nothing)
    }
}
