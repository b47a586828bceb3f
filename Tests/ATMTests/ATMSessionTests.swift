import BranchDomain
import Messages
import Testing

@testable import ATM

@Suite struct ATMSessionTests {
    @Test func theMachineLogsInBeforeItWelcomesAnyone() {
        let visit = Visit()
        #expect(visit.session.step == .welcome)
        #expect(visit.bank.asked.map(\.method) == [.systemHello, .authLogin])
        #expect(visit.sounds.first == .start)
    }

    @Test func aCustomersLogInNamesTheMachine() throws {
        let visit = Visit()
        visit.logIn()
        #expect(visit.session.step == .menu)
        let ask = try #require(visit.bank.asks(of: .authLogin).last)
        let request = try JSON.decode(AuthLogin.Request.self, from: ask.body)
        #expect(request.at == "device")
        #expect(request.user == "ana")
    }

    @Test func anAccountNumberLogsInAsWell() {
        let visit = Visit()
        visit.logIn(user: "17")
        #expect(visit.session.step == .menu)
        #expect(visit.screen.title == "Hello, Ana")
    }

    @Test func registrationShowsThePINOnceAndLogsInWithIt() throws {
        let visit = Visit()
        visit.press(2)
        visit.enter("José Ñúñez")
        #expect(visit.screen.field?.shown == "jose.nunez", "a user name is proposed")
        visit.send(.key(.confirm))
        visit.enter("49.99")
        #expect(visit.screen.problem == "The first deposit is at least 50.00 USD.")
        visit.send(.key(.clear))
        visit.enter("50")
        visit.press(8)
        guard case .registered(_, let account, let pin) = visit.session.step else {
            Issue.record("no account: \(visit.screen.title)")
            return
        }
        #expect(pin.text == "7306" && visit.screen.lines.contains(.large("7306")))
        let ask = try #require(visit.bank.asks(of: .customerRegister).first)
        let request = try JSON.decode(CustomerRegister.Request.self, from: ask.body)
        #expect(request.opening == 5_000 && ask.session == "device")
        visit.press(8)
        visit.enter("7306")
        #expect(visit.session.step == .menu)
        #expect(visit.session.visit?.account?.number == account)
        #expect(visit.stored.isEmpty)
    }

    @Test func aTakenUserNameAsksForAnotherOne() {
        let visit = Visit()
        visit.press(2)
        visit.enter("Ana")
        visit.send(.key(.confirm))
        visit.enter("100")
        visit.press(8)
        #expect(visit.session.step == .registerUser(name: "Ana"))
        #expect(visit.screen.problem?.contains("taken") == true)
        #expect(visit.stored.isEmpty, "a refusal is a verdict too")
    }

    @Test func depositWithdrawTransferMoveExactlyWhatWasTyped() {
        let visit = Visit()
        visit.logIn()
        visit.press(1)
        visit.enter("125.50")
        #expect(visit.bank.customers[4]?.accounts[17] == 112_550)
        #expect(visit.screen.lines.contains(.pair("New balance", "1,125.50 USD")))
        visit.press(4, 2, 1)
        #expect(visit.bank.customers[4]?.accounts[17] == 110_550, "twenty from the offered sums")
        visit.press(4, 2, 4)
        visit.enter("0.50")
        #expect(visit.bank.customers[4]?.accounts[17] == 110_500)
        visit.press(4, 3)
        visit.enter("18")
        visit.enter("5")
        visit.press(8)
        #expect(visit.bank.customers[4]?.accounts[17] == 110_000)
        #expect(visit.bank.moved == 4 && visit.stored.isEmpty)
    }

    @Test(arguments: [
        "12.345", "1,5", "-5", "−5", "nan", "inf", "0", "0.00", "1e3", "1,234.00", "",
        " ", "٣", "90071992547409.92", "5.", ".50", "+5", "5 USD",
    ])
    func whatIsNoAmountIsRefusedBeforeItIsSent(text: String) {
        let visit = Visit()
        visit.logIn()
        visit.press(1)
        visit.enter(text)
        #expect(visit.session.step == .amount(.deposit))
        #expect(visit.screen.problem != nil)
        #expect(visit.bank.asks(of: .ledgerDeposit).isEmpty)
    }

    @Test func aTransferToOneselfIsRefusedAtTheMachine() {
        let visit = Visit()
        visit.logIn()
        visit.press(3)
        visit.enter("17")
        #expect(visit.screen.problem == "That is your own account. Choose another one.")
        visit.send(.key(.clear))
        visit.enter("17; drop")
        #expect(visit.screen.problem == "An account number has only digits.")
    }

    @Test func aRefusalIsSaidInTheLanguageOfTheScreen() {
        let visit = Visit(language: .spanish)
        visit.logIn()
        visit.press(2, 4)
        visit.enter("99999999")
        #expect(visit.screen.lines == [.text("No hay saldo suficiente.")])
        #expect(visit.stored.isEmpty)
        visit.press(8)
        #expect(visit.session.step == .menu)
    }

    @Test func movementsArePaged() {
        let visit = Visit()
        visit.logIn()
        visit.press(5)
        #expect(visit.screen.title == "Movements · Page 1" && visit.screen.lines.count == 10)
        #expect(visit.screen.options[3] == nil && visit.screen.options[7] == "Older")
        visit.press(7, 7)
        #expect(visit.screen.title == "Movements · Page 3" && visit.screen.options[7] == nil)
        #expect(visit.screen.lines.last == .movement("11/20 10:42", "Deposit", "+1.00", "1,000.00"))
        visit.press(3)
        #expect(visit.screen.title == "Movements · Page 2")
        visit.press(8)
        #expect(visit.session.step == .menu)
    }

    @Test func balanceAndInformationAreShown() {
        let visit = Visit()
        visit.logIn()
        visit.press(4)
        #expect(visit.screen.lines.first == .large("1,000.00 USD"))
        visit.press(4, 6)
        #expect(visit.screen.lines.contains(.pair("Phone", "+34600111222")))
    }

    @Test func severalAccountsAreOffered() {
        let bank = FakeBank()
        bank.customers[4]?.accounts[21] = 5
        let visit = Visit(bank: bank)
        visit.logIn()
        #expect(visit.screen.options == [1: "17 · USD", 2: "21 · USD", 8: "Exit"])
        visit.press(2)
        #expect(visit.session.visit?.account?.number == 21)
    }

    @Test func exitLogsOutAndForgetsTheSession() {
        let visit = Visit()
        visit.logIn()
        visit.press(8)
        #expect(visit.bank.asked.last?.method == .authLogout)
        #expect(visit.bank.asked.last?.session == "customer:4")
        #expect(visit.session.visit == nil)
        visit.wait(seconds: 5)
        #expect(visit.session.step == .welcome)
        visit.press(8)
        #expect(visit.teller.isOver)
    }

    @Test func theLanguageIsChosenAtTheDoor() {
        let visit = Visit(language: .spanish)
        #expect(visit.screen.title == "Bienvenido")
        visit.press(5)
        #expect(visit.screen.title == "Welcome")
    }

    @Test func staffCannotLogInAtAMachine() {
        let bank = FakeBank()
        bank.customers[4]?.role = "teller"
        let visit = Visit(bank: bank)
        visit.logIn()
        #expect(visit.session.visit == nil && visit.screen.tone == .bad)
    }

    @Test func aBranchWithoutMoneyIsOutOfService() {
        let bank = FakeBank()
        bank.features = ["queue"]
        let visit = Visit(bank: bank)
        #expect(visit.screen.lines == [.text("This branch does not offer money services.")])
    }

    @Test func withoutSelfRegistrationNobodyIsOfferedIt() {
        let bank = FakeBank()
        bank.features = ["queue", "money"]
        let visit = Visit(bank: bank)
        #expect(visit.screen.options[2] == nil)
        visit.press(2)
        #expect(visit.session.step == .welcome)
    }

    @Test func aDoubtfulClockIsCorrectedByTheBanks() throws {
        let bank = FakeBank()
        bank.clock += 86_400_000
        let visit = Visit(bank: bank)
        visit.logIn()
        visit.press(1)
        visit.enter("1")
        let id = try #require(bank.asks(of: .ledgerDeposit).first).id
        #expect(id.time.milliseconds == bank.clock)
    }
}
