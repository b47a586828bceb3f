import BranchDomain
import Bus
import Foundation
import Messages
import ServiceKit
import Synchronization
import Terminal

/// What the command line chose.
struct DisplayOptions: Sendable {
    var endpoint: Endpoint
    var keys: CurveKeys?
    var topics: [String]
    var title: String
    var words: BoardWords
    var zone: TimeZone
    var depth: ColourDepth
    var size: (columns: Int, rows: Int)?
    var hasBell: Bool
    /// In which languages calls are spoken, in this order; none: they are not.
    var spoken: [SpokenLanguage]
}

/// Ties the board to socket, clock and terminal; all rules are elsewhere.
final class DisplayShell: Sendable {
    private let options: DisplayOptions
    private let isStopped = Atomic<Bool>(false)
    private let started = SystemClock().now
    private let startedAt = ContinuousClock.now

    init(_ options: DisplayOptions) {
        self.options = options
    }

    /// Makes a running board return; from any thread.
    func stop() {
        isStopped.store(true, ordering: .releasing)
    }

    /// The board on the whole terminal, until it is stopped or `q` is pressed.
    func runBoard() throws {
        let subscriber = try subscribe()
        var state = BoardState(started: now)
        var painted: Canvas?
        var keys = KeyDecoder()
        let hasKeyboard = TerminalShell.isInputTerminal
        var voice = HallVoice(options)
        let terminal = TerminalShell(readsKeys: true, fullScreen: true)
        var drawn: Occasion?
        while !isStopped.load(ordering: .acquiring) {
            let news = listen(to: subscriber, for: .milliseconds(100), into: &state)
            let now = self.now
            voice?.tell(news, now: now)
            let occasion = Occasion(
                revision: state.revision, phase: now.milliseconds / 500, size: size)
            if occasion != drawn {
                let canvas = render(state, occasion.size, now: now)
                let frame = ANSIPainter.frame(canvas, previous: painted, depth: options.depth)
                let bells =
                    options.hasBell && voice == nil
                    ? news.map { _ in ANSIPainter.bell }.joined() : ""
                TerminalShell.write(bells + frame)
                (painted, drawn) = (canvas, occasion)
            }
            if hasKeyboard, TerminalShell.hasInput(withinMilliseconds: 0) {
                guard let typed = TerminalShell.read() else { break }
                let pressed = keys.keys(typed)
                if pressed.contains(.character("q")) { break }
                // Whoever sees a disturbed screen asks for a fresh one with Ctrl-L.
                if pressed.contains(.control("l")) { (painted, drawn) = (nil, nil) }
            }
        }
        _ = consume terminal
    }

    /// One line a call, until it is stopped.
    func runPlain() throws {
        let subscriber = try subscribe()
        var state = BoardState(started: now)
        var plain = PlainBoard(zone: options.zone)
        var voice = HallVoice(options)
        while !isStopped.load(ordering: .acquiring) {
            let patience: Duration = .milliseconds(voice == nil ? 250 : 100)
            let news = listen(to: subscriber, for: patience, into: &state)
            let now = self.now
            voice?.tell(news, now: now)
            let time = state.branchTime(at: now)
            let lines =
                [plain.line(state.liveness(now: now), now: time)].compactMap(\.self)
                + news.map(plain.line)
            if !lines.isEmpty { TerminalShell.write(lines.joined(separator: "\n") + "\n") }
        }
    }

    /// Prints one frame of the present state: what was heard within two seconds.
    ///
    /// - Returns: Whether anything was heard.
    func runOnce() throws -> Bool {
        let subscriber = try subscribe()
        let started = now
        var state = BoardState(started: started)
        let end = ContinuousClock.now + .milliseconds(2_500)
        // The kept state of every topic comes at once; a moment of silence is the end of it.
        while ContinuousClock.now < end, !isStopped.load(ordering: .acquiring) {
            let heard = state.services.count
            _ = listen(to: subscriber, for: .milliseconds(heard == 0 ? 100 : 300), into: &state)
            if heard > 0, state.services.count == heard { break }
        }
        let now = self.now
        let isLive = !state.services.isEmpty
        let shown = isLive ? now : max(now, started.adding(.seconds(4)))
        let canvas = render(state, size, now: shown)
        TerminalShell.write(ANSIPainter.lines(canvas, depth: options.depth))
        return isLive
    }

    /// The wall clock at the start, and what has passed since by a clock that nobody sets.
    private var now: Timestamp { started.adding(startedAt.duration(to: .now)) }

    private func subscribe() throws -> Subscriber {
        let subscriber = try Subscriber(
            endpoints: [options.endpoint], keys: options.keys, topics: options.topics)
        // A repeat says that a service is still there.
        subscriber.includesRepeats = true
        return subscriber
    }

    /// Waits for a message and takes in all that are there, so that a board that was stopped
    /// draws the newest state and not each one that it missed.
    private func listen(
        to subscriber: Subscriber, for patience: Duration, into state: inout BoardState
    ) -> [Announcement] {
        var news: [Announcement] = []
        var wait = patience
        for _ in 0..<10_000 {
            guard let message = subscriber.receive(timeout: wait) else { break }
            wait = .zero
            guard let topic = try? JSON.decode(QueueTopic.self, from: message.state) else {
                continue
            }
            let header = TopicHeader(
                epoch: message.epoch, sequence: message.sequence, at: message.at.milliseconds)
            news += state.apply(
                topic: message.topic, header: header, state: topic, now: now)
        }
        state.tick(now: now)
        return news
    }

    private var size: Size {
        let size =
            options.size
            ?? TerminalShell.size(environment: ProcessInfo.processInfo.environment)
        return Size(columns: size.columns, rows: size.rows)
    }

    private func render(_ state: BoardState, _ size: Size, now: Timestamp) -> Canvas {
        let renderer = BoardRenderer(
            title: options.title, words: options.words, zone: options.zone)
        return renderer.canvas(state, width: size.columns, height: size.rows, now: now)
    }

    private struct Size: Equatable {
        let columns: Int
        let rows: Int
    }

    /// Why a frame is drawn: something has changed, the clock or a blink moves, the size is new.
    private struct Occasion: Equatable {
        let revision: Int
        let phase: Int64
        let size: Size
    }
}
