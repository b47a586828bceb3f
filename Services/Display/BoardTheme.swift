import Terminal

/// The colours of the board: a dark hall, warm numbers, cool counters.
enum BoardTheme {
    static let hall = Colour(0x0b1120)
    static let panel = Colour(0x131c31)
    static let band = Colour(0x1d2b4a)
    static let ink = Colour(0xe6edf7)
    static let quiet = Colour(0x8b9bb8)
    static let hairline = Colour(0x2c3c5e)
    static let numberTop = Colour(0xffe08a)
    static let numberBottom = Colour(0xff9e2c)
    static let counterTop = Colour(0x8fe3ff)
    static let counterBottom = Colour(0x3fa7f5)
    static let spotlight = Colour(0xffc247)
    static let onSpotlight = Colour(0x1a1203)
    static let live = Colour(0x4ade80)
    static let alarm = Colour(0xc4152b)
    static let onAlarm = Colour(0xffffff)
    static let faded = Colour(0x66738d)

    static let background = Style(ink, on: hall)
    static let header = Style(ink, on: band, bold: true, standsOut: true)
    static let headerQuiet = Style(Colour(0xb9c6de), on: band, standsOut: true)
    static let caption = Style(quiet, bold: true)
    static let text = Style(ink)
    static let small = Style(quiet)
    static let line = Style(hairline, faint: true)
    static let stale = Style(onAlarm, on: alarm, bold: true, standsOut: true)
}
