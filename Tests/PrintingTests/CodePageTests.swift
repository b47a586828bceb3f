import Testing

@testable import Printing

@Suite struct CodePageTests {
    @Test(arguments: [
        (CodePage.cp850, "Años 50", [0x41, 0xa4, 0x6f, 0x73, 0x20, 0x35, 0x30]),
        (.cp858, "é€", [0x82, 0xd5]), (.cp850, "€", [0x45, 0x55, 0x52]),
        (.cp1252, "é€", [0xe9, 0x80]), (.cp858, "Łódź", [0x3f, 0xa2, 0x64, 0x7a]),
        (.cp1252, "नकद", [0x3f, 0x3f, 0x3f]),
        (.cp850, "“a”…", [0x22, 0x61, 0x22, 0x2e, 0x2e, 0x2e]),
        (.cp858, "e\u{301}", [0x82]),
    ])
    func lettersAreThePrintersOwnOrAStatedReplacement(
        page: CodePage, text: String, bytes: [UInt8]
    ) {
        #expect(page.bytes(text) == bytes)
    }

    @Test(arguments: CodePage.allCases)
    func noNameCanSteerThePrinter(page: CodePage) {
        for value in UInt32(0)...0x3ff {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let bytes = page.bytes(String(Character(scalar)))
            #expect(bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f }, "U+\(String(value, radix: 16))")
        }
    }

    @Test func hindiCannotBeWrittenAndPortugueseCan() {
        for page in CodePage.allCases {
            #expect(page.canWrite("Informações"))
            #expect(!page.canWrite("पूछताछ"))
        }
        #expect(!CodePage.cp850.canWrite("5 €"))
    }
}
