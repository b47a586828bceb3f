import BranchDomain
import Bus
import Foundation
import Messages
import Printing
import ServiceKit
import Synchronization
import Terminal

/// What the command line chose.
struct KioskOptions: Sendable {
    var endpoints: [Endpoint]
    var keys: CurveKeys?
    var device: DeviceCredentials?
    var language: Language
    var zone: TimeZone
    var depth: ColourDepth
    var isQuiet: Bool
    var shownFor: Duration
    var printer: PrinterAddress?
    var profile: PrinterProfile
    /// Where phones reach the branch's pages; nil: slips have no QR code.
    var pages: String?
}

/// Ties the session to socket, printer, clock and terminal; all rules are elsewhere.
final class KioskShell: Sendable {
    /// One attempt at a time, so that the screen can say that the branch is asked again.
    private static let attempt: Duration = .milliseconds(2_500)

    private let options: KioskOptions
    private let isStopped = Atomic<Bool>(false)
    private let started = SystemClock().now
    private let startedAt = ContinuousClock.now

    init(_ options: KioskOptions) {
        self.options = options
    }

    /// Makes a running kiosk return; from any thread.
    func stop() {
        isStopped.store(true, ordering: .releasing)
    }

    /// The kiosk on the whole terminal.
    func runScreen() throws {
        var desk = try KioskDesk(
            session: session(), branch: BranchShell(options, patience: KioskShell.attempt),
            slips: options.printer.map { SlipShell(PrinterShell($0)) }, options: options,
            sound: { [options] _ in
                if !options.isQuiet { TerminalShell.write(ANSIPainter.bell) }
            })
        var keys = KeyDecoder()
        var painted: Canvas?
        let terminal = TerminalShell(readsKeys: true, fullScreen: true)
        let show: (KioskSession) -> Void = { session in
            let canvas = self.draw(session)
            let frame = ANSIPainter.frame(canvas, previous: painted, depth: self.options.depth)
            if !frame.isEmpty { TerminalShell.write(frame) }
            painted = canvas
        }
        desk.handle(.started, now: now, show: show)
        while !isStopped.load(ordering: .acquiring) {
            desk.takeSlips(now: now, show: show)
            show(desk.session)
            guard TerminalShell.hasInput(withinMilliseconds: 200) else {
                desk.handle(.tick, now: now, show: show)
                continue
            }
            guard let typed = TerminalShell.read() else { break }
            let pressed = keys.keys(typed)
            // Whoever sees a disturbed screen asks for a fresh one with Ctrl-L.
            if pressed.contains(.control("l")) { painted = nil }
            for key in pressed.compactMap(KioskKey.init) {
                if desk.handle(.key(key), now: now, show: show) {
                    // A second press of the same key was for the same ticket.
                    TerminalShell.dropInput()
                    break
                }
            }
        }
        _ = consume terminal
    }

    /// The kiosk as lines: each line of standard input is a key.
    func runPlain() throws {
        var desk = try KioskDesk(
            session: session(), branch: BranchShell(options, patience: KioskShell.attempt),
            slips: options.printer.map { SlipShell(PrinterShell($0)) }, options: options,
            sound: { _ in })
        var printed = ""
        let show: (KioskSession) -> Void = { session in
            var screen = session.screen(at: self.now)
            screen.countdown = nil
            let text = PlainKiosk.text(screen)
            if text != printed { TerminalShell.write(text + "\n") }
            printed = text
        }
        var waiting: [UInt8] = []
        var isAtEnd = false
        desk.handle(.started, now: now, show: show)
        while !isStopped.load(ordering: .acquiring) {
            desk.takeSlips(now: now, show: show)
            show(desk.session)
            // A line is for a screen on which it means something.
            if desk.isReady, let end = waiting.firstIndex(of: 0x0a) {
                let line = String(decoding: waiting[..<end], as: UTF8.self)
                waiting.removeFirst(end + 1)
                if let key = PlainKiosk.key(line) { desk.handle(.key(key), now: now, show: show) }
                continue
            }
            if isAtEnd, desk.isReady || (desk.isOut && waiting.isEmpty) { break }
            if isAtEnd || !TerminalShell.hasInput(withinMilliseconds: 100) {
                if isAtEnd { TerminalShell.pause(milliseconds: 100) }
                desk.handle(.tick, now: now, show: show)
            } else if let bytes = TerminalShell.read(), waiting.count < 4_096 {
                waiting += bytes
            } else {
                isAtEnd = true
            }
        }
    }

    /// The time at the start, and what has passed since by a clock that nobody sets.
    private var now: Timestamp { started.adding(startedAt.duration(to: .now)) }

    private func session() -> KioskSession {
        KioskSession(
            device: options.device, hasPrinter: options.printer != nil,
            language: options.language, shownFor: options.shownFor, now: now)
    }

    private func draw(_ session: KioskSession) -> Canvas {
        let size = TerminalShell.size(environment: ProcessInfo.processInfo.environment)
        let clock = LocalTime(session.branchTime(at: now), in: options.zone).clock
        return KioskRenderer(branch: session.branch, clock: clock)
            .canvas(session.screen(at: now), width: size.columns, height: size.rows)
    }
}

extension KioskKey {
    /// What a key of the terminal's keyboard is at the kiosk; nil: nothing.
    init?(_ key: Key) {
        switch key {
        case .character(let character):
            guard character.isASCII, let digit = character.wholeNumberValue else { return nil }
            self = .number(digit)
        case .enter, .backspace, .escape, .delete, .left: self = .back
        default: return nil
        }
    }
}
