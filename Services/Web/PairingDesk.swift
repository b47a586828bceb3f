import BranchDomain

/// Screens that wait to be let in, each with the code that it shows. Pure; bounded.
///
/// It is forgotten when the service ends; a screen then shows a new code.
struct PairingDesk: Sendable {
    /// How long a code is good, in milliseconds.
    static let goodFor: Int64 = 10 * 60 * 1_000
    private static let most = 256

    enum State: Equatable, Sendable {
        case waiting
        case paired(EnrolledDevice)
        case gone
    }

    private struct Screen: Sendable {
        let token: String
        let expires: Int64
        var device: EnrolledDevice?
    }

    private var screens: [String: Screen] = [:]

    /// Notes a screen with the first of the codes that no other screen shows.
    ///
    /// - Parameters:
    ///   - token: What only that screen knows.
    ///   - codes: Candidates, random.
    /// - Returns: The code and until when it is good; nil where too many wait.
    mutating func begin(
        token: String, codes: [String], now: Timestamp
    ) -> (code: String, expires: Int64)? {
        forget(now)
        screens = screens.filter { $0.value.token != token }
        guard screens.count < PairingDesk.most,
            let code = codes.first(where: { screens[$0] == nil })
        else { return nil }
        let expires = now.milliseconds + PairingDesk.goodFor
        screens[code] = Screen(token: token, expires: expires)
        return (code, expires)
    }

    /// Whether a screen shows this code and waits.
    mutating func isWaiting(_ code: String, now: Timestamp) -> Bool {
        forget(now)
        return screens[code].map { $0.device == nil } ?? false
    }

    /// Lets the screen with this code in as a device.
    ///
    /// - Returns: false where no screen waits with it any more.
    mutating func admit(_ code: String, as device: EnrolledDevice, now: Timestamp) -> Bool {
        guard isWaiting(code, now: now) else { return false }
        screens[code]?.device = device
        return true
    }

    /// What became of the screen with this token; a device is handed over once.
    mutating func poll(token: String, now: Timestamp) -> State {
        forget(now)
        guard let (code, screen) = screens.first(where: { $0.value.token == token }) else {
            return .gone
        }
        guard let device = screen.device else { return .waiting }
        screens[code] = nil
        return .paired(device)
    }

    private mutating func forget(_ now: Timestamp) {
        screens = screens.filter { $0.value.expires > now.milliseconds }
    }
}
