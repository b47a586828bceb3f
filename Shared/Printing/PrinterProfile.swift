/// What must be known of a printer to write for it.
public struct PrinterProfile: Sendable, Equatable {
    /// The roll, by its width in millimetres.
    public enum Paper: String, CaseIterable, Sendable {
        case mm80 = "80"
        case mm58 = "58"

        /// What the print head covers, at 203 dots an inch.
        public var dots: Int { self == .mm80 ? 576 : 384 }
    }

    /// Who draws QR codes: the printer at its own command, or we, as a picture.
    public enum QRStyle: String, CaseIterable, Sendable {
        case printer
        case raster
    }

    public var paper: Paper
    public var codePage: CodePage
    public var qr: QRStyle

    public init(paper: Paper = .mm80, codePage: CodePage = .cp858, qr: QRStyle = .printer) {
        self.paper = paper
        self.codePage = codePage
        self.qr = qr
    }

    /// Letters of single width to a line.
    var columns: Int { paper.dots / 12 }
    /// Text cut to so many letters, in letters that the printer has.
    func fitted(_ text: String, to columns: Int) -> String {
        let letters = codePage.bytes(text).count
        return letters <= columns ? text : String(text.prefix(max(0, columns - 2))) + ".."
    }

    /// Letters of the small typeface to a line.
    var smallColumns: Int { paper.dots / 9 }
}
