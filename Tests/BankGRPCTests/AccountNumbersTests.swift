import Messages
import Testing

@testable import BankGRPC

@Suite("Account ids of the old wire")
struct AccountNumbersTests {
    private func account(_ number: UInt64, _ currency: String = "USD") -> Account {
        Account(
            account: .number(number), number: number, name: "rpc", currency: currency, balance: 0,
            available: 0, status: "open")
    }

    @Test("the n-th account of the edge has the id n, whatever the ledger calls it")
    func order() {
        var numbers = AccountNumbers()
        numbers.append([account(4), account(9), account(12, "JPY")])
        #expect(numbers.entry(of: 1) == .init(number: 4, decimals: 2))
        #expect(numbers.entry(of: 3) == .init(number: 12, decimals: 0))
        #expect(numbers.entry(of: 0) == nil)
        #expect(numbers.entry(of: 4) == nil)
        #expect(numbers.entry(of: .min + 1) == nil)
        #expect(numbers.id(of: 9) == 2)
        #expect(numbers.id(of: 5) == nil)
        #expect(numbers.last == 12)
    }

    @Test("pages that overlap give nobody two ids")
    func overlap() {
        var numbers = AccountNumbers()
        numbers.append([account(4), account(9)])
        numbers.append([account(4), account(9), account(10)])
        #expect(numbers.entry(of: 3)?.number == 10)
        #expect(numbers.entry(of: 4) == nil)
    }

    @Test(
        "an id is a whole number as this service writes it",
        arguments: [
            ("1", 1), ("42", 42), ("0", nil), ("01", nil), ("-1", nil), ("+1", nil), ("", nil),
            (" 1", nil), ("1.0", nil), ("one", nil), ("१", nil),
            ("99999999999999999999999", nil),
        ] as [(String, Int?)])
    func ids(text: String, id: Int?) {
        #expect(AccountNumbers.id(text) == id)
    }
}

@Suite("The edge's list of accounts")
struct AccountDirectoryTests {
    /// A ledger that shows two accounts a page.
    private actor Ledger {
        private(set) var asked = 0
        private var accounts: [Account] = []

        func open() -> UInt64 {
            let number = UInt64(accounts.count * 3 + 1)
            accounts.append(
                Account(
                    account: .number(number), number: number, name: "rpc", currency: "USD",
                    balance: 0, available: 0, status: "open"))
            return number
        }

        func page(_ after: UInt64?) -> AccountList.Reply {
            asked += 1
            let rest = accounts.filter { $0.number > after ?? 0 }
            let page = Array(rest.prefix(2))
            return .init(accounts: page, next: rest.count > 2 ? page.last?.number : nil)
        }
    }

    @Test("an id is looked for in the ledger once, page by page, and then known")
    func pages() async throws {
        let ledger = Ledger()
        for _ in 0..<5 { _ = await ledger.open() }
        let directory = AccountDirectory { await ledger.page($0) }
        #expect(try await directory.entry(of: "5")?.number == 13)
        #expect(await ledger.asked == 3)
        #expect(try await directory.entry(of: "2")?.number == 4)
        #expect(await ledger.asked == 3)
    }

    @Test("an id that is not there is looked for each time, and text that is none never")
    func unknown() async throws {
        let ledger = Ledger()
        let directory = AccountDirectory { await ledger.page($0) }
        #expect(try await directory.entry(of: "x") == nil)
        #expect(await ledger.asked == 0)
        #expect(try await directory.entry(of: "1") == nil)
        _ = await ledger.open()
        #expect(try await directory.entry(of: "1")?.number == 1)
    }

    @Test("whoever opens accounts at the same time gets ids of their own, without gaps")
    func together() async throws {
        let ledger = Ledger()
        let directory = AccountDirectory { await ledger.page($0) }
        let ids = try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<64 {
                group.addTask { try await directory.id(of: await ledger.open()) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ids.compactMap(\.self).sorted() == Array(1...64))
    }

    @Test("a ledger that is away is an error for those who waited, and asked again later")
    func away() async throws {
        struct Away: Error {}
        let ledger = Ledger()
        let isAway = AsyncFlag()
        let directory = AccountDirectory { after in
            if await isAway.value { throw Away() }
            return await ledger.page(after)
        }
        _ = await ledger.open()
        await isAway.set(true)
        await #expect(throws: Away.self) { try await directory.entry(of: "1") }
        await isAway.set(false)
        #expect(try await directory.entry(of: "1")?.number == 1)
    }

    private actor AsyncFlag {
        private(set) var value = false
        func set(_ value: Bool) { self.value = value }
    }
}
