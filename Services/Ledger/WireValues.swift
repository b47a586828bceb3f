import BranchDomain
import Messages

// Values of the domain out of a message: what breaks a rule is `malformed`.

extension Amount {
    init(checked minorUnits: Int64) throws(Refusal) {
        do { self = try Amount(minorUnits) } catch { throw Refusal(error) }
    }
}

extension PersonName {
    init(checked text: String) throws(Refusal) {
        do { self = try PersonName(text) } catch { throw Refusal(error) }
    }
}

extension UserName {
    init(checked text: String) throws(Refusal) {
        do { self = try UserName(text) } catch { throw Refusal(error) }
    }
}

extension Currency {
    init(checked text: String) throws(Refusal) {
        do { self = try Currency(text) } catch { throw Refusal(error) }
    }
}

extension Memo {
    /// Nil where there is none.
    static func checked(_ text: String?) throws(Refusal) -> Memo? {
        guard let text else { return nil }
        do { return try Memo(text) } catch { throw Refusal(error) }
    }
}

extension Reason {
    static func wire(_ text: String) throws(Refusal) -> String {
        do { return try checked(text) } catch { throw Refusal(error) }
    }
}

extension FrozenSide {
    init(checked text: String) throws(Refusal) {
        guard let side = FrozenSide(rawValue: text) else {
            throw Refusal(.malformed, "The side is both, debit or credit.")
        }
        self = side
    }
}

extension AccountReference {
    /// The reference itself, where a number in it can be that of an account.
    func checked() throws(Refusal) -> AccountReference {
        if case .number(let number) = self {
            do { _ = try AccountID(number) } catch { throw Refusal(error) }
        }
        return self
    }
}

/// How long a page of a list is: 1 … 100 lines, and never more than a frame can carry.
struct Page {
    static let largest = 100
    /// Bytes of JSON after which a page ends, so that the reply stays below 64 KiB.
    static let mostBytes = 48 * 1024

    let limit: Int
    private var used = 0
    private var lines = 0

    /// - Parameter standard: Where the request names no limit.
    init(_ limit: Int?, standard: Int = 20) throws(Refusal) {
        guard limit.map({ (1...Page.largest).contains($0) }) ?? true else {
            throw Refusal(.malformed, "A limit is a number from 1 to \(Page.largest).")
        }
        self.limit = limit ?? standard
    }

    /// Whether a line of about so many bytes has room; counts it where it has.
    mutating func takes(bytes: Int) -> Bool {
        guard lines < limit, lines == 0 || used + bytes <= Page.mostBytes else { return false }
        lines += 1
        used += bytes
        return true
    }
}
