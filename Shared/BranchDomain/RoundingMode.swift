/// How a fraction becomes a whole number of minor units. The raw value is the wire's.
public enum RoundingMode: String, Sendable, CaseIterable, Hashable {
    /// To the nearest; a half to the even neighbour: 0.5 → 0, 1.5 → 2, −0.5 → 0.
    case halfEven
    /// To the nearest; a half away from zero: 0.5 → 1, −0.5 → −1.
    case halfUp
    /// Towards zero: 0.9 → 0, −0.9 → 0.
    case down

    /// The quotient as a whole number.
    ///
    /// - Parameter denominator: 1 … 2¹²⁶, so that twice the remainder fits.
    func quotient(_ numerator: Int128, over denominator: Int128) -> Int128 {
        precondition(denominator > 0 && denominator <= 1 << 126, "a denominator of an accrual")
        let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
        let isAway =
            switch self {
            case .down: false
            case .halfUp: 2 * rest.magnitude >= denominator.magnitude
            case .halfEven:
                2 * rest.magnitude > denominator.magnitude
                    || (2 * rest.magnitude == denominator.magnitude && whole % 2 != 0)
            }
        return isAway ? whole + numerator.signum() : whole
    }
}
