import BranchDomain
import Messages
import Testing

/// Codes, numbers and retries are a published list: they are in journals and in bulk results.
@Suite struct RefusalTests {
    /// `number code retry`, a line each.
    private func published() throws -> [(number: UInt16, code: String, retry: String)] {
        let text = String(decoding: try GoldenFiles.bytes("refusals.txt"), as: UTF8.self)
        return try text.split(separator: "\n").map { line in
            let words = line.split(separator: " ").map(String.init)
            return (try #require(UInt16(words[0])), words[1], words[2])
        }
    }

    @Test func numbersAndRetriesStayAsPublished() throws {
        let published = try published()
        #expect(published.count == RefusalCode.allCases.count)
        for entry in published {
            let code = try #require(RefusalCode(rawValue: entry.code), "\(entry.code) is gone")
            #expect(code.number == entry.number, "\(code)")
            #expect(RefusalCode(number: entry.number) == code)
            #expect(code.retry.rawValue == entry.retry, "\(code)")
        }
    }

    @Test func noCodeHasANumberThatMeansSuccess() {
        #expect(RefusalCode.allCases.allSatisfy { $0.number >= 2 })
        for number: UInt16 in [0, 1, UInt16(RefusalCode.allCases.count) + 2, .max] {
            #expect(RefusalCode(number: number) == nil)
        }
    }

    @Test func theSampleOfACodeHasItsRetry() throws {
        for code in RefusalCode.allCases {
            let bytes = try GoldenFiles.bytes("refusal.\(code.rawValue).json")
            let body = try JSON.decode(Refusal.Body.self, from: bytes)
            #expect(body.retry == code.retry, "\(code)")
            #expect(Refusal(code, body.message, details: body.details).body == body)
        }
    }

    /// The protocol page: "Not verdicts, and safe to repeat", and what never reached the rules.
    @Test func whatSaysNothingAboutTheRequestIsNoVerdict() {
        let none: Set<RefusalCode> = [
            .malformed, .unsupportedVersion, .tooLarge, .unknownMethod, .notOffered, .busy,
            .unavailable, .storageUnavailable, .notPermitted, .sessionExpired, .idFromFuture,
            .idExpired, .idReused,
        ]
        for code in RefusalCode.allCases {
            #expect(code.isVerdict != none.contains(code), "\(code)")
            if code.retry == .sameID { #expect(!code.isVerdict, "\(code)") }
        }
    }

    @Test func aBrokenRuleOfTheDomainIsMalformed() {
        let refusal = Refusal(DomainError("An amount is greater than zero."))
        #expect(refusal.code == .malformed)
        #expect(refusal.message == "An amount is greater than zero.")
        #expect(refusal.retry == .never)
    }
}
