import BranchDomain
import Credentials
import Messages
import Testing

@Suite struct SessionTokensTests {
    let tokens = SessionTokens(key: .sample)
    let alice = Principal(
        user: "alice", role: "customer", customer: 4, at: "atm:1", generation: 3)
    let noon = Timestamp(milliseconds: 1_795_212_345_678)

    @Test func aSignedPrincipalComesBackWholeUntilItExpires() throws {
        let text = tokens.sign(alice, expires: noon)
        let before = Timestamp(milliseconds: noon.milliseconds - 1)
        let session = try tokens.verify(Array(text.utf8), now: before)
        #expect(session == Session(principal: alice, expires: noon))
        #expect(throws: SessionError.expired) {
            try tokens.verify(Array(text.utf8), now: noon)
        }
    }

    @Test func theSamePrincipalGetsTheSameText() {
        #expect(tokens.sign(alice, expires: noon) == tokens.sign(alice, expires: noon))
    }

    @Test func aChangedBitAnywhereIsInvalid() {
        let text = Array(tokens.sign(alice, expires: noon).utf8)
        let early = Timestamp(milliseconds: 0)
        for position in text.indices {
            for bit in 0..<8 {
                var forged = text
                forged[position] ^= 1 << bit
                #expect(throws: SessionError.invalid, "byte \(position), bit \(bit)") {
                    try tokens.verify(forged, now: early)
                }
            }
        }
    }

    @Test func anythingElseIsInvalid() {
        let text = tokens.sign(alice, expires: noon)
        let payload = text.prefix { $0 != "." }
        let others = [
            "", ".", "..", "a.b", "x", "\(payload)", "\(payload).", ".\(text)", "\(text).",
            "\(text)=", "\(text) ", "\(payload)." + String(repeating: "A", count: 43),
            String(repeating: "A", count: 100_000),
        ]
        for other in others {
            #expect(throws: SessionError.invalid) {
                try tokens.verify(Array(other.utf8), now: Timestamp(milliseconds: 0))
            }
        }
    }

    @Test func anotherBranchsCredentialIsInvalid() throws {
        let other = SessionTokens(key: try BranchKey(bytes: [UInt8](repeating: 9, count: 32)))
        #expect(throws: SessionError.invalid) {
            try tokens.verify(
                Array(other.sign(alice, expires: noon).utf8), now: Timestamp(milliseconds: 0))
        }
    }
}
