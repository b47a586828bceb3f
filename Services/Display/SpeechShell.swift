import Foundation
import Messages

/// The hall's voice: a chime and `espeak-ng`, each a process with its own list of arguments.
///
/// It never waits: ``step()`` is called often and starts the next process when the last has ended.
final class SpeechShell {
    /// A voice that has said nothing to the end by then hangs.
    private static let longest: Duration = .seconds(20)

    private let voice: String?
    private let player: String?
    private let chimeFile: String
    private let bell: () -> Void
    private var toDo: [(program: String, arguments: [String])] = []
    private var running: (process: Process, since: ContinuousClock.Instant)?
    private var isTelling = false

    /// - Parameters:
    ///   - path: Where programs are looked for, as in `PATH`.
    ///   - bell: Rings where nothing here can play a sound.
    init(path: String, bell: @escaping () -> Void) {
        voice = SpeechShell.find("espeak-ng", in: path)
        chimeFile =
            NSTemporaryDirectory()
            + "/branchline-chime-\(UUID().uuidString).wav"
        self.bell = bell
        let isWritten =
            FileManager.default.createFile(atPath: chimeFile, contents: Data(Chime.file))
        player =
            isWritten
            ? SpeechShell.players.lazy.compactMap { SpeechShell.find($0, in: path) }.first : nil
    }

    deinit {
        running?.process.terminate()
        try? FileManager.default.removeItem(atPath: chimeFile)
    }

    private static let players = ["aplay", "paplay", "pw-play"]

    /// What is to be said once to whoever set it up; nil: it can speak.
    var cannotSpeak: String? {
        voice != nil
            ? nil
            : "calls are shown and rung, not spoken: there is no espeak-ng here. "
                + "To hear them: apt-get install espeak-ng alsa-utils"
    }

    /// Begins to tell a call.
    func tell(_ call: SpokenCall) {
        precondition(!isTelling, "one call at a time")
        isTelling = true
        toDo = []
        if let player {
            toDo.append((player, [chimeFile]))
        } else {
            bell()
        }
        if let voice {
            toDo += call.sentences.map {
                (voice, ["-v", $0.language.rawValue, "-s", "140", "--", $0.text])
            }
        }
    }

    /// Goes on with what is being told.
    ///
    /// - Returns: Whether the call has just come to its end.
    func step() -> Bool {
        guard isTelling else { return false }
        if let running {
            guard running.process.isRunning else {
                self.running = nil
                return step()
            }
            if running.since.duration(to: .now) > SpeechShell.longest {
                kill(running.process.processIdentifier, SIGKILL)
            }
            return false
        }
        while !toDo.isEmpty {
            let next = toDo.removeFirst()
            if let process = start(next.program, next.arguments) {
                running = (process, .now)
                return false
            }
        }
        isTelling = false
        return true
    }

    private func start(_ program: String, _ arguments: [String]) -> Process? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
            return process
        } catch {
            return nil
        }
    }

    private static func find(_ program: String, in path: String) -> String? {
        path.split(separator: ":").map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
