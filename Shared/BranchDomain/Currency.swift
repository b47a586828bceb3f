/// A currency by its ISO 4217 code, with the number of decimals of its minor unit.
public struct Currency: Hashable, Sendable, CustomStringConvertible {
    /// Three capital letters, `USD`.
    public let code: String
    /// How many decimals the major unit has: JPY 0, USD 2, KWD 3.
    public let decimals: Int

    /// - Throws: ``DomainError`` where the code is none that the branch knows.
    public init(_ code: String) throws(DomainError) {
        guard let decimals = Currency.decimalsByCode[code] else {
            throw DomainError("The currency is not an ISO 4217 code that this branch knows.")
        }
        self.code = code
        self.decimals = decimals
    }

    public var description: String { code }

    /// A sum as people read it: `125.50`, without the currency's sign.
    public func text(minorUnits: Int64) -> String {
        let sign = minorUnits < 0 ? "-" : ""
        let digits = String(minorUnits.magnitude)
        guard decimals > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }

    /// Reads what a person typed, `125.5` or `125,50`, exactly.
    ///
    /// - Returns: Minor units, or nil where the text is no sum of this currency: more decimals
    ///   than the currency has, a sign, anything but digits and one separator.
    public func minorUnits(text: String) -> Int64? {
        let parts = text.split(
            maxSplits: 1, omittingEmptySubsequences: false,
            whereSeparator: { $0 == "." || $0 == "," })
        guard let whole = parts.first, !whole.isEmpty, whole.allSatisfy(\.isASCIIDigit) else {
            return nil
        }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.allSatisfy(\.isASCIIDigit), fraction.count <= decimals,
            parts.count == 1 || !fraction.isEmpty
        else { return nil }
        let padding = String(repeating: "0", count: decimals - fraction.count)
        return Int64(String(whole) + String(fraction) + padding)
    }

    /// ISO 4217, the currencies in circulation that differ from two decimals, then those with two.
    private static let decimalsByCode: [String: Int] = {
        let none = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
        let three = "BHD IQD JOD KWD LYD OMR TND"
        let two = """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD \
            BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB \
            EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD \
            KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU \
            MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR \
            RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB \
            TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG
            """
        var table: [String: Int] = [:]
        for (codes, decimals) in [(none, 0), (three, 3), (two, 2)] {
            for code in codes.split(separator: " ") { table[String(code)] = decimals }
        }
        return table
    }()
}

extension Character {
    /// `0` … `9` and nothing else that Unicode calls a digit.
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
