/// The numbers of a service's tickets in one business day.
///
/// They only ever rise, so no number is given twice in a day: behind `last` comes the first
/// number with one digit more, and from there on they are counted without end.
struct TicketNumbering: Codable, Sendable, Equatable {
    static let largest = 99_999

    let first: Int
    let last: Int

    /// 1 … 999, then 1000 and on.
    static let standard = TicketNumbering(first: 1, last: 999)

    init(first: Int, last: Int) {
        precondition(0 <= first && first <= last && last <= TicketNumbering.largest)
        self.first = first
        self.last = last
    }

    /// - Parameter issued: How many tickets of the service the day has had so far.
    func number(after issued: UInt32) -> UInt32 {
        let regular = last - first + 1
        guard Int(issued) >= regular else { return UInt32(first) + issued }
        var longer = 10
        while longer <= last { longer *= 10 }
        return UInt32(longer + Int(issued) - regular)
    }
}
