import BranchDomain
import Bus
import Foundation
import Messages
import ServiceKit
import Synchronization
import Terminal

/// What the command line chose.
struct ATMOptions: Sendable {
    var endpoints: [Endpoint]
    var keys: CurveKeys?
    var device: DeviceCredentials
    var pendingFile: String
    var language: Language
    var zone: TimeZone
    var depth: ColourDepth
    var isQuiet: Bool
    /// The dispenser gives nothing, for trying what happens then.
    var isJammed: Bool
}

/// Ties the session to sockets, file, clock and terminal; all rules are elsewhere.
final class ATMShell: Sendable {
    /// One attempt at a time, so that the screen can say that the bank is asked again.
    private static let attempt: Duration = .milliseconds(2_500)

    private let options: ATMOptions
    private let isStopped = Atomic<Bool>(false)
    private let clock = SystemClock()

    init(_ options: ATMOptions) {
        self.options = options
    }

    /// Makes a running machine return; from any thread.
    func stop() {
        isStopped.store(true, ordering: .releasing)
    }

    /// The machine on the whole terminal.
    func runScreen() throws {
        let isQuiet = options.isQuiet
        var teller = try teller(
            sound: { if !isQuiet { TerminalShell.write(ANSIPainter.bell) } },
            answered: TerminalShell.dropInput)
        var keys = KeyDecoder()
        var painted: Canvas?
        let terminal = TerminalShell(readsKeys: true, fullScreen: true)
        let show: (ATMSession) -> Void = { session in
            let canvas = self.draw(session)
            let frame = ANSIPainter.frame(canvas, previous: painted, depth: self.options.depth)
            if !frame.isEmpty { TerminalShell.write(frame) }
            painted = canvas
        }
        teller.handle(.started, show: show)
        while !teller.isOver, !isStopped.load(ordering: .acquiring) {
            show(teller.session)
            guard TerminalShell.hasInput(withinMilliseconds: 200) else {
                teller.handle(.tick, show: show)
                continue
            }
            guard let typed = TerminalShell.read() else { break }
            for key in keys.keys(typed).compactMap(ATMKey.init) {
                teller.handle(.key(key), show: show)
            }
        }
        teller.handle(.interrupted) { _ in }
        _ = consume terminal
    }

    /// The machine for scripts: menu choices and entries line by line.
    ///
    /// - Returns: Whether the bank was in service.
    func runPlain() throws -> Bool {
        let lines = LinesShell(isStopped: { self.isStopped.load(ordering: .acquiring) })
        var conversation = PlainConversation(
            teller: try teller(sound: {}, answered: {}), zone: options.zone,
            world: .init(
                now: { self.clock.now }, read: lines.read, write: TerminalShell.write,
                rest: { TerminalShell.pause(milliseconds: 200) }))
        return conversation.run()
    }

    private func teller(
        sound: @escaping () -> Void, answered: @escaping () -> Void
    ) throws -> ATMTeller {
        let file = try PendingFileShell(path: options.pendingFile)
        let bank = try BankShell(
            endpoints: options.endpoints, keys: options.keys, patience: ATMShell.attempt)
        let (clock, isJammed) = (clock, options.isJammed)
        return ATMTeller(
            session: ATMSession(
                device: options.device, language: options.language, pending: try file.load(),
                now: clock.now),
            ask: { request in
                let answer = bank.answer(request)
                answered()
                return answer
            },
            store: file.save, dispense: { _ in !isJammed }, sound: { _ in sound() },
            context: { .init(now: clock.now, makeID: BankShell.makeID) })
    }

    private func draw(_ session: ATMSession) -> Canvas {
        let size = TerminalShell.size(environment: ProcessInfo.processInfo.environment)
        let now = clock.now
        let renderer = ScreenRenderer(
            menuHint: session.language.text(.keyHint), fieldHint: session.language.text(.fieldHint))
        let heading = ScreenRenderer.Heading(
            bank: session.hello.map { "BRANCHLINE · \($0.branch)" } ?? "BRANCHLINE",
            device: session.device.name, clock: LocalTime(now, in: options.zone).clockWithSeconds)
        return renderer.canvas(
            session.screen(at: now, zone: options.zone), heading, width: size.columns,
            height: size.rows)
    }
}

/// The bank, seen through a socket.
final class BankShell {
    private let client: RequestClient
    private var knowsGateways = false

    init(endpoints: [Endpoint], keys: CurveKeys?, patience: Duration) throws {
        client = try RequestClient(
            endpoints: endpoints, keys: keys, attemptTimeout: patience, deadline: patience,
            identifiers: SystemRequestIDs())
    }

    /// Sends a request once and waits for its answer.
    func answer(_ ask: Ask) -> Answer {
        client.session = ask.session
        do {
            let (outcome, body) = try client.send(
                method: ask.method.rawValue, id: ask.id, body: ask.body)
            guard outcome == Envelope.ok else { return BankShell.refusal(outcome, body) }
            if ask.method == .systemHello, !knowsGateways {
                knowsGateways = (try? client.learnGateways()) != nil
            }
            return .ok(body)
        } catch {
            return .none
        }
    }

    /// An id of a moment, with the system's random bits.
    static func makeID(at moment: Timestamp) -> RequestID {
        var random = SystemRandomNumberGenerator()
        return RequestID(at: moment, random: (random.next(), random.next()))
    }

    private static func refusal(_ outcome: String, _ bytes: [UInt8]) -> Answer {
        guard let body = try? JSON.decode(Refusal.Body.self, from: bytes) else { return .none }
        // A reason that is newer than this program: what matters is whether to ask again.
        let code = RefusalCode(rawValue: outcome) ?? .notOffered
        return .refused(
            Refusal(code, body.message, retry: body.retry, details: body.details))
    }
}

/// Standard input, line by line, without blocking for ever.
final class LinesShell {
    private static let longest = 4_096
    private let isStopped: () -> Bool
    private var waiting: [UInt8] = []
    private var isAtEnd = false
    private var isHidden = false
    private var terminal: TerminalShell?

    init(isStopped: @escaping () -> Bool) {
        self.isStopped = isStopped
    }

    /// The next line; nothing after 200 ms without one. A secret is not echoed.
    func read(isSecret: Bool) -> PlainConversation.Input {
        if isStopped() { return .end }
        if let line = next() { return .line(line) }
        if isAtEnd { return .end }
        hide(isSecret)
        guard TerminalShell.hasInput(withinMilliseconds: 200) else { return .nothing }
        guard let bytes = TerminalShell.read() else {
            isAtEnd = true
            return waiting.isEmpty ? .end : .line(takeAll())
        }
        waiting += bytes
        if waiting.count > LinesShell.longest { waiting.removeAll() }
        return next().map { .line($0) } ?? .nothing
    }

    /// The echo stays off for as long as a secret is being asked for, between keys too.
    private func hide(_ isSecret: Bool) {
        guard isSecret != isHidden else { return }
        isHidden = isSecret
        terminal = isSecret ? TerminalShell(echoes: false) : nil
    }

    private func next() -> String? {
        guard let end = waiting.firstIndex(of: 0x0a) else { return nil }
        defer { waiting.removeFirst(end + 1) }
        return String(decoding: waiting[..<end], as: UTF8.self)
    }

    private func takeAll() -> String {
        defer { waiting = [] }
        return String(decoding: waiting, as: UTF8.self)
    }
}

extension ATMKey {
    /// What a key of the terminal's keyboard is at the machine; nil: nothing.
    init?(_ key: Key) {
        switch key {
        case .function(let number) where (1...8).contains(number): self = .option(number)
        case .character(let character): self = .character(character)
        case .enter: self = .confirm
        case .backspace: self = .erase
        case .delete, .control("u"): self = .clear
        case .escape: self = .cancel
        default: return nil
        }
    }
}
