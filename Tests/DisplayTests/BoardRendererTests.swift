import BranchDomain
import Messages
import Terminal
import Testing

@testable import Display

@Suite struct BoardRendererTests {
    private func lines(
        _ state: BoardState, _ width: Int, _ height: Int, now: Timestamp = Hall.now
    ) -> [String] {
        Hall.renderer.canvas(state, width: width, height: height, now: now).lines
    }

    @Test func aBoardOfEightyByTwentyFour() {
        let expected = """
              Banco Central                                  Friday 20 November   10:42:00

                                   TICKET                                       COUNTER
                ▄██████▄    ▄██████▄      ▄██       ▄██████▄                    ▄██████▄
               ██▀    ▀██  ██▀    ▀██    ████      ██▀    ▀██    ██▄           ██▀    ▀██
               ██▄    ▄██  ██      ██     ▀██             ▄██    █████▄▄              ▄██
               ██████████  ██      ██      ██         ▄████▀     ██████████       ▄████▀
               ██▀    ▀██  ██      ██      ██       ▄██▀         █████▀▀        ▄██▀
               ██      ██  ██▄    ▄██     ▄██▄     ██            ██▀           ██
               ██      ██   ▀██████▀     ██████    ▀█████████                  ▀█████████

                                                              │
              NOW SERVING                                     │  RECENT CALLS
              ▌ A012   → 2            A011   → 1              │  10:38   A009   → 2
                A010   → 5            B004   → 3              │
                C002   → 10                                   │  10:37   A008   → 1
                                                              │
                                                              │
             ──────────────────────────────────────────────────────────────────────────────
              ACCOUNTS            4 waiting  next B005
              CASH               12 waiting  next A013 A014 A015 A016 A017 A018 A019 A020
              ENQUIRIES           0 waiting                                         closed
              LOANS               1 waiting  next C003
              ● live                                                            17 waiting
            """
        #expect(lines(Hall.board(), 80, 24).joined(separator: "\n") == expected)
    }

    @Test func anEmptyHallSaysWelcome() {
        var state = BoardState(started: Hall.now)
        _ = state.hear(Hall.topic("cash"), sequence: 1)
        let text = lines(state, 80, 24).joined(separator: "\n")
        #expect(text.contains(BigDigits.lines("WELCOME", scale: 1)[0]))
        #expect(text.contains("No counter is serving"))
    }

    @Test func aStaleBoardSaysSinceWhenAndKeepsItsLayout() {
        let state = Hall.board()
        var heard = Hall.board()
        _ = heard.hear(Hall.topic("enquiries", open: false), sequence: 1, now: Hall.at(63))
        let live = lines(heard, 80, 24, now: Hall.at(63))
        let stale = lines(state, 80, 24, now: Hall.at(63))
        #expect(stale[1].contains("NOT LIVE SINCE 10:42"))
        #expect(stale[23].contains("not live"))
        #expect(Array(stale[2..<23]) == Array(live[2..<23]))
    }

    @Test func aBoardThatNeverHeardAnythingSaysSo() {
        let state = BoardState(started: Hall.now)
        let text = lines(state, 80, 24, now: Hall.at(5)).joined()
        #expect(text.contains("NOTHING HEARD SINCE 10:42"))
    }

    @Test func aBoardThatIsBackSaysHowLongItWasAway() {
        var state = Hall.board()
        _ = state.hear(Hall.topic("cash"), sequence: 1, now: Hall.at(61))
        let footer = lines(state, 80, 24, now: Hall.at(61))[23]
        #expect(footer.contains("live · was not live 10:42:00–10:43:01"))
    }

    @Test func aNewCallBlinksThenStaysMarkedThenIsAsAnyOther() {
        var state = Hall.board()
        let call = Hall.call("A012", "2")
        var seen: [BoardRenderer.Emphasis] = []
        for tenths in stride(from: 0, to: 210, by: 5) {
            let now = Hall.now.adding(.milliseconds(tenths * 100))
            _ = state.hear(Hall.topic("cash", serving: [call]), sequence: 1, now: now)
            seen.append(Hall.renderer.emphasis(call, in: state, now: now))
        }
        #expect(seen.prefix(4) == [.spotlight, .marked, .spotlight, .marked])
        #expect(seen[16..<40].allSatisfy { $0 == .marked })
        #expect(seen.last == BoardRenderer.Emphasis.none)
    }

    @Test func theNewestCallStandsOutWithoutColours() {
        let canvas = Hall.renderer.canvas(Hall.board(), width: 80, height: 24, now: Hall.now)
        let text = ANSIPainter.frame(canvas, previous: nil, depth: .none)
        #expect(text.contains("\u{1b}[0;1;7m"))
        #expect(!text.contains("38;") && !text.contains("48;"))
    }

    @Test(arguments: [1, 7, 12, 20, 33, 40, 59, 60, 80, 101, 120, 200, 317])
    func noLineIsEverLongerThanTheTerminal(width: Int) {
        var state = Hall.board()
        let odd = [
            Hall.call("数字一二三四五", "窓口九"), Hall.call("A\u{1b}[2J012", "\n7\r"),
            Hall.call(String(repeating: "Z9", count: 40), "counter-with-a-long-name"),
            Hall.call("👩‍👩‍👧‍👦", "é̂̃"),
        ]
        _ = state.hear(
            Hall.topic(
                "業務業務業務業務業務業務業務", waiting: .max, next: odd.map(\.number),
                serving: odd, admission: Admission(inside: 9, capacity: 10, batch: 5)),
            sequence: 1)
        for height in [1, 2, 3, 5, 8, 12, 24, 31, 40, 50, 60, 90] {
            let canvas = Hall.renderer.canvas(state, width: width, height: height, now: Hall.now)
            #expect(canvas.lines.count == height)
            for line in canvas.lines {
                #expect(DisplayWidth.of(line) <= width, "\(width)x\(height): \(line)")
                #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 })
            }
        }
    }

    @Test func nothingIsShownTwiceOrLostWhereThereIsRoomForAll() {
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
            let grid = lines(Hall.board(), width, height)
            #expect(!grid.joined().contains("more"), "\(width)x\(height)")
        }
        var crowded = BoardState(started: Hall.now)
        let calls = (10..<70).map { Hall.call("A0\($0)", "\($0)", secondsAgo: 100) }
        _ = crowded.hear(Hall.topic("cash", serving: calls), sequence: 1)
        let text = lines(crowded, 80, 24).joined()
        let shown = text.split(separator: "→").count - 1
        #expect(shown > 8 && text.contains("+\(60 - shown) more"))
    }

    @Test func theSameMomentGivesTheSamePicture() {
        let (one, other) = (Hall.board(), Hall.board())
        #expect(
            Hall.renderer.canvas(one, width: 120, height: 40, now: Hall.now)
                == Hall.renderer.canvas(other, width: 120, height: 40, now: Hall.now))
    }
}
