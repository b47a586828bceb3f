import BranchDomain
import Testing

@testable import Ledger

@Suite struct StatementTextTests {
    @Test func aTextIsOneLineWithoutEnds() {
        #expect(" two\r\nlines\tand\u{2028}more \n".singleLine(most: 99) == "two  lines and more")
        for nothing in ["", "  ", "\t\r\n", "\u{a0}"] {
            #expect(nothing.singleLine(most: 99) == nil)
        }
    }

    @Test func aTextIsCutByCodePointsButNotWithinACharacter() {
        #expect("abcdef".singleLine(most: 6) == "abcdef")
        #expect("abcdefg".singleLine(most: 6) == "abcdef")
        // A family is seven code points.
        #expect("ab👩‍👩‍👧‍👦".singleLine(most: 8) == "ab")
        #expect("ab👩‍👩‍👧‍👦".singleLine(most: 9) == "ab👩‍👩‍👧‍👦")
        #expect("ab cd".singleLine(most: 3) == "ab")
    }

    @Test func aCharacterLongerThanTheLengthIsCutAllTheSame() {
        let piled = "a" + String(repeating: "\u{301}", count: 20)
        #expect(piled.singleLine(most: 5)?.unicodeScalars.count == 5)
        let pieces = piled.singleLines(most: 5, count: 9)
        #expect(pieces.map(\.unicodeScalars.count) == [5, 5, 5, 5, 1])
        #expect(Array(pieces.joined().unicodeScalars) == Array(piled.unicodeScalars))
    }

    @Test func piecesTogetherAreTheTextOrItsBeginning() {
        let text = "one two three four"
        #expect(text.singleLines(most: 4, count: 9) == ["one ", "two ", "thre", "e fo", "ur"])
        #expect(text.singleLines(most: 4, count: 2) == ["one ", "two"])
        #expect("".singleLines(most: 4, count: 2) == [])
    }

    @Test func whatXMLDoesNotAllowIsReplacedAndNothingElse() {
        let allowed = "\t\n\r \u{7f}\u{85}\u{fffd}\u{10ffff}é"
        #expect(allowed.withoutForbidden == allowed)
        for value: UInt32 in [0, 8, 0x0b, 0x0c, 0x0e, 0x1f, 0xfffe, 0xffff] {
            let text = Unicode.Scalar(value).map { "a\(String($0))b" }
            #expect(text?.withoutForbidden == "a\u{fffd}b")
        }
    }

    @Test func markupIsEscapedOnce() {
        #expect(XMLWriter.escaped("<a b=\"c\">&amp;'") == "&lt;a b=\"c\"&gt;&amp;amp;'")
        #expect(XMLWriter.escaped("]]>\r\n\u{0}") == "]]&gt;&#13;\n\u{fffd}")
        #expect(XMLWriter.escaped("e\u{301}<\u{301}") == "e\u{301}&lt;\u{301}")
    }

    @Test func filesAreNamedByAccountPeriodAndPage() throws {
        let facts = try StatementSamples.page("USD", opening: 0)
        let name = "statement-17-2026-01-01-2026-01-31-page1"
        #expect(
            StatementFormat.allCases.map { $0.fileName(of: facts) } == [
                "\(name).json", "\(name).csv", "\(name).ofx", "\(name).xml",
            ])
        let own = try StatementFacts(
            bank: "B", branch: facts.branch, account: "../atm:é\"", currency: facts.currency,
            owner: "B", from: facts.from, to: facts.to, opening: 0, closing: 0, lines: [],
            made: facts.made, chain: "00")
        #expect(
            StatementFormat.csv.fileName(of: own)
                == "statement----atm----2026-01-01-2026-01-31-page1.csv")
    }
}
