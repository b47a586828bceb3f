import Terminal
import Testing

@testable import Kiosk

@Suite struct KioskScreenTests {
    @Test(arguments: Language.allCases)
    func everyPhraseIsSaidInEveryLanguageWithItsWords(language: Language) {
        for phrase in Phrase.allCases {
            let text = language.text(phrase)
            #expect(!text.isEmpty && text != phrase.rawValue, "\(phrase)")
            let names = Language.english.text(phrase).matches(of: /\{\w+\}/).map { String($0.0) }
            for name in names { #expect(text.contains(name), "\(phrase)") }
        }
    }

    @Test func everyLanguageHasAKeyOfItsOwnAndNoneOfTheServices() {
        #expect(Set(Language.allCases.map(\.key)) == [6, 7, 8, 9, 0])
    }

    private func lines(_ hall: KioskHall, width: Int = 80, height: Int = 24) -> [String] {
        KioskRenderer(branch: "Main", clock: "10:42")
            .canvas(hall.session.screen(at: hall.now), width: width, height: height).lines
    }

    @Test func theNumberIsDrawnAsLargeAsTheScreenAllows() {
        var hall = KioskHall.open()
        hall.press(1)
        for (width, height, scale) in [(80, 24, 3), (40, 20, 1), (200, 60, 6)] {
            let drawn = lines(hall, width: width, height: height)
            let first = BigDigits.lines("A001", scale: scale)[0].split(separator: " ")
            #expect(
                drawn.contains { $0.split(separator: " ") == first }, "\(width)x\(height)")
        }
        #expect(lines(hall, width: 20, height: 6).joined().contains("A001"))
    }

    @Test(arguments: [(80, 24), (120, 40), (40, 12), (20, 6), (1, 1)])
    func everyScreenIsDrawnAtEverySize(width: Int, height: Int) {
        var hall = KioskHall()
        #expect(lines(hall, width: width, height: height).count == height)
        hall.handle(.started)
        for language in Language.allCases {
            hall.press(language.key)
            #expect(lines(hall, width: width, height: height).count == height)
        }
        hall.press(1)
        #expect(lines(hall, width: width, height: height).count == height)
    }

    @Test func everyChoiceAndLanguageIsOnAnUsualScreen() {
        let text = lines(KioskHall.open()).joined(separator: "\n")
        for word in ["LOANS", "closed just now", "5  More services", "7  Español", "9  हिन्दी"] {
            #expect(text.contains(word), "\(word)")
        }
    }

    @Test(
        arguments: [
            ("1", KioskKey.number(1)), (" 0 ", .number(0)), ("", .back), ("12", nil), ("x", nil),
        ] as [(String, KioskKey?)])
    func aLineIsAKey(line: String, key: KioskKey?) {
        #expect(PlainKiosk.key(line) == key)
    }

    @Test func theKioskAsTextNamesKeysAndNumber() {
        var hall = KioskHall.open()
        #expect(PlainKiosk.text(hall.session.screen(at: hall.now)).contains("1 CASH\n"))
        hall.press(1)
        let text = PlainKiosk.text(hall.session.screen(at: hall.now))
        #expect(text.hasPrefix("Your number is A001\n"))
    }
}
