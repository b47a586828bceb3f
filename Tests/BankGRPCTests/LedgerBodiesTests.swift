import Messages
import Testing

@testable import BankGRPC

@Suite("Bodies written by hand")
struct LedgerBodiesTests {
    @Test("they are what the decoder takes")
    func written() throws {
        let movement = try JSON.decode(
            LedgerDeposit.Request.self,
            from: LedgerBodies.movement(account: 17, minorUnits: 9_007_199_254_740_991))
        #expect(movement == .init(account: .number(17), amount: 9_007_199_254_740_991))
        let account = try JSON.decode(
            AccountGet.Request.self, from: LedgerBodies.account(17))
        #expect(account == .init(account: .number(17)))
    }

    @Test("a balance is found wherever it stands, and nothing else is taken for it")
    func read() {
        #expect(balance(#"{"account":1,"balance":-250,"available":9}"#) == -250)
        #expect(balance(#"{"balance":0}"#) == 0)
        #expect(balance(#"{"name":"\"balance\":7","balance":8}"#) == 8)
        #expect(balance(#"{"available":9}"#) == nil)
        #expect(balance(#"{"balance":"7"}"#) == nil)
        #expect(balance(#"{"balance":99999999999999999999}"#) == nil)
        #expect(balance(#""balance":"#) == nil)
        #expect(balance("") == nil)
    }

    @Test("the balance of what the branch sends is found")
    func encoded() {
        let account = Account(
            account: 3, number: 3, customer: 1, name: #"The "balance": 5"#, currency: "USD",
            balance: 12_345, available: 1, status: "open")
        #expect(LedgerBodies.balance(in: JSON.encode(account)) == 12_345)
    }

    private func balance(_ text: String) -> Int64? { LedgerBodies.balance(in: Array(text.utf8)) }
}
