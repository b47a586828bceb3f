import CQREncode

/// A QR code as a picture: what libqrencode says, drawn as SVG.
enum QRCode {
    /// The longest text that is taken, in bytes; error correction "M" leaves room for it.
    static let longest = 512
    /// The standard asks for four modules of light around the code.
    private static let margin = 4

    /// - Returns: nil where the text is too long.
    static func svg(of text: String) -> String? {
        guard text.utf8.count <= longest,
            let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M)
        else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard let modules = code.pointee.data else { return nil }
        var path = ""
        for row in 0..<width {
            for column in 0..<width where modules[row * width + column] & 1 == 1 {
                path += "M\(column + margin) \(row + margin)h1v1h-1z"
            }
        }
        let side = width + 2 * margin
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" \
            shape-rendering="crispEdges"><path fill="#fff" d="M0 0h\(side)v\(side)H0z"/>\
            <path fill="#000" d="\(path)"/></svg>
            """
    }
}
