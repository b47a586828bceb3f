import BranchDomain
import Bus
import FoundationEssentials
import Hummingbird
import Messages
import ServiceKit

/// How a browser becomes a device: with a code that an admin types, or, on the branch's own
/// machine, with the secrets that lie there.
struct PairRoutes: Sendable {
    let desk: Desk

    private struct Offers: Codable {
        var offers: [Enrolled]
    }

    private struct Enrolled: Codable {
        var device: String
        var kind: String
        var place: String?
    }

    private struct Code: Codable {
        var code: String
        var expires: Int64
    }

    private struct Poll: Codable {
        var state: String
        var device: String?
        var kind: String?
        var place: String?
    }

    private struct Take: Codable {
        var device: String
    }

    private struct Admit: Codable {
        var code: String
        var device: String
        var kind: String
    }

    func add(to router: Router<WebContext>) {
        router.post("pair/offers") { _, context in WebAnswer.reply(offers(to: context)) }
        router.post("pair/take") { request, context in try await take(request, context) }
        router.post("pair/start") { _, context in start(context) }
        router.post("pair/poll") { request, _ in poll(request) }
        router.post("manager/pair") { request, _ in try await admit(request) }
    }

    // MARK: On the branch's own machine

    private func offers(to context: WebContext) -> Offers {
        Offers(offers: offered(to: context).map { Enrolled(device: $0.device, kind: $0.kind) })
    }

    /// Whoever sits at this machine may read the files; nobody else is offered anything.
    private func offered(to context: WebContext) -> [BranchConfiguration.Device] {
        guard desk.isLoopbackOnly, context.isFromLoopback,
            let configuration = try? BranchConfiguration.load(from: desk.state)
        else { return [] }
        return configuration.devices.filter { device in
            Place(deviceKind: device.kind) != nil
                && FileManager.default.isReadableFile(
                    atPath: desk.state.deviceSecret(device.device))
        }
    }

    private func take(_ request: Request, _ context: WebContext) async throws -> Response {
        let body = try await desk.body(of: request)
        guard let take = try? JSON.decode(Take.self, from: body),
            let device = offered(to: context).first(where: { $0.device == take.device }),
            let place = Place(deviceKind: device.kind),
            let secret = try? desk.state.secret(at: desk.state.deviceSecret(device.device))
        else {
            return WebAnswer.of(
                Refusal(.deviceNotFound, "This device is not offered here. Use a code."))
        }
        let enrolled = EnrolledDevice(
            device: device.device, kind: device.kind, secret: secret)
        desk.devices.renew(enrolled)
        var response = WebAnswer.reply(
            Enrolled(device: device.device, kind: device.kind, place: place.rawValue))
        response.setCookie(desk.keepsakes.keep(enrolled, at: place))
        return response
    }

    // MARK: With a code

    private func start(_ context: WebContext) -> Response {
        let now = desk.clock()
        if let wait = desk.pairings.with({ $0.take(context.caller, now: now) }) {
            return WebAnswer.tooOften(wait)
        }
        let token = desk.randomBytes(18).map { String($0, radix: 16) }.joined(separator: ".")
        let codes = (0..<8).map { _ in code(desk.randomBytes(4)) }
        guard
            let begun = desk.pairing.with({ $0.begin(token: token, codes: codes, now: now) })
        else { return WebAnswer.of(Refusal(.busy, "Too many screens wait to be let in.")) }
        var response = WebAnswer.reply(Code(code: begun.code, expires: begun.expires))
        response.setCookie(desk.keepsakes.keep(Waiting(token: token)))
        return response
    }

    /// Six digits out of four random bytes.
    private func code(_ bytes: [UInt8]) -> String {
        let number = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } % 1_000_000
        let digits = String(number)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    private func poll(_ request: Request) -> Response {
        let now = desk.clock()
        guard let waiting = desk.keepsakes.waiting(request) else {
            return WebAnswer.reply(Poll(state: "gone"))
        }
        switch desk.pairing.with({ $0.poll(token: waiting.token, now: now) }) {
        case .waiting:
            return WebAnswer.reply(Poll(state: "waiting"))
        case .paired(let device):
            guard let place = Place(deviceKind: device.kind) else {
                return WebAnswer.reply(Poll(state: "gone"))
            }
            var response = WebAnswer.reply(
                Poll(
                    state: "paired", device: device.device, kind: device.kind,
                    place: place.rawValue))
            response.setCookie(desk.keepsakes.keep(device, at: place))
            return response
        case .gone:
            return WebAnswer.reply(Poll(state: "gone"))
        }
    }

    /// An admin lets the screen with this code in: the branch enrols the device, the screen
    /// fetches its secret, nobody sees it.
    private func admit(_ request: Request) async throws -> Response {
        let body = try await desk.body(of: request)
        do {
            let admit = try JSON.decode(Admit.self, from: body)
            guard let person = desk.keepsakes.person(request, at: .manager) else {
                throw Refusal(.sessionExpired, "Log in first.")
            }
            guard Place(deviceKind: admit.kind) != nil else {
                throw Refusal(.malformed, "A browser is a kiosk, board, counter or atm.")
            }
            let code = admit.code.filter(\.isNumber)
            let now = desk.clock()
            guard desk.pairing.with({ $0.isWaiting(code, now: now) }) else {
                throw Refusal(.deviceNotFound, "No screen shows this code. Look at it again.")
            }
            let reply = try await desk.caller.call(
                DeviceAdd.self, DeviceAdd.Request(device: admit.device, kind: admit.kind),
                id: try desk.id(of: request), session: person.session)
            let device = EnrolledDevice(
                device: reply.device, kind: admit.kind, secret: reply.secret)
            desk.devices.renew(device)
            guard desk.pairing.with({ $0.admit(code, as: device, now: now) }) else {
                throw Refusal(.deviceNotFound, "The screen gave up waiting. Take another name.")
            }
            return WebAnswer.reply(Enrolled(device: device.device, kind: device.kind))
        } catch let refusal as Refusal {
            return WebAnswer.of(refusal)
        } catch let error as CallError {
            return WebAnswer.of(error)
        }
    }
}
