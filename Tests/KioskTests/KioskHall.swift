import BranchDomain
import Messages
import Testing

@testable import Kiosk

/// A kiosk with a branch that a test can switch off, lose answers at, or count tickets of.
struct KioskHall {
    static let start = Timestamp(milliseconds: 1_795_171_320_000)

    var session: KioskSession
    var now = KioskHall.start
    /// What the branch answers to the next questions; nil: as it would.
    var isAway = false
    var losesAnswers = 0
    var refusal: Refusal?
    var services = [
        KioskHall.service("cash"), KioskHall.service("accounts"),
        KioskHall.service("loans", open: false), KioskHall.service("enquiries"),
        KioskHall.service("cards"), KioskHall.service("gold", parent: "cards"),
    ]
    /// Tickets by the id under which they were asked for.
    var tickets: [RequestID: Ticket] = [:]
    var cancelled: [String] = []
    var asks: [Ask] = []
    var actions: [Action] = []
    /// The sessions that the branch has made; only the last is good.
    var sessions = 0
    var secret = "right"
    var clockAhead: Duration = .zero
    private var bits: UInt64 = 0

    init(device: String? = nil, hasPrinter: Bool = false, secret: String = "right") {
        session = KioskSession(
            device: device.map { DeviceCredentials(name: $0, secret: secret) },
            hasPrinter: hasPrinter, language: .english, now: KioskHall.start)
    }

    static func service(_ name: String, open: Bool = true, parent: String? = nil) -> ServiceInfo {
        ServiceInfo(
            service: name, prefix: "A", names: ["en": name.uppercased(), "es": "es-\(name)"],
            open: open, parent: parent)
    }

    /// A kiosk that is open.
    static func open(device: String? = nil, hasPrinter: Bool = false) -> KioskHall {
        var hall = KioskHall(device: device, hasPrinter: hasPrinter)
        hall.handle(.started)
        return hall
    }

    mutating func press(_ numbers: Int...) {
        for number in numbers { handle(.key(.number(number))) }
    }

    mutating func pass(_ duration: Duration) {
        now = now.adding(duration)
        handle(.tick)
    }

    mutating func handle(_ event: Event) {
        var events = [event]
        while !events.isEmpty {
            bits += 1
            let salt = bits
            let context = KioskSession.Context(now: now) { moment in
                RequestID(at: moment, random: (salt, salt))
            }
            for action in session.handle(events.removeFirst(), context) {
                actions.append(action)
                guard case .send(let ask) = action else { continue }
                asks.append(ask)
                events.append(.answered(ask.id, answer(ask)))
            }
        }
    }

    private mutating func answer(_ ask: Ask) -> Answer {
        if isAway { return .none }
        let reply = decide(ask)
        if losesAnswers > 0 {
            losesAnswers -= 1
            return .none
        }
        return reply
    }

    private mutating func decide(_ ask: Ask) -> Answer {
        if ask.method == .queueIssue, let refusal {
            return .refused(refusal)
        }
        switch ask.method {
        case .systemHello:
            let hello = SystemHello.Reply(
                branch: "Main", currency: "USD", protocol: 1,
                time: now.adding(clockAhead).milliseconds, gateways: [], features: ["queue"])
            return .ok(JSON.encode(hello))
        case .authLogin:
            guard let login = try? JSON.decode(AuthLogin.Request.self, from: ask.body),
                login.secret == secret
            else { return .refused(Refusal(.wrongCredentials, "")) }
            sessions += 1
            let reply = """
                {"session":"s\(sessions)","role":"kiosk","user":"kiosk:1","expires":0,"name":"k"}
                """
            return .ok(Array(reply.utf8))
        case .queueServices: return .ok(JSON.encode(QueueServices.Reply(services: services)))
        case .queueIssue:
            if sessions > 0, ask.session != "s\(sessions)" {
                return .refused(Refusal(.sessionExpired, ""))
            }
            let ticket = tickets[ask.id] ?? ticket(number: tickets.count + 1)
            tickets[ask.id] = ticket
            return .ok(JSON.encode(ticket))
        case .queueCancel:
            guard let request = try? JSON.decode(QueueTicket.Request.self, from: ask.body) else {
                return .none
            }
            cancelled.append(request.ticket)
            return .ok(JSON.encode(ticket(number: 1)))
        default: return .none
        }
    }

    private func ticket(number: Int) -> Ticket {
        Ticket(
            ticket: "handle-\(number)", number: "A00\(number)", service: "cash", state: "waiting",
            position: 3, estimate: Estimate(p50: 480, p90: 870), issued: now.milliseconds,
            calls: 0)
    }

    var number: String? { session.screen(at: now).number }
    var title: String { session.screen(at: now).title }
    var issues: [Ask] { asks.filter { $0.method == .queueIssue } }
}
