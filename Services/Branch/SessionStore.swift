import BranchDomain
import Foundation
import Messages
import ServiceKit

/// Sessions that were opened with `branch login`, one file a user, mode 0600.
struct SessionStore {
    /// Mode 0700.
    let directory: String

    private var lastUserFile: String { directory + "/last" }

    /// - Returns: The session of `user` where there is one that is good for five seconds more.
    func session(of user: String, now: Timestamp) -> AuthLogin.Reply? {
        guard let data = FileManager.default.contents(atPath: file(user)),
            let session = try? JSON.decode(AuthLogin.Reply.self, from: data),
            session.expires > now.milliseconds + 5_000
        else { return nil }
        return session
    }

    /// Who logged in last on this machine.
    var lastUser: String? {
        guard let data = FileManager.default.contents(atPath: lastUserFile) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    /// - Parameter asLast: Whether commands without `--as` are asked by this user from now on.
    func save(_ session: AuthLogin.Reply, of user: String, asLast: Bool) throws {
        try SecretFile.makeDirectory(directory)
        try SecretFile.replace(file(user), with: JSON.encode(session))
        if asLast { try SecretFile.replace(lastUserFile, with: Array(user.utf8)) }
    }

    func forget(_ user: String) {
        unlink(file(user))
        if lastUser == user { unlink(lastUserFile) }
    }

    private func file(_ user: String) -> String { "\(directory)/\(user).session" }

    /// Whether the text can be a user's name or an account's number, and so a file's name.
    static func isUser(_ text: String) -> Bool {
        (try? UserName(text)) != nil || UInt64(text) != nil
    }
}
