import BranchDomain
import Messages
import Testing

@testable import ATM

/// Held, given, confirmed; or held and let go of.
@Suite struct WithdrawalTests {
    private let bank = FakeBank()

    /// Ana at her account 17 with 1,000.00.
    private func visit(pending: [PendingOperation] = []) -> Visit {
        let visit = Visit(bank: bank, pending: pending)
        visit.logIn()
        return visit
    }

    /// Asks for 60.00.
    private func withdraw(_ visit: Visit) {
        visit.press(2, 4)
        visit.enter("60")
    }

    private var balance: Int64? { bank.customers[4]?.accounts[17] }

    private func methods(_ visit: Visit) -> [Messages.Method] {
        visit.deeds.compactMap { deed in
            if case .sent(let method, _) = deed, ATMSession.settles(method) { method } else { nil }
        }
    }

    @Test func moneyIsHeldGivenAndConfirmedInThisOrderEachStoredBefore() throws {
        let visit = visit()
        let before = visit.deeds.count
        withdraw(visit)
        let hold = try #require(bank.asks(of: .ledgerHold).first).id
        let capture = try #require(bank.asks(of: .ledgerCapture).first).id
        #expect(
            Array(visit.deeds.dropFirst(before)) == [
                .stored([hold.description]), .sent(.ledgerHold, hold),
                .stored([capture.description]), .gave(6_000), .sent(.ledgerCapture, capture),
                .stored([]),
            ])
        #expect(balance == 94_000 && visit.screen.tone == .good)
        #expect(visit.screen.lines.contains(.large("60.00 USD")))
    }

    @Test func theBankHoldsForTwoMinutesByItsOwnClock() throws {
        bank.clock += 90_000
        let visit = visit()
        withdraw(visit)
        let ask = try #require(bank.asks(of: .ledgerHold).first)
        let request = try JSON.decode(LedgerHold.Request.self, from: ask.body)
        #expect(request.until == bank.clock + 120_000 && visit.given == [6_000])
    }

    @Test func theNotesThatTheBankNamesAreShownWhileTheyComeOutAndOnTheReceipt() {
        bank.notes = ["5000": 1, "1000": 1]
        let visit = visit()
        withdraw(visit)
        let notes = "1 × 50.00 USD, 1 × 10.00 USD"
        #expect(visit.screen.lines.contains(.pair("Notes", notes)))
        #expect(visit.shown.contains { $0.contains("Take your cash") && $0.contains(notes) })
    }

    @Test func whatIsRefusedGivesNothingAndLeavesNothingOpen() {
        let visit = visit()
        visit.press(2, 4)
        visit.enter("99999")
        #expect(visit.given == [] && visit.stored.isEmpty && balance == 100_000)
        #expect(methods(visit) == [.ledgerHold] && visit.screen.tone == .bad)
    }

    // MARK: No answer

    @Test(arguments: [true, false])
    func aHoldWithoutAnAnswerIsLetGoOfByItsID(arrived: Bool) throws {
        if arrived {
            bank.lostAnswers = [.ledgerHold: 4]
        } else {
            bank.lostRequests = [.ledgerHold: 4]
        }
        let visit = visit()
        withdraw(visit)
        let hold = bank.asks(of: .ledgerHold)
        #expect(hold.count == 4 && Set(hold.map(\.id)).count == 1)
        let release = try #require(bank.asks(of: .ledgerRelease).first)
        let body = try JSON.decode(LedgerRelease.Request.self, from: release.body)
        #expect(body.hold == .id(hold[0].id.description))
        #expect(visit.given == [] && visit.stored.isEmpty && bank.held.isEmpty)
        #expect(balance == 100_000 && visit.screen.tone == .bad)
        visit.press(8)
        #expect(visit.session.step == .menu)
        // The hold was on its way all the time.
        guard !arrived, case .refused(let refusal) = bank.answer(hold[0]) else { return }
        #expect(refusal.code == .holdSettled)
    }

    @Test func oneLostAnswerToAHoldCostsNothing() {
        bank.lostAnswers = [.ledgerHold: 2]
        let visit = visit()
        withdraw(visit)
        #expect(visit.given == [6_000] && balance == 94_000)
        #expect(methods(visit) == [.ledgerHold, .ledgerHold, .ledgerHold, .ledgerCapture])
    }

    @Test func aHoldThatIsNearlyOverIsLetGoOf() {
        bank.refusals = [.ledgerHold: [.busy]]
        let visit = visit()
        withdraw(visit)
        visit.stall(seconds: 110)
        bank.clock += 110_000
        visit.wait(seconds: 1)
        #expect(visit.given == [] && visit.stored.isEmpty && bank.held.isEmpty)
        #expect(methods(visit).last == .ledgerRelease && balance == 100_000)
    }

    @Test func aRefusalThatSaysNothingOfAnEarlierTryLetsGo() {
        bank.lostAnswers = [.ledgerHold: 1]
        bank.refusalsAfterLoss = [.ledgerHold: .notPermitted]
        let visit = visit()
        withdraw(visit)
        #expect(visit.given == [] && bank.held.isEmpty && visit.stored.isEmpty)
        #expect(balance == 100_000)
    }

    @Test func aLostAnswerToACaptureIsAskedForAgainAndNotesComeOnce() {
        bank.lostAnswers = [.ledgerCapture: 3]
        let visit = visit()
        withdraw(visit)
        #expect(Set(bank.asks(of: .ledgerCapture).map(\.id)).count == 1)
        #expect(visit.given == [6_000] && balance == 94_000 && visit.stored.isEmpty)
        #expect(visit.screen.tone == .good)
    }

    @Test(arguments: [true, false])
    func aCaptureWithoutAnAnswerIsSettledByTheMachineWhenTheCustomerHasLeft(arrived: Bool) {
        if arrived {
            bank.lostAnswers = [.ledgerCapture: 8]
        } else {
            bank.lostRequests = [.ledgerCapture: 8]
        }
        let visit = visit()
        withdraw(visit)
        #expect(visit.given == [6_000] && visit.screen.title == "The bank does not answer")
        #expect(visit.stored.count == 1)
        visit.press(4)
        visit.wait(seconds: 10)
        #expect(visit.session.step == .welcome && visit.stored.isEmpty)
        #expect(balance == 94_000 && bank.moved == 1 && visit.given == [6_000])
    }

    @Test func aMachineWhoseSessionEndedConfirmsInANewOne() {
        let visit = visit()
        visit.wait(seconds: 20)
        bank.refusals = [.ledgerCapture: [.sessionExpired]]
        withdraw(visit)
        #expect(Set(bank.asks(of: .ledgerCapture).map(\.id)).count == 1)
        #expect(balance == 94_000 && visit.stored.isEmpty && visit.screen.tone == .good)
    }

    // MARK: The machine cannot

    @Test func aJamLetsGoOfTheMoney() {
        let visit = visit()
        visit.isJammed = true
        withdraw(visit)
        #expect(methods(visit) == [.ledgerHold, .ledgerRelease])
        #expect(balance == 100_000 && bank.held.isEmpty && visit.stored.isEmpty)
        #expect(visit.screen.tone == .bad)
        visit.isJammed = false
        visit.press(8)
        withdraw(visit)
        #expect(balance == 94_000 && visit.given == [6_000])
    }

    @Test func whatCannotBeStoredIsNotGiven() {
        let visit = visit()
        bank.whenAsked = { if $0 == .ledgerHold { visit.isDiskFull = true } }
        withdraw(visit)
        #expect(visit.given == [] && bank.held.isEmpty && balance == 100_000)
        #expect(methods(visit) == [.ledgerHold, .ledgerRelease])
        #expect(visit.stored.map(\.method) == ["ledger.hold"], "a restart lets go of it again")
    }

    // MARK: A restart

    /// What is on disk when the power goes at an action.
    private func stored(cutBefore isTheCut: (Visit.Deed) -> Bool) -> [PendingOperation] {
        let visit = visit()
        withdraw(visit)
        return visit.storedBefore(isTheCut)
    }

    @Test func aRestartBeforeAnythingWasGivenLetsGo() {
        bank.lostAnswers = [.ledgerHold: 4]
        bank.lostRequests = [.ledgerRelease: 100]
        let first = visit()
        withdraw(first)
        let pending = first.storedBefore {
            if case .sent(.ledgerHold, _) = $0 { true } else { false }
        }
        #expect(pending.map(\.method) == ["ledger.hold"] && bank.held.count == 1)
        bank.lostRequests = [:]
        let next = Visit(bank: bank, pending: pending)
        #expect(next.session.step == .welcome && next.stored.isEmpty)
        #expect(bank.held.isEmpty && balance == 100_000 && next.given == [])
    }

    @Test func aRestartAfterTheNotesBeganToComeConfirms() {
        bank.lostRequests = [.ledgerCapture: 8]
        let pending = stored { if case .gave = $0 { true } else { false } }
        #expect(pending.map(\.method) == ["ledger.capture"])
        let next = Visit(bank: bank, pending: pending)
        #expect(next.session.step == .welcome && next.stored.isEmpty)
        #expect(balance == 94_000 && bank.moved == 1 && next.given == [])
    }

    @Test func aRestartAfterAnUnheardCaptureMovesTheMoneyOnce() {
        bank.lostAnswers = [.ledgerCapture: 8]
        let pending = stored { if case .sent(.ledgerCapture, _) = $0 { true } else { false } }
        #expect(bank.moved == 1)
        let next = Visit(bank: bank, pending: pending)
        #expect(next.stored.isEmpty && bank.moved == 1 && balance == 94_000)
    }

    @Test func aRestartInAReversalReverses() {
        bank.lostAnswers = [.ledgerHold: 4]
        bank.lostRequests = [.ledgerRelease: 8]
        let first = visit()
        withdraw(first)
        #expect(first.stored.map(\.method) == ["ledger.release"] && bank.held.count == 1)
        let next = Visit(bank: bank, pending: first.stored)
        #expect(next.session.step == .welcome && next.stored.isEmpty && bank.held.isEmpty)
        #expect(balance == 100_000)
    }

    @Test func aBankThatIsAwayAtARestartIsAskedUntilItIsBack() {
        bank.lostRequests = [.ledgerCapture: 8]
        let pending = stored { if case .gave = $0 { true } else { false } }
        bank.lostRequests = [.ledgerCapture: 2]
        let next = Visit(bank: bank, pending: pending)
        #expect(next.screen.title == "Out of service" && next.stored.count == 1)
        next.wait(seconds: 20)
        #expect(next.session.step == .welcome && next.stored.isEmpty && balance == 94_000)
    }

    @Test func whatIsTooOldIsLeftToPeople() {
        bank.lostRequests = [.ledgerCapture: 8]
        let pending = stored { if case .gave = $0 { true } else { false } }
        let next = Visit(bank: bank, pending: pending, after: .seconds(24 * 3_600))
        #expect(next.session.step == .welcome && next.stored.isEmpty)
        #expect(bank.asks(of: .ledgerCapture).count == 8 && balance == 100_000)
    }

    @Test func aWithdrawalThatAnOlderMachineLeftIsStillAskedAbout() {
        let id = RequestID(at: Visit.start, random: (5, 5))
        let ask = Ask(
            LedgerWithdraw.self, .init(account: 17, amount: 500), id: id, session: "customer:4")
        _ = bank.answer(ask)
        let visit = visit(pending: [PendingOperation(ask, customer: 4, now: Visit.start)])
        #expect(visit.screen.lines.first == .text("Your earlier operation was done."))
        #expect(visit.stored.isEmpty && balance == 99_500)
    }
}
