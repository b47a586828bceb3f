import BranchDomain
import Foundation
import Messages
import Terminal

/// Draws the board: a state, a size and a moment give the same picture each time.
struct BoardRenderer: Sendable {
    /// For how long a new call blinks, and how fast.
    static let blinksFor: Duration = .seconds(8)
    static let blinkPhase: Duration = .milliseconds(500)
    /// For how long after that it stays marked.
    static let markedFor: Duration = .seconds(20)

    let title: String
    let words: BoardWords
    let zone: TimeZone

    /// Draws the whole board.
    func canvas(_ state: BoardState, width: Int, height: Int, now: Timestamp) -> Canvas {
        var canvas = Canvas(width: width, height: height, style: BoardTheme.background)
        let liveness = state.liveness(now: now)
        var rest = canvas.area
        drawHeader(
            on: &canvas, in: rest.takeTop(headerHeight(height)), time: state.branchTime(at: now))
        if height >= 8 {
            drawFooter(on: &canvas, in: rest.takeBottom(1), state: state, now: now)
        }

        let services = state.services
        let serviceHeight = servicesHeight(services.count, width: width, height: rest.height)
        let serviceArea = rest.takeBottom(serviceHeight)
        let serving = state.serving
        let hero = Hero(
            title: words.welcome, call: serving.first, width: rest.width, height: rest.height)
        drawHero(hero, on: &canvas, in: rest.takeTop(hero.height), state: state, now: now)
        drawLists(on: &canvas, in: rest, state: state, now: now)
        drawServices(services, on: &canvas, in: serviceArea, isLive: liveness.isLive)
        if !liveness.isLive {
            // Over the empty row above the letters, so that nothing else moves.
            let row = hero.height > 1 ? headerHeight(height) : 0
            drawAlarm(
                on: &canvas, in: Area(row: row, column: 0, width: canvas.width, height: 1),
                liveness)
        }
        assert(canvas.width == max(1, width), "the board has the size of the terminal")
        return canvas
    }

    /// How a call is shown at a moment: blinking, marked, or as any other.
    func emphasis(_ call: BoardCall, in state: BoardState, now: Timestamp) -> Emphasis {
        guard state.liveness(now: now).isLive else { return .faded }
        guard let announced = state.announced(call) else { return .none }
        let age = now.since(announced)
        if age < BoardRenderer.blinksFor {
            let isOn = Int(max(age, .zero) / BoardRenderer.blinkPhase) % 2 == 0
            return isOn ? .spotlight : .marked
        }
        return age < BoardRenderer.markedFor ? .marked : .none
    }

    enum Emphasis: Equatable { case none, marked, spotlight, faded }

    private func headerHeight(_ height: Int) -> Int { height >= 50 ? 6 : height >= 34 ? 3 : 1 }

    private func drawHeader(on canvas: inout Canvas, in area: Area, time moment: Timestamp) {
        canvas.fill(area, BoardTheme.header)
        let time = LocalTime(moment, in: zone)
        let middle = area.row + area.height / 2
        guard area.height >= 6 else {
            let clock =
                area.width >= 60
                ? "\(words.date(time))   \(time.clockWithSeconds)" : time.clock
            let room = area.width - 5 - DisplayWidth.of(clock)
            canvas.put(
                title.fitted(to: room), row: middle, column: 2, style: BoardTheme.header)
            canvas.putLeft(
                of: area.endColumn - 2, clock, row: middle, style: BoardTheme.headerQuiet)
            return
        }
        let clock = BigDigits.lines(time.clock, scale: 1)
        let clockColumn = area.endColumn - 2 - BigDigits.width(time.clock, scale: 1)
        for (index, line) in clock.enumerated() {
            canvas.put(
                line, row: area.row + 1 + index, column: clockColumn, style: BoardTheme.header)
        }
        canvas.putLeft(
            of: clockColumn - 3, words.date(time), row: area.row + 4,
            style: BoardTheme.headerQuiet)
        let room = clockColumn - 34
        if BigDigits.width(title, scale: 1) <= room, BigDigits.canWrite(title) {
            for (index, line) in BigDigits.lines(title, scale: 1).enumerated() {
                canvas.put(line, row: area.row + 1 + index, column: 2, style: BoardTheme.header)
            }
        } else {
            canvas.put(title.fitted(to: room), row: middle, column: 2, style: BoardTheme.header)
        }
    }

    private func drawAlarm(on canvas: inout Canvas, in area: Area, _ liveness: Liveness) {
        let text: String
        switch liveness {
        case .stale(let since):
            text = "\(words.notLiveSince) \(LocalTime(since, in: zone).clock)"
        case .never(let since):
            text = "\(words.nothingHeardSince) \(LocalTime(since, in: zone).clock)"
        case .starting, .live: return
        }
        canvas.fill(area, BoardTheme.stale)
        canvas.centre(text, row: area.row, in: area, style: BoardTheme.stale)
    }

    private func drawFooter(
        on canvas: inout Canvas, in area: Area, state: BoardState, now: Timestamp
    ) {
        let mark: (String, Colour)
        switch state.liveness(now: now) {
        case .starting: mark = ("○ \(words.connecting)", BoardTheme.quiet)
        case .never, .stale: mark = ("○ \(words.notLive)", BoardTheme.alarm)
        case .live(nil): mark = ("● \(words.live)", BoardTheme.live)
        case .live(let gap?):
            let from = LocalTime(gap.since, in: zone).clockWithSeconds
            let to = LocalTime(gap.until, in: zone).clockWithSeconds
            mark = ("● \(words.live) · \(words.wasNotLive) \(from)–\(to)", BoardTheme.live)
        }
        let room = area.width - 4
        canvas.put(
            mark.0.fitted(to: room), row: area.row, column: area.column + 2, style: Style(mark.1))
        let waiting = state.services.map { min(max(0, $0.waiting), 99_999) }.reduce(0, +)
        let total = "\(waiting) \(words.waiting)"
        if DisplayWidth.of(mark.0) + DisplayWidth.of(total) + 6 <= area.width {
            canvas.putLeft(
                of: area.endColumn - 2, total, row: area.row, style: BoardTheme.small)
        }
    }
}
