import Terminal

/// Draws a screen as a cash machine: four keys on each side of a blue screen.
struct ScreenRenderer: Sendable {
    /// What stands above every screen.
    struct Heading: Equatable, Sendable {
        let bank: String
        let device: String
        let clock: String
    }

    private enum Theme {
        static let metal = Colour(0x23272f)
        static let metalEdge = Colour(0x59606d)
        static let keyLit = Colour(0xf2f4f8)
        static let screen = Colour(0x0b2f66)
        static let band = Colour(0x0f4290)
        static let edge = Colour(0x6fa8ff)
        static let ink = Colour(0xf4f8ff)
        static let quiet = Colour(0xa9c4ee)
        static let accent = Colour(0xffd75e)
        static let good = Colour(0x7ce8a4)
        static let field = Colour(0x061d42)
        static let alarm = Colour(0xb3122b)
    }

    let menuHint: String
    let fieldHint: String

    private static let largest = (width: 96, height: 28)
    private static let bezel = 6

    /// Draws the machine in the middle of a terminal of this size.
    func canvas(_ screen: Screen, _ heading: Heading, width: Int, height: Int) -> Canvas {
        var canvas = Canvas(
            width: width, height: height, style: Style(Theme.metalEdge, on: Theme.metal))
        let size = (
            width: min(canvas.width, ScreenRenderer.largest.width),
            height: min(canvas.height, ScreenRenderer.largest.height)
        )
        let machine = Area(
            row: (canvas.height - size.height) / 2, column: (canvas.width - size.width) / 2,
            width: size.width, height: size.height)
        let side = machine.width >= 64 ? ScreenRenderer.bezel : 0
        var glass = machine.inset(columns: side)
        if machine.height >= 20 {
            let hint = glass.takeBottom(1)
            canvas.centre(hintText(screen), row: hint.row, in: hint, style: Style(Theme.quiet))
        }
        drawGlass(heading, on: &canvas, in: glass)
        let keys = Keys(glass: glass)
        drawKeys(screen, keys, hasBezel: side > 0, on: &canvas)
        let used = screen.options.keys.map { ($0 - 1) % 4 }.min() ?? 4
        let end = used < 4 ? keys.row(used) - (keys.pitch > 1 ? 1 : 0) : glass.endRow - 1
        let content = Area(
            row: glass.row + 3, column: glass.column + 2, width: glass.width - 4,
            height: end - glass.row - 3)
        drawContent(screen, on: &canvas, in: content)
        return canvas
    }

    /// Where the eight keys are: always at the same places, as if they were of metal.
    private struct Keys {
        let glass: Area
        let pitch: Int

        init(glass: Area) {
            self.glass = glass
            pitch = glass.height >= 20 ? 3 : 1
        }

        /// The row of the key's label; 0 is the upper one.
        func row(_ index: Int) -> Int {
            glass.endRow - (pitch > 1 ? 3 : 2) - pitch * (3 - index)
        }
    }

    private func hintText(_ screen: Screen) -> String {
        screen.field != nil ? fieldHint : screen.options.isEmpty ? "" : menuHint
    }

    private func drawGlass(_ heading: Heading, on canvas: inout Canvas, in area: Area) {
        canvas.fill(area, Style(on: Theme.screen))
        let edge = Style(Theme.edge)
        let bar = String(repeating: "═", count: max(0, area.width - 2))
        canvas.put("╔\(bar)╗", row: area.row, column: area.column, style: edge)
        canvas.put("╚\(bar)╝", row: area.endRow - 1, column: area.column, style: edge)
        for row in (area.row + 1)..<max(area.row + 1, area.endRow - 1) {
            canvas.put("║", row: row, column: area.column, style: edge)
            canvas.put("║", row: row, column: area.endColumn - 1, style: edge)
        }
        guard area.height >= 5 else { return }
        let top = Area(
            row: area.row + 1, column: area.column + 1, width: area.width - 2, height: 1)
        canvas.fill(top, Style(on: Theme.band))
        let room = top.width - 4 - DisplayWidth.of(heading.clock)
        let name = "\(heading.bank) · \(heading.device)"
        canvas.put(
            name.fitted(to: room), row: top.row, column: top.column + 1,
            style: Style(Theme.ink, bold: true))
        canvas.putLeft(
            of: top.endColumn - 1, heading.clock, row: top.row, style: Style(Theme.quiet))
    }

    private func drawKeys(
        _ screen: Screen, _ keys: Keys, hasBezel: Bool, on canvas: inout Canvas
    ) {
        let glass = keys.glass
        let widest = (glass.width - 6) / 2
        for number in 1...8 {
            let row = keys.row((number - 1) % 4)
            guard row > glass.row, row < glass.endRow - 1 else { continue }
            let label = screen.options[number]
            let isLeft = number <= 4
            if hasBezel { drawKey(number, isLit: label != nil, row: row, glass, on: &canvas) }
            guard let label else { continue }
            let ink = Style(Theme.ink, bold: true)
            let text = (hasBezel ? "" : "\(number) ") + label
            if isLeft {
                canvas.put("╟─", row: row, column: glass.column, style: Style(Theme.edge))
                canvas.put(
                    text.fitted(to: widest), row: row, column: glass.column + 3, style: ink)
            } else {
                canvas.put("─╢", row: row, column: glass.endColumn - 2, style: Style(Theme.edge))
                canvas.putLeft(
                    of: glass.endColumn - 3, text.fitted(to: widest), row: row, style: ink)
            }
        }
    }

    private func drawKey(
        _ number: Int, isLit: Bool, row: Int, _ glass: Area, on canvas: inout Canvas
    ) {
        let isLeft = number <= 4
        let column = isLeft ? glass.column - 6 : glass.endColumn + 1
        let style = Style(isLit ? Theme.keyLit : Theme.metalEdge, bold: isLit)
        canvas.put("┌───┐", row: row - 1, column: column, style: style)
        canvas.put("│ \(number) │", row: row, column: column, style: style)
        canvas.put("└───┘", row: row + 1, column: column, style: style)
        if isLit {
            canvas.put(
                isLeft ? "├" : "┤", row: row, column: isLeft ? column + 4 : column, style: style)
            canvas.put(
                "─", row: row, column: isLeft ? glass.column - 1 : glass.endColumn, style: style)
        }
    }

    private func drawContent(_ screen: Screen, on canvas: inout Canvas, in area: Area) {
        var rest = area
        let isSpacious = area.height >= screen.lines.count + 13
        if isSpacious { _ = rest.takeTop(2) }
        let title = rest.takeTop(1)
        let colour: Colour =
            switch screen.tone {
            case .good: Theme.good
            case .bad: Theme.accent
            case .calm, .busy: Theme.ink
            }
        canvas.centre(
            screen.title, row: title.row, in: title, style: Style(colour, bold: true))
        if rest.height > screen.lines.count { _ = rest.takeTop(1) }
        for line in screen.lines where rest.height > 0 {
            let needed = rows(of: line, width: rest.width)
            draw(line, on: &canvas, in: rest.takeTop(needed))
        }
        if let field = screen.field { drawField(field, on: &canvas, in: &rest) }
        if let problem = screen.problem, rest.height > 0 {
            if rest.height > 2 { _ = rest.takeTop(1) }
            let style = Style(Theme.ink, on: Theme.alarm, bold: true, standsOut: true)
            for line in ScreenRenderer.wrapped(problem, width: rest.width - 2) {
                canvas.centre(" \(line) ", row: rest.row, in: rest.takeTop(1), style: style)
            }
        }
        if let countdown = screen.countdown, rest.height > 0 {
            let last = rest.takeBottom(1)
            canvas.centre(
                countdown, row: last.row, in: last, style: Style(Theme.accent, bold: true))
        }
    }

    private func drawField(_ field: Screen.Field, on canvas: inout Canvas, in area: inout Area) {
        let width = min(48, area.width)
        let left = area.column + (area.width - width) / 2
        let label = area.takeTop(1)
        canvas.centre(field.label, row: label.row, in: label, style: Style(Theme.ink))
        let isBoxed = area.height >= 5
        if area.height >= 8 { _ = area.takeTop(1) }
        let box = area.takeTop(isBoxed ? 3 : 1)
        guard box.height > 0 else { return }
        let inner = Area(row: box.row, column: left, width: width, height: box.height)
        canvas.fill(inner, Style(on: Theme.field))
        let row = inner.row + inner.height / 2
        // The end of what was typed must be seen.
        var shown = field.shown + "▏"
        while DisplayWidth.of(shown) > width - 2 { shown.removeFirst() }
        canvas.put(shown, row: row, column: left + 1, style: Style(Theme.accent, bold: true))
        if area.height > 0, !field.hint.isEmpty {
            let hint = area.takeTop(1)
            canvas.centre(field.hint, row: hint.row, in: hint, style: Style(Theme.quiet))
        }
    }
}

extension ScreenRenderer {
    fileprivate func rows(of line: Screen.Line, width: Int) -> Int {
        if case .text(let text) = line {
            return max(1, ScreenRenderer.wrapped(text, width: width).count)
        }
        return 1
    }

    fileprivate func draw(_ line: Screen.Line, on canvas: inout Canvas, in area: Area) {
        guard area.height > 0 else { return }
        let (ink, quiet) = (Style(Theme.ink), Style(Theme.quiet))
        switch line {
        case .blank: break
        case .text(let text):
            for (index, part) in ScreenRenderer.wrapped(text, width: area.width).enumerated()
            where index < area.height {
                canvas.centre(part, row: area.row + index, in: area, style: ink)
            }
        case .large(let text):
            let style = Style(Theme.accent, on: Theme.field, bold: true, standsOut: true)
            canvas.centre("   \(text)   ", row: area.row, in: area, style: style)
        case .pair(let name, let value):
            let middle = area.column + area.width * 2 / 5
            canvas.putLeft(
                of: middle - 1, name.fitted(to: area.width * 2 / 5 - 1), row: area.row,
                style: quiet)
            canvas.put(
                value.fitted(to: area.endColumn - middle - 1), row: area.row, column: middle + 1,
                style: Style(Theme.ink, bold: true))
        case .movement(let when, let what, let amount, let balance):
            let money = max(8, min(18, (area.width - 14) / 3))
            let room = area.width - 12 - 2 * money - 2
            let isHeading = !when.contains(":")
            let style = isHeading ? quiet : ink
            canvas.put(when.padded(to: 12), row: area.row, column: area.column, style: style)
            canvas.put(what.fitted(to: room), row: area.row, column: area.column + 12, style: style)
            let column = area.endColumn - 2 * money
            let isGain = amount.hasPrefix("+")
            canvas.put(
                amount.paddedLeft(to: money), row: area.row, column: column,
                style: isHeading ? quiet : Style(isGain ? Theme.good : Theme.ink, bold: true))
            canvas.put(
                balance.paddedLeft(to: money), row: area.row, column: column + money,
                style: style)
        }
    }

    /// Text in lines of at most `width` columns, broken between words where possible.
    static func wrapped(_ text: String, width: Int) -> [String] {
        guard width > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ").map(String.init) {
            let longer = line.isEmpty ? word : line + " " + word
            if DisplayWidth.of(longer) <= width {
                line = longer
            } else {
                if !line.isEmpty { lines.append(line) }
                line = word.fitted(to: width)
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
