import Messages

/// The numbers of a service's tickets in one business day.
///
/// They only ever rise, so no number is given twice in a day: behind `last` comes the first
/// number with one digit more, and from there on they are counted without end.
struct TicketNumbering: Codable, Sendable, Equatable {
    static let largest = 99_999

    let first: Int
    let last: Int
    /// From one number to the next; nil is 1, as in journals of before there was a choice.
    let step: Int?

    /// 1 … 999, then 1000 and on.
    static let standard = TicketNumbering(first: 1, last: 999)

    init(first: Int, last: Int, step: Int? = nil) {
        precondition(0 <= first && first <= last && last <= TicketNumbering.largest)
        precondition(step.map { (1...1_000).contains($0) } ?? true)
        self.first = first
        self.last = last
        self.step = step == 1 ? nil : step
    }

    /// - Throws: ``Refusal`` `malformed` where the numbers do not go from first to last.
    static func checked(
        first: Int?, last: Int?, step: Int?
    ) throws(Refusal) -> TicketNumbering {
        let from = first ?? standard.first
        let to = last ?? max(from, standard.last)
        guard 0 <= from, from <= to, to <= largest else {
            throw Refusal(.malformed, "Numbers run from first to last, 0 to \(largest).")
        }
        guard (1...1_000).contains(step ?? 1) else {
            throw Refusal(.malformed, "Numbers go up in steps of 1 to 1000.")
        }
        return TicketNumbering(first: from, last: to, step: step)
    }

    var stride: Int { step ?? 1 }

    /// - Parameter issued: How many tickets of the service the day has had so far.
    func number(after issued: UInt32) -> UInt32 {
        let regular = (last - first) / stride + 1
        guard Int(issued) >= regular else { return UInt32(first + Int(issued) * stride) }
        var longer = 10
        while longer <= last { longer *= 10 }
        return UInt32(longer + (Int(issued) - regular) * stride)
    }

    /// The tickets of a day so far that make the next number higher than any given until now,
    /// where the numbers were others before.
    func issued(past highest: UInt32) -> UInt32 {
        var (low, high) = (UInt32(0), UInt32(1))
        while number(after: high) <= highest { high *= 2 }
        while low < high {
            let middle = low + (high - low) / 2
            if number(after: middle) <= highest { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
