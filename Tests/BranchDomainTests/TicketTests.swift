import BranchDomain
import Testing

@Suite struct TicketTests {
    @Test(arguments: [
        (0, "A000"), (1, "A001"), (12, "A012"), (999, "A999"), (1_000, "A1000"),
        (123_456, "A123456"),
    ])
    func aTicketsNumberGrowsADigitBeyond999(number: Int, text: String) {
        #expect(TicketNumber(prefix: "A", number: number).description == text)
    }

    @Test func thePrefixBelongsToTheNumber() {
        #expect(TicketNumber(prefix: "AC", number: 7).description == "AC007")
        #expect(TicketNumber(prefix: "A", number: 7) != TicketNumber(prefix: "B", number: 7))
    }

    @Test func aHandleHasTwentyTwoSafeCharacters() throws {
        let text = "q83vEjRWeJCrze8SNFZ4-_"
        #expect(try TicketHandle(text).description == text)
    }

    @Test(arguments: [
        "", "q83vEjRWeJCrze8SNFZ4-", "q83vEjRWeJCrze8SNFZ4-_x", "q83vEjRWeJCrze8SNFZ4+/",
        "q83vEjRWeJCrze8SNFZ4 _", "q83vEjRWeJCrze8SNFZ4é",
    ])
    func whatIsNoHandleIsRefused(text: String) {
        #expect(throws: DomainError.self) { try TicketHandle(text) }
    }
}
