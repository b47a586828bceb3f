import BranchDomain
import Journal
import Messages

/// The rules of the ledger: who exists, which accounts there are, and how money moves.
///
/// A pure value: `decide` judges, `apply` changes, nothing here reads a clock or a file. The three
/// books are the state; settings and secrets are what the shell brings, and no part of it.
struct Bank: Sendable {
    var settings: BankSettings
    var secrets: any SecretSource
    /// The admin's new stretched secret, where the operator resets it offline.
    var adminReset: String?

    var accounts: AccountBook
    var customers: CustomerBook
    var users: UserBook
    var terms = TermsBook()
    var staffUse = StaffUse()
    var holds = HoldBook()
    var drawers = DrawerBook()
    var corrections = CorrectionBook()
    var approvals = ApprovalBook()
    var products = ProductBook()
    /// The business day, before the first one nil.
    var day: BusinessDay?
    /// The sequence of the last record that was applied.
    var head: UInt64

    /// A bank before its first record.
    init(settings: BankSettings = BankSettings(), secrets: any SecretSource = NoSecrets()) {
        self.settings = settings
        self.secrets = secrets
        accounts = AccountBook()
        customers = CustomerBook()
        users = UserBook()
        head = 0
    }
}

/// One command before the bank, with everything it is judged by.
struct Hearing {
    let command: Command
    let now: Timestamp
    /// The sequence that the first record of the decision will get.
    let next: UInt64
    let reader: any JournalReader

    /// The body as its wire type; a body that is none is `malformed`.
    func body<Body: Decodable>(_ type: Body.Type) throws(Refusal) -> Body {
        try JSON.decode(type, from: command.body)
    }
}

extension Bank: StateMachine {
    func decide(
        _ command: Command, now: Timestamp, next: UInt64, reader: any JournalReader
    ) throws(Refusal) -> Decision {
        try checkOffered(command.method)
        return try decideWithApproval(
            Hearing(command: command, now: now, next: next, reader: reader))
    }

    /// Judges a command, whoever else may have to agree.
    func decide(_ hearing: Hearing) throws(Refusal) -> Decision {
        switch hearing.command.method {
        case .ledgerDeposit: return try deposit(hearing)
        case .ledgerWithdraw: return try withdraw(hearing)
        case .ledgerTransfer: return try transfer(hearing)
        case .ledgerOutcome: return try outcome(hearing)
        case .ledgerEntries: return try entries(hearing)
        case .ledgerTrialBalance: return try trialBalance(hearing)
        case .accountOpen: return try openAccount(hearing)
        case .accountGet: return try getAccount(hearing)
        case .accountList: return try listAccounts(hearing)
        case .accountFreeze: return try freeze(hearing)
        case .accountUnfreeze: return try unfreeze(hearing)
        case .accountClose: return try closeAccount(hearing)
        case .accountHistory: return try history(hearing)
        case .accountSetLimits: return try setLimits(hearing)
        case .accountStatement: return try statement(hearing)
        case .ledgerBulk:
            throw Refusal(.malformed, "The frame with the records is missing.")
        case .ledgerHold: return try hold(hearing)
        case .ledgerCapture: return try capture(hearing)
        case .ledgerRelease: return try release(hearing)
        case .ledgerReverse: return try reverse(hearing)
        case .ledgerAddInterest: return try addInterest(hearing)
        case .drawerOpen: return try openDrawer(hearing)
        case .drawerCount: return try countDrawer(hearing)
        case .drawerClose: return try closeDrawer(hearing)
        case .drawerMove: return try sendCash(hearing)
        case .drawerAccept: return try acceptCash(hearing)
        case .drawerList: return try listDrawers(hearing)
        case .dayClose: return try closeDay(hearing)
        case .approvalList: return try listApprovals(hearing)
        case .approvalDecide: return try decideApproval(hearing)
        case .authLogin: return try logIn(hearing)
        case .authLogout: return try logOut(hearing)
        case .authChangeSecret: return try changeSecret(hearing)
        case .customerRegister: return try register(hearing)
        case .customerGet: return try getCustomer(hearing)
        case .customerUpdate: return try updateCustomer(hearing)
        case .customerList: return try listCustomers(hearing)
        case .customerResetSecret: return try resetCustomerSecret(hearing)
        case .staffAdd: return try addStaff(hearing)
        case .staffList: return try listStaff(hearing)
        case .staffDisable: return try disableStaff(hearing)
        case .staffResetSecret: return try resetStaffSecret(hearing)
        case .deviceAdd: return try addDevice(hearing)
        case .deviceList: return try listDevices(hearing)
        case .deviceDisable: return try disableDevice(hearing)
        default:
            throw Refusal(
                .unknownMethod,
                "The ledger does not answer \(hearing.command.method.rawValue).")
        }
    }

    /// What has fallen due, one kind at a time: what the operator asked for offline, the day,
    /// holds, a slice of interest.
    func tick(now: Timestamp, next: UInt64) -> [Record] {
        if let reset = dueReset() { return [reset] }
        if let day = dueDay(now: now) { return [day] }
        let due = dueHolds(now: now)
        return due.isEmpty ? dueInterest(next: next) : due
    }

    var nextDeadline: Timestamp? {
        guard let day else { return Timestamp(milliseconds: 0) }
        if corrections.hasInterestUnderWay { return Timestamp(milliseconds: 0) }
        return min(day.ends, holds.nextDeadline ?? day.ends)
    }

    private func dueReset() -> Record? {
        guard let adminReset, let admin = users[Genesis.admin], admin.verifier != adminReset else {
            return nil
        }
        return SecretReset(
            by: "operator", user: admin.user, verifier: adminReset,
            generation: admin.generation + 1
        ).record
    }

    /// Where only the queue is offered, staff and devices exist, money and customers do not.
    private func checkOffered(_ method: Messages.Method) throws(Refusal) {
        guard settings.queueOnly else { return }
        switch method {
        case .authLogin, .authLogout, .authChangeSecret, .staffAdd, .staffList, .staffDisable,
            .staffResetSecret, .deviceAdd, .deviceList, .deviceDisable:
            return
        default:
            throw Refusal(.notOffered, "This branch has only a queue.")
        }
    }
}
