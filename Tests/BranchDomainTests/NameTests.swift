import BranchDomain
import Testing

@Suite struct NameTests {
    @Test(arguments: [
        ("Anna", "anna"), ("atm:1", "atm:1"), ("li.wei_2@example-bank.org", nil), ("ÀB", "àb"),
        ("李", nil), ("+34600111222x", nil), ("a", nil),
    ])
    func aUserNameIsKeptInSmallLetters(text: String, kept: String?) throws {
        #expect(try UserName(text).description == kept ?? text)
    }

    @Test(arguments: [
        "", " ", "anna maria", "17", "0", "o'brien", "a/b", "a\"b", "a;b", "a\nb", "a\u{0}b", "🏦",
        "a\u{202e}b", "%s", "a\\b", "<a>",
    ])
    func whatIsNoUserNameIsRefused(text: String) {
        #expect(throws: DomainError.self) { try UserName(text) }
    }

    @Test func aUserNameHasAtMostSixtyFourBytes() throws {
        #expect(try UserName(String(repeating: "a", count: 64)).description.count == 64)
        #expect(throws: DomainError.self) { try UserName(String(repeating: "a", count: 65)) }
        #expect(throws: DomainError.self) { try UserName(String(repeating: "李", count: 22)) }
    }

    @Test func capitalsMakeNoOtherUser() throws {
        #expect(try UserName("Anna") == UserName("ANNA"))
        #expect(try UserName("anna") < UserName("berta"))
    }

    @Test(arguments: [
        ("O'Brien", "O'Brien"), ("  Siobhán O'Brien \n", "Siobhán O'Brien"), ("李", "李"),
        ("Zoë 👩🏽‍🚀", "Zoë 👩🏽‍🚀"), ("Robert'); DROP TABLE students;--", nil), ("a  b", nil),
        ("/", nil), ("100%", nil),
    ])
    func aPersonsNameStandsAsPeopleWriteIt(text: String, kept: String?) throws {
        #expect(try PersonName(text).description == kept ?? text)
    }

    @Test(arguments: ["", " ", "\t\n", "a\u{0}b", "a\nb", "a\u{7f}", "\u{1b}[31mred", "a\u{85}b"])
    func emptyNamesAndControlCharactersAreRefused(text: String) {
        #expect(throws: DomainError.self) { try PersonName(text) }
    }

    @Test func aPersonsNameHasABound() throws {
        #expect(try PersonName(String(repeating: "é", count: 120)).description.count == 120)
        #expect(throws: DomainError.self) { try PersonName(String(repeating: "é", count: 121)) }
        // A single character may be thousands of bytes of combining marks.
        let tall = "a" + String(repeating: "\u{301}", count: 1_000)
        #expect(tall.count == 1)
        #expect(throws: DomainError.self) { try PersonName(tall) }
    }

    @Test(arguments: ["main", "cash-coins", "2", "a", String(repeating: "z", count: 32)])
    func namesInTopicsAreShortAndPlain(text: String) throws {
        #expect(try BranchID(text).description == text)
        #expect(try ServiceID(text).description == text)
        #expect(try CounterID(text).description == text)
    }

    @Test(arguments: [
        "", "Cash", "a.b", "a b", "é", "a_b", "a/b", String(repeating: "z", count: 33), "a\u{0}",
    ])
    func whatWouldBreakATopicIsRefused(text: String) {
        #expect(throws: DomainError.self) { try BranchID(text) }
        #expect(throws: DomainError.self) { try ServiceID(text) }
        #expect(throws: DomainError.self) { try CounterID(text) }
    }

    @Test func countersStandInTheOrderPeopleExpect() throws {
        let sorted = try ["10", "b", "2", "1", "12", "a"].map(CounterID.init).sorted()
        #expect(sorted.map(\.description) == ["1", "2", "a", "b", "10", "12"])
        #expect(try ServiceID("accounts") < ServiceID("cash"))
    }
}
