import BranchDomain
import Foundation
import Messages
import Terminal

@testable import ATM

/// Somebody in front of a machine that is connected to a ``FakeBank``; keeps all that was shown,
/// stored and sent, in order.
final class Visit {
    enum Deed: Equatable {
        case stored([String])
        case sent(Method, RequestID)
        case gave(Int64)
    }

    static let start = Timestamp(milliseconds: 1_795_171_320_000)
    static let zone = TimeZone(identifier: "UTC") ?? .current
    static let device = DeviceCredentials(name: "atm:1", secret: Secret("device-secret"))

    let bank: FakeBank
    private(set) var teller: ATMTeller
    private(set) var shown: [String] = []
    var deeds: [Deed] { log.deeds }
    var isDiskFull: Bool {
        get { log.isDiskFull }
        set { log.isDiskFull = newValue }
    }
    /// The dispenser gives nothing.
    var isJammed: Bool {
        get { log.isJammed }
        set { log.isJammed = newValue }
    }
    var given: [Int64] { deeds.compactMap { if case .gave(let sum) = $0 { sum } else { nil } } }
    var now: Timestamp { log.now }
    var session: ATMSession { teller.session }
    var screen: Screen { session.screen(at: now, zone: Visit.zone) }
    var stored: [PendingOperation] { log.stored }
    var sounds: [Sound] { log.sounds }

    /// What the teller's closures and the visit both write to.
    private final class Log {
        var deeds: [Deed] = []
        var stored: [PendingOperation] = []
        var everStored: [[PendingOperation]] = []
        var sounds: [Sound] = []
        var isDiskFull = false
        var isJammed = false
        var now = Visit.start
    }

    private struct DiskFull: Error {}
    private let log: Log

    init(
        bank: FakeBank = FakeBank(), language: Language = .english,
        pending: [PendingOperation] = [], after pause: Duration = .zero
    ) {
        let log = Log()
        log.stored = pending
        log.now = Visit.start.adding(pause)
        self.log = log
        self.bank = bank
        teller = ATMTeller(
            session: ATMSession(
                device: Visit.device, language: language, pending: pending, now: log.now),
            ask: { ask in
                log.deeds.append(.sent(ask.method, ask.id))
                return bank.answer(ask)
            },
            store: { operations in
                if log.isDiskFull { throw DiskFull() }
                log.stored = operations
                log.everStored.append(operations)
                log.deeds.append(.stored(operations.map(\.id)))
            },
            dispense: { withdrawal in
                guard !log.isJammed else { return false }
                log.deeds.append(.gave(withdrawal.amount.minorUnits))
                return true
            },
            sound: { log.sounds.append($0) },
            context: {
                ATMSession.Context(
                    now: log.now,
                    makeID: { moment in
                        bank.ids += 1
                        return RequestID(at: moment, random: (bank.ids, bank.ids << 8))
                    })
            })
        send(.started)
    }

    func send(_ event: Event) {
        var shown = shown
        teller.handle(event) { session in
            shown.append(Visit.text(session, self.now))
        }
        self.shown = shown + [Visit.text(session, now)]
    }

    func press(_ keys: Int...) {
        for key in keys { send(.key(.option(key))) }
    }

    /// Types a text and confirms it.
    func enter(_ text: String) {
        for character in text { send(.key(.character(character))) }
        send(.key(.confirm))
    }

    /// Time passes at once, as for a machine that was busy.
    func stall(seconds: Int) { log.now = log.now.adding(.seconds(seconds)) }

    /// What was on disk right before the first deed of a kind.
    func storedBefore(_ isTheOne: (Deed) -> Bool) -> [PendingOperation] {
        var times = 0
        for deed in deeds {
            if isTheOne(deed) { break }
            if case .stored = deed { times += 1 }
        }
        return times == 0 ? [] : log.everStored[times - 1]
    }

    func wait(seconds: Int) {
        for _ in 0..<seconds {
            log.now = log.now.adding(.seconds(1))
            send(.tick)
        }
    }

    /// At the menu of Ana's account 17.
    func logIn(user: String = "ana", pin: String = "4831") {
        press(1)
        enter(user)
        enter(pin)
    }

    /// The screen as both programs would show it.
    private static func text(_ session: ATMSession, _ now: Timestamp) -> String {
        let screen = session.screen(at: now, zone: zone)
        let renderer = ScreenRenderer(menuHint: "", fieldHint: "")
        let heading = ScreenRenderer.Heading(bank: "", device: "", clock: "")
        let drawn = renderer.canvas(screen, heading, width: 80, height: 24).lines
        return PlainScreen.text(screen) + drawn.joined(separator: "\n")
    }
}
