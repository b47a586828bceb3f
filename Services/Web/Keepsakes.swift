import Credentials
import Hummingbird

/// Who logged in at a place. The browser keeps it sealed.
struct Person: Codable, Equatable, Sendable {
    var session: String
    var role: String
    var name: String
    var customer: UInt64?
    /// Unix milliseconds.
    var expires: Int64
}

/// The device that a browser is enrolled as. The browser keeps it sealed.
struct EnrolledDevice: Codable, Hashable, Sendable {
    var device: String
    var kind: String
    var secret: String
}

/// A screen that waits to be let in.
struct Waiting: Codable, Equatable, Sendable {
    var token: String
}

/// What browsers keep for this service, which itself keeps nothing: sealed cookies, out of
/// scripts' reach, sent to one place only and never from another site.
struct Keepsakes: Sendable {
    /// A device stays enrolled for so long without being seen, in seconds: 400 days, which is
    /// what browsers keep at most.
    private static let deviceAge = 400 * 24 * 3_600

    let seal: Seal
    /// Whether the pages come by TLS.
    let isSecure: Bool

    func person(_ request: Request, at place: Place) -> Person? {
        open(request, "person", place)
    }

    func device(_ request: Request, at place: Place) -> EnrolledDevice? {
        open(request, "device", place)
    }

    func waiting(_ request: Request) -> Waiting? {
        open(request, "waiting", .pair)
    }

    /// Until the browser is closed.
    func keep(_ person: Person, at place: Place) -> Cookie {
        cookie("person", seal.close(person, for: purpose("person", place)), place)
    }

    func keep(_ device: EnrolledDevice, at place: Place) -> Cookie {
        cookie(
            "device", seal.close(device, for: purpose("device", place)), place,
            maxAge: Keepsakes.deviceAge)
    }

    func keep(_ waiting: Waiting) -> Cookie {
        cookie("waiting", seal.close(waiting, for: purpose("waiting", .pair)), .pair)
    }

    func forgetPerson(at place: Place) -> Cookie { cookie("person", "", place, maxAge: 0) }
    func forgetDevice(at place: Place) -> Cookie { cookie("device", "", place, maxAge: 0) }

    private func open<Value: Decodable>(
        _ request: Request, _ what: String, _ place: Place
    ) -> Value? {
        guard let text = request.cookies[name(what)]?.value, !text.isEmpty else { return nil }
        return seal.open(text, as: Value.self, for: purpose(what, place))
    }

    private func cookie(
        _ what: String, _ value: String, _ place: Place, maxAge: Int? = nil
    ) -> Cookie {
        Cookie(
            name: name(what), value: value, maxAge: maxAge, path: place.path, secure: isSecure,
            httpOnly: true, sameSite: .strict)
    }

    private func name(_ what: String) -> String {
        isSecure ? "__Secure-branchline-\(what)" : "branchline-\(what)"
    }

    private func purpose(_ what: String, _ place: Place) -> String { "\(what) \(place.rawValue)" }
}
