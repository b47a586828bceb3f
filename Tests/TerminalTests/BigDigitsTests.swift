import Testing

@testable import Terminal

@Suite struct BigDigitsTests {
    @Test func everyCharacterOfTicketNumbersAndCountersIsThere() {
        #expect(BigDigits.canWrite("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-:→ "))
        #expect(!BigDigits.canWrite("é"))
    }

    @Test func theSmallestLettersAreThese() {
        #expect(
            BigDigits.lines("A012", scale: 1) == [
                "▄▀▀▀▄ ▄▀▀▀▄  ▄█   ▄▀▀▀▄",
                "█▄▄▄█ █   █   █     ▄▄▀",
                "█   █ █   █   █   ▄▀   ",
                "▀   ▀  ▀▀▀   ▀▀▀  ▀▀▀▀▀",
            ])
    }

    @Test(arguments: BigDigits.scales)
    func linesHaveTheSizeThatIsPromised(scale: Int) {
        for text in ["A012", "7", "WELCOME", "B-10:É→", ""] {
            let lines = BigDigits.lines(text, scale: scale)
            #expect(lines.count == BigDigits.rows(scale: scale))
            #expect(
                lines.allSatisfy { DisplayWidth.of($0) == BigDigits.width(text, scale: scale) })
        }
    }

    @Test(arguments: [3, 5])
    func largerLettersKeepTheInkOfEveryPointOfTheDrawing(scale: Int) {
        let small = Bitmap(["#..#.", ".##..", "#####", "..#.."])
        let large = small.scaled(by: scale)
        for row in 0..<small.height {
            for column in 0..<small.width {
                let centre = large[row * scale + scale / 2, column * scale + scale / 2]
                #expect(centre == small[row, column], "\(row), \(column)")
            }
        }
    }
}
