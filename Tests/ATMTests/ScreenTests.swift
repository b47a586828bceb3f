import BranchDomain
import Messages
import Terminal
import Testing

@testable import ATM

@Suite struct ScreenTests {
    private static let account = Account(
        account: 17, number: 17, customer: 4, name: "Ana", currency: "USD", balance: 5,
        available: 5, status: "frozen")
    private static let receipt = Receipt(
        sequence: 1, id: "", at: 0, kind: "transfer", account: 17, to: 18, amount: 100,
        currency: "USD", balance: Amount.largest, available: -5, chain: "9f2c41d07be3a865")
    private static let customer = Customer(
        customer: 4, user: "ana", name: String(repeating: "数Ñ", count: 60), phone: "+34",
        smsConsent: true, accounts: Array(1...60))

    /// Every step there is, with a logged-in customer where it has one.
    private static func steps() throws -> [Step] {
        let amount = try Amount(5_000)
        let form = Step.Form(name: "Ana\u{1b}[2J", user: "ana", opening: amount)
        let line = AccountLine(
            sequence: 1, id: "", at: 0, kind: "strange", amount: -Amount.largest,
            balance: Amount.largest, counterparty: .name("vault"),
            memo: String(repeating: "memo ", count: 30))
        let id = RequestID(at: Visit.start, random: (1, 2))
        let ask = Ask(
            LedgerDeposit.self, .init(account: 17, amount: 5), id: id, session: "customer:4")
        let waiting = Waiting(ask: ask, purpose: .money, attempt: 3)
        let giving = Waiting(
            ask: ask,
            purpose: .capture(
                Withdrawal(
                    amount: amount, hold: "", until: Visit.start, notes: ["5000": 1, "2000": 3])))
        let pending = PendingOperation(ask, customer: 4, now: Visit.start)
        let page = AccountHistory.Reply(entries: Array(repeating: line, count: 9), next: 3)
        return [
            .outOfService(.phrase(.deviceRefused), retryAt: Visit.start), .welcome,
            .goodbye(since: Visit.start), .registerName, .registerUser(name: "Ana"),
            .registerOpening(name: "Ana", user: "ana"), .registerConfirm(form),
            .registered(form, account: 17, pin: Secret("7306")), .logInUser,
            .logInPIN(user: "ana"), .locked, .chooseAccount([account, account]), .menu,
            .amount(.deposit), .amount(.withdrawal), .cash, .transferTo,
            .transferAmount(to: 18), .transferConfirm(to: 18, amount),
            .receipt(receipt, isEarlier: true), .balance(account),
            .movements(page, pages: [9]), .movements(.init(entries: []), pages: []),
            .information(customer), .oldPIN, .newPIN(old: Secret("1")),
            .newPINAgain(old: Secret("1"), new: Secret("2468")), .waiting(waiting),
            .dispensing(giving), .waiting(giving), .unanswered(giving), .unanswered(waiting),
            .unfinished(pending),
            .notice(.refusal(.insufficientFunds), .bad, next: .menu),
            .notice(.earlierRefused(nil), .good, next: .welcome),
        ]
    }

    private static let keys: [ATMKey] =
        (0...9).map(ATMKey.option) + "0189azñ €\u{1b}\u{7}".map(ATMKey.character)
        + [.confirm, .erase, .clear, .cancel]

    private let visitors: [Language: ATMSession] = {
        Dictionary(
            uniqueKeysWithValues: Language.allCases.map { language in
                let visit = Visit(language: language)
                visit.logIn()
                return (language, visit.session)
            })
    }()

    private func session(at step: Step, _ language: Language = .spanish) -> ATMSession {
        guard var session = visitors[language] else { preconditionFailure("all are there") }
        session.step = step
        return session
    }

    private var context: ATMSession.Context {
        .init(now: Visit.start, makeID: { RequestID(at: $0, random: (7, 7)) })
    }

    @Test func everyKeyOnEveryScreenIsTakenOrIgnored() throws {
        for step in try ScreenTests.steps() {
            for key in ScreenTests.keys {
                var session = session(at: step)
                let labels = session.screenOptions
                let actions = session.handle(.key(key), context)
                let screen = session.screen(at: Visit.start, zone: Visit.zone)
                #expect(!screen.title.isEmpty)
                if case .option(let number) = key, labels[number] == nil {
                    #expect(session.step == step && actions.isEmpty, "\(key) on \(step)")
                }
                if case .waiting = step { #expect(session.step == step && actions.isEmpty) }
                for case .send(let ask) in actions where !ask.method.isRead {
                    let isLogOut = ask.method == .authLogout
                    let isKnown = session.pending.contains { $0.id == ask.id.description }
                    let isAgain = step == .unanswered(unansweredWaiting(step))
                    #expect(isLogOut || isKnown || isAgain, "\(key) on \(step)")
                }
            }
        }
    }

    private func unansweredWaiting(_ step: Step) -> Waiting {
        guard case .unanswered(let waiting) = step else {
            let id = RequestID(at: Visit.start, random: (0, 0))
            return Waiting(
                ask: Ask(SystemHello.self, Nothing(), id: id, session: ""), purpose: .hello)
        }
        return waiting
    }

    @Test func everyScreenLeadsOutByTheCancelKey() throws {
        for step in try ScreenTests.steps() {
            if case .waiting = step { continue }
            if case .dispensing = step { continue }
            if case .unfinished = step { continue }
            var session = session(at: step)
            _ = session.handle(.key(.cancel), context)
            #expect(session.step != step, "\(step)")
        }
    }

    @Test(arguments: Language.allCases)
    func noScreenEverOverflows(language: Language) throws {
        let renderer = ScreenRenderer(
            menuHint: language.text(.keyHint), fieldHint: language.text(.fieldHint))
        let heading = ScreenRenderer.Heading(
            bank: "BRANCHLINE · 支店", device: "atm:1", clock: "10:42:07")
        let sizes = [(80, 24), (120, 40), (200, 60), (64, 20), (63, 19), (40, 12), (20, 6), (3, 2)]
        for step in try ScreenTests.steps() {
            var session = session(at: step, language)
            session.entry = String(repeating: "数x", count: 60)
            session.problem = .phrase(.badUser)
            for (width, height) in sizes {
                let canvas = renderer.canvas(
                    session.screen(at: Visit.start.adding(.seconds(50)), zone: Visit.zone),
                    heading, width: width, height: height)
                #expect(canvas.lines.count == height)
                for line in canvas.lines {
                    #expect(DisplayWidth.of(line) <= width)
                    #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 })
                }
            }
        }
    }

    @Test func everyOptionIsOnTheScreenAtTheUsualSize() throws {
        let renderer = ScreenRenderer(menuHint: "", fieldHint: "")
        let heading = ScreenRenderer.Heading(bank: "", device: "", clock: "")
        for language in Language.allCases {
            for step in try ScreenTests.steps() {
                let screen = session(at: step, language)
                    .screen(at: Visit.start, zone: Visit.zone)
                let text = renderer.canvas(screen, heading, width: 80, height: 24).lines.joined()
                for label in screen.options.values { #expect(text.contains(label), "\(label)") }
                for case .pair(let name, _) in screen.lines { #expect(text.contains(name)) }
                if let field = screen.field { #expect(text.contains(field.label)) }
            }
        }
    }

    @Test func theMenuLooksLikeAMachine() {
        let screen = session(at: .menu).screen(at: Visit.start, zone: Visit.zone)
        let renderer = ScreenRenderer(menuHint: "Pulse 1–8", fieldHint: "")
        let heading = ScreenRenderer.Heading(
            bank: "BRANCHLINE · main", device: "atm:1", clock: "10:42:07")
        let expected = """
                  ╔══════════════════════════════════════════════════════════════════╗
                  ║ BRANCHLINE · main · atm:1                               10:42:07 ║
                  ║                                                                  ║
                  ║                            Hola, Ana                             ║
                  ║                                                                  ║
                  ║                         Cuenta 17 · USD                          ║
                  ║                                                                  ║
                  ║                                                                  ║
                  ║                                                                  ║
                  ║                                                                  ║
            ┌───┐ ║                                                                  ║ ┌───┐
            │ 1 ├─╟─ Ingresar                                           Movimientos ─╢─┤ 5 │
            └───┘ ║                                                                  ║ └───┘
            ┌───┐ ║                                                                  ║ ┌───┐
            │ 2 ├─╟─ Retirar                                              Mis datos ─╢─┤ 6 │
            └───┘ ║                                                                  ║ └───┘
            ┌───┐ ║                                                                  ║ ┌───┐
            │ 3 ├─╟─ Transferir                                         Cambiar PIN ─╢─┤ 7 │
            └───┘ ║                                                                  ║ └───┘
            ┌───┐ ║                                                                  ║ ┌───┐
            │ 4 ├─╟─ Saldo                                                    Salir ─╢─┤ 8 │
            └───┘ ║                                                                  ║ └───┘
                  ╚══════════════════════════════════════════════════════════════════╝
                                               Pulse 1–8
            """
        #expect(
            renderer.canvas(screen, heading, width: 80, height: 24).lines
                .joined(separator: "\n") == expected)
    }
}
