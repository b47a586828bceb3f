/// What a caller is to the branch; the role table at the gateway speaks in these.
public enum Role: String, Sendable, CaseIterable, Hashable {
    case anonymous, customer, teller, supervisor, admin, device
}

/// What an enrolled device is.
public enum DeviceKind: String, Sendable, CaseIterable, Hashable {
    case kiosk, board, counter, atm, bot, notifier, rpc, gateway
}
