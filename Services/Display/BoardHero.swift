import BranchDomain
import Messages
import Terminal

/// The newest call, as large as the terminal allows.
struct Hero: Equatable {
    let number: String
    let counter: String?
    /// Of the letters; nil where only plain text fits.
    let scale: Int?
    let height: Int
    let call: ServiceCall?

    private static let arrow = "→"

    /// Chooses the largest letters that leave room for the lists below.
    init(title: String, call: ServiceCall?, width: Int, height: Int) {
        self.call = call
        number = call?.call.number ?? title
        counter = call?.call.counter
        let (number, counter) = (number, counter)
        let room = height * 3 / 5
        let margins = 3
        scale = BigDigits.scales.first { scale in
            Hero.width(number, counter, scale: scale) + 4 <= width
                && BigDigits.rows(scale: scale) + margins <= room
                && (counter != nil || scale <= 4)
        }
        if let scale {
            self.height = BigDigits.rows(scale: scale) + margins
        } else {
            self.height = min(height, height >= 6 ? 3 : 1)
        }
    }

    /// Columns of number, arrow and counter in letters of a scale.
    static func width(_ number: String, _ counter: String?, scale: Int) -> Int {
        let numberWidth = BigDigits.width(number, scale: scale)
        guard let counter else { return numberWidth }
        return numberWidth + arrowWidth(scale) + BigDigits.width(counter, scale: scale)
    }

    /// The arrow with the space around it.
    static func arrowWidth(_ scale: Int) -> Int { BigDigits.width(arrow, scale: scale) + 4 * scale }
}

extension BoardRenderer {
    /// Draws the newest call, or a welcome where no counter serves anyone.
    func drawHero(
        _ hero: Hero, on canvas: inout Canvas, in area: Area, state: BoardState, now: Timestamp
    ) {
        guard area.height > 0 else { return }
        let emphasis = hero.call.map { self.emphasis($0.call, in: state, now: now) }
        let isLive = state.liveness(now: now).isLive
        let ground = emphasis == .spotlight ? BoardTheme.spotlight : BoardTheme.panel
        canvas.fill(area, Style(on: ground))
        guard let scale = hero.scale else {
            let text = hero.counter.map { "\(hero.number) → \($0)" } ?? hero.number
            let colour = Tones(emphasis: isLive ? emphasis ?? .none : .faded).number.0
            let style = Style(colour, on: ground, bold: true, standsOut: emphasis == .spotlight)
            canvas.centre(text, row: area.row + area.height / 2, in: area, style: style)
            return
        }
        let width = Hero.width(hero.number, hero.counter, scale: scale)
        let left = area.column + (area.width - width) / 2
        let top = area.row + (area.height - BigDigits.rows(scale: scale)) / 2 + 1
        let tones = Tones(emphasis: isLive ? emphasis ?? .none : .faded)
        put(hero.number, scale, row: top, column: left, tones.number, tones, on: &canvas)
        guard let counter = hero.counter else { return }

        let numberWidth = BigDigits.width(hero.number, scale: scale)
        let counterWidth = BigDigits.width(counter, scale: scale)
        put(
            "→", scale, row: top, column: left + numberWidth + 2 * scale, tones.arrow, tones,
            on: &canvas)
        put(
            counter, scale, row: top, column: left + width - counterWidth, tones.counter, tones,
            on: &canvas)
        let caption = Style(
            tones.caption, bold: true, standsOut: emphasis == .spotlight)
        let over: (Int, Int, String) -> Area = { column, width, text in
            let wide = max(width, DisplayWidth.of(text))
            return Area(
                row: top - 1, column: column + (width - wide) / 2, width: wide, height: 1)
        }
        canvas.centre(
            words.ticket, row: top - 1, in: over(left, numberWidth, words.ticket), style: caption)
        canvas.centre(
            words.counter, row: top - 1,
            in: over(left + width - counterWidth, counterWidth, words.counter), style: caption)
    }

    /// Puts block letters, shaded from top to bottom.
    func put(
        _ text: String, _ scale: Int, row: Int, column: Int, _ tone: (Colour, Colour),
        _ tones: Tones, on canvas: inout Canvas
    ) {
        let lines = BigDigits.lines(text, scale: scale)
        for (index, line) in lines.enumerated() {
            let colour = tone.0.towards(tone.1, step: index, of: lines.count - 1)
            canvas.put(
                line, row: row + index, column: column,
                style: Style(colour, bold: true, standsOut: tones.standsOut))
        }
    }
}

/// The colours of a call by its emphasis.
struct Tones {
    let number: (Colour, Colour)
    let counter: (Colour, Colour)
    let arrow: (Colour, Colour)
    let caption: Colour
    let standsOut: Bool

    init(emphasis: BoardRenderer.Emphasis) {
        standsOut = emphasis == .spotlight
        switch emphasis {
        case .none, .marked:
            number = (BoardTheme.numberTop, BoardTheme.numberBottom)
            counter = (BoardTheme.counterTop, BoardTheme.counterBottom)
            arrow = (BoardTheme.quiet, BoardTheme.quiet)
            caption = BoardTheme.quiet
        case .spotlight:
            number = (BoardTheme.onSpotlight, BoardTheme.onSpotlight)
            counter = number
            arrow = number
            caption = BoardTheme.onSpotlight
        case .faded:
            number = (BoardTheme.faded, BoardTheme.faded)
            counter = number
            arrow = number
            caption = BoardTheme.faded
        }
    }
}
