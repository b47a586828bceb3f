import BranchDomain
import Messages
import Terminal

extension BoardRenderer {
    private static let cardHeight = 8
    private static let leastCardWidth = 24

    /// Rows that the services take at the bottom: cards where there is room, else a line each.
    func servicesHeight(_ count: Int, width: Int, height: Int) -> Int {
        guard count > 0, height >= 12 else { return 0 }
        if isCards(count, width: width, height: height) { return BoardRenderer.cardHeight }
        return min(count, max(2, height / 5)) + 1
    }

    /// Draws how many wait for each service and who is next.
    func drawServices(
        _ services: [QueueTopic], on canvas: inout Canvas, in area: Area, isLive: Bool
    ) {
        guard area.height > 0, !services.isEmpty else { return }
        let rule = Area(row: area.row, column: area.column + 1, width: area.width - 2, height: 1)
        if area.height == BoardRenderer.cardHeight {
            drawServiceCards(services, on: &canvas, in: area, isLive: isLive)
        } else {
            canvas.fill(rule, BoardTheme.line, with: "─")
            var rest = area
            _ = rest.takeTop(1)
            let shown = services.prefix(rest.height)
            for (index, service) in shown.enumerated() {
                drawServiceLine(
                    service, on: &canvas, row: rest.row + index, in: rest, isLive: isLive)
            }
            if services.count > shown.count {
                canvas.putLeft(
                    of: area.endColumn - 2, " +\(services.count - shown.count) \(words.more) ",
                    row: area.row, style: BoardTheme.small)
            }
        }
    }

    private func isCards(_ count: Int, width: Int, height: Int) -> Bool {
        height >= 30 && (width - 2) / count >= BoardRenderer.leastCardWidth
    }

    private func drawServiceLine(
        _ service: QueueTopic, on canvas: inout Canvas, row: Int, in area: Area, isLive: Bool
    ) {
        let ink = isLive ? BoardTheme.ink : BoardTheme.faded
        let nameWidth = min(16, max(6, area.width / 4))
        var column = area.column + 2
        canvas.put(
            service.service.uppercased().fitted(to: nameWidth), row: row, column: column,
            style: Style(ink, bold: true), limit: area.width - 4)
        column += nameWidth + 1
        let count = String(service.waiting).paddedLeft(to: 4) + " " + words.waiting
        let colour = isLive ? BoardTheme.numberTop : BoardTheme.faded
        canvas.put(
            count, row: row, column: column, style: Style(colour),
            limit: area.endColumn - 1 - column)
        column += DisplayWidth.of(count) + 2
        let note = remark(service)
        let room = area.endColumn - 2 - column - (note.isEmpty ? 0 : DisplayWidth.of(note) + 2)
        let numbers = next(service, width: room - DisplayWidth.of(words.next) - 1)
        if !numbers.isEmpty {
            canvas.put(words.next, row: row, column: column, style: BoardTheme.small)
            canvas.put(
                numbers, row: row, column: column + DisplayWidth.of(words.next) + 1,
                style: Style(ink))
        }
        if room >= 0 {
            canvas.putLeft(of: area.endColumn - 2, note, row: row, style: BoardTheme.caption)
        }
    }

    private func drawServiceCards(
        _ services: [QueueTopic], on canvas: inout Canvas, in area: Area, isLive: Bool
    ) {
        let gap = 1
        let whole = area.width - 2 + gap
        for (index, service) in services.enumerated() {
            let left = whole * index / services.count
            let right = whole * (index + 1) / services.count - gap
            let card = Area(
                row: area.row, column: area.column + 1 + left, width: right - left,
                height: area.height - 1)
            drawServiceCard(service, on: &canvas, in: card, isLive: isLive)
        }
    }

    private func drawServiceCard(
        _ service: QueueTopic, on canvas: inout Canvas, in area: Area, isLive: Bool
    ) {
        canvas.fill(area, Style(on: BoardTheme.panel))
        let top = Area(row: area.row, column: area.column, width: area.width, height: 1)
        canvas.fill(top, Style(on: BoardTheme.band))
        let ink = isLive ? BoardTheme.ink : BoardTheme.faded
        let note = remark(service)
        let noteWidth = DisplayWidth.of(note)
        canvas.put(
            service.service.uppercased().fitted(to: area.width - 4 - noteWidth), row: area.row,
            column: area.column + 2, style: Style(ink, bold: true))
        canvas.putLeft(
            of: area.endColumn - 2, note, row: area.row, style: BoardTheme.headerQuiet.on(nil))
        let tones = Tones(emphasis: isLive ? .none : .faded)
        let count = String(service.waiting)
        put(count, 1, row: area.row + 2, column: area.column + 2, tones.number, tones, on: &canvas)
        let beside = area.column + 4 + BigDigits.width(count, scale: 1)
        let room = area.endColumn - 1 - beside
        canvas.put(
            words.waiting.fitted(to: room), row: area.row + 3, column: beside,
            style: BoardTheme.small)
        let numbers = next(service, width: area.width - 4 - DisplayWidth.of(words.next) - 1)
        guard !numbers.isEmpty else { return }
        canvas.put(
            words.next, row: area.endRow - 1, column: area.column + 2, style: BoardTheme.small)
        canvas.put(
            numbers, row: area.endRow - 1,
            column: area.column + 3 + DisplayWidth.of(words.next), style: Style(ink))
    }

    private func remark(_ service: QueueTopic) -> String {
        if let admission = service.admission {
            return "\(admission.inside)/\(admission.capacity) \(words.inside)"
        }
        return service.open ? "" : words.closed
    }

    /// As many whole numbers as fit: half a number is a wrong number.
    private func next(_ service: QueueTopic, width: Int) -> String {
        var text = ""
        for number in service.next {
            let longer = text.isEmpty ? number : text + " " + number
            guard DisplayWidth.of(longer) <= width else { break }
            text = longer
        }
        return text
    }
}
