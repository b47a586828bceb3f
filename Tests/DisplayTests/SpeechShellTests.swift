import Foundation
import Testing

@testable import Display

/// A folder with programs that note how they were called.
private final class Voices {
    let path: String
    private let notes: String

    init(_ programs: [String: String]) throws {
        path = NSTemporaryDirectory() + "/voices-\(UUID().uuidString)"
        notes = path + "/notes"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, end) in programs {
            let script = """
                #!/bin/sh
                printf '%s' \(name) >> '\(notes)'
                for argument in "$@"; do printf '|%s' "$argument" >> '\(notes)'; done
                echo >> '\(notes)'
                \(end)
                """
            let isWritten = FileManager.default.createFile(
                atPath: "\(path)/\(name)", contents: Data(script.utf8),
                attributes: [.posixPermissions: 0o700])
            try #require(isWritten)
        }
    }

    var lines: [String] {
        let text = (try? String(contentsOfFile: notes, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite struct SpeechShellTests {
    private let call = SpokenCall(
        key: CallKey(Hall.call("A012", "2")),
        sentences: [
            .init(language: .spanish, text: "Turno A 12; $(touch x), caja 2."),
            .init(language: .english, text: "Ticket A 12, counter 2."),
        ])

    private func tell(_ speech: SpeechShell) {
        speech.tell(call)
        let end = ContinuousClock.now + .seconds(30)
        while !speech.step(), ContinuousClock.now < end { sched_yield() }
    }

    @Test func theChimeComesFirstThenEachLanguageAsItIs() throws {
        let voices = try Voices(["aplay": "", "espeak-ng": ""])
        tell(SpeechShell(path: voices.path, bell: {}))
        let lines = voices.lines
        try #require(lines.count == 3)
        #expect(lines[0].hasPrefix("aplay|"))
        #expect(lines[1] == "espeak-ng|-v|es|-s|140|--|Turno A 12; $(touch x), caja 2.")
        #expect(lines[2] == "espeak-ng|-v|en|-s|140|--|Ticket A 12, counter 2.")
    }

    @Test func aVoiceThatFailsHoldsUpNothing() throws {
        let voices = try Voices(["espeak-ng": "exit 1"])
        let speech = SpeechShell(path: voices.path, bell: {})
        tell(speech)
        tell(speech)
        #expect(voices.lines.count == 4)
    }

    @Test func withoutAVoiceItSaysSoAndRings() throws {
        let voices = try Voices([:])
        var bells = 0
        let speech = SpeechShell(path: voices.path, bell: { bells += 1 })
        #expect(speech.cannotSpeak?.contains("apt-get install espeak-ng") == true)
        tell(speech)
        #expect(bells == 1)
        #expect(SpeechShell(path: "/nowhere", bell: {}).cannotSpeak != nil)
    }
}
