import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

@Suite struct FlatJSONTests {
    /// What the general decoder makes of a body, as the hand-made one would hold it.
    private func decoded(_ bytes: [UInt8]) -> (LedgerDeposit.Request?, LedgerTransfer.Request?) {
        (
            try? JSON.decode(LedgerDeposit.Request.self, from: bytes),
            try? JSON.decode(LedgerTransfer.Request.self, from: bytes)
        )
    }

    /// Whatever the hand-made reader accepts, the general one reads alike.
    private func check(_ bytes: [UInt8], _ comment: @autoclosure () -> String) {
        guard let flat = FlatMovement(bytes) else { return }
        let (cash, transfer) = decoded(bytes)
        if let account = flat.account, let amount = flat.amount {
            let made = LedgerDeposit.Request(
                account: account, amount: amount, memo: flat.memo, drawer: flat.drawer)
            #expect(cash == made, "\(comment())")
        }
        if let from = flat.from, let to = flat.to, let amount = flat.amount {
            let made = LedgerTransfer.Request(
                from: from, to: to, amount: amount, memo: flat.memo)
            #expect(transfer == made, "\(comment())")
        }
    }

    @Test func thePlainSpellingIsReadByHand() throws {
        let deposit = try #require(FlatMovement(Array(#"{"account": 17, "amount": 12550}"#.utf8)))
        #expect(deposit.account == 17)
        #expect(deposit.amount == 12_550)
        let full = try #require(
            FlatMovement(
                Array(#"{"from":1,"to":"vault","amount":9007199254740991,"memo":"a/b"}"#.utf8)))
        #expect(full.from == 1)
        #expect(full.to == "vault")
        #expect(full.amount == Amount.largest)
        #expect(full.memo == "a/b")
    }

    @Test(arguments: [
        "", "{}", "[]", "17", "null", "{\"account\":1", "{\"account\":1,}", "{,}",
        "{\"account\":1}x", "{\"account\":01}", "{\"account\":-1}", "{\"amount\":1.0}",
        "{\"amount\":1e3}", "{\"amount\":\"1\"}", "{\"amount\":1,\"amount\":2}",
        "{\"memo\":null}", "{\"memo\":\"\\u0041\"}", "{\"memo\":\"é\"}", "{\"memo\":\"a\nb\"}",
        "{\"memo\":\"a}", "{\"other\":1}", "{\"account\":12345678901234567}",
        "{\"account\" 1}", "{account:1}", "{\"account\":true}", "{\"account\":{}}",
    ])
    func anythingElseGoesToTheGeneralDecoder(text: String) {
        #expect(FlatMovement(Array(text.utf8)) == nil)
    }

    @Test func bothReadersAgreeOnMutilatedBodies() {
        let samples = [
            #"{"account": 17, "amount": 12550}"#, #"{"account":1,"amount":5,"memo":"rent"}"#,
            #"{"from":1,"to":2,"amount":3}"#,
            #"{"account":"vault","amount":1,"drawer":"drawer:2"}"#,
        ].map { Array($0.utf8) }
        let seed: UInt64 = 20_261_120
        var random = SeededRandom(seed)
        let alphabet =
            Array(#"{}[]:,"0123456789-+.eE\ ntaus"#.utf8) + [0x00, 0x0a, 0x7f, 0xc3, 0xff]
        for round in 0..<20_000 {
            var bytes = samples[random.below(samples.count)]
            for _ in 0...random.below(3) {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[place] = alphabet[random.below(alphabet.count)]
                case 1: bytes.remove(at: place)
                default: bytes.insert(alphabet[random.below(alphabet.count)], at: place)
                }
            }
            check(bytes, "seed \(seed), round \(round): \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    @Test(
        arguments: [
            ("ana", nil), ("ana", "saving"), ("", nil), ("a\"b", nil), ("ñandú", nil),
            ("tab\t", "a\\b"),
        ] as [(String, String?)])
    func anOpeningIsReadAlikeWithAndWithoutADecoder(by: String, product: String?) throws {
        let event = AccountOpened(
            by: by, account: 17, customer: 9_007_199_254_740_991, currency: "USD",
            product: product)
        #expect(try AccountOpened(event.record) == event)
        let isPlain = by.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f && $0 != 0x22 }
        #expect((AccountOpened.plain(event.record.varying) != nil) == isPlain)
        var dear = event
        dear.terms = ProductTerms(product: "saving", fees: ["transfer": 1])
        #expect(AccountOpened.plain(dear.record.varying) == nil)
        #expect(try AccountOpened(dear.record) == dear)
    }

    @Test(arguments: [
        "", "{", #"{"account":1}"#, #"{"by":"a","account":1,"currency":"USD","customer":1}"#,
        #"{"account":1,"by":"a","currency":"USD","customer":1,"later":2}"#,
        #"{"account":1,"by":"a","currency":"USD","customer":1} "x""#,
    ])
    func whatIsNoPlainOpeningIsLeftToTheDecoder(_ text: String) {
        #expect(AccountOpened.plain(Array(text.utf8)) == nil)
    }
}
