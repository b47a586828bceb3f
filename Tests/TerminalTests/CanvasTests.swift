import Testing

@testable import Terminal

@Suite struct CanvasTests {
    @Test func whatDoesNotFitIsCutOnBothSides() {
        var canvas = Canvas(width: 5, height: 2)
        canvas.put("abcdefgh", row: 0, column: -2, style: .plain)
        canvas.put("xyz", row: 1, column: 3, style: .plain)
        canvas.put("above", row: -1, column: 0, style: .plain)
        canvas.put("below", row: 2, column: 0, style: .plain)
        #expect(canvas.lines == ["cdefg", "   xy"])
    }

    @Test func aWideCharacterNeverStandsHalf() {
        var canvas = Canvas(width: 5, height: 1)
        canvas.put("a数b数", row: 0, column: 0, style: .plain)
        #expect(canvas.lines == ["a数b"])
        canvas.put("x", row: 0, column: 2, style: .plain)
        #expect(canvas.lines == ["a xb"])
        canvas.put("数", row: 0, column: 0, style: .plain)
        #expect(canvas.lines == ["数xb"])
        canvas.put("y", row: 0, column: 0, style: .plain)
        #expect(canvas.lines == ["y xb"])
    }

    @Test(arguments: [
        ("abc", 3), ("数字", 4), ("é", 1), ("e\u{301}", 1), ("\u{1b}[2J", 4), ("\u{202e}abc", 3),
        ("👩‍👩‍👧", 2), ("❤️", 1), ("\u{200b}", 0), ("ｶ", 1), ("ａ", 2),
    ])
    func widthIsInColumns(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width)
        var canvas = Canvas(width: 10, height: 1)
        canvas.put(text + "|", row: 0, column: 0, style: .plain)
        #expect(canvas[0, width].character == "|")
    }

    @Test func noControlCharacterReachesTheScreen() {
        var canvas = Canvas(width: 20, height: 1)
        canvas.put("a\u{1b}]0;x\u{7}\r\nb\u{9b}c", row: 0, column: 0, style: .plain)
        #expect(canvas.lines[0].unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x9b })
    }

    @Test func textIsFittedToColumns() {
        #expect("abcdef".fitted(to: 6) == "abcdef")
        #expect("abcdef".fitted(to: 4) == "abc…")
        #expect("数字数字".fitted(to: 4) == "数…")
        #expect("abc".fitted(to: 0) == "")
        #expect("ab".padded(to: 4) == "ab  ")
        #expect("ab".paddedLeft(to: 4) == "  ab")
    }

    @Test func onlyRowsThatChangedArePainted() {
        var one = Canvas(width: 3, height: 2)
        one.put("abc", row: 0, column: 0, style: .plain)
        var two = one
        #expect(ANSIPainter.frame(one, previous: two, depth: .full).isEmpty)
        two.put("x", row: 1, column: 2, style: .plain)
        let frame = ANSIPainter.frame(two, previous: one, depth: .full)
        #expect(frame.contains("\u{1b}[2;1H") && !frame.contains("\u{1b}[1;1H"))
        let larger = Canvas(width: 4, height: 2)
        let resized = ANSIPainter.frame(larger, previous: two, depth: .full)
        #expect(resized.contains("\u{1b}[2J"))
    }

    @Test func coloursFallBackWithTheTerminal() {
        var canvas = Canvas(width: 1, height: 1)
        canvas.put("x", row: 0, column: 0, style: Style(Colour(0xff9e2c), bold: true))
        let text = { ANSIPainter.lines(canvas, depth: $0) }
        #expect(text(.full) == "\u{1b}[0;1;38;2;255;158;44mx\u{1b}[0m\n")
        #expect(text(.palette) == "\u{1b}[0;1;38;5;214mx\u{1b}[0m\n")
        #expect(text(.basic) == "\u{1b}[0;1;93mx\u{1b}[0m\n")
        #expect(text(.none) == "x\n")
    }

    @Test(arguments: [
        (["TERM": "xterm-256color"], true, ColourDepth.palette),
        (["TERM": "xterm-256color", "COLORTERM": "truecolor"], true, .full),
        (["TERM": "linux"], true, .basic), (["TERM": "dumb"], true, .none), ([:], true, .none),
        (["TERM": "xterm-256color", "NO_COLOR": "1"], true, .none),
        (["TERM": "xterm-256color", "NO_COLOR": ""], true, .palette),
        (["TERM": "xterm-256color"], false, .none), (["TERM": "vt100"], true, .none),
    ])
    func theEnvironmentSaysHowManyColours(
        environment: [String: String], isTerminal: Bool, depth: ColourDepth
    ) {
        #expect(ColourDepth(environment: environment, isTerminal: isTerminal) == depth)
    }
}

@Suite struct IndicTextTests {
    @Test(arguments: [
        ("हिन्दी", 5), ("ಕನ್ನಡ", 4), ("क़", 1), ("नमस्ते", 4), ("ಟೋಕನ್", 4),
    ])
    func everyLetterAndVowelSignHasItsColumnAndNoneIsLost(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
        var canvas = Canvas(width: columns + 2, height: 1)
        canvas.put(text, row: 0, column: 0, style: .plain)
        #expect(canvas.lines == [text])
    }

    @Test func joinersAndHeapsOfMarksDoNotGoThrough() {
        #expect(DisplayWidth.of("क्\u{200d}ष") == 2)
        let heap = "क" + String(repeating: "\u{0947}", count: 100)
        var canvas = Canvas(width: 4, height: 1)
        canvas.put(heap, row: 0, column: 0, style: .plain)
        #expect(canvas.lines[0].unicodeScalars.count == 3)
    }
}
