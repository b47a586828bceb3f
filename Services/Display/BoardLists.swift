import BranchDomain
import Messages
import Terminal

extension BoardRenderer {
    /// Draws what is at the counters on the left and what was called before on the right.
    func drawLists(on canvas: inout Canvas, in area: Area, state: BoardState, now: Timestamp) {
        guard area.height >= 2 else { return }
        var rest = area
        let recentWidth = area.width >= 60 ? min(30, area.width * 2 / 5) : 0
        let left = rest.takeLeft(area.width - recentWidth)
        drawServing(on: &canvas, in: left, state: state, now: now)
        guard recentWidth > 0 else { return }
        for row in rest.row..<rest.endRow {
            canvas.put("│", row: row, column: rest.column, style: BoardTheme.line)
        }
        _ = rest.takeLeft(1)
        drawRecent(on: &canvas, in: rest, state: state, now: now)
    }

    private func drawServing(
        on canvas: inout Canvas, in area: Area, state: BoardState, now: Timestamp
    ) {
        var inner = area.inset(columns: 2)
        let isAiry = area.height >= 9
        _ = inner.takeTop(area.height >= 7 ? 1 : 0)
        _ = inner.takeBottom(isAiry ? 1 : 0)
        let caption = inner.takeTop(1)
        canvas.put(
            words.nowServing, row: caption.row, column: caption.column,
            style: BoardTheme.caption, limit: caption.width)
        let calls = state.serving
        guard !calls.isEmpty else {
            canvas.put(
                words.nobodyServed.fitted(to: inner.width), row: inner.row, column: inner.column,
                style: BoardTheme.small)
            return
        }
        let grid = CallGrid(calls: calls, area: inner)
        for (index, call) in grid.calls.enumerated() {
            let emphasis = emphasis(call.call, in: state, now: now)
            let place = grid.place(index)
            if let scale = grid.scale {
                drawCard(call.call, emphasis, scale, on: &canvas, in: place)
            } else {
                drawLine(call.call, emphasis, on: &canvas, in: place)
            }
        }
        drawRemainder(grid.missing, on: &canvas, in: area)
    }

    /// Says how many calls found no room, so that nobody thinks that they are not there.
    private func drawRemainder(_ count: Int, on canvas: inout Canvas, in area: Area) {
        guard count > 0, area.height > 1 else { return }
        let row = area.row + (area.height >= 7 ? 1 : 0)
        canvas.putLeft(
            of: area.endColumn - 1, "+\(count) \(words.more)", row: row, style: BoardTheme.small)
    }

    private func drawCard(
        _ call: BoardCall, _ emphasis: Emphasis, _ scale: Int, on canvas: inout Canvas,
        in area: Area
    ) {
        let ground = emphasis == .spotlight ? BoardTheme.spotlight : BoardTheme.panel
        canvas.fill(area, Style(on: ground))
        if emphasis == .marked || emphasis == .spotlight {
            let edge = Area(row: area.row, column: area.column, width: 1, height: area.height)
            canvas.fill(edge, Style(BoardTheme.spotlight, on: ground), with: "▌")
        }
        let tones = Tones(emphasis: emphasis)
        let rows = BigDigits.rows(scale: scale)
        let (row, left) = (area.row + (area.height - rows + 1) / 2, area.column + 2)
        put(call.number, scale, row: row, column: left, tones.number, tones, on: &canvas)
        let right = area.endColumn - 1 - BigDigits.width(call.counter, scale: scale)
        put(call.counter, scale, row: row, column: right, tones.counter, tones, on: &canvas)
        canvas.put(
            "▶", row: row + rows / 2, column: right - 2,
            style: Style(tones.arrow.0, standsOut: tones.standsOut))
    }

    private func drawLine(
        _ call: BoardCall, _ emphasis: Emphasis, on canvas: inout Canvas, in area: Area
    ) {
        let tones = Tones(emphasis: emphasis)
        if emphasis == .spotlight {
            canvas.fill(area, Style(on: BoardTheme.spotlight))
        }
        let mark = emphasis == .marked || emphasis == .spotlight ? "▌" : " "
        canvas.put(mark, row: area.row, column: area.column, style: Style(BoardTheme.spotlight))
        let style = { (colour: Colour) in
            Style(colour, bold: true, standsOut: emphasis == .spotlight)
        }
        let number = call.number.padded(to: 7)
        canvas.put(
            number, row: area.row, column: area.column + 2, style: style(tones.number.0),
            limit: area.width - 2)
        canvas.put(
            "→ ", row: area.row, column: area.column + 9, style: style(tones.arrow.0),
            limit: area.width - 9)
        canvas.put(
            call.counter.fitted(to: max(0, area.width - 12)), row: area.row,
            column: area.column + 11, style: style(tones.counter.0), limit: area.width - 11)
    }

    private func drawRecent(
        on canvas: inout Canvas, in area: Area, state: BoardState, now: Timestamp
    ) {
        var inner = area.inset(columns: 2)
        _ = inner.takeTop(area.height >= 7 ? 1 : 0)
        let caption = inner.takeTop(1)
        canvas.put(
            words.recentCalls, row: caption.row, column: caption.column,
            style: BoardTheme.caption, limit: caption.width)
        let calls = state.recent
        if calls.isEmpty {
            canvas.put(
                words.noCallsYet.fitted(to: inner.width), row: inner.row, column: inner.column,
                style: BoardTheme.small)
        }
        let isLive = state.liveness(now: now).isLive
        let pitch = calls.count * 2 <= inner.height ? 2 : 1
        for (index, call) in calls.prefix(inner.height).enumerated() {
            let row = inner.row + index * pitch
            let time = LocalTime(Timestamp(milliseconds: call.call.called), in: zone).clock
            canvas.put(time, row: row, column: inner.column, style: BoardTheme.small)
            let ink = Style(isLive ? BoardTheme.ink : BoardTheme.faded)
            canvas.put(
                call.call.number.padded(to: 7) + "→ " + call.call.counter, row: row,
                column: inner.column + 8, style: ink, limit: inner.width - 8)
        }
    }
}
