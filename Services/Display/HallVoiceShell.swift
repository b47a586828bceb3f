import BranchDomain
import Foundation
import Terminal

/// Ties the queue of calls to the voice that tells them.
struct HallVoice {
    private var queue: CallQueue
    private let speech: SpeechShell

    /// Says on standard error, once, where there is no voice; nil: none is wanted.
    init?(_ options: DisplayOptions) {
        guard !options.spoken.isEmpty else { return nil }
        queue = CallQueue(languages: options.spoken)
        let hasBell = options.hasBell
        speech = SpeechShell(
            path: ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            bell: { if hasBell { TerminalShell.write(ANSIPainter.bell) } })
        if let words = speech.cannotSpeak {
            FileHandle.standardError.write(Data("branchline-display: \(words)\n".utf8))
        }
    }

    /// Takes new calls in and goes on with telling; never waits.
    mutating func tell(_ news: [Announcement], now: Timestamp) {
        for announcement in news { queue.add(announcement) }
        if queue.isSpeaking, speech.step() { queue.finished() }
        if let call = queue.next(now: now) {
            speech.tell(call)
            if speech.step() { queue.finished() }
        }
    }
}
