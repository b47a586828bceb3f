import BranchDomain
import Messages
import Terminal
import Testing

@testable import ATM

@Suite struct SecrecyTests {
    /// A whole visit with every entry of a PIN there is.
    private func visit(_ language: Language) -> Visit {
        let visit = Visit(language: language)
        visit.press(1)
        visit.enter("ana")
        visit.enter("9753")
        visit.enter("4831")
        visit.press(4, 4, 7)
        visit.enter("4831")
        visit.enter("8642")
        visit.enter("8640")
        visit.enter("8642")
        visit.enter("8642")
        visit.press(8, 1)
        visit.enter("17")
        visit.enter("8642")
        return visit
    }

    @Test(arguments: Language.allCases)
    func noPINIsOnAnyScreen(language: Language) {
        let visit = visit(language)
        #expect(visit.session.step == .menu, "the visit went through")
        #expect(visit.bank.customers[4]?.pin == "8642")
        for text in visit.shown {
            for pin in ["9753", "4831", "8642", "8640"] { #expect(!text.contains(pin)) }
        }
    }

    @Test func theBanksPINIsOnOneScreenOnly() {
        let visit = Visit()
        visit.press(2)
        visit.enter("Eva")
        visit.send(.key(.confirm))
        visit.enter("60")
        visit.press(8, 8)
        visit.enter("7306")
        visit.press(6, 4, 5, 8, 8)
        #expect(visit.shown.filter { $0.contains("7306") }.count == 1)
    }

    @Test func noPINOrSessionIsInAnyDescriptionOrFile() {
        let visit = Visit()
        visit.press(1)
        visit.enter("ana")
        for character in "4831" { visit.send(.key(.character(character))) }
        var texts = ["\(visit.session)", String(reflecting: visit.session)]
        var dumped = ""
        dump(visit.session, to: &dumped)
        visit.send(.key(.confirm))
        visit.press(7)
        visit.enter("4831")
        visit.enter("8642")
        visit.enter("8642")
        for ask in visit.bank.asked {
            texts += ["\(ask)", String(reflecting: ask)]
            dump(ask, to: &dumped)
        }
        dump(Secret("4831"), to: &dumped)
        texts += visit.deeds.map { "\($0)" } + [dumped]
        for text in texts {
            #expect(!text.contains("4831") && !text.contains("8642"))
            #expect(!text.contains("customer:4") && !text.contains("device-secret"))
        }
    }

    @Test func aPINThatIsBeingChangedIsNotInTheFileOfPendingOperations() throws {
        let bank = FakeBank()
        bank.lostAnswers = [.authChangeSecret: 8]
        let visit = Visit(bank: bank)
        visit.logIn()
        visit.press(7)
        visit.enter("4831")
        visit.enter("8642")
        visit.enter("8642")
        let operation = try #require(visit.stored.first)
        #expect(operation.method == "auth.changeSecret" && operation.body == nil)
        visit.press(4)
        let after = Visit(bank: bank, pending: visit.stored)
        after.logIn(pin: "8642")
        #expect(after.screen.lines == [.text("Your earlier operation was done.")])
    }

    @Test func threeWrongPINsLock() {
        let visit = Visit()
        visit.press(1)
        visit.enter("ana")
        visit.enter("1111")
        #expect(visit.screen.problem == "That is not right. You have 2 attempts left.")
        #expect(visit.screen.field?.shown == "", "the wrong PIN is gone")
        visit.enter("2222")
        visit.enter("3333")
        #expect(visit.screen.title == "Access locked" && visit.session.step == .locked)
        visit.press(8)
        #expect(visit.session.step == .welcome)
    }

    @Test func aLockedCustomerIsToldSoAtOnce() {
        let bank = FakeBank()
        bank.refusals = [.authLogin: []]
        let visit = Visit(bank: bank, language: .spanish)
        bank.refusals = [.authLogin: [.locked]]
        visit.logIn()
        #expect(visit.screen.title == "Acceso bloqueado")
    }

    @Test func anIdleVisitorIsWarnedAndThenLoggedOut() {
        let visit = Visit()
        visit.logIn()
        visit.wait(seconds: 44)
        #expect(visit.screen.countdown == nil)
        visit.wait(seconds: 6)
        #expect(visit.screen.countdown == "The session ends in 10 s")
        visit.press(4)
        #expect(visit.screen.countdown == nil, "a key keeps the session")
        visit.wait(seconds: 60)
        #expect(visit.session.visit == nil)
        #expect(visit.bank.asked.last?.method == .authLogout)
        #expect(visit.screen.lines.first.map { "\($0)" }?.contains("nothing happened") == true)
        visit.wait(seconds: 60)
        #expect(visit.session.step == .welcome)
    }

    @Test func anUnattendedPINDisappears() {
        let visit = Visit()
        visit.press(2)
        visit.enter("Eva")
        visit.send(.key(.confirm))
        visit.enter("60")
        visit.press(8)
        #expect(visit.shown.last?.contains("7306") == true)
        visit.wait(seconds: 60)
        #expect(visit.shown.last?.contains("7306") == false)
    }

    @Test func anEntryLeftHalfTypedIsForgotten() {
        let visit = Visit()
        visit.press(1)
        visit.enter("ana")
        visit.send(.key(.character("4")))
        visit.wait(seconds: 60)
        visit.press(8, 1)
        #expect(visit.screen.field?.shown == "")
    }

    @Test func switchingOffEndsTheSession() {
        let visit = Visit()
        visit.logIn()
        visit.send(.interrupted)
        #expect(visit.teller.isOver && visit.bank.asked.last?.method == .authLogout)
    }
}
