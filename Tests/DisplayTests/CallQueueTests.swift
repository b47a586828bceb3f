import BranchDomain
import Messages
import Testing

@testable import Display

@Suite struct CallQueueTests {
    private func call(_ number: String, _ counter: String = "2", calls: Int = 1, at second: Int = 0)
        -> Announcement
    {
        Announcement(
            call: Hall.call(number, counter, calls: calls), service: "cash", at: Hall.at(second))
    }

    @Test func callsOfABurstAreToldOneAfterAnother() {
        var queue = CallQueue(languages: [.english])
        for number in ["A001", "A002", "A003"] { queue.add(call(number)) }
        var told: [String] = []
        for second in 0..<20 {
            if queue.isSpeaking, second % 3 == 2 { queue.finished() }
            let now = Hall.at(second)
            guard let next = queue.next(now: now) else { continue }
            told.append(next.key.number)
            #expect(queue.isSpeaking && queue.next(now: now) == nil, "voices never overlap")
        }
        #expect(told == ["A001", "A002", "A003"])
    }

    @Test func eachCallIsToldInTheHallsLanguagesInTheirOrder() {
        var queue = CallQueue(languages: [.spanish, .english])
        queue.add(call("A012"))
        let spoken = queue.next(now: Hall.now)
        #expect(
            spoken?.sentences == [
                .init(language: .spanish, text: "Turno A, 12, ventanilla 2."),
                .init(language: .english, text: "Ticket A, 12, counter 2."),
            ])
    }

    @Test func aRecallIsToldAgain() {
        var queue = CallQueue(languages: [.english])
        queue.add(call("A012"))
        #expect(queue.next(now: Hall.now)?.key.calls == 1)
        queue.finished()
        queue.add(call("A012", calls: 2))
        #expect(queue.next(now: Hall.now)?.key.calls == 2)
    }

    @Test func aRecallOfACallThatStillWaitsIsToldOnceWithItsNewCounter() {
        var queue = CallQueue(languages: [.english])
        queue.add(call("A012"))
        queue.add(call("B001"))
        queue.add(call("A012", "7", calls: 2))
        #expect(queue.next(now: Hall.now)?.key.number == "B001")
        queue.finished()
        #expect(queue.next(now: Hall.now)?.key.counter == "7")
        queue.finished()
        #expect(queue.next(now: Hall.now) == nil)
    }

    @Test(arguments: [(44, true), (45, false)])
    func nothingOlderThanTheBoundIsTold(age: Int, isTold: Bool) {
        var queue = CallQueue(languages: [.english])
        queue.add(call("A012"))
        #expect((queue.next(now: Hall.at(age)) != nil) == isTold)
        #expect(queue.dropped == (isTold ? 0 : 1))
    }

    @Test func aFloodIsBoundedAndTheNewestAreKept() {
        var queue = CallQueue(languages: [.english])
        for number in 1...100 { queue.add(call("A\(number)")) }
        #expect(queue.dropped == 100 - CallQueue.most)
        #expect(queue.next(now: Hall.now)?.key.number == "A85")
    }

    @Test(arguments: [
        ("A012", "A, 12"), ("A000", "A, 0"), ("AB7", "A, B, 7"), ("12", "12"), ("desk 3", "desk 3"),
        ("A-001", "A, 1"), ("[[x]]<b>--f", "x b f"), ("", ""), ("B", "B"), ("Caja 2", "Caja 2"),
        ("999999999999999999999999", "0"),
    ])
    func numbersAreSpokenAsPeopleSayThem(number: String, words: String) {
        #expect(SpokenLanguage.spoken(number) == words)
    }

    @Test(arguments: SpokenLanguage.allCases)
    func everyLanguageNamesNumberAndCounter(language: SpokenLanguage) {
        let text = language.sentence(Hall.call("B004", "11"))
        #expect(text.contains("B, 4") && text.contains("11"))
    }

    @Test(
        arguments: [
            ("en,es", [SpokenLanguage.english, .spanish]), ("hi", [.hindi]), ("", nil), ("xx", nil),
            ("en,en", nil), ("es,en", [.spanish, .english]),
        ] as [(String, [SpokenLanguage]?)])
    func aListOfLanguagesKeepsItsOrder(text: String, languages: [SpokenLanguage]?) {
        #expect(SpokenLanguage.list(text) == languages)
    }

    @Test func theChimeIsASoundFileOfItsStatedLength() {
        let file = Chime.file
        #expect(Array(file[0..<4]) == Array("RIFF".utf8))
        #expect(file.count == 44 + 2 * Int(1.35 * Double(Chime.rate)))
        let samples = stride(from: 44, to: file.count, by: 2).map {
            Int16(bitPattern: UInt16(file[$0]) | UInt16(file[$0 + 1]) << 8)
        }
        #expect(samples.map { abs(Int($0)) }.max() ?? 0 > 8_000)
        #expect(abs(Int(samples.first ?? 1)) < 200, "no click")
    }
}
