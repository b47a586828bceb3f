import ArgumentParser
import Foundation

/// Whether a terminal is written to in colours.
public enum ColourChoice: String, CaseIterable, Sendable, ExpressibleByArgument {
    case auto, always, never
}

/// How a program in the terminal shows times and colours.
public struct ScreenOptions: ParsableArguments {
    @Option(help: "The time zone of clocks and dates, as Europe/Madrid. Default: the machine's.")
    public var timeZone: String?

    @Option(help: "Colours; NO_COLOR is honoured by auto.")
    public var colour = ColourChoice.auto

    public init() {}

    public func validate() throws {
        if let timeZone, TimeZone(identifier: timeZone) == nil {
            throw ValidationError("This machine does not know the time zone \(timeZone).")
        }
    }

    public var zone: TimeZone { timeZone.flatMap { TimeZone(identifier: $0) } ?? .current }

    /// The colours of standard output.
    public func depth(environment: [String: String]) -> ColourDepth {
        ColourDepth(
            environment: environment, isTerminal: TerminalShell.isOutputTerminal, choice: colour)
    }
}
