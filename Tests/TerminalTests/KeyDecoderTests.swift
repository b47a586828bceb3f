import Testing

@testable import Terminal

@Suite struct KeyDecoderTests {
    @Test(arguments: [
        ("a", [Key.character("a")]), ("ñ", [.character("ñ")]), ("\r", [.enter]), ("\n", [.enter]),
        ("\u{7f}", [.backspace]), ("\u{8}", [.backspace]), ("\u{1b}", [.escape]),
        ("\u{1b}OP", [.function(1)]), ("\u{1b}[15~", [.function(5)]), ("\u{1b}[[C", [.function(3)]),
        ("\u{1b}[A", [.up]), ("\u{1b}[6~", [.pageDown]), ("\u{1b}[1;5A", [.up]),
        ("\u{3}", [.control("c")]),
        ("12\r", [.character("1"), .character("2"), .enter]), ("\u{1b}[999z", []),
    ])
    func bytesAreKeys(text: String, keys: [Key]) {
        var decoder = KeyDecoder()
        #expect(decoder.keys(Array(text.utf8)) == keys)
    }

    @Test func aKeyMayComeInPieces() {
        var decoder = KeyDecoder()
        #expect(decoder.keys([0x1b], isLast: false).isEmpty)
        #expect(decoder.keys([0x5b], isLast: false).isEmpty)
        #expect(decoder.keys([0x41], isLast: false) == [.up])
        #expect(decoder.keys([0xc3], isLast: false).isEmpty)
        #expect(decoder.keys([0xb1], isLast: false) == [.character("ñ")])
    }

    @Test func anyBytesAreConsumed() {
        var state: UInt64 = 20_261_120
        for _ in 0..<2_000 {
            var decoder = KeyDecoder()
            var bytes: [UInt8] = []
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(UInt8(truncatingIfNeeded: state >> 33))
            }
            _ = decoder.keys(bytes)
            #expect(decoder.keys(Array("x".utf8)) == [.character("x")], "\(bytes)")
        }
    }
}
