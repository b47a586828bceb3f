import Messages

/// A page with credentials of its own: its cookies go to its path alone, so that the teller's
/// session is never sent from the kiosk's page.
enum Place: String, CaseIterable, Sendable {
    case home, kiosk, board, counter, atm, manager, pair, api
    /// The ticket on a phone.
    case ticket = "t"

    /// Where its forms go and its cookies are sent.
    var path: String { "/\(rawValue)" }

    /// The kind of device that a browser can be enrolled as here; nil: none.
    var deviceKind: String? {
        switch self {
        case .kiosk, .board, .counter, .atm: rawValue
        case .home, .manager, .pair, .api, .ticket: nil
        }
    }

    /// Whether people log in here.
    var hasPeople: Bool {
        switch self {
        case .counter, .atm, .manager: true
        case .home, .kiosk, .board, .pair, .api, .ticket: false
        }
    }

    /// Whether a method is asked for as the device, whoever is logged in: what a cash machine gave
    /// is its own word, and holds when the customer has gone.
    func isDevicesOwn(_ method: String) -> Bool {
        self == .atm
            && (method == Method.ledgerCapture.rawValue
                || method == Method.ledgerRelease.rawValue)
    }

    /// The place of a device kind.
    init?(deviceKind: String) {
        guard let place = Place(rawValue: deviceKind), place.deviceKind != nil else { return nil }
        self = place
    }
}
