import BranchDomain

/// Whether asking again can help.
public enum Retry: String, Codable, Sendable, Hashable {
    /// The same request will never be granted.
    case never
    /// A new request, with a new id, may be granted later.
    case later
    /// Nothing was decided: send the same request with the same id.
    case sameID = "same_id"
}

/// Every reason for which the branch says no; the raw value is the frame on the wire.
///
/// The order is the precedence: of several reasons that hold, the first one listed is given.
public enum RefusalCode: String, CaseIterable, Codable, Sendable, Hashable {
    // The message itself.
    case malformed
    case unsupportedVersion = "unsupported_version"
    case tooLarge = "too_large"
    case unknownMethod = "unknown_method"
    case notOffered = "not_offered"
    // Who is asking.
    case sessionExpired = "session_expired"
    case notPermitted = "not_permitted"
    // The branch's own state.
    case busy
    case unavailable
    case storageUnavailable = "storage_unavailable"
    // The request's id.
    case idFromFuture = "id_from_future"
    case idExpired = "id_expired"
    case idReused = "id_reused"
    // Log-in.
    case wrongCredentials = "wrong_credentials"
    case locked
    // People, devices.
    case userNotFound = "user_not_found"
    case userTaken = "user_taken"
    case customerNotFound = "customer_not_found"
    case nationalIDTaken = "national_id_taken"
    case phoneTaken = "phone_taken"
    case deviceNotFound = "device_not_found"
    case deviceTaken = "device_taken"
    case lastAdmin = "last_admin"
    // Accounts and money.
    case accountNotFound = "account_not_found"
    case drawerNotFound = "drawer_not_found"
    case sameAccount = "same_account"
    case currencyMismatch = "currency_mismatch"
    case accountClosed = "account_closed"
    case accountFrozen = "account_frozen"
    case accountNotEmpty = "account_not_empty"
    case amountOutOfRange = "amount_out_of_range"
    case insufficientFunds = "insufficient_funds"
    case openingTooSmall = "opening_too_small"
    // Services, tickets, counters.
    case serviceNotFound = "service_not_found"
    case serviceTaken = "service_taken"
    case serviceClosed = "service_closed"
    case queueFull = "queue_full"
    case ticketNotFound = "ticket_not_found"
    case ticketState = "ticket_state"
    case counterNotFound = "counter_not_found"
    case counterTaken = "counter_taken"
    case counterClosed = "counter_closed"
    case counterPaused = "counter_paused"
    case counterEmpty = "counter_empty"
    case counterOccupied = "counter_occupied"
    // Those that came later stand behind the others, whatever they are about: their number counts.
    case linkedRefused = "linked_refused"
    case holdNotFound = "hold_not_found"
    case holdSettled = "hold_settled"
    case holdExceeded = "hold_exceeded"
    case entryNotFound = "entry_not_found"
    case alreadyReversed = "already_reversed"
    case notReversible = "not_reversible"
    case limitExceeded = "limit_exceeded"
    case dailyLimitExceeded = "daily_limit_exceeded"
    case notesCannotMakeAmount = "notes_cannot_make_amount"
    case drawerTaken = "drawer_taken"
    case drawerClosed = "drawer_closed"
    case moveNotFound = "move_not_found"
    case periodPosted = "period_posted"
    case approvalRequired = "approval_required"
    case approvalNotFound = "approval_not_found"
    case approvalOwn = "approval_own"
    case drawerStillOpen = "drawer_still_open"
    case slotTaken = "slot_taken"
    case serviceInUse = "service_in_use"

    /// The number in the published list, from 2: bulk results carry it (0 and 1 are successes).
    public var number: UInt16 { RefusalCode.numbers[self, default: 0] }

    public init?(number: UInt16) {
        let index = Int(number) - 2
        guard RefusalCode.allCases.indices.contains(index) else { return nil }
        self = RefusalCode.allCases[index]
    }

    /// Whether a retry can help where the refusal does not say otherwise.
    public var retry: Retry {
        switch self {
        case .busy, .unavailable, .storageUnavailable: .sameID
        case .sessionExpired, .idFromFuture, .locked, .insufficientFunds, .accountFrozen,
            .serviceClosed, .queueFull, .counterTaken, .counterClosed, .counterPaused,
            .counterEmpty, .counterOccupied, .accountNotEmpty, .ticketState, .wrongCredentials,
            .linkedRefused, .dailyLimitExceeded, .drawerTaken, .drawerClosed, .approvalRequired,
            .notesCannotMakeAmount, .drawerStillOpen, .serviceInUse:
            .later
        default: .never
        }
    }

    /// Whether the refusal is a verdict on its id, to be journaled and given again.
    public var isVerdict: Bool {
        switch self {
        case .malformed, .unsupportedVersion, .tooLarge, .unknownMethod, .notOffered, .busy,
            .unavailable, .storageUnavailable, .notPermitted, .sessionExpired, .idFromFuture,
            .idExpired, .idReused:
            false
        default: true
        }
    }

    private static let numbers: [RefusalCode: UInt16] = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { ($1, UInt16($0) + 2) })
}

/// A "no" with its reason, as the branch sends it and as a client receives it.
public struct Refusal: Error, Equatable, Sendable {
    public let code: RefusalCode
    /// A sentence for the person who has to act: what happened, to what, what to do.
    public let message: String
    public let retry: Retry
    /// Facts that go with the reason, all as text; never a secret.
    public let details: [String: String]

    public init(
        _ code: RefusalCode, _ message: String, retry: Retry? = nil, details: [String: String] = [:]
    ) {
        self.code = code
        self.message = message
        self.retry = retry ?? code.retry
        self.details = details
    }

    /// What a value from outside that breaks a rule of the domain is answered with.
    public init(_ error: DomainError) {
        self.init(.malformed, error.description)
    }

    /// The body of a refusal on the wire; its code is a frame of its own.
    public struct Body: Codable, Equatable, Sendable {
        public let message: String
        public let retry: Retry
        public let details: [String: String]
    }

    public var body: Body { Body(message: message, retry: retry, details: details) }
}
