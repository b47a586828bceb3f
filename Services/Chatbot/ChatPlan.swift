import BranchDomain
import Foundation
import ServiceKit

/// What the bot is to do: the configuration, read and checked, with its secrets.
struct ChatPlan: Sendable {
    let api: TelegramAPI
    let conversation: Conversation
    let branch: String
    let device: String
    let secret: String

    /// Whether the branch is in a messenger: configured, and the token is there.
    static func isConfigured(_ state: StateDirectory) throws -> Bool {
        guard let chat = try BranchConfiguration.load(from: state).chat else { return false }
        return FileManager.default.fileExists(atPath: state.file(chat.tokenFile))
    }

    /// - Throws: ``ConfigurationError`` saying what to mend.
    init(state: StateDirectory) throws {
        let configuration = try BranchConfiguration.load(from: state)
        guard let chat = configuration.chat else {
            throw ConfigurationError(
                "\(state.configuration) has no part 'chat': the branch is in no messenger.")
        }
        let token = try state.secret(at: state.file(chat.tokenFile))
        guard token.wholeMatch(of: /[0-9]+:[A-Za-z0-9_\-]{8,}/) != nil else {
            throw ConfigurationError("\(chat.tokenFile) holds no bot's token, as 123456:ABC….")
        }
        let url = chat.url ?? "https://api.telegram.org"
        guard let host = URL(string: url)?.host, !host.isEmpty,
            url.hasPrefix("https://") || ["127.0.0.1", "localhost", "::1"].contains(host)
        else {
            throw ConfigurationError("chat: url begins with https:// (or is on this machine).")
        }
        guard let flats = FlatReader(pattern: chat.flatPattern) else {
            throw ConfigurationError("chat: flatPattern is no regular expression.")
        }
        guard let language = Language(tag: chat.language ?? "en") else {
            throw ConfigurationError(
                "chat: language is "
                    + Language.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
        api = TelegramAPI(url: url.hasSuffix("/") ? String(url.dropLast()) : url, token: token)
        conversation = Conversation(
            service: chat.service, administrators: Set(chat.administrators ?? []),
            group: chat.group, language: language,
            reader: WishReader(flats: chat.service == nil ? nil : flats))
        branch = configuration.branch
        guard let own = configuration.devices.first(where: { $0.kind == "bot" }) else {
            throw ConfigurationError(
                "\(state.configuration) has no device of kind bot; the chatbot needs one.")
        }
        device = own.device
        secret = try state.secret(at: state.deviceSecret(own.device))
    }
}
