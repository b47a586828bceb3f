import ArgumentParser
import BranchDomain
import Foundation
import Messages
import ServiceKit

/// `branch login`: a session for the commands that follow.
struct LoginCommand: BusCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Log in, and keep the session for the commands that follow.",
        discussion: """
            The secret is asked for without an echo, or read from --secret-file, or from standard \
            input where that is no terminal. The session is kept in a file of mode 0600.

            Who asks: --as USER, else $BRANCHLINE_USER, else admin on the branch's own machine, \
            else whoever logged in last.

            EXAMPLES
              branch login ana
              branch login ana --secret-file ana.secret && branch counter open 2 --as ana
            """)

    @Argument(help: "A user's or device's name, or the number of an account.")
    var user: String

    @OptionGroup var secret: SecretOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard SessionStore.isUser(user) else {
            throw ValidationError("\(user) is no user name and no account number.")
        }
    }

    func perform(_ branch: Caller) throws {
        let secret = try secret.read(prompt: "Secret of \(user): ")
        let reply = try branch.logIn(user: user, secret: secret, asLast: true)
        branch.screen.show(reply) {
            "Logged in as \(reply.name) (\(reply.role)) until \(Wording.time(reply.expires))."
        }
    }
}

/// `branch logout`: ends every session of the user.
struct LogoutCommand: BusCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "End every session of the user, here and elsewhere.",
        discussion: """
            EXAMPLES
              branch logout --as ana
            """)

    @OptionGroup var connection: ConnectionOptions

    func perform(_ branch: Caller) throws {
        try branch.logOut()
        branch.screen.show(Nothing()) { "Logged out." }
    }
}

/// Where a secret comes from; never an argument, which every process of the machine could read.
struct SecretOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Read the secret from this file.", valueName: "file"),
        completion: .file())
    var secretFile: String?

    /// - Throws: ``ConfigurationError`` where there is no secret.
    func read(prompt: String) throws -> String {
        let text: String?
        if let secretFile {
            text = try? String(contentsOfFile: secretFile, encoding: .utf8)
        } else {
            text = isatty(STDIN_FILENO) == 1 ? SecretOptions.ask(prompt) : readLine()
        }
        let secret = text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        guard !secret.isEmpty else {
            throw ConfigurationError("No secret was given\(secretFile.map { " in \($0)" } ?? "").")
        }
        return secret
    }

    /// Reads a line from the terminal without showing it.
    private static func ask(_ prompt: String) -> String? {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        // Before the prompt: whoever sees it can type, and nothing of it is lost or shown.
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else { return nil }
        FileHandle.standardError.write(Data(prompt.utf8))
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        return readLine()
    }
}
