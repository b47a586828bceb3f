import BranchDomain
import Messages
import Testing

@testable import ATM

@Suite struct LostAnswerTests {
    private func deposit(_ visit: Visit, _ text: String = "10") {
        visit.logIn()
        visit.press(1)
        visit.enter(text)
    }

    @Test func anIDIsOnDiskBeforeItIsSentAndGoneAfterItsVerdict() throws {
        let visit = Visit()
        deposit(visit)
        let id = try #require(visit.bank.asks(of: .ledgerDeposit).first).id
        let deeds = visit.deeds.suffix(3)
        #expect(
            Array(deeds) == [.stored([id.description]), .sent(.ledgerDeposit, id), .stored([])])
    }

    @Test func everyOperationIsStoredBeforeItIsSent() {
        let visit = Visit()
        visit.press(2)
        visit.enter("Eva")
        visit.send(.key(.confirm))
        visit.enter("60")
        visit.press(8, 8)
        visit.enter("7306")
        visit.press(1)
        visit.enter("5")
        visit.press(4, 2, 1, 4, 3)
        visit.enter("17")
        visit.enter("1")
        visit.press(8, 4, 7)
        for pin in ["7306", "2468", "2468"] { visit.enter(pin) }
        var onDisk: [String] = []
        var checked: [Method] = []
        for deed in visit.deeds {
            switch deed {
            case .stored(let ids): onDisk = ids
            case .gave: continue
            case .sent(let method, let id):
                if method.isRead || method == .authLogout { continue }
                #expect(onDisk.contains(id.description), "\(method) was sent before it was stored")
                checked.append(method)
            }
        }
        #expect(
            checked == [
                .customerRegister, .ledgerDeposit, .ledgerHold, .ledgerCapture, .ledgerTransfer,
                .authChangeSecret,
            ])
    }

    @Test func whatCannotBeStoredIsNotSent() {
        let visit = Visit()
        visit.logIn()
        visit.isDiskFull = true
        visit.press(1)
        visit.enter("10")
        #expect(visit.bank.asks(of: .ledgerDeposit).isEmpty)
        #expect(visit.screen.tone == .bad)
        visit.isDiskFull = false
        visit.press(8, 1)
        visit.enter("10")
        #expect(visit.bank.moved == 1, "the machine goes on when it can write again")
    }

    @Test func aLostAnswerIsAskedForWithTheSameIDAndSaysSo() {
        let bank = FakeBank()
        bank.lostAnswers = [.ledgerDeposit: 2]
        let visit = Visit(bank: bank)
        deposit(visit)
        let asks = bank.asks(of: .ledgerDeposit)
        #expect(asks.count == 3 && Set(asks.map(\.id)).count == 1)
        #expect(Set(asks.map(\.body)).count == 1, "another body would be another request")
        #expect(bank.moved == 1 && bank.customers[4]?.accounts[17] == 101_000)
        #expect(visit.shown.contains { $0.contains("It is being asked again (2)") })
        #expect(visit.screen.tone == .good)
    }

    @Test func aBusyBankIsAskedAgainAfterAMoment() {
        let bank = FakeBank()
        bank.refusals = [.ledgerDeposit: [.busy, .unavailable]]
        let visit = Visit(bank: bank)
        deposit(visit)
        #expect(bank.asks(of: .ledgerDeposit).count == 1)
        #expect(visit.shown.last?.contains("The bank is busy") == true)
        visit.wait(seconds: 2)
        #expect(Set(bank.asks(of: .ledgerDeposit).map(\.id)).count == 1)
        #expect(bank.moved == 1 && visit.screen.tone == .good)
    }

    @Test func keysDuringARequestDoNothing() {
        let bank = FakeBank()
        bank.refusals = [.ledgerDeposit: [.busy]]
        let visit = Visit(bank: bank)
        deposit(visit)
        visit.press(1, 2, 3, 4, 5, 6, 7, 8)
        visit.enter("99")
        visit.send(.key(.cancel))
        visit.wait(seconds: 1)
        #expect(bank.moved == 1)
    }

    @Test func aSilentBankIsAskedOnceMoreOnlyWithTheSameID() {
        let bank = FakeBank()
        bank.lostAnswers = [.ledgerDeposit: 8]
        let visit = Visit(bank: bank)
        deposit(visit)
        #expect(visit.screen.title == "The bank does not answer")
        #expect(visit.stored.count == 1)
        visit.press(8)
        #expect(Set(bank.asks(of: .ledgerDeposit).map(\.id)).count == 1)
        #expect(bank.moved == 1 && visit.stored.isEmpty && visit.screen.tone == .good)
    }

    @Test(arguments: [RefusalCode.sessionExpired, .notPermitted, .idExpired])
    func tryingAgainForgetsNothingThatMayBeDone(code: RefusalCode) {
        let bank = FakeBank()
        bank.lostAnswers = [.ledgerDeposit: 8]
        let visit = Visit(bank: bank)
        deposit(visit)
        bank.refusals = [.ledgerDeposit: [code]]
        visit.press(8)
        #expect(visit.stored.count == 1, "it was done, and nobody knows yet")
        let next = Visit(bank: bank, pending: visit.stored)
        next.logIn()
        #expect(next.screen.lines.first == .text("Your earlier operation was done."))
        #expect(bank.moved == 1 && next.stored.isEmpty)
    }

    @Test func doingAnUnfinishedOperationForgetsNothingThatMayBeDone() {
        let bank = FakeBank()
        bank.lostRequests = [.ledgerDeposit: 8]
        let visit = Visit(bank: bank, pending: leftOpen(bank))
        visit.logIn()
        bank.refusals = [.ledgerDeposit: [.sessionExpired]]
        visit.press(8)
        #expect(visit.stored.count == 1)
    }

    @Test func aClockThatWasSetMeanwhileIsLearntAndTheMoneyMovedOnce() {
        let bank = FakeBank()
        let visit = Visit(bank: bank)
        visit.logIn()
        bank.clock += 600_000
        bank.refusals = [.ledgerDeposit: [.idFromFuture]]
        visit.press(1)
        visit.enter("10")
        let asks = bank.asks(of: .ledgerDeposit)
        #expect(asks.count == 2 && asks[0].id != asks[1].id && asks[0].body == asks[1].body)
        #expect(asks[1].id.time.milliseconds == bank.clock)
        #expect(bank.moved == 1 && visit.stored.isEmpty && visit.screen.tone == .good)
    }

    @Test func aBankThatLikesNoTimeIsNotAskedForEver() {
        let bank = FakeBank()
        bank.refusals = [.ledgerDeposit: [.idExpired, .idExpired]]
        let visit = Visit(bank: bank)
        deposit(visit)
        #expect(bank.asks(of: .ledgerDeposit).count == 2)
        #expect(bank.moved == 0 && visit.screen.tone == .bad && visit.stored.isEmpty)
    }

    /// Leaves with one deposit unanswered; the file is what a restarted machine finds.
    private func leftOpen(_ bank: FakeBank) -> [PendingOperation] {
        let visit = Visit(bank: bank)
        deposit(visit, "77")
        visit.press(4)
        #expect(visit.stored.count == 1 && visit.session.visit == nil)
        return visit.stored
    }

    @Test func afterARestartAnAppliedOperationIsShownAtTheNextLogIn() {
        let bank = FakeBank()
        bank.lostAnswers = [.ledgerDeposit: 8]
        let visit = Visit(bank: bank, pending: leftOpen(bank))
        #expect(visit.session.step == .welcome, "nobody else sees it")
        visit.logIn()
        #expect(visit.screen.lines.first == .text("Your earlier operation was done."))
        #expect(visit.screen.lines.contains(.large("77.00 USD")))
        #expect(visit.stored.isEmpty && bank.moved == 1)
        visit.press(4)
        #expect(visit.session.step == .menu)
    }

    @Test func anOperationThatNeverArrivedIsDoneOnlyWhenTheCustomerSaysSo() {
        let bank = FakeBank()
        bank.lostRequests = [.ledgerDeposit: 8]
        let pending = leftOpen(bank)
        let visit = Visit(bank: bank, pending: pending)
        visit.logIn()
        #expect(visit.screen.title == "Unfinished operation")
        #expect(visit.shown.last?.contains("Deposit 77.00 USD") == true)
        #expect(bank.moved == 0)
        visit.press(8)
        #expect(bank.moved == 1 && visit.stored.isEmpty)
        #expect(Set(bank.asks(of: .ledgerDeposit).map(\.id.description)) == [pending[0].id])
    }

    @Test func anOperationThatNeverArrivedCanBeForgotten() {
        let bank = FakeBank()
        bank.lostRequests = [.ledgerDeposit: 8]
        let visit = Visit(bank: bank, pending: leftOpen(bank))
        visit.logIn()
        visit.press(4)
        #expect(visit.session.step == .menu && visit.stored.isEmpty && bank.moved == 0)
    }

    @Test func anOperationThatWasRefusedMeanwhileIsSaidToBe() {
        let bank = FakeBank()
        let first = Visit(bank: bank)
        first.logIn()
        bank.lostAnswers = [.ledgerTransfer: 8]
        first.press(3)
        first.enter("18")
        first.enter("99999")
        first.press(8, 4)
        let visit = Visit(bank: bank, pending: first.stored)
        visit.logIn()
        #expect(
            visit.screen.lines == [
                .text(
                    "Your earlier operation was not done. There is not enough money in the account."
                )
            ])
    }

    @Test func anotherCustomersOperationIsNobodysBusiness() {
        let bank = FakeBank()
        bank.customers[9] = .init(user: "bea", pin: "1111", accounts: [22: 0])
        bank.lostRequests = [.ledgerDeposit: 8]
        let visit = Visit(bank: bank, pending: leftOpen(bank))
        visit.logIn(user: "bea", pin: "1111")
        #expect(visit.session.step == .menu && visit.stored.count == 1)
        #expect(bank.asks(of: .ledgerOutcome).isEmpty)
    }

    @Test func anInterruptedRegistrationShowsItsPINToNobody() {
        let bank = FakeBank()
        bank.lostAnswers = [.customerRegister: 8]
        let first = Visit(bank: bank)
        first.press(2)
        first.enter("Eva")
        first.send(.key(.confirm))
        first.enter("60")
        first.press(8, 4)
        let visit = Visit(bank: bank, pending: first.stored)
        #expect(visit.screen.lines.contains { "\($0)".contains("ask for your PIN at the desk") })
        #expect(!visit.shown.joined().contains("7306") && visit.stored.isEmpty)
        #expect(
            bank.asks(of: .customerRegister).map(\.id).dropFirst().allSatisfy {
                $0 == bank.asks(of: .customerRegister)[0].id
            })
    }

    @Test func aMachineWhoseSessionEndedLogsInAgainAndKeepsTheID() {
        let bank = FakeBank()
        bank.refusals = [.customerRegister: [.sessionExpired]]
        let visit = Visit(bank: bank)
        visit.wait(seconds: 30)
        visit.press(2)
        visit.enter("Eva")
        visit.send(.key(.confirm))
        visit.enter("60")
        visit.press(8)
        #expect(Set(bank.asks(of: .customerRegister).map(\.id)).count == 1)
        #expect(bank.asks(of: .customerRegister).count == 2)
        #expect(visit.screen.tone == .good)
    }

    @Test func anEndedSessionSendsTheCustomerToTheDoor() {
        let bank = FakeBank()
        let visit = Visit(bank: bank)
        visit.logIn()
        bank.refusals = [.accountGet: [.sessionExpired]]
        visit.press(4)
        #expect(visit.session.visit == nil && visit.screen.tone == .bad)
        visit.press(8)
        #expect(visit.session.step == .welcome)
    }

    @Test func aBankThatIsAwayMeansOutOfServiceUntilItIsBack() {
        let bank = FakeBank()
        bank.lostRequests = [.systemHello: 3]
        let visit = Visit(bank: bank)
        #expect(visit.screen.title == "Out of service")
        visit.wait(seconds: 20)
        #expect(visit.session.step == .welcome)
    }
}
