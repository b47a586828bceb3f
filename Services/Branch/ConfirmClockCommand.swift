import ArgumentParser
import Foundation
import ServiceKit

/// `branch confirm-clock`: after the computer's clock was set, follow it.
struct ConfirmClockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm-clock",
        abstract: "Say that this computer's clock, which was set, is right now.",
        discussion: """
            Where the clock jumps by more than five minutes, ledger and scheduler go on counting \
            from where they were and refuse ids of the new time (id_from_future, id_expired), as \
            a wrong clock would end business days and sessions. 'branch ping' then shows \
            clock-set. Look at the clock; where it is right, run this on the branch's own machine.
            """)

    @Flag(help: "Do not ask.")
    var yes = false

    func run() throws {
        try reporting {
            let targets = try PingTarget.all(device: nil, Surroundings.process)
                .filter { !$0.isGateway }
            guard !targets.isEmpty else {
                throw ConfigurationError("There is no branch here. Run this where it runs.")
            }
            let time = Date.now.formatted(.iso8601)
            if !yes { try ask("It is \(time) (UTC) here. Is that right? [y/N] ") }
            let silent = try targets.filter { try $0.askService("system.confirmClock") == nil }
            guard silent.isEmpty else {
                throw ConfigurationError(
                    "No answer from \(silent.map(\.name).joined(separator: ", ")). Is it up?")
            }
            print("The branch follows this computer's clock: \(time).")
        }
    }

    private func ask(_ question: String) throws {
        guard isatty(STDIN_FILENO) == 1 else {
            throw ConfigurationError("Say --yes where nobody can be asked.")
        }
        guard Screen.agrees(to: question) else {
            throw ConfigurationError("Nothing was changed. Set the clock, then run this again.")
        }
    }
}
