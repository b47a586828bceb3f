import Messages
import Testing

/// Whatever is not the shape is one refusal, which names the field and never the value.
@Suite struct MalformedTests {
    private func refusal<Value: Decodable>(of text: String, as type: Value.Type) -> Refusal? {
        refusal(ofBytes: Array(text.utf8), as: type)
    }

    private func refusal<Value: Decodable>(ofBytes bytes: [UInt8], as type: Value.Type) -> Refusal?
    {
        do {
            _ = try JSON.decode(type, from: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("missing", #"{"account": 17}"#, "amount"),
        ("null", #"{"account": 17, "amount": null}"#, "amount"),
        ("a text", #"{"account": 17, "amount": "99887"}"#, "amount"),
        ("a truth", #"{"account": 17, "amount": true}"#, "amount"),
        ("a list", #"{"account": 17, "amount": [99887]}"#, "amount"),
        ("truthful account", #"{"account": true, "amount": 1}"#, "account"),
        ("memo a number", #"{"account": 17, "amount": 1, "memo": 99887}"#, "memo"),
        ("drawer a list", #"{"account": 17, "amount": 1, "drawer": []}"#, "drawer"),
    ])
    func aFieldThatIsNotItsTypeIsNamed(what: String, text: String, field: String) throws {
        let answer = try #require(refusal(of: text, as: LedgerDeposit.Request.self))
        #expect(answer.code == .malformed)
        #expect(answer.retry == .never)
        #expect(answer.message.contains(field), "\(answer.message)")
        #expect(!answer.message.contains("99887"), "the value is not told")
    }

    @Test(arguments: [
        #"{"account": 17, "amount": 99887.5}"#,
        #"{"account": 17, "amount": 9988799887998879988799887}"#,
        #"{"account": -99887, "amount": 1}"#,
        #"{"account": 99887.5, "amount": 1}"#,
        #"{"account": 18446744073709551616, "amount": 1}"#,
    ])
    func aNumberThatDoesNotFitIsSaidToBeOne(text: String) throws {
        let answer = try #require(refusal(of: text, as: LedgerDeposit.Request.self))
        #expect(answer.code == .malformed)
        #expect(answer.message.contains("number"), "\(answer.message)")
        #expect(!answer.message.contains("99887"), "the value is not told")
    }

    @Test(arguments: [
        "", " ", "{", "}", "[]", "17", "null", "\"text\"", "{\"account\": 17, \"amount\": 1",
        "{\"account\": 17 \"amount\": 1}", "{'account': 17}", "{\"account\": 0x11, \"amount\": 1}",
        "{\"account\": 17, \"amount\": 1}}",
        "{\"account\": 17, \"amount\": NaN}", "{\"account\": 17, \"amount\": 1e9999}",
        "{\"account\": 17, \"amount\": Infinity}",
        "{\"account\": 17, \"amount\": 1} x",
        "\u{0}{\"account\": 17, \"amount\": 1}",
    ])
    func aBodyThatIsNoObjectIsMalformed(text: String) {
        #expect(refusal(of: text, as: LedgerDeposit.Request.self)?.code == .malformed)
    }

    @Test(arguments: [
        [0xff, 0xfe], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x80], [0xc3],
    ])
    func bytesThatAreNotUTF8AreMalformed(bytes: [Int]) {
        let bad = bytes.map(UInt8.init)
        let inMemo =
            Array(#"{"account": 17, "amount": 1, "memo": ""#.utf8) + bad + Array("\"}".utf8)
        #expect(refusal(ofBytes: inMemo, as: LedgerDeposit.Request.self)?.code == .malformed)
        #expect(refusal(ofBytes: bad, as: LedgerDeposit.Request.self)?.code == .malformed)
    }

    @Test func deepNestingIsMalformedBeforeItIsParsed() throws {
        let levels = 60_000
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            let text =
                String(repeating: open, count: levels) + "1"
                + String(repeating: close, count: levels)
            let answer = try #require(refusal(of: text, as: Nothing.self))
            #expect(answer.code == .malformed)
            #expect(answer.message.contains("\(JSON.deepest)"))
        }
        // Also where the depth hides in a field that the shape does not know.
        let hidden =
            #"{"account":17,"amount":1,"later":"# + String(repeating: "[", count: 40)
            + String(repeating: "]", count: 40) + "}"
        #expect(refusal(of: hidden, as: LedgerDeposit.Request.self)?.code == .malformed)
    }

    @Test func bracketsInATextAreNoDepth() throws {
        let memo = String(repeating: "[{\\\"", count: 40)
        let text = #"{"account": 17, "amount": 1, "memo": "\#(memo)"}"#
        let request = try JSON.decode(LedgerDeposit.Request.self, from: Array(text.utf8))
        #expect(request.memo == String(repeating: "[{\"", count: 40))
    }

    @Test func whateverIsCutOffIsMalformedAndNeverTraps() throws {
        for shape in GoldenShape.all {
            for sample in try GoldenFiles.files(shape.stem) {
                for count in stride(from: 0, to: sample.bytes.count - 2, by: 7) {
                    #expect(throws: Refusal.self) {
                        try shape.roundTrip(Array(sample.bytes.prefix(count)))
                    }
                }
            }
        }
    }
}
