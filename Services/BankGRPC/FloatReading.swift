import BranchDomain

/// What the floats of this wire mean.
///
/// Clients send sums as 32-bit floats. Such a float stands for the decimal that it prints as, the
/// shortest that is read back as the same float: 100.10 arrives as 100.09999847… and is 100.1.
/// From there on everything is whole minor units; back on the wire a balance is the nearest float.
enum FloatReading {
    /// A sum out of a float: the nearest minor unit of the decimal that it prints as, half to even.
    ///
    /// More decimals than the currency has are accepted only where they are float noise: where
    /// the float of the nearest minor unit is this one or a neighbour of it.
    ///
    /// - Returns: nil for NaN, infinities, zero, what is negative, what has more decimals, and
    ///   what is more than a message of the branch can carry.
    static func amount(_ value: Float, decimals: Int) -> Amount? {
        guard value.isFinite, value > 0, let read = scaled(value, decimals: decimals) else {
            return nil
        }
        if !read.isExact {
            let nearest = float(minorUnits: read.units, decimals: decimals)
            guard nearest == value.nextUp || nearest == value.nextDown || nearest == value else {
                return nil
            }
        }
        return try? Amount(read.units)
    }

    /// A percentage out of a float: the decimal that it prints as, to nine decimals, half to even.
    ///
    /// - Returns: nil for NaN and outside 0 … 100.
    static func rate(_ value: Float) -> Rate? {
        guard (0...100).contains(value) else { return nil }
        guard let read = scaled(value.magnitude, decimals: 9) else { return nil }
        return try? Rate(numerator: read.units)
    }

    /// The float nearest to a balance.
    static func float(minorUnits: Int64, decimals: Int) -> Float {
        Float("\(minorUnits)e-\(decimals)") ?? .nan
    }

    /// A finite float that is not negative, times a power of ten, to the nearest whole number,
    /// half to even.
    ///
    /// - Returns: nil where the number is beyond 2⁶³ − 1.
    private static func scaled(
        _ value: Float, decimals: Int
    ) -> (units: Int64, isExact: Bool)? {
        let (digits, exponent) = decimal(value)
        let shift = exponent + decimals
        if digits == 0 { return (0, true) }
        if shift >= 0 {
            guard shift < 19 else { return nil }
            let (units, overflow) = digits.multipliedReportingOverflow(by: integerPower(shift))
            return overflow ? nil : (units, true)
        }
        // So small that it is next to nothing: the digits are fewer than ten.
        guard shift > -19 else { return (0, false) }
        let divisor = integerPower(-shift)
        let (quotient, rest) = digits.quotientAndRemainder(dividingBy: divisor)
        if rest == 0 { return (quotient, true) }
        // Not doubled: 2 · 10¹⁸ fits, but so it stays right for any divisor.
        let other = divisor - rest
        let isUp = rest > other || (rest == other && quotient % 2 == 1)
        return (isUp ? quotient + 1 : quotient, false)
    }

    /// The decimal that a float prints as: digits · 10^exponent.
    private static func decimal(_ value: Float) -> (digits: Int64, exponent: Int) {
        var digits: Int64 = 0
        var exponent = 0
        var isBehindPoint = false
        let text = value.description.utf8
        for (place, byte) in text.enumerated() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits = digits * 10 + Int64(byte - UInt8(ascii: "0"))
                if isBehindPoint { exponent -= 1 }
            case UInt8(ascii: "."):
                isBehindPoint = true
            default:
                // The rest is a power of ten, as in 1.5e-05.
                let power = String(decoding: text.dropFirst(place + 1), as: UTF8.self)
                guard byte == UInt8(ascii: "e"), let power = Int(power) else {
                    preconditionFailure("a finite float prints as a decimal: \(value)")
                }
                return (digits, exponent + power)
            }
        }
        return (digits, exponent)
    }

    private static func integerPower(_ exponent: Int) -> Int64 {
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}
