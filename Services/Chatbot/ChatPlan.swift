import BranchDomain
import Foundation
import OutgoingHTTP
import ServiceKit

/// What the bot is to do: the configuration, read and checked, with its secrets.
struct ChatPlan: Sendable {
    let api: TelegramAPI
    let conversation: Conversation
    let branch: String
    let device: BranchAccess.DeviceCredential

    /// Whether the branch is in a messenger: configured, and the token is there.
    static func isConfigured(_ state: StateDirectory) throws -> Bool {
        guard let chat = try BranchConfiguration.load(from: state).chat else { return false }
        return FileManager.default.fileExists(atPath: state.file(chat.tokenFile))
    }

    /// - Parameter enrolled: The device that came over the network; nil: the branch's own.
    /// - Throws: ``ConfigurationError`` saying what to mend.
    init(
        _ configuration: BranchConfiguration, in state: StateDirectory,
        enrolled: BranchAccess.DeviceCredential? = nil
    ) throws {
        guard let chat = configuration.chat else {
            throw ConfigurationError(
                "\(state.configuration) has no part 'chat': the branch is in no messenger.")
        }
        let token = try state.secret(at: state.file(chat.tokenFile))
        guard token.wholeMatch(of: /[0-9]+:[A-Za-z0-9_\-]{8,}/) != nil else {
            throw ConfigurationError("\(chat.tokenFile) holds no bot's token, as 123456:ABC….")
        }
        guard let flats = FlatReader(pattern: chat.flatPattern) else {
            throw ConfigurationError("chat: flatPattern is no regular expression.")
        }
        api = TelegramAPI(
            url: OutgoingRequest.base(chat.url ?? "https://api.telegram.org"), token: token)
        conversation = Conversation(
            service: chat.service, administrators: Set(chat.administrators ?? []),
            group: chat.group, language: Language(tag: chat.language) ?? .english,
            reader: WishReader(flats: chat.service == nil ? nil : flats))
        branch = configuration.branch
        device = try enrolled ?? configuration.credential(of: .bot, in: state)
    }
}
