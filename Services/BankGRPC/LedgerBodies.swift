import Messages

/// The bodies of the branch's messages that every call has, without an encoder: it would take
/// longer over them than everything else takes together.
enum LedgerBodies {
    /// ``LedgerDeposit/Request``, ``LedgerWithdraw/Request``.
    static func movement(account: UInt64, minorUnits: Int64) -> [UInt8] {
        Array("{\"account\":\(account),\"amount\":\(minorUnits)}".utf8)
    }

    /// ``AccountGet/Request``.
    static func account(_ account: UInt64) -> [UInt8] {
        Array("{\"account\":\(account)}".utf8)
    }

    /// The balance in a receipt or an account, in minor units.
    ///
    /// Inside a text a quotation mark has a backslash before it, so that no name or memo can
    /// look like the field.
    ///
    /// - Returns: nil where there is none, or none that is a whole number.
    static func balance(in body: [UInt8]) -> Int64? {
        let name = field
        guard body.count > name.count else { return nil }
        for start in 0..<(body.count - name.count)
        where body[start] == name[0] && body[start..<start + name.count].elementsEqual(name) {
            let digits = body[(start + name.count)...].prefix {
                $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
            return Int64(String(decoding: digits, as: UTF8.self))
        }
        return nil
    }

    private static let field = Array("\"balance\":".utf8)
}
