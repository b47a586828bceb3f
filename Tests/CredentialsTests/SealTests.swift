import Testing

@testable import Credentials

@Suite("Seal")
struct SealTests {
    private let seal: Seal
    private let other: Seal

    init() throws {
        seal = Seal(key: try BranchKey(bytes: [UInt8](repeating: 7, count: 32)))
        other = Seal(key: try BranchKey(bytes: [UInt8](repeating: 8, count: 32)))
    }

    @Test("what was closed opens for the same purpose, and is another text each time")
    func roundTrip() {
        let first = seal.close(["secret"], for: "person counter")
        let second = seal.close(["secret"], for: "person counter")
        #expect(first != second)
        #expect(!first.contains("secret"))
        #expect(seal.open(first, as: [String].self, for: "person counter") == ["secret"])
    }

    @Test("another purpose, another branch, a changed letter or nonsense opens nothing")
    func forgery() {
        let text = seal.close(["secret"], for: "person counter")
        #expect(seal.open(text, as: [String].self, for: "person manager") == nil)
        #expect(other.open(text, as: [String].self, for: "person counter") == nil)
        for place in [0, text.count / 2, text.count - 2] {
            var letters = Array(text)
            letters[place] = letters[place] == "A" ? "B" : "A"
            #expect(
                seal.open(String(letters), as: [String].self, for: "person counter") == nil)
        }
        for nonsense in ["", "A", "%%%%", String(repeating: "A", count: 5_000)] {
            #expect(seal.open(nonsense, as: [String].self, for: "person counter") == nil)
        }
    }
}
