import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

/// Every operation of the ledger in random order, thousands of seeds: what must hold after each.
@Suite struct WholeLedgerTests {
    /// How many seeds, and operations a seed.
    private static let (seeds, operations) = (2_000, 60)
    private static let customers = 4

    @Test(arguments: 0..<8)
    func whateverIsAskedTheBooksAreRight(part: Int) throws {
        let share = WholeLedgerTests.seeds / 8
        var granted: [String: Int] = [:]
        for seed in part * share..<(part + 1) * share {
            var run = try Run(seed: UInt64(seed))
            for operation in 0..<WholeLedgerTests.operations {
                guard try run.step() else {
                    Issue.record("seed \(seed), operation \(operation): \(run.said)")
                    return
                }
            }
            let replayed = try run.branch.replayed(from: run.start, after: 0)
            #expect(
                State(replayed) == State(run.branch.bank),
                "seed \(seed): the journal makes another bank")
            granted.merge(run.granted) { $0 + $1 }
        }
        let missing = Run.methods.filter { granted[$0.rawValue, default: 0] == 0 }
        #expect(missing.isEmpty, "never granted: \(missing)")
    }

    /// All that a bank remembers.
    private struct State: Equatable {
        let accounts: AccountBook
        let customers: CustomerBook
        let users: UserBook
        let holds: HoldBook
        let drawers: DrawerBook
        let approvals: ApprovalBook
        let terms: TermsBook
        let corrections: CorrectionBook
        let products: ProductBook
        let staffUse: StaffUse
        let day: BusinessDay?

        init(_ bank: Bank) {
            (accounts, customers, users) = (bank.accounts, bank.customers, bank.users)
            (holds, drawers, approvals) = (bank.holds, bank.drawers, bank.approvals)
            (terms, corrections, products) = (bank.terms, bank.corrections, bank.products)
            (staffUse, day) = (bank.staffUse, bank.day)
        }
    }

    /// One branch and what happens to it.
    private struct Run {
        static let methods: [Messages.Method] = [
            .ledgerDeposit, .ledgerWithdraw, .ledgerTransfer, .ledgerHold, .ledgerCapture,
            .ledgerRelease, .ledgerReverse, .ledgerAddInterest, .accountSetLimits, .accountFreeze,
            .accountUnfreeze, .accountClose, .drawerOpen, .drawerCount, .drawerClose, .drawerMove,
            .drawerAccept, .approvalDecide,
        ]

        var branch: PaperBranch
        let start: [UInt8]
        var granted: [String: Int] = [:]
        /// What went wrong.
        var said = ""
        private var random: SeededRandom
        private let people: [Principal]
        /// The lowest floor that each account ever had, 0 at most.
        private var floors = [Int64](repeating: 0, count: WholeLedgerTests.customers)
        private let ana: Principal

        init(seed: UInt64) throws {
            random = SeededRandom(seed)
            var settings = BankSettings()
            settings.products = try ProductCatalogue([
                ProductTerms(
                    product: "plain", fees: ["withdrawal": 50, "transfer": 25],
                    interest: .init(rate: "2.5", dayCount: "ACT/365", rounding: "halfEven"))
            ])
            settings.approvals = [.ledgerWithdraw: 2_000]
            branch = try PaperBranch(settings: settings)
            start = branch.bank.snapshot()
            branch.wait(.zero)
            let (tess, tom) = (
                try branch.staff("tess", "teller"), try branch.staff("tom", "teller")
            )
            people = [
                tess, tom, try branch.staff("sue", "supervisor"),
                try branch.staff("sam", "supervisor"), PaperBranch.admin,
            ]
            ana = try branch.customer("ana", at: "atm:1").principal
            for _ in 1..<WholeLedgerTests.customers {
                _ = try branch.reply(
                    AccountOpen.self, AccountOpen.Request(customer: 1, product: "plain"),
                    as: PaperBranch.admin)
            }
        }

        /// Does something.
        ///
        /// - Returns: Whether everything that must hold does.
        mutating func step() throws -> Bool {
            if random.below(8) == 0 {
                branch.wait(.seconds(random.below(10) == 0 ? 90_000 : random.below(400)))
                return try isSound("time passed")
            }
            let method = Run.methods[random.below(Run.methods.count)]
            let by = random.below(6) == 0 ? ana : people[random.below(people.count)]
            let (body, before) = (body(of: method), State(branch.bank))
            let (id, head) = (branch.id(), branch.journal.head)
            let outcome = branch.ask(method, bytes: Array(body.utf8), as: by, id: id)
            let what = "\(method.rawValue) \(body) by \(by.user): \(outcome)"
            switch outcome {
            case .ok: granted[method.rawValue, default: 0] += 1
            case .refused(.approvalRequired): break
            case .refused:
                guard State(branch.bank) == before else {
                    said = "a refusal changed something: \(what)"
                    return false
                }
            }
            let after = State(branch.bank)
            let again = branch.ask(method, bytes: Array(body.utf8), as: by, id: id)
            let isRemembered = branch.journal.head > head
            if isRemembered, State(branch.bank) != after || again.isOK != outcome.isOK {
                said = "a repeat is judged again: \(what), then \(again)"
                return false
            }
            return try isSound(what)
        }

        private mutating func body(of method: Messages.Method) -> String {
            let (one, other) = (account(), account())
            let sum = random.below(30) == 0 ? -5 : random.below(5_000) + 1
            let hold = random.below(Int(branch.journal.head) + 1)
            switch method {
            case .ledgerTransfer: return #"{"from":\#(one),"to":\#(other),"amount":\#(sum)}"#
            case .ledgerHold:
                let until = branch.now.milliseconds + Int64(random.below(600)) * 1_000
                return #"{"account":\#(one),"amount":\#(sum),"until":\#(until)}"#
            case .ledgerCapture, .ledgerRelease:
                let open = branch.bank.holds.open.keys.sorted()
                let named = open.isEmpty ? hold : Int(open[random.below(open.count)])
                let part = random.below(2) == 0 ? "" : #","amount":\#(sum)"#
                return #"{"hold":\#(named)\#(method == .ledgerCapture ? part : "")}"#
            case .ledgerReverse: return #"{"sequence":\#(hold),"reason":"wrong"}"#
            case .ledgerAddInterest: return #"{"account":\#(one),"rate":"\#(random.below(9)).5"}"#
            case .accountSetLimits:
                let limits = ["overdraft", "minimum", "perTransaction", "dailyAmount"]
                return #"{"account":\#(one),"limits":{"\#(limits[random.below(4)])":\#(sum)}}"#
            case .accountFreeze, .accountUnfreeze:
                let side = ["both", "debit", "credit"][random.below(3)]
                return #"{"account":\#(one),"side":"\#(side)","reason":"seed"}"#
            case .accountClose:
                // Seldom one that there is: little can be done with an account that is closed.
                let closed = random.below(4) == 0 ? one : 99
                return #"{"account":\#(closed),"verifier":"admin's","to":\#(other)}"#
            case .drawerOpen, .drawerCount, .drawerClose:
                return #"{"drawer":"drawer:\#(random.below(2))","counted":\#(notes())}"#
            case .drawerMove:
                let places = ["vault", "drawer:0", "drawer:1", "atm:1"]
                let (from, to) = (places[random.below(4)], places[random.below(4)])
                return #"{"from":"\#(from)","to":"\#(to)","notes":\#(notes())}"#
            case .drawerAccept:
                let moves = branch.bank.drawers.moves.keys.sorted()
                let move = moves.isEmpty ? UInt64(hold) : moves[random.below(moves.count)]
                return #"{"move":\#(move)}"#
            case .approvalDecide:
                let waiting = branch.bank.approvals.waiting.keys.sorted()
                let number = waiting.isEmpty ? 1 : waiting[random.below(waiting.count)]
                return #"{"approval":\#(number),"approve":\#(random.below(3) > 0),"reason":"r"}"#
            default: return #"{"account":\#(one),"amount":\#(sum)}"#
            }
        }

        private mutating func account() -> Int { random.below(WholeLedgerTests.customers + 1) + 1 }

        private mutating func notes() -> String {
            #"{"1000":\#(random.below(4)),"500":\#(random.below(3))}"#
        }

        /// What holds after whatever was asked.
        private mutating func isSound(_ what: String) throws -> Bool {
            let bank = branch.bank
            var wrong: [String] = []
            for totals in bank.accounts.totals where totals.debits != totals.credits {
                wrong.append("debits and credits differ")
            }
            if bank.accounts.addedUp() != bank.accounts.totals { wrong.append("sums are not kept") }
            var held: [UInt64: Int64] = [:]
            for hold in bank.holds.open.values where !hold.isSuspended {
                held[hold.account, default: 0] += hold.amount
            }
            for (index, state) in bank.accounts.customers.enumerated() {
                if state.held != held[UInt64(index) + 1, default: 0] {
                    wrong.append("account \(index + 1) holds \(state.held)")
                }
                let free = state.balance.minorUnits - state.held
                if state.held > 0, free < state.floor {
                    wrong.append("account \(index + 1) cannot give what is held of it")
                }
                if state.isClosed, state.balance != .zero || state.held > 0 {
                    wrong.append("account \(index + 1) is closed over money")
                }
                floors[index] = min(floors[index], state.floor)
                if free < floors[index] {
                    wrong.append("account \(index + 1) is overdrawn")
                }
            }
            said = "\(wrong): \(what)"
            return wrong.isEmpty
        }
    }
}

extension PaperBranch.Outcome {
    fileprivate var isOK: Bool {
        if case .ok = self { true } else { false }
    }
}
