import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

/// Random bulk messages beside a dictionary of balances.
@Suite struct BulkModelTests {
    /// What the records of a message do, run by run.
    private struct Model {
        var balances: [UInt64: Int64]

        mutating func take(_ run: ArraySlice<BulkRecord>) -> Bool {
            var trial = balances
            for record in run {
                guard record.debit != record.credit, let has = trial[record.debit],
                    trial[record.credit] != nil, has >= record.amount
                else { return false }
                trial[record.debit] = has - record.amount
                trial[record.credit, default: 0] += record.amount
            }
            balances = trial
            return true
        }
    }

    @Test(arguments: [11, 12, 13, 20_261_121] as [UInt64])
    func theBankDoesWhatTheModelDoes(seed: UInt64) throws {
        var random = SeededRandom(seed)
        let desk = try BulkDesk()
        try desk.open(6, funds: 300)
        var model = Model(
            balances: Dictionary(uniqueKeysWithValues: (1...6).map { (UInt64($0), 300) }))
        var sent: [BulkRecord] = []
        for round in 0..<200 {
            let comment: Comment = "seed \(seed), round \(round)"
            let records = message(&random, desk)
            let results = try desk.send(records)
            var index = 0
            while index < records.count {
                let end = records[index...].firstIndex { !$0.flags.contains(.linked) } ?? index
                let isMade = model.take(records[index...end])
                for result in results[index...end] {
                    #expect(
                        (result.status == BulkResult.applied) == isMade,
                        "\(comment), \(results.codes)")
                }
                index = end + 1
            }
            sent += records.filter { !$0.flags.contains(.linked) }.prefix(1)
            if random.below(10) == 0 { _ = try desk.send(Array(sent.suffix(20))) }
            if random.below(40) == 0 { try desk.restart() }
        }
        for (account, balance) in model.balances {
            #expect(desk.balance(account) == balance, "seed \(seed)")
        }
        _ = try desk.verify()
    }

    /// Single records and runs of up to five; every run has its end.
    private func message(_ random: inout SeededRandom, _ desk: BulkDesk) -> [BulkRecord] {
        var records: [BulkRecord] = []
        for _ in 0..<1 + random.below(8) {
            let length = random.below(3) == 0 ? 2 + random.below(4) : 1
            for place in 1...length {
                records.append(
                    desk.movement(
                        UInt64(random.below(7)) + 1, UInt64(random.below(6)) + 1,
                        Int64(random.below(200)) + 1, linked: place < length))
            }
        }
        return records
    }
}
