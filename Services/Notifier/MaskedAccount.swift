/// An account as a text message shows it: enough for its owner, nothing for anybody else.
enum MaskedAccount {
    /// `****4711`: at most half of the digits, four at most; how long it is remains unsaid.
    static func text(_ account: UInt64) -> String {
        let digits = String(account)
        return "****" + digits.suffix(max(1, min(4, digits.count / 2)))
    }
}
