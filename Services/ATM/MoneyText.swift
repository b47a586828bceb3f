import BranchDomain

/// Sums of money as people type and read them; floating point nowhere.
struct MoneyText: Sendable {
    let currency: Currency
    /// `,` in Spanish, `.` in English.
    let decimalMark: String
    let groupMark: String

    init(currency: Currency, language: Language) {
        self.currency = currency
        (decimalMark, groupMark) = language == .spanish ? (",", ".") : (".", ",")
    }

    /// Reads what was typed: `125` or `125.50` or `125,50`.
    ///
    /// One decimal of two is refused: at a cash machine `1,5` may mean 1.50 or a slip for 15.
    /// - Returns: nil where the text is no positive sum of the currency that a message can carry.
    func amount(_ text: String) -> Amount? {
        let trimmed = text.filter { $0 != " " }
        guard let minorUnits = currency.minorUnits(text: trimmed) else { return nil }
        if let mark = trimmed.lastIndex(where: { $0 == "." || $0 == "," }) {
            let decimals = trimmed.distance(from: mark, to: trimmed.endIndex) - 1
            guard decimals == currency.decimals else { return nil }
        }
        return try? Amount(minorUnits)
    }

    /// `1.250,00 USD` in Spanish, `1,250.00 USD` in English.
    func text(_ minorUnits: Int64) -> String {
        plain(minorUnits) + " " + currency.code
    }

    /// The same without the currency, for tables.
    func plain(_ minorUnits: Int64) -> String {
        let exact = currency.text(minorUnits: minorUnits)
        let parts = exact.split(separator: ".")
        let isNegative = exact.hasPrefix("-")
        var whole = ""
        for (index, digit) in parts[0].drop(while: { $0 == "-" }).reversed().enumerated() {
            if index > 0, index % 3 == 0 { whole = groupMark + whole }
            whole = String(digit) + whole
        }
        let decimals = parts.count == 2 ? decimalMark + parts[1] : ""
        return (isNegative ? "−" : "") + whole + decimals
    }

    /// With its sign, as in a list of movements.
    func signed(_ minorUnits: Int64) -> String {
        (minorUnits > 0 ? "+" : "") + plain(minorUnits)
    }

    /// The sums offered for withdrawal, in minor units: 20, 50, 100 … of a major unit.
    var offered: [Int64] {
        let unit =
            currency.decimals == 0 ? 100 : (0..<currency.decimals).reduce(1) { n, _ in n * 10 }
        return [20, 50, 100, 200, 300, 500].map { Int64($0 * unit) }
    }
}
