import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

@Suite struct ReceiptTextTests {
    private func facts(_ random: inout SeededRandom) throws -> ReceiptFacts {
        let references: [AccountReference] = [
            1, "vault", "atm:lobby-é", .number(UInt64(Amount.largest)), "vault:EUR",
        ]
        let numbers: [Int64] = [0, 1, -1, 9, 10, 99, Amount.largest, -Amount.largest]
        let kind = EntryKind.allCases[random.below(EntryKind.allCases.count)]
        let entry = Entry(
            kind: kind, debit: try AccountID(1), credit: try AccountID(2),
            amount: try Amount(Amount.largest >> Int64(random.below(53))), debitBalance: .zero,
            creditBalance: .zero, debitPrevious: 0, creditPrevious: 0)
        let chain = ChainHash(bytes: (0..<32).map { _ in UInt8(random.below(256)) })
        return ReceiptFacts(
            entry: entry, id: RequestID(high: random.next(), low: random.next()),
            position: Position(
                sequence: random.next() >> UInt64(random.below(60)),
                at: Timestamp(milliseconds: numbers[random.below(8)]), chain: chain),
            account: references[random.below(5)],
            to: random.below(2) == 0 ? nil : references[random.below(5)],
            currency: try Currency("USD"),
            balance: try Balance(minorUnits: numbers[random.below(8)]),
            available: numbers[random.below(8)],
            notes: [nil, [:], ["5000": 3, "2000": 1]][random.below(3)])
    }

    @Test func aReceiptByHandIsTheReceiptOfTheEncoder() throws {
        let seed: UInt64 = 7
        var random = SeededRandom(seed)
        for round in 0..<1_000 {
            let facts = try facts(&random)
            let comment: Comment = "seed \(seed), round \(round)"
            #expect(try JSON.decode(Receipt.self, from: facts.bytes) == facts.receipt, comment)
            let spelled = try JSON.decode(Receipt.self, from: JSON.encode(facts.receipt))
            #expect(spelled == facts.receipt, comment)
        }
    }

    @Test func aReceiptIsSpelledAsTheProtocolPageHasIt() throws {
        let facts = ReceiptFacts(
            entry: Entry(
                kind: .transfer, debit: try AccountID(17), credit: try AccountID(18),
                amount: try Amount(12_550), debitBalance: .zero, creditBalance: .zero,
                debitPrevious: 0, creditPrevious: 0),
            id: RequestID(high: 0x01a1_fb90_9cc5_70b5, low: 0xa84e_48f3_1016_1a41),
            position: Position(
                sequence: 4_711, at: Timestamp(milliseconds: 1_795_212_345_678),
                chain: ChainHash(bytes: [UInt8](repeating: 0x9f, count: 32))),
            account: 17, to: 18, currency: try Currency("USD"),
            balance: try Balance(minorUnits: 20_000), available: 20_000)
        #expect(
            String(decoding: facts.bytes, as: UTF8.self) == """
                {"sequence":4711,"id":"01a1fb90-9cc5-70b5-a84e-48f310161a41","at":1795212345678,\
                "kind":"transfer","account":17,"to":18,"amount":12550,"currency":"USD",\
                "balance":20000,"available":20000,"chain":"9f9f9f9f9f9f9f9f"}
                """)
    }
}
