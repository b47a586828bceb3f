import BranchDomain
import Messages
import Testing

@testable import Display

@Suite struct PlainBoardTests {
    private func announcement(_ call: BoardCall) -> Announcement {
        Announcement(call: call, service: "cash", at: Hall.now)
    }

    @Test func aCallIsOneLine() {
        let plain = PlainBoard(zone: Hall.zone)
        #expect(
            plain.line(announcement(Hall.call("A012", "2", secondsAgo: 0)))
                == "2026-11-20T10:42:00 call A012 counter 2 service cash")
        #expect(
            plain.line(announcement(Hall.call("A012", "2", secondsAgo: 0, calls: 3)))
                == "2026-11-20T10:42:00 call A012 counter 2 service cash calls 3")
    }

    @Test func whateverIsInANumberTheLineStaysOneLine() {
        let plain = PlainBoard(zone: Hall.zone)
        let line = plain.line(announcement(Hall.call("A\n01\u{1b}[2J 2", " ")))
        #expect(line.contains("call A01[2J2 counter - service cash"))
    }

    @Test func goingAndComingAreSaidOnceEach() {
        var plain = PlainBoard(zone: Hall.zone)
        let gap = Gap(since: Hall.now, until: Hall.at(60))
        #expect(plain.line(.starting, now: Hall.now) == nil)
        #expect(plain.line(.live(after: nil), now: Hall.now) == "2026-11-20T10:42:00 live")
        #expect(plain.line(.live(after: nil), now: Hall.at(1)) == nil)
        #expect(
            plain.line(.stale(since: Hall.now), now: Hall.at(4))
                == "2026-11-20T10:42:04 stale, not live since 2026-11-20T10:42:00")
        #expect(plain.line(.stale(since: Hall.now), now: Hall.at(5)) == nil)
        #expect(
            plain.line(.live(after: gap), now: Hall.at(60))
                == "2026-11-20T10:43:00 live again, not live since 2026-11-20T10:42:00")
        #expect(plain.line(.live(after: gap), now: Hall.at(61)) == nil)
        #expect(plain.line(.live(after: nil), now: Hall.at(99)) == nil)
    }

    @Test func aBoardThatWasStoppedSaysSoEvenWhereItNeverDrewTheSilence() {
        var plain = PlainBoard(zone: Hall.zone)
        _ = plain.line(.live(after: nil), now: Hall.now)
        let gap = Gap(since: Hall.now, until: Hall.at(60))
        #expect(plain.line(.live(after: gap), now: Hall.at(60))?.contains("live again") == true)
    }
}
