/// Interest once, whatever the time: a balance times a percentage.
public enum SimpleInterest {
    /// The interest in minor units, rounded once; negative on a negative balance.
    ///
    /// What is rounded is the interest, not the balance after it: 105.10 after 100.10 and 5 %,
    /// as 500.5 goes to the even 500. It is never more than the balance, as no rate is over 100.
    public static func interest(
        on balance: Balance, at rate: Rate, rounding mode: RoundingMode = .halfEven
    ) -> Int64 {
        // Below 2⁵³ · 10¹¹ < 2⁹⁰.
        let product = Int128(balance.minorUnits) * Int128(rate.numerator)
        let interest = mode.quotient(product, over: Int128(Rate.denominator))
        assert(interest.magnitude <= balance.minorUnits.magnitude, "no rate is over 100 %")
        return Int64(interest)
    }
}
