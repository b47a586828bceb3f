import CQREncode

/// The dark and light squares of a QR code, as libqrencode lays them out.
struct QRModules: Sendable {
    /// The longest text that is taken, in bytes; error correction "M" leaves room for it.
    static let longest = 512

    let width: Int
    private let isDark: [Bool]

    /// - Returns: nil where the text is empty or too long.
    init?(_ text: String) {
        guard (1...QRModules.longest).contains(text.utf8.count),
            let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M)
        else { return nil }
        defer { QRcode_free(code) }
        guard let modules = code.pointee.data else { return nil }
        let side = Int(code.pointee.width)
        width = side
        isDark = (0..<side * side).map { modules[$0] & 1 == 1 }
    }

    subscript(row: Int, column: Int) -> Bool { isDark[row * width + column] }
}
