import BranchDomain
import Bus
import Testing

@testable import Branch

@Suite("Key codes")
struct KeyCodeTests {
    /// The test vector of RFC 32 (Z85), four times over.
    private let z85 = String(repeating: "HelloWorld", count: 4)
    private let bytes = (0..<4).flatMap { _ in
        [0x86, 0x4F, 0xD2, 0x6F, 0xB5, 0x59, 0xF7, 0x5B] as [UInt8]
    }

    @Test("reads and writes Z85 as its RFC does")
    func vector() throws {
        let code = try KeyCode(z85: z85)
        #expect(code.bytes == bytes)
        #expect(code.z85 == z85)
    }

    @Test("a key of libzmq's own survives being typed")
    func roundTrip() throws {
        for _ in 0..<20 {
            let key = try CurveKeys.generate().publicKey
            let code = try KeyCode(z85: key)
            #expect(try KeyCode(typed: code.text).z85 == key)
        }
    }

    @Test("it is thirteen groups of four letters and digits")
    func groups() throws {
        let groups = try KeyCode(z85: z85).text.split(separator: "-")
        #expect(groups.count == 13)
        #expect(groups.allSatisfy { $0.count == 4 })
    }

    @Test("small letters, gaps and letters that look like digits are read too")
    func forgiving() throws {
        let code = try KeyCode(z85: z85)
        let typed = code.text.lowercased().replacing("-", with: " ")
            .replacing("0", with: "o").replacing("1", with: "l")
        #expect(try KeyCode(typed: typed) == code)
    }

    @Test("what is too short, too long or has other signs is refused")
    func refuses() throws {
        let text = try KeyCode(z85: z85).text
        for wrong in ["", String(text.dropLast()), text + "0", "U" + text.dropFirst()] {
            #expect(throws: DomainError.self) { try KeyCode(typed: wrong) }
        }
        for wrong in ["", String(z85.dropLast()), "\"" + z85.dropFirst(), z85 + "a"] {
            #expect(throws: DomainError.self) { try KeyCode(z85: wrong) }
        }
        #expect(throws: DomainError.self) { try KeyCode(z85: String(repeating: "#", count: 40)) }
    }

    @Test("the check is six digits and changes with key, name and kind")
    func check() throws {
        let code = try KeyCode(z85: z85)
        let other = try KeyCode(z85: "a" + z85.dropFirst())
        let check = code.check(name: "kiosk:2", kind: .kiosk)
        #expect(check.wholeMatch(of: /\d{3} \d{3}/) != nil)
        #expect(check == code.check(name: "kiosk:2", kind: .kiosk))
        #expect(check != other.check(name: "kiosk:2", kind: .kiosk))
        #expect(check != code.check(name: "kiosk:3", kind: .kiosk))
        #expect(check != code.check(name: "kiosk:2", kind: .board))
    }
}
