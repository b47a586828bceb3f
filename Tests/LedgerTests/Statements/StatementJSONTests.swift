import BranchDomain
import Testing

@testable import Ledger

@Suite struct StatementJSONTests {
    @Test func aStatementIsOneObjectWithItsKeysInOrder() throws {
        let facts = try StatementSamples.page(
            "USD", opening: 500, available: 20,
            [.init(amount: -480, counterparty: "18", memo: "Rent")])
        #expect(
            facts.json == """
                {"bank":"Branchline Bank","branch":"main","account":"17","currency":"USD",\
                "decimals":2,"owner":"Ada King","from":1767225600000,"to":1769904000000,\
                "opening":500,"closing":20,"available":20,"lines":[{"sequence":4711,\
                "id":"019b7a5d-0000-7000-8000-000000000000","at":1767268800007,\
                "kind":"transfer","amount":-480,"balance":20,"counterparty":"18",\
                "memo":"Rent"}],"made":1769990400000,"chain":"9f86d081884c7d65","page":1,\
                "last":true}
                """)
    }

    @Test func whatIsNotKnownIsLeftOut() throws {
        let facts = try StatementSamples.page(
            "JPY", opening: -7, [.init(kind: .cash, amount: 7)], page: 2, isLastPage: false)
        #expect(
            facts.json.contains(
                #""opening":-7,"closing":0,"lines":[{"sequence":4711,"#))
        #expect(facts.json.contains(#""kind":"cash","amount":7,"balance":0}],"made""#))
        #expect(facts.json.hasSuffix(#""page":2,"last":false}"#))
        #expect(try StatementSamples.page("JPY", opening: 0).json.contains(#""lines":[],"#))
    }

    @Test func textsAreEscapedExactlyAsJSONNeedsIt() throws {
        let table: [(text: String, spelled: String)] = [
            ("<script>'&=", "<script>'&="), ("\"\\/", #"\"\\/"#),
            ("\n\r\t\u{0}\u{1f}", #"\n\r\t\u0000\u001f"#), ("🧑🏽‍🚀 李\u{7f}", "🧑🏽‍🚀 李\u{7f}"),
            ("\r\n", #"\r\n"#), ("\"\u{301}", "\\\"\u{301}"),
        ]
        for (text, spelled) in table {
            let facts = try StatementSamples.page(
                "USD", opening: 0, owner: text, [.init(amount: 1, counterparty: text, memo: text)])
            #expect(facts.json.contains("\"owner\":\"\(spelled)\",\"from\""))
            #expect(
                facts.json.contains("\"counterparty\":\"\(spelled)\",\"memo\":\"\(spelled)\"}"))
        }
    }
}
