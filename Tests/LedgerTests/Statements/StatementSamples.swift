import BranchDomain

@testable import Ledger

/// Statements that the tests look at; each stands in `Golden/` in every format.
enum StatementSamples {
    /// 2026-01-01T00:00Z.
    static let january: Int64 = 1_767_225_600_000
    /// 2026-02-01T00:00Z.
    static let february: Int64 = 1_769_904_000_000
    static let day: Int64 = 86_400_000

    static func all() throws -> [(name: String, facts: StatementFacts)] {
        [
            ("everyday", try everyday()), ("hostile", try hostile()),
            ("overdraft", try overdraft()), ("empty", try empty()),
        ]
    }

    /// A line whose balance is filled in by ``page(_:opening:available:lines:page:isLastPage:)``.
    struct Movement {
        var kind = StatementLine.Kind.transfer
        /// Signed minor units.
        var amount: Int64
        var counterparty: String?
        var memo: String?
    }

    /// Lines a day apart from 1 January at noon on, their balances reckoned from the opening one.
    static func lines(
        _ movements: [Movement], opening: Int64, sequence: UInt64 = 4_711
    ) -> [StatementLine] {
        var balance = opening
        return movements.enumerated().map { index, movement in
            balance += movement.amount
            return StatementLine(
                sequence: sequence + UInt64(index),
                request: "019b7a5d-0000-7000-8000-00000000000\(index)",
                at: Timestamp(milliseconds: january + day * Int64(index) + day / 2 + 7),
                kind: movement.kind, amount: movement.amount, balance: balance,
                counterparty: movement.counterparty, memo: movement.memo)
        }
    }

    /// January 2026 of account 17, made a day after its end.
    static func page(
        _ currency: String, opening: Int64, available: Int64? = nil, owner: String = "Ada King",
        _ movements: [Movement] = [], page: Int = 1, isLastPage: Bool = true
    ) throws -> StatementFacts {
        let lines = lines(movements, opening: opening)
        return try StatementFacts(
            bank: "Branchline Bank", branch: try BranchID("main"), account: "17",
            currency: try Currency(currency), owner: owner,
            from: Timestamp(milliseconds: january), to: Timestamp(milliseconds: february),
            opening: opening, closing: lines.last?.balance ?? opening, available: available,
            lines: lines, made: Timestamp(milliseconds: february + day),
            chain: "9f86d081884c7d65", page: page, isLastPage: isLastPage)
    }

    /// Every kind of movement once.
    private static func everyday() throws -> StatementFacts {
        try page(
            "USD", opening: 0, available: 150_000,
            [
                Movement(kind: .opening, amount: 100_000),
                Movement(kind: .deposit, amount: 25_005, counterparty: "vault", memo: "Savings"),
                Movement(kind: .withdrawal, amount: -2_000, counterparty: "atm:lobby"),
                Movement(amount: -12_550, counterparty: "18", memo: "Rent January"),
                Movement(amount: 1, counterparty: "Grace Hopper", memo: "A cent"),
                Movement(kind: .interest, amount: 42, counterparty: "interest"),
                Movement(kind: .fee, amount: -500, counterparty: "fees", memo: "Card"),
                Movement(kind: .reversal, amount: 500, counterparty: "fees", memo: "Card"),
                Movement(kind: .cash, amount: -10_000, counterparty: "vault"),
            ])
    }

    /// Texts that somebody wrote to break whoever reads them; no decimals.
    private static func hostile() throws -> StatementFacts {
        try page(
            "JPY", opening: 5_000, owner: "O'Brien & \"Sons\" <script>alert(1)</script>",
            [
                Movement(
                    amount: -1_000, counterparty: "</NAME><TRNAMT>9", memo: "]]>&amp;<!-- x -->"),
                Movement(amount: 300, counterparty: "=cmd|' /C calc'!A0", memo: "@SUM(1+1)*2"),
                Movement(amount: 1, counterparty: "O'Brien", memo: "\"quoted\", and; apart"),
                Movement(amount: 2, counterparty: "🧑🏽‍🚀 Zoë 李", memo: "two\r\nlines\tand a tab"),
                Movement(
                    amount: 3, counterparty: "\u{0}\u{7}bell\u{fffe}",
                    memo: " \u{1b}[31m red "),
                Movement(amount: 4, counterparty: "  ", memo: "-1+1"),
                Movement(
                    amount: 5, counterparty: String(repeating: "long name ", count: 20),
                    memo: String(repeating: "0123456789", count: 70)),
                Movement(
                    amount: 6, counterparty: "＝1+1",
                    memo: String(repeating: "é👩‍👩‍👧‍👦", count: 60)),
            ])
    }

    /// The second page of three, below zero; three decimals.
    private static func overdraft() throws -> StatementFacts {
        try page(
            "KWD", opening: -1,
            [
                Movement(kind: .fee, amount: -1_250, counterparty: "fees"),
                Movement(kind: .interest, amount: -7, counterparty: "interest", memo: "Debit"),
                Movement(kind: .deposit, amount: 1_000_000_000_258, counterparty: "drawer:2"),
                Movement(kind: .reversal, amount: -1_000_000_000_000, memo: "Miscounted"),
            ], page: 2, isLastPage: false)
    }

    private static func empty() throws -> StatementFacts {
        try page("EUR", opening: -12_345, available: 0)
    }
}
