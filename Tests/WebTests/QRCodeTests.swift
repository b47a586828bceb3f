import Testing

@testable import Web

@Suite("QR code")
struct QRCodeTests {
    @Test("a code has the standard's quiet zone and the three finders")
    func drawing() throws {
        let svg = try #require(QRCode.svg(of: "http://127.0.0.1:8080/t/x"))
        #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 33 33\""))
        // The corners of the finders, four modules in.
        for corner in ["M4 4h", "M28 4h", "M4 28h"] { #expect(svg.contains(corner)) }
        #expect(!svg.contains("M3 "))
    }

    @Test("a text that is too long gives none")
    func tooLong() {
        #expect(QRCode.svg(of: String(repeating: "x", count: 513)) == nil)
    }
}
