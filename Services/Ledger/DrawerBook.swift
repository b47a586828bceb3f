import BranchDomain
import Messages

/// Cash that left one drawer and has not been accepted at the other.
struct CashMove: Codable, Sendable, Equatable {
    var from: String
    var to: String
    var notes: Notes
    /// Minor units.
    var amount: Int64
    var by: String
}

/// Who has which drawer, what is on its way, and which notes lie in the ATMs.
struct DrawerBook: Codable, Sendable, Equatable {
    /// The teller of each open drawer, by the drawer's name.
    private(set) var tellers: [String: String] = [:]
    private(set) var moves: [UInt64: CashMove] = [:]
    /// By the name of the ATM's account. An ATM that was never loaded by notes has none here.
    private(set) var cassettes: [String: Notes] = [:]

    /// Each drawer's last count of the day.
    private(set) var proofs: [String: DrawerProof] = [:]
    /// The record that closed a day, by its date.
    private(set) var closedDays: [String: UInt64] = [:]

    mutating func note(_ proof: DrawerProof, of drawer: String) { proofs[drawer] = proof }
    mutating func beginDay() { proofs = [:] }
    mutating func close(day: String, at sequence: UInt64) { closedDays[day] = sequence }

    func drawer(of teller: String) -> String? {
        tellers.first { $0.value == teller }?.key
    }

    mutating func open(_ drawer: String, by teller: String) { tellers[drawer] = teller }
    mutating func giveBack(_ drawer: String) { tellers[drawer] = nil }
    mutating func send(_ move: UInt64, _ cash: CashMove) { moves[move] = cash }

    /// - Returns: Nil where nothing is on its way under this number.
    mutating func accept(_ move: UInt64) -> CashMove? {
        guard let cash = moves.removeValue(forKey: move) else { return nil }
        load(cash.to, cash.notes, sign: 1)
        load(cash.from, cash.notes, sign: -1)
        return cash
    }

    /// Takes notes out of an ATM.
    mutating func dispense(_ notes: Notes, from atm: String) { load(atm, notes, sign: -1) }

    private mutating func load(_ place: String, _ notes: Notes, sign: Int) {
        guard place.hasPrefix(OwnAccount.atmPrefix), sign > 0 || cassettes[place] != nil else {
            return
        }
        cassettes[place, default: [:]].merge(notes.mapValues { $0 * sign }) { $0 + $1 }
        cassettes[place] = cassettes[place]?.filter { $0.value > 0 }
    }
}

/// Notes out of a message: values above zero, counts of zero or more, a sum that can be.
struct CheckedNotes {
    let notes: Notes
    /// Minor units.
    let total: Int64

    private static let mostKinds = 32

    /// - Throws: ``Refusal`` `malformed`.
    init(_ notes: Notes) throws(Refusal) {
        var total: Int64 = 0
        for (text, count) in notes {
            guard let value = Int64(text), String(value) == text, value > 0, count >= 0,
                count <= 1_000_000
            else {
                throw Refusal(.malformed, "Notes are {\"5000\": 3}: value in minor units, count.")
            }
            let (sum, isTooMuch) = value.multipliedReportingOverflow(by: Int64(count))
            guard !isTooMuch, sum <= Amount.largest, total + sum <= Amount.largest else {
                throw Refusal(.malformed, "The notes are worth more than an amount can be.")
            }
            total += sum
        }
        guard notes.count <= CheckedNotes.mostKinds else {
            throw Refusal(.malformed, "There are at most \(CheckedNotes.mostKinds) kinds.")
        }
        self.notes = notes.filter { $0.value > 0 }
        self.total = total
    }
}
