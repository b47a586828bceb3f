import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

/// The machine beside a model that is too simple to be wrong: a dictionary of balances.
@Suite struct ModelTests {
    private struct Model {
        var balances: [UInt64: Int64] = [:]
        var closed: Set<UInt64> = []
        var frozen: Set<UInt64> = []

        /// What the customers hold is what lies in the vault.
        var vault: Int64 { balances.values.reduce(0, +) }

        /// Whether money may move out of `from` and into `to`, nil being cash.
        func allows(from: UInt64?, to: UInt64?, amount: Int64) -> Bool {
            for side in [from, to].compactMap(\.self) {
                guard balances[side] != nil, !closed.contains(side), !frozen.contains(side)
                else { return false }
            }
            if from == to { return false }
            guard (1...Amount.largest).contains(amount) else { return false }
            if let from, balances[from, default: 0] < amount { return false }
            if let to, balances[to, default: 0] + amount > Amount.largest { return false }
            if from == nil, vault + amount > Amount.largest { return false }
            return true
        }

        mutating func move(from: UInt64?, to: UInt64?, amount: Int64) {
            if let from { balances[from, default: 0] -= amount }
            if let to { balances[to, default: 0] += amount }
        }
    }

    private func amount(_ random: inout SeededRandom) -> Int64 {
        switch random.below(12) {
        case 0: -Int64(random.below(100))
        case 1: Amount.largest - Int64(random.below(2))
        case 2: 0
        default: Int64(random.below(500)) + 1
        }
    }

    @Test(arguments: [1, 2, 3, 20_261_120] as [UInt64])
    func theMachineDoesWhatTheModelDoes(seed: UInt64) throws {
        var random = SeededRandom(seed)
        var branch = try PaperBranch()
        let start = branch.bank.snapshot()
        let teller = try branch.staff("tess", "teller")
        var model = Model()
        for index in 0..<6 {
            model.balances[try branch.customer("user\(index)x").account] = 0
        }
        for round in 0..<2_500 {
            let comment: Comment = "seed \(seed), round \(round)"
            let (one, other) = (UInt64(random.below(8)), UInt64(random.below(7)) + 1)
            let sum = amount(&random)
            let before = branch.bank.snapshot()
            switch random.below(20) {
            case 0:
                let side = random.below(2) == 0
                let method = side ? Messages.Method.accountFreeze : .accountUnfreeze
                let body = AccountFreeze.Request(
                    account: .number(other), side: "both", reason: "seed")
                if case .ok = branch.ask(method, body, as: PaperBranch.admin) {
                    if side { model.frozen.insert(other) } else { model.frozen.remove(other) }
                }
                continue
            case 1 where random.below(20) == 0:
                let body = InternalClose(account: .number(other), verifier: "admin's")
                if case .ok = branch.ask(.accountClose, body, as: PaperBranch.admin) {
                    #expect(model.balances[other] == 0, comment)
                    model.closed.insert(other)
                }
                continue
            default: break
            }
            let kind = random.below(3)
            let from: UInt64? = kind == 0 ? nil : one
            let to: UInt64? = kind == 1 ? nil : other
            let outcome = move(&branch, teller, kind, from, to, sum)
            if case .ok(let bytes) = outcome {
                #expect(model.allows(from: from, to: to, amount: sum), comment)
                model.move(from: from, to: to, amount: sum)
                let receipt = try JSON.decode(Receipt.self, from: bytes)
                #expect(receipt.balance == model.balances[from ?? other], comment)
            } else {
                #expect(!model.allows(from: from, to: to, amount: sum), comment)
                #expect(branch.bank.snapshot() == before, comment)
            }
        }
        try compare(branch, model, start, seed)
    }

    private func move(
        _ branch: inout PaperBranch, _ teller: Principal, _ kind: Int, _ from: UInt64?,
        _ to: UInt64?, _ sum: Int64
    ) -> PaperBranch.Outcome {
        switch (from, to) {
        case (nil, let to?):
            branch.ask(
                .ledgerDeposit, LedgerDeposit.Request(account: .number(to), amount: sum),
                as: teller)
        case (let from?, nil):
            branch.ask(
                .ledgerWithdraw, LedgerDeposit.Request(account: .number(from), amount: sum),
                as: teller)
        case (let from?, let to?):
            branch.ask(
                .ledgerTransfer,
                LedgerTransfer.Request(from: .number(from), to: .number(to), amount: sum),
                as: teller)
        case (nil, nil): .refused(.malformed)
        }
    }

    private func compare(
        _ branch: PaperBranch, _ model: Model, _ start: [UInt8], _ seed: UInt64
    ) throws {
        for (account, balance) in model.balances {
            #expect(branch.balance(.number(account)) == balance, "seed \(seed)")
        }
        #expect(branch.balance("vault") == model.vault, "seed \(seed)")
        let totals = branch.bank.accounts.totals[0]
        #expect(totals.debits == totals.credits, "seed \(seed)")
        #expect(branch.bank.accounts.addedUp() == branch.bank.accounts.totals, "seed \(seed)")
        let replayed = try branch.replayed(from: start, after: 0)
        #expect(replayed.accounts == branch.bank.accounts, "seed \(seed)")
        #expect(replayed.customers == branch.bank.customers, "seed \(seed)")
        #expect(replayed.users == branch.bank.users, "seed \(seed)")
    }
}
