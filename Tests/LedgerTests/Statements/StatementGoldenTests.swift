import Foundation
import Testing

@testable import Ledger

/// The samples under `Golden/`, byte for byte; `test_statements.py` gives the same files to
/// programs that others wrote.
@Suite struct StatementGoldenTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Golden")

    @Test func samplesAreWrittenAsTheirFilesHaveThem() throws {
        for (name, facts) in try StatementSamples.all() {
            for format in StatementFormat.allCases {
                let file = Self.folder.appendingPathComponent("\(name).\(format.rawValue)")
                let kept = try Data(contentsOf: file)
                let same = kept == Data(format.text(of: facts).utf8)
                #expect(same, "\(file.lastPathComponent) is written differently")
            }
        }
    }

    @Test func everyFileIsASampleInAFormat() throws {
        let written = try StatementSamples.all().flatMap { name, _ in
            StatementFormat.allCases.map { "\(name).\($0.rawValue)" }
        }
        let kept = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(kept) == Set(written))
    }
}
