import BranchDomain
import Messages
import Printing
import Testing

@testable import Kiosk

@Suite struct KioskSessionTests {
    @Test func oneKeyIsOneNumberWithItsPlaceAndWait() {
        var hall = KioskHall.open()
        hall.press(1)
        let screen = hall.session.screen(at: hall.now)
        #expect(screen.title == "Your number is" && screen.number == "A001")
        #expect(screen.lines.contains("Before you: 2"))
        #expect(screen.lines.contains("Wait: about 8 min, at most 15"))
        #expect(hall.actions.contains(.sound(.ticket)))
    }

    @Test func theRequestsIDIsMadeOnceHoweverOftenItIsSent() {
        var hall = KioskHall.open()
        hall.losesAnswers = 3
        hall.press(1)
        #expect(hall.number == nil && hall.title == "One moment, please")
        for _ in 0..<3 { hall.pass(.milliseconds(200)) }
        #expect(hall.number == "A001")
        #expect(hall.issues.count == 4)
        #expect(Set(hall.issues.map(\.id)).count == 1)
        #expect(hall.tickets.count == 1)
    }

    @Test func aSecondPressOfTheKeyIsNoSecondTicket() {
        var hall = KioskHall.open()
        hall.losesAnswers = 1
        hall.press(1, 1, 2)
        hall.pass(.milliseconds(200))
        #expect(hall.tickets.count == 1 && hall.number == "A001")
    }

    @Test func aNumberNobodyWaitsForAnyMoreIsGivenBackWhenTheBranchReturns() {
        var hall = KioskHall.open()
        hall.losesAnswers = .max
        hall.press(1)
        for _ in 0..<KioskSession.mostAttempts { hall.pass(.milliseconds(2_500)) }
        #expect(hall.title == "Out of service")
        #expect(hall.tickets.count == 1 && hall.cancelled.isEmpty)
        hall.losesAnswers = 0
        hall.pass(.seconds(2))
        #expect(hall.cancelled == ["handle-1"])
        #expect(hall.title == "What may we do for you?")
        #expect(hall.tickets.count == 1)
        hall.press(1)
        #expect(hall.number == "A002")
    }

    @Test func whileTheBranchIsAwayNothingCanBeChosenAndThenItOpensByItself() {
        var hall = KioskHall.open()
        hall.isAway = true
        hall.pass(.seconds(6))
        #expect(hall.title == "Out of service")
        hall.press(1)
        #expect(hall.issues.isEmpty)
        hall.isAway = false
        hall.pass(.seconds(2))
        #expect(hall.title == "What may we do for you?")
    }

    @Test func aNumberStaysReadableThoughTheBranchGoes() {
        var hall = KioskHall.open()
        hall.press(1)
        hall.isAway = true
        hall.pass(.seconds(6))
        #expect(hall.number == "A001")
        hall.pass(.seconds(10))
        hall.pass(.seconds(5))
        #expect(hall.title == "Out of service")
    }

    @Test func theFirstScreenAndLanguageReturnByThemselves() {
        var hall = KioskHall.open()
        hall.press(7, 1)
        #expect(hall.title == "Su turno es")
        hall.pass(.seconds(14))
        #expect(hall.number == "A001")
        #expect(hall.session.screen(at: hall.now).countdown == 2)
        hall.pass(.seconds(1))
        #expect(hall.title == "What may we do for you?")
        hall.press(0)
        #expect(hall.session.language == .kannada)
        hall.pass(.seconds(30))
        #expect(hall.session.language == .english)
    }

    @Test func moreThanFourServicesAreOnFurtherPages() {
        var hall = KioskHall.open()
        let tiles: () -> [String] = { hall.session.screen(at: hall.now).tiles.map(\.title) }
        #expect(tiles() == ["CASH", "ACCOUNTS", "LOANS", "ENQUIRIES"])
        hall.press(5)
        #expect(tiles() == ["CARDS"])
        hall.press(1)
        #expect(tiles() == ["GOLD"], "what stands under it")
        hall.press(5)
        #expect(tiles().count == 4, "and back")
    }

    @Test func aClosedServiceIsSaidToBeClosedAndAskedForNothing() {
        var hall = KioskHall.open()
        #expect(hall.session.screen(at: hall.now).tiles[2].remark == "closed just now")
        hall.press(3)
        #expect(hall.title == "This service is closed just now." && hall.issues.isEmpty)
        hall.pass(.seconds(6))
        #expect(hall.title == "What may we do for you?")
    }

    @Test(arguments: [
        (RefusalCode.queueFull, "No more tickets are given today."),
        (.serviceClosed, "This service is closed just now."),
        (.notPermitted, "That is not possible here. Please ask at a counter."),
    ])
    func aRefusalIsSaidOnceAndNotAskedAgain(code: RefusalCode, words: String) {
        var hall = KioskHall.open()
        hall.refusal = Refusal(code, "")
        hall.press(1)
        #expect(hall.title == words && hall.issues.count == 1)
        #expect(hall.actions.contains(.sound(.error)))
    }

    @Test func aBusyBranchIsAskedAgainUnderTheSameID() {
        var hall = KioskHall.open()
        hall.refusal = Refusal(.busy, "")
        hall.press(1)
        hall.refusal = nil
        hall.pass(.milliseconds(200))
        #expect(hall.number == "A001" && Set(hall.issues.map(\.id)).count == 1)
    }

    @Test func anEnrolledKioskLogsInAndAgainWhenItsSessionIsOver() {
        var hall = KioskHall.open(device: "kiosk:1")
        hall.press(1)
        #expect(hall.issues.map(\.session) == ["s1"])
        hall.handle(.key(.back))
        hall.sessions = 7
        hall.press(1)
        #expect(hall.number == "A002")
        #expect(hall.issues.map(\.session) == ["s1", "s1", "s8"])
        #expect(Set(hall.issues.dropFirst().map(\.id)).count == 1)
    }

    @Test func aKioskThatTheBranchDoesNotKnowSaysSoAndTriesAgain() {
        var hall = KioskHall(device: "kiosk:1", secret: "wrong")
        hall.handle(.started)
        #expect(hall.session.step == .outOfService(.notEnrolled))
        hall.secret = "wrong"
        hall.pass(.seconds(2))
        #expect(hall.title == "What may we do for you?")
    }

    @Test func idsCarryTheBranchsTimeWhereTheKiosksOwnIsWrong() {
        var hall = KioskHall()
        hall.clockAhead = .seconds(86_400)
        hall.handle(.started)
        hall.press(1)
        let moment = hall.now.adding(.seconds(86_400))
        let expected = RequestID(at: moment, random: (0, 0)).description.prefix(13)
        #expect(hall.issues[0].id.description.prefix(13) == expected)
        #expect(hall.session.branchTime(at: hall.now) == moment)
    }
}

@Suite struct KioskSlipTests {
    private func prints(_ hall: KioskHall) -> [Bool] {
        hall.actions.compactMap {
            if case .print(_, _, let isCopy) = $0 { isCopy } else { nil }
        }
    }

    @Test func aTicketIsPrintedOnceAndAgainWhenAskedFor() {
        var hall = KioskHall.open(hasPrinter: true)
        hall.press(1)
        #expect(prints(hall) == [false])
        hall.press(1)
        #expect(prints(hall) == [false], "it is being printed")
        hall.handle(.printed(.printed(isPaperLow: false)))
        hall.press(1)
        #expect(prints(hall) == [false, true])
        for _ in 0..<9 {
            hall.handle(.printed(.sent))
            hall.press(1)
        }
        #expect(prints(hall) == [false, true, true, true], "three times more, not the whole roll")
        #expect(hall.session.screen(at: hall.now).more == nil)
        #expect(hall.tickets.count == 1)
    }

    @Test(arguments: [PrintFailure.paperOut, .offline, .unreachable("nobody"), .brokenOff("x")])
    func aTicketIsValidWhateverThePrinterDoes(failure: PrintFailure) {
        var hall = KioskHall.open(hasPrinter: true)
        hall.press(1)
        hall.handle(.notPrinted(failure))
        let screen = hall.session.screen(at: hall.now)
        #expect(screen.number == "A001")
        #expect(screen.lines.contains { $0.hasPrefix("There is no paper ticket") })
        #expect(screen.remark == failure.description)
        hall.press(1)
        #expect(prints(hall) == [false, false], "not a copy: nothing came out")
        hall.handle(.key(.back))
        #expect(hall.session.screen(at: hall.now).remark == failure.description, "for the staff")
        hall.press(1)
        hall.handle(.printed(.sent))
        #expect(hall.session.screen(at: hall.now).remark == nil)
    }

    @Test func withoutAPrinterNothingIsPrinted() {
        var hall = KioskHall.open()
        hall.press(1)
        #expect(prints(hall).isEmpty)
        #expect(hall.session.screen(at: hall.now).more == nil)
    }

    @Test func aPrinterThatAnswersLateDisturbsNobody() {
        var hall = KioskHall.open(hasPrinter: true)
        hall.press(1)
        hall.pass(.seconds(20))
        hall.handle(.printed(.sent))
        #expect(hall.title == "What may we do for you?")
    }
}
