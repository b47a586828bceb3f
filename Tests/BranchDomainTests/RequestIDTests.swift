import BranchDomain
import Testing

@Suite struct RequestIDTests {
    private let text = "01a1b2c3-d4e5-7678-9abc-def012345678"

    private func id(_ text: String) -> RequestID? { RequestID(text: text.utf8) }

    @Test func anIDIsReadAndWrittenAlike() throws {
        let id = try #require(RequestID(text: text.utf8))
        #expect(id.description == text)
        #expect(id.textBytes == Array(text.utf8))
        #expect(id.high == 0x01a1_b2c3_d4e5_7678)
        #expect(id.low == 0x9abc_def0_1234_5678)
        #expect(id.time == Timestamp(milliseconds: 0x01a1_b2c3_d4e5))
    }

    @Test func capitalLettersAreTheSameID() {
        #expect(id(text.uppercased()) == id(text))
    }

    @Test(arguments: [
        "", "01a1b2c3", "01a1b2c3d4e576789abcdef012345678",
        "01a1b2c3-d4e5-7678-9abc-def01234567", "01a1b2c3-d4e5-7678-9abc-def0123456789",
        "01a1b2c3-d4e5-4678-9abc-def012345678", "01a1b2c3-d4e5-8678-9abc-def012345678",
        "01a1b2c3-d4e5-7678-1abc-def012345678", "01a1b2c3-d4e5-7678-dabc-def012345678",
        "01a1b2c3+d4e5-7678-9abc-def012345678", "01a1b2c3-d4e5-7678-9abc-def01234567g",
        "{01a1b2c3-d4e5-7678-9abc-def012345678}", "01a1b2c3-d4e5-7678-9abc-def01234567\u{e9}",
        "00000000-0000-0000-0000-000000000000",
    ])
    func whatIsNoUUIDOfVersionSevenIsNoID(text: String) {
        #expect(id(text) == nil)
    }

    @Test func anIDCarriesItsTimeVersionAndVariantWhateverTheRandom() throws {
        let time = Timestamp(milliseconds: 1_795_212_345_678)
        for random: (UInt64, UInt64) in [(0, 0), (.max, .max), (0x1234, 0xabcd_ef01)] {
            let made = RequestID(at: time, random: random)
            #expect(made.time == time)
            #expect((made.high >> 12) & 0xf == 7)
            #expect(made.low >> 62 == 0b10)
            #expect(id(made.description) == made)
        }
    }

    @Test func orderIsTheOrderOfTimeThenOfTheRandomBits() throws {
        let early = Timestamp(milliseconds: 1_000)
        let late = Timestamp(milliseconds: 1_001)
        #expect(RequestID(at: early, random: (.max, .max)) < RequestID(at: late, random: (0, 0)))
        #expect(RequestID(at: early, random: (1, 9)) < RequestID(at: early, random: (2, 0)))
        #expect(RequestID(at: early, random: (1, 4)) < RequestID(at: early, random: (1, 8)))
        #expect(RequestID.none < RequestID(at: early, random: (0, 0)))
        let texts = [early, late].map { RequestID(at: $0, random: (7, 7)).description }
        #expect(texts == texts.sorted())
    }

    @Test func noIDThatIsReadIsTheOneNoRequestHas() {
        #expect(id(RequestID.none.description) == nil)
    }
}
