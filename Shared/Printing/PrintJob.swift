/// Bytes for a receipt printer, after Epson's ESC/POS commands; pure.
public struct PrintJob: Sendable {
    enum Alignment: UInt8 { case left, centre, right }

    static let lf: UInt8 = 0x0a
    static let esc: UInt8 = 0x1b
    static let gs: UInt8 = 0x1d

    let profile: PrinterProfile
    public private(set) var bytes: [UInt8] = []

    /// Begins with the printer as it is after being switched on, so that nothing of another job
    /// is left over.
    public init(_ profile: PrinterProfile) {
        self.profile = profile
        put(PrintJob.esc, 0x40)
        put(PrintJob.esc, 0x74, profile.codePage.number)
        // Rounds the steps of letters that are drawn large.
        put(PrintJob.gs, 0x62, 1)
    }

    mutating func align(_ alignment: Alignment) { put(PrintJob.esc, 0x61, alignment.rawValue) }

    /// How many times as wide and as high as usual: 1 … 8.
    mutating func size(_ width: Int, _ height: Int) {
        precondition((1...8).contains(width) && (1...8).contains(height), "printers have 8 sizes")
        put(PrintJob.gs, 0x21, UInt8((width - 1) << 4 | (height - 1)))
    }

    mutating func bold(_ isOn: Bool) { put(PrintJob.esc, 0x45, isOn ? 1 : 0) }
    /// White on black.
    mutating func reversed(_ isOn: Bool) { put(PrintJob.gs, 0x42, isOn ? 1 : 0) }
    /// The typeface of 9 × 17 dots in place of 12 × 24.
    mutating func small(_ isOn: Bool) { put(PrintJob.esc, 0x4d, isOn ? 1 : 0) }

    mutating func line(_ text: String) {
        self.text(text)
        put(PrintJob.lf)
    }

    /// Part of a line.
    mutating func text(_ text: String) { bytes += profile.codePage.bytes(text) }

    /// Moves the paper on by so many dots.
    mutating func feed(dots: Int) {
        precondition((0...255).contains(dots), "one byte of dots")
        put(PrintJob.esc, 0x4a, UInt8(dots))
    }

    /// A black rule across the paper; as a picture, since not every code page has one.
    mutating func rule(height: Int) {
        let width = profile.paper.dots / 8
        raster(
            width: width,
            rows: Array(repeating: Array(repeating: 0xff, count: width), count: height))
    }

    /// A QR code of about `dots` dots, drawn as the profile says; nothing where it is too long.
    mutating func qrCode(_ text: String, dots: Int) {
        guard let modules = QRModules(text) else { return }
        // Three dots a square are the least that phones read off thermal paper with ease.
        let size = min(12, max(3, dots / modules.width))
        switch profile.qr {
        case .printer: qrCommand(Array(text.utf8), size: size)
        case .raster: qrPicture(modules, size: size)
        }
    }

    /// Feeds the last line past the knife and cuts, but for one point.
    mutating func cut() { put(PrintJob.gs, 0x56, 66, 0) }

    private mutating func qrCommand(_ text: [UInt8], size: Int) {
        func command(_ function: UInt8, _ parameters: [UInt8]) {
            let length = parameters.count + 2
            put(PrintJob.gs, 0x28, 0x6b, UInt8(length & 0xff), UInt8(length >> 8), 0x31, function)
            bytes += parameters
        }
        command(65, [50, 0])
        command(67, [UInt8(size)])
        command(69, [49])
        command(80, [48] + text)
        command(81, [48])
    }

    private mutating func qrPicture(_ modules: QRModules, size: Int) {
        let width = (modules.width * size + 7) / 8
        let rows = (0..<modules.width * size).map { row in
            (0..<width).map { byte in
                (0..<8).reduce(UInt8(0)) { bits, bit in
                    let column = (byte * 8 + bit) / size
                    let isDark = column < modules.width && modules[row / size, column]
                    return bits << 1 | (isDark ? 1 : 0)
                }
            }
        }
        raster(width: width, rows: rows)
    }

    /// A picture of one bit a dot. Its squares are wider than two dots, so that no byte of it is
    /// 0x10: `DLE` begins commands that printers obey also within a picture.
    private mutating func raster(width: Int, rows: [[UInt8]]) {
        precondition(rows.allSatisfy { $0.count == width && !$0.contains(0x10) }, "a bad picture")
        put(PrintJob.gs, 0x76, 0x30, 0)
        put(UInt8(width & 0xff), UInt8(width >> 8))
        put(UInt8(rows.count & 0xff), UInt8(rows.count >> 8))
        bytes += rows.joined()
    }

    private mutating func put(_ more: UInt8...) { bytes += more }
}
