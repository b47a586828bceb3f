import BranchDomain
import Credentials
import Foundation
import Testing

@Suite struct BranchKeyTests {
    @Test func itsTextReadsBackAndNothingElseIsRead() throws {
        let text = BranchKey.sample.text
        #expect(text.hasPrefix("000102") && text.hasSuffix("1e1f") && text.count == 64)
        #expect(try BranchKey(text: text).text == text)
        for wrong in ["", "00", text + "00", text.dropLast() + "g", text.dropLast(2) + "é"] {
            #expect(throws: CredentialError.self) { try BranchKey(text: String(wrong)) }
        }
        #expect(throws: CredentialError.self) { try BranchKey(bytes: [1, 2, 3]) }
    }

    @Test func itsFileHoldsTheBytesOrTheDigits() throws {
        let text = BranchKey.sample.text
        #expect(try BranchKey(contents: Array(0..<32)).text == text)
        #expect(try BranchKey(contents: Array("\(text)\n".utf8)).text == text)
        #expect(try BranchKey(contents: Array(text.utf8)).text == text)
        for wrong in [[], Array(0..<31), Array(0..<33), Array("\(text)\n\n".utf8)] as [[UInt8]] {
            #expect(throws: CredentialError.self) { try BranchKey(contents: wrong) }
        }
    }
}

@Suite struct SecretMakerTests {
    let maker = SecretMaker(key: .sample)
    let id = RequestID(high: 0x0199_0000_0000_7001, low: 0x8000_0000_0000_0001)
    let next = RequestID(high: 0x0199_0000_0000_7001, low: 0x8000_0000_0000_0002)

    @Test func aSecretHasTheLengthAndLettersOfItsHolder() {
        let pin = maker.secret(for: .customer, id: id, user: "alice")
        #expect(pin.count == 4 && pin.allSatisfy { $0.isASCII && $0.isNumber })
        #expect(maker.secret(for: .staff, id: id, user: "bob").count == 20)
        #expect(maker.secret(for: .device, id: id, user: "atm:2").count == 32)
    }

    @Test func theSameRequestGetsTheSameSecretAndAnyOtherAnotherOne() {
        let secret = maker.secret(for: .staff, id: id, user: "bob")
        #expect(maker.secret(for: .staff, id: id, user: "bob") == secret)
        #expect(maker.secret(for: .staff, id: next, user: "bob") != secret)
        #expect(maker.secret(for: .staff, id: id, user: "eve") != secret)
        #expect(maker.secret(for: .device, id: id, user: "bob").prefix(20) != secret)
    }

    @Test func pinsAreSpreadOverAllTenThousand() {
        var seen: Set<String> = []
        for low in 0..<20_000 as Range<UInt64> {
            seen.insert(
                maker.secret(
                    for: .customer, id: RequestID(high: 0x7000, low: 1 << 63 | low), user: "a"))
        }
        // 20,000 draws of 10,000 leave about 1,353 out.
        #expect((8_400...8_900).contains(seen.count))
    }
}

@Suite struct StretchTests {
    let stretch = Stretch(key: .sample, cost: .cheap)

    @Test func aVerifierDependsOnSecretAndUser() throws {
        let verifier = try stretch.verifier(secret: "1234", user: "alice")
        #expect(Data(base64Encoded: verifier)?.count == 32)
        #expect(try stretch.verifier(secret: "1234", user: "alice") == verifier)
        #expect(try stretch.verifier(secret: "1235", user: "alice") != verifier)
        #expect(try stretch.verifier(secret: "1234", user: "bob") != verifier)
        let other = try BranchKey(bytes: [UInt8](repeating: 9, count: 32))
        #expect(
            try Stretch.verifier(secret: "1234", user: "alice", key: other, cost: .cheap)
                != verifier)
    }

    @Test func caseOfASecretCounts() throws {
        #expect(
            try stretch.verifier(secret: "Secret", user: "a")
                != stretch.verifier(secret: "secret", user: "a"))
    }

    @Test func theStandardCostIsTheOneOfTheDesign() throws {
        #expect(Stretch.Cost.standard == Stretch.Cost(rounds: 16_384, blockSize: 8))
        let verifier = try Stretch(key: .sample).verifier(secret: "1234", user: "alice")
        #expect(try verifier != stretch.verifier(secret: "1234", user: "alice"))
    }

    @Test func verifiersAreComparedWhole() {
        #expect(Stretch.matches("abc", "abc"))
        #expect(!Stretch.matches("abc", "abd"))
        #expect(!Stretch.matches("abc", "abcd"))
        #expect(!Stretch.matches("", "a"))
    }
}

@Suite struct TicketHandlesTests {
    @Test func aRequestAlwaysGetsTheSameHandleAndAnotherOneAnother() {
        let handles = TicketHandles(key: .sample)
        let id = RequestID(high: 0x0199_0000_0000_7001, low: 1 << 63)
        let next = RequestID(high: 0x0199_0000_0000_7001, low: 1 << 63 | 1)
        #expect(handles.handle(id: id) == handles.handle(id: id))
        #expect(handles.handle(id: id) != handles.handle(id: next))
        #expect(handles.handle(id: id).description.utf8.count == 22)
    }
}
