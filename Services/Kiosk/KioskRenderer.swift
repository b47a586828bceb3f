import Terminal

/// Draws a kiosk's screen: big tiles with big keys, a number as large as it fits.
struct KioskRenderer: Sendable {
    private enum Theme {
        static let hall = Colour(0x0f1b2d)
        static let band = Colour(0x1b3352)
        static let tile = Colour(0x1d3d63)
        static let closed = Colour(0x1a2637)
        static let key = Colour(0xffd166)
        static let ink = Colour(0xf3f7fc)
        static let quiet = Colour(0x9fb4cc)
        static let numberTop = Colour(0xffe08a)
        static let numberBottom = Colour(0xff9e2c)
        static let chosen = Colour(0xffd166)
        static let onChosen = Colour(0x1a1203)
        static let alarm = Colour(0xb3122b)
        static let trouble = Colour(0xff9d9d)
    }

    let branch: String
    let clock: String

    func canvas(_ screen: KioskScreen, width: Int, height: Int) -> Canvas {
        let ground = Style(Theme.ink, on: screen.isAlarm ? Theme.alarm : Theme.hall)
        var canvas = Canvas(width: width, height: height, style: ground)
        var rest = canvas.area
        drawHeader(on: &canvas, in: rest.takeTop(1))
        drawRemark(screen, on: &canvas, in: rest.takeBottom(1))
        if !screen.languages.isEmpty {
            let isTall = rest.height >= 16
            let area = rest.takeBottom(isTall ? 3 : 1)
            drawLanguages(screen.languages, on: &canvas, in: area, isTall: isTall)
        }
        if screen.number != nil {
            drawNumber(screen, on: &canvas, in: rest)
        } else if !screen.tiles.isEmpty || !screen.languages.isEmpty {
            drawChoices(screen, on: &canvas, in: rest)
        } else {
            drawMessage(screen, on: &canvas, in: rest)
        }
        assert(canvas.width == max(1, width), "the picture has the size of the terminal")
        return canvas
    }

    private func drawHeader(on canvas: inout Canvas, in area: Area) {
        let style = Style(Theme.ink, on: Theme.band, bold: true, standsOut: true)
        canvas.fill(area, style)
        let room = area.width - 6 - DisplayWidth.of(clock)
        canvas.put(branch.fitted(to: room), row: area.row, column: 2, style: style)
        canvas.putLeft(of: area.endColumn - 2, clock, row: area.row, style: style)
    }

    private func drawRemark(_ screen: KioskScreen, on canvas: inout Canvas, in area: Area) {
        if let remark = screen.remark {
            canvas.put(
                remark.fitted(to: area.width - 10), row: area.row, column: 2,
                style: Style(Theme.trouble))
        }
        if let countdown = screen.countdown {
            canvas.putLeft(
                of: area.endColumn - 2, "\(countdown) s", row: area.row, style: Style(Theme.quiet))
        }
    }

    private func drawLanguages(
        _ languages: [KioskScreen.Tongue], on canvas: inout Canvas, in area: Area, isTall: Bool
    ) {
        let width = area.width / max(1, languages.count)
        for (index, language) in languages.enumerated() {
            let box = Area(
                row: area.row, column: area.column + index * width + 1, width: width - 2,
                height: area.height)
            let style =
                language.isChosen
                ? Style(Theme.onChosen, on: Theme.chosen, bold: true, standsOut: true)
                : Style(Theme.ink, on: Theme.band)
            canvas.fill(box, style)
            let row = box.row + (isTall ? 1 : 0)
            canvas.centre("\(language.key)  \(language.name)", row: row, in: box, style: style)
        }
    }

    // MARK: Choices

    private func drawChoices(_ screen: KioskScreen, on canvas: inout Canvas, in area: Area) {
        var rest = area
        let isTall = rest.height >= 14
        let heading = rest.takeTop(isTall ? 3 : 1)
        canvas.centre(
            screen.title, row: heading.row + heading.height / 2, in: heading,
            style: Style(Theme.ink, bold: true))
        if let more = screen.more {
            let line = rest.takeBottom(isTall ? 3 : 1)
            let box = Area(
                row: line.row, column: line.column + line.width / 4, width: line.width / 2,
                height: isTall ? 2 : 1)
            let style = Style(Theme.ink, on: Theme.band, bold: true)
            canvas.fill(box, style)
            canvas.centre(
                "\(more.key)  \(more.title)", row: box.row + (box.height - 1) / 2, in: box,
                style: style)
        } else if isTall {
            _ = rest.takeBottom(1)
        }
        let rows = screen.tiles.count > 2 ? 2 : 1
        let columns = screen.tiles.count > 1 ? 2 : 1
        let size = (width: rest.width / columns, height: rest.height / rows)
        // Of one kind, all of them: what is written small would look less important.
        let isLarge = screen.tiles.allSatisfy { tile in
            BigDigits.canWrite(tile.title)
                && BigDigits.width(tile.title, scale: 1) <= size.width - 16
        }
        for (index, tile) in screen.tiles.enumerated() {
            let box = Area(
                row: rest.row + index / columns * size.height,
                column: rest.column + index % columns * size.width, width: size.width,
                height: size.height - (size.height >= 4 ? 1 : 0)
            ).inset(columns: 1)
            draw(tile, isLarge: isLarge, on: &canvas, in: box)
        }
    }

    private func draw(
        _ tile: KioskScreen.Tile, isLarge: Bool, on canvas: inout Canvas, in box: Area
    ) {
        let isOpen = tile.remark == nil
        let ground = isOpen ? Theme.tile : Theme.closed
        canvas.fill(box, Style(on: ground))
        let ink = Style(isOpen ? Theme.ink : Theme.quiet, bold: isOpen, faint: !isOpen)
        let key = Style(isOpen ? Theme.key : Theme.quiet, bold: true, standsOut: isOpen)
        let figure = String(tile.key)
        let rows = BigDigits.rows(scale: 1)
        guard box.height >= rows + 2, box.width >= 24 else {
            let row = box.row + max(0, box.height - 1) / 2
            canvas.put(figure, row: row, column: box.column + 2, style: key)
            let words = tile.title + (tile.remark.map { " · \($0)" } ?? "")
            canvas.put(
                words.fitted(to: box.width - 6), row: row, column: box.column + 5, style: ink)
            return
        }
        let top = box.row + (box.height - rows) / 2
        put(figure, 1, row: top, column: box.column + 3, (Theme.key, Theme.key), isOpen, &canvas)
        let left = box.column + 5 + BigDigits.width(figure, scale: 1) + 2
        let room = box.endColumn - left - 2
        if isOpen, isLarge {
            put(
                tile.title, 1, row: top, column: left, (Theme.ink, Theme.ink), isOpen, &canvas)
            return
        }
        let row = box.row + (box.height - 1) / 2
        canvas.put(tile.title.fitted(to: room), row: row, column: left, style: ink)
        if let remark = tile.remark {
            canvas.put(
                remark.fitted(to: room), row: row + 1, column: left, style: Style(Theme.quiet))
        }
    }

    // MARK: Number and messages

    private func drawNumber(_ screen: KioskScreen, on canvas: inout Canvas, in area: Area) {
        let number = screen.number ?? ""
        let below = screen.lines.count + (screen.more == nil ? 0 : 2)
        let room = area.height - below - 4
        let scale = BigDigits.scales.first { scale in
            BigDigits.width(number, scale: scale) + 4 <= area.width
                && BigDigits.rows(scale: scale) <= room && BigDigits.canWrite(number)
        }
        let height = scale.map { BigDigits.rows(scale: $0) } ?? 1
        var row = area.row + max(0, (area.height - height - below - 3) / 2)
        canvas.centre(screen.title, row: row, in: area, style: Style(Theme.ink, bold: true))
        row += 2
        if let scale {
            let left = area.column + (area.width - BigDigits.width(number, scale: scale)) / 2
            let tones = (Theme.numberTop, Theme.numberBottom)
            put(number, scale, row: row, column: left, tones, true, &canvas)
        } else {
            canvas.centre(
                number, row: row, in: area,
                style: Style(Theme.numberTop, bold: true, standsOut: true))
        }
        row += height + 1
        for (index, line) in screen.lines.enumerated() {
            let isFirst = index == 0
            let style = Style(isFirst ? Theme.key : Theme.ink, bold: isFirst)
            canvas.centre(line, row: row, in: area, style: style)
            row += 1
        }
        if let more = screen.more {
            canvas.centre(
                "\(more.key)  \(more.title)", row: row + 1, in: area,
                style: Style(Theme.key, bold: true))
        }
    }

    private func drawMessage(_ screen: KioskScreen, on canvas: inout Canvas, in area: Area) {
        var row = area.row + max(0, (area.height - 2 - screen.lines.count) / 2)
        canvas.centre(
            screen.title, row: row, in: area, style: Style(Theme.ink, bold: true, standsOut: true))
        row += 2
        for line in screen.lines {
            canvas.centre(line, row: row, in: area, style: Style(Theme.ink))
            row += 1
        }
    }

    private func put(
        _ text: String, _ scale: Int, row: Int, column: Int, _ tones: (Colour, Colour),
        _ isBold: Bool, _ canvas: inout Canvas
    ) {
        let lines = BigDigits.lines(text, scale: scale)
        for (index, line) in lines.enumerated() {
            let colour = tones.0.towards(tones.1, step: index, of: lines.count - 1)
            canvas.put(
                line, row: row + index, column: column, style: Style(colour, bold: isBold))
        }
    }
}
