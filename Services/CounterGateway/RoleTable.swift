import Messages

/// What of the bank is offered here; the operator's choice, not the caller's.
struct Offer: Sendable, Equatable {
    /// Only the queue, as in a clinic or a shop.
    var queueOnly = false
    /// Whether people may register themselves as customers.
    var selfRegistration = true

    /// Whether the method exists for anyone here.
    func includes(_ method: Method) -> Bool {
        guard queueOnly else { return true }
        switch method.rawValue.prefix(while: { $0 != "." }) {
        case "customer", "account", "ledger", "drawer", "approval", "day": return false
        default: return true
        }
    }

    /// The words of `system.hello`.
    var features: [String] {
        if queueOnly { return ["queue"] }
        return selfRegistration ? ["queue", "money", "selfRegistration"] : ["queue", "money"]
    }
}

/// Who may do what: the column "roles" of the protocol page, row by row, and nothing else.
///
/// Whose account it is and how much is allowed is judged by the service.
enum RoleTable {
    static func callers(of method: Method, offer: Offer) -> Callers {
        switch method {
        case .systemHello, .authLogin: .everyone
        case .authLogout, .authChangeSecret: [.customer, .teller, .supervisor, .admin]

        case .customerRegister: offer.selfRegistration ? .everyone : [.teller, .admin]
        // The notifier learns whose account it is, their phone and whether they consented.
        case .customerGet: [.customer, .teller, .supervisor, .admin, .notifier]
        case .customerUpdate, .customerList: [.customer, .teller, .supervisor, .admin]
        case .customerResetSecret: [.teller, .supervisor, .admin]

        case .staffAdd, .staffList, .staffDisable, .staffResetSecret: .admin
        case .deviceAdd, .deviceList, .deviceDisable: .admin

        case .accountOpen: [.teller, .admin, .rpc]
        case .accountGet: [.customer, .teller, .supervisor, .admin, .rpc, .notifier]
        case .accountList: [.customer, .teller, .supervisor, .admin, .rpc]
        case .accountFreeze, .accountUnfreeze: [.supervisor, .admin]
        case .accountClose: .admin
        case .accountHistory, .accountStatement: [.customer, .teller, .supervisor, .admin]
        case .accountSetLimits: [.supervisor, .admin]

        case .ledgerDeposit, .ledgerWithdraw: [.customerAtATM, .teller, .rpc]
        case .ledgerTransfer: [.customer, .teller]
        // "Who sent it": the ledger compares the sender, whoever that was.
        case .ledgerOutcome: .everyone
        case .ledgerEntries: [.admin, .notifier]
        case .ledgerTrialBalance: [.supervisor, .admin]
        case .ledgerBulk: .admin
        case .ledgerHold: [.customerAtATM, .teller]
        case .ledgerCapture, .ledgerRelease: [.customerAtATM, .teller, .atm]
        case .ledgerReverse: [.supervisor, .admin]
        case .ledgerAddInterest: [.supervisor, .admin, .rpc]

        case .drawerOpen, .drawerCount, .drawerClose, .drawerMove, .drawerAccept, .drawerList:
            [.teller, .supervisor]
        case .dayClose: .supervisor
        case .approvalList, .approvalDecide: [.supervisor, .admin]

        case .queueServices, .queueIssue, .queueTicket, .queueCancel, .queueLeave: .everyone
        case .queueNext, .queueRecall, .queueStart, .queueDone, .queueNoShow: .teller
        case .queueHold, .queueResume, .queueTransfer: .teller
        case .queueCall, .queueRequeue, .queueReopen: [.teller, .supervisor]
        case .queueWhy: [.teller, .supervisor, .admin]
        case .queueReport: [.supervisor, .admin]
        case .queueStatus, .queueSnapshot: .everyone
        case .queueList: [.teller, .supervisor, .anyDevice]

        case .serviceAdd, .serviceUpdate, .serviceRemove: [.supervisor, .admin]
        case .serviceOpen, .serviceClose: [.supervisor, .admin, .bot]
        case .counterOpen, .counterPause, .counterClose, .counterList: .teller

        case .appointmentSlots, .appointmentBook, .appointmentCheckIn, .appointmentCancel:
            .everyone
        }
    }

    /// Who may give a ticket a priority (`queue.issue`).
    static let priority: Callers = [.teller, .anyDevice]

    /// Who may register a customer with a first deposit (`customer.register`): a teller, an
    /// admin, or whoever stands at an ATM.
    static let opening: Callers = [.teller, .admin, .atm, .customerAtATM]
}
