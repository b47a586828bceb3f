/// A method of the bus with the shapes of its request and its reply.
///
/// The conforming types are namespaces, one per method, in the file of their group:
/// `LedgerDeposit.Request`, `LedgerDeposit.Reply`.
public protocol BusMethod {
    associatedtype Request: Codable & Sendable
    associatedtype Reply: Codable & Sendable
    static var method: Method { get }
}

/// A reply that is one of several shapes.
public protocol Alternatives: Codable, Sendable {
    static var shapes: [any (Codable & Sendable).Type] { get }
}

/// Which process answers a method.
public enum Destination: Sendable, Hashable {
    case gateway, ledger, scheduler
}

/// Every method that this branch answers; the raw value is the frame on the wire.
public enum Method: String, CaseIterable, Sendable, Hashable {
    case systemHello = "system.hello"

    case authLogin = "auth.login"
    case authLogout = "auth.logout"
    case authChangeSecret = "auth.changeSecret"

    case customerRegister = "customer.register"
    case customerGet = "customer.get"
    case customerUpdate = "customer.update"
    case customerList = "customer.list"
    case customerResetSecret = "customer.resetSecret"

    case staffAdd = "staff.add"
    case staffList = "staff.list"
    case staffDisable = "staff.disable"
    case staffResetSecret = "staff.resetSecret"

    case deviceAdd = "device.add"
    case deviceList = "device.list"
    case deviceDisable = "device.disable"

    case accountOpen = "account.open"
    case accountGet = "account.get"
    case accountList = "account.list"
    case accountFreeze = "account.freeze"
    case accountUnfreeze = "account.unfreeze"
    case accountClose = "account.close"
    case accountHistory = "account.history"
    case accountSetLimits = "account.setLimits"
    case accountStatement = "account.statement"

    case ledgerDeposit = "ledger.deposit"
    case ledgerWithdraw = "ledger.withdraw"
    case ledgerTransfer = "ledger.transfer"
    case ledgerOutcome = "ledger.outcome"
    case ledgerEntries = "ledger.entries"
    case ledgerTrialBalance = "ledger.trialBalance"
    case ledgerBulk = "ledger.bulk"
    case ledgerHold = "ledger.hold"
    case ledgerCapture = "ledger.capture"
    case ledgerRelease = "ledger.release"
    case ledgerReverse = "ledger.reverse"
    case ledgerAddInterest = "ledger.addInterest"

    case drawerOpen = "drawer.open"
    case drawerCount = "drawer.count"
    case drawerClose = "drawer.close"
    case drawerMove = "drawer.move"
    case drawerAccept = "drawer.accept"
    case drawerList = "drawer.list"

    case dayClose = "day.close"

    case approvalList = "approval.list"
    case approvalDecide = "approval.decide"

    case queueServices = "queue.services"
    case queueIssue = "queue.issue"
    case queueTicket = "queue.ticket"
    case queueCancel = "queue.cancel"
    case queueLeave = "queue.leave"
    case queueNext = "queue.next"
    case queueRecall = "queue.recall"
    case queueStart = "queue.start"
    case queueDone = "queue.done"
    case queueNoShow = "queue.noShow"
    case queueHold = "queue.hold"
    case queueResume = "queue.resume"
    case queueStatus = "queue.status"
    case queueList = "queue.list"
    case queueSnapshot = "queue.snapshot"
    case queueCall = "queue.call"
    case queueTransfer = "queue.transfer"
    case queueRequeue = "queue.requeue"
    case queueReopen = "queue.reopen"
    case queueWhy = "queue.why"
    case queueReport = "queue.report"

    case serviceAdd = "service.add"
    case serviceOpen = "service.open"
    case serviceClose = "service.close"
    case serviceUpdate = "service.update"
    case serviceRemove = "service.remove"

    case counterOpen = "counter.open"
    case counterPause = "counter.pause"
    case counterClose = "counter.close"
    case counterList = "counter.list"

    case appointmentSlots = "appointment.slots"
    case appointmentBook = "appointment.book"
    case appointmentCheckIn = "appointment.checkIn"
    case appointmentCancel = "appointment.cancel"

    public var destination: Destination {
        switch rawValue.prefix(while: { $0 != "." }) {
        case "system": .gateway
        case "queue", "service", "counter", "appointment": .scheduler
        default: .ledger
        }
    }

    /// Whether the request has a sixth frame with records, and its reply a fifth.
    public var isBulk: Bool { self == .ledgerBulk }

    /// Whether the method changes nothing, so that its id is not remembered.
    ///
    /// `auth.login` is among them: it may be asked again with the same id and is judged anew.
    public var isRead: Bool {
        switch self {
        case .systemHello, .authLogin, .customerGet, .customerList, .staffList, .deviceList,
            .accountGet, .accountList, .accountHistory, .ledgerOutcome, .ledgerEntries,
            .ledgerTrialBalance, .accountStatement, .drawerList, .approvalList, .queueServices,
            .queueTicket, .queueStatus, .queueList,
            .queueSnapshot, .queueWhy, .queueReport, .counterList, .appointmentSlots:
            true
        default: false
        }
    }

    /// The method of a frame, found without making a string.
    public init?(frame: some Collection<UInt8>) {
        guard frame.count <= 64 else { return nil }
        self.init(rawValue: String(decoding: frame, as: UTF8.self))
    }
}

/// A request or a reply without content: `{}`.
public struct Nothing: Codable, Sendable, Equatable {
    public init() {}
}
