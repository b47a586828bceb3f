import BranchDomain
import Bus
import Hummingbird
import Messages

/// What each page asks: who is here, in and out, and any method of the bus with the credentials
/// of its place.
struct PlaceRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<WebContext>) {
        for place in Place.allCases {
            let group = router.group(RouterPath(place.path))
            group.post("who") { request, _ in await who(request, place) }
            group.post("api/:method") { request, context in
                try await call(request, place, method: context.parameters.require("method"))
            }
            if place.hasPeople {
                group.post("login") { request, context in
                    try await login(request, place, from: context.caller)
                }
                group.post("logout") { request, _ in try await logout(request, place) }
            }
            if place.deviceKind != nil {
                group.post("unpair") { _, _ in
                    var response = WebAnswer.reply(Nothing())
                    response.setCookie(desk.keepsakes.forgetDevice(at: place))
                    return response
                }
            }
        }
    }

    // MARK: Who is here

    struct Who: Codable, Sendable, Equatable {
        struct User: Codable, Sendable, Equatable {
            var role: String
            var name: String
            var customer: UInt64?
            var expires: Int64
        }

        struct Device: Codable, Sendable, Equatable {
            var device: String
            var kind: String
        }

        var place: String
        var branch: String
        var currency: String
        var features: [String]
        /// Unix milliseconds.
        var time: Int64
        /// The IANA name of the branch's time zone.
        var zone: String
        /// What phones use.
        var address: String
        var device: Device?
        var user: User?
    }

    private func who(_ request: Request, _ place: Place) async -> Response {
        do {
            let hello = try await desk.caller.call(
                SystemHello.self, Nothing(), id: desk.nextID(), session: "")
            let user = person(request, place).map {
                Who.User(role: $0.role, name: $0.name, customer: $0.customer, expires: $0.expires)
            }
            let device = await admitted(desk.keepsakes.device(request, at: place))
            return WebAnswer.reply(
                Who(
                    place: place.rawValue, branch: hello.branch, currency: hello.currency,
                    features: hello.features, time: hello.time, zone: desk.zone,
                    address: desk.address(for: request), device: device, user: user))
        } catch {
            return WebAnswer.of(error)
        }
    }

    /// The device, unless the branch says that it is none any more.
    private func admitted(_ device: EnrolledDevice?) async -> Who.Device? {
        guard let device else { return nil }
        do {
            _ = try await desk.devices.session(of: device)
        } catch {
            if case .refused(let refusal) = error, refusal.retry != .sameID { return nil }
        }
        return Who.Device(device: device.device, kind: device.kind)
    }

    /// Who is logged in at this place, while the session lasts.
    private func person(_ request: Request, _ place: Place) -> Person? {
        guard let person = desk.keepsakes.person(request, at: place),
            person.expires > desk.clock().milliseconds
        else { return nil }
        return person
    }

    // MARK: In and out

    private struct Secrets: Codable {
        var user: String
        var secret: String
    }

    private func login(
        _ request: Request, _ place: Place, from caller: String
    ) async throws -> Response {
        let now = desk.clock()
        if let wait = desk.logins.with({ $0.take(caller, now: now) }) {
            return WebAnswer.tooOften(wait)
        }
        do {
            let secrets = try JSON.decode(Secrets.self, from: try await desk.body(of: request))
            let machine = place == .atm ? desk.keepsakes.device(request, at: place) : nil
            let at = try await session(of: machine)
            let reply = try await desk.caller.call(
                AuthLogin.self,
                AuthLogin.Request(user: secrets.user, secret: secrets.secret, at: at),
                id: desk.nextID(), session: "")
            let person = Person(
                session: reply.session, role: reply.role, name: reply.name,
                customer: reply.customer, expires: reply.expires)
            var response = WebAnswer.reply(
                Who.User(
                    role: reply.role, name: reply.name, customer: reply.customer,
                    expires: reply.expires))
            response.setCookie(desk.keepsakes.keep(person, at: place))
            return response
        } catch let refusal as Refusal {
            return WebAnswer.of(refusal)
        } catch let error as CallError {
            return WebAnswer.of(error)
        }
    }

    private struct Leave: Codable {
        var everywhere: Bool?
    }

    /// The browser forgets the session; `everywhere` ends all of the user's at the branch too.
    private func logout(_ request: Request, _ place: Place) async throws -> Response {
        let body = try await desk.body(of: request)
        let leave = try? JSON.decode(Leave.self, from: body)
        if leave?.everywhere == true, let person = person(request, place) {
            _ = try? await desk.caller.call(
                AuthLogout.self, Nothing(), id: desk.nextID(), session: person.session)
        }
        var response = WebAnswer.reply(Nothing())
        response.setCookie(desk.keepsakes.forgetPerson(at: place))
        return response
    }

    // MARK: Any method

    private func call(
        _ request: Request, _ place: Place, method: String
    ) async throws -> Response {
        guard method != Method.authLogin.rawValue else {
            let words = "Pages log in with \(place.path)/login, which keeps the session safe."
            return WebAnswer.of(Refusal(.notPermitted, words))
        }
        let body = try await desk.body(of: request)
        do {
            let id = try desk.id(of: request)
            if let kept = desk.keepsakes.person(request, at: place),
                !place.isDevicesOwn(method)
            {
                return WebAnswer.of(
                    try await desk.caller.send(
                        method: method, id: id, session: kept.session, body: body))
            }
            let device = desk.keepsakes.device(request, at: place)
            return WebAnswer.of(try await send(method, id: id, body: body, as: device))
        } catch let refusal as Refusal {
            return WebAnswer.of(refusal)
        } catch let error as CallError {
            return WebAnswer.of(error)
        }
    }

    /// As the device where there is one; a session that is taken no more is made anew, once.
    private func send(
        _ method: String, id: BranchDomain.RequestID, body: [UInt8], as device: EnrolledDevice?
    ) async throws(CallError) -> AsyncCaller.Answer {
        let answer = try await desk.caller.send(
            method: method, id: id, session: try await session(of: device) ?? "", body: body)
        guard let device, answer.outcome == RefusalCode.sessionExpired.rawValue else {
            return answer
        }
        desk.devices.renew(device)
        return try await desk.caller.send(
            method: method, id: id, session: try await session(of: device) ?? "", body: body)
    }

    /// - Returns: nil where the browser is no device, or one that the branch does not admit.
    private func session(of device: EnrolledDevice?) async throws(CallError) -> String? {
        guard let device else { return nil }
        do {
            return try await desk.devices.session(of: device)
        } catch {
            guard case .refused(let refusal) = error, refusal.retry != .sameID else {
                throw error
            }
            return nil
        }
    }
}
