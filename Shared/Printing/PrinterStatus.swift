/// What a printer says of itself when it is asked with `DLE EOT`.
public struct PrinterStatus: Sendable, Equatable {
    /// Asks for the printer, the cause of being offline, and the paper. A printer answers these at
    /// once, also where it cannot print.
    static let questions: [UInt8] = [1, 2, 4].flatMap { [0x10, 0x04, $0] }
    /// `GS r 1`: answered when all that was sent before has been printed.
    static let isDone: [UInt8] = [0x1d, 0x72, 1]

    public var isOffline = false
    public var isCoverOpen = false
    public var isPaperOut = false
    public var isPaperLow = false
    public var hasFault = false

    public init() {}

    /// Reads the three answers; nil where they are not the answers of a printer.
    init?(answers: [UInt8]) {
        guard answers.count == 3, answers.allSatisfy(PrinterStatus.isStatus) else { return nil }
        isOffline = answers[0] & 0x08 != 0
        isCoverOpen = answers[1] & 0x04 != 0
        hasFault = answers[1] & 0x40 != 0
        isPaperOut = answers[1] & 0x20 != 0 || answers[2] & 0x60 != 0
        isPaperLow = answers[2] & 0x0c != 0
    }

    /// Whether a byte has the fixed bits of an answer to `DLE EOT`.
    static func isStatus(_ byte: UInt8) -> Bool { byte & 0x93 == 0x12 }

    /// Whether a byte has the fixed bits of an answer to `GS r`.
    static func isDoneAnswer(_ byte: UInt8) -> Bool { byte & 0x90 == 0 }

    /// Why nothing can be printed now; nil: it can. Of several reasons the one to be mended first.
    public var obstacle: PrintFailure? {
        if isPaperOut { return .paperOut }
        if isCoverOpen { return .coverOpen }
        if hasFault { return .fault }
        return isOffline ? .offline : nil
    }
}

/// Why a slip is not on paper. The ticket is valid in any case.
public enum PrintFailure: Error, Sendable, Hashable, CustomStringConvertible {
    case paperOut
    case coverOpen
    case fault
    case offline
    /// It cannot be reached at all: the system's words.
    case unreachable(String)
    /// It stopped taking bytes, or left in the middle.
    case brokenOff(String)

    /// For whoever looks after the printer: what is wrong and what to do.
    public var description: String {
        switch self {
        case .paperOut: "the printer is out of paper: put in a new roll"
        case .coverOpen: "the printer's cover is open: close it"
        case .fault: "the printer reports a fault: look at its knife, then switch it off and on"
        case .offline: "the printer is offline: press its feed button, or switch it off and on"
        case .unreachable(let why): "the printer cannot be reached: \(why)"
        case .brokenOff(let why): "the printer broke off: \(why)"
        }
    }
}

/// What is known of a slip that was sent.
public enum PrintOutcome: Sendable, Hashable {
    /// The printer says that it is on paper; `isPaperLow`: the roll is near its end.
    case printed(isPaperLow: Bool)
    /// The bytes were taken; nothing said what became of them, as with a file.
    case sent
}
