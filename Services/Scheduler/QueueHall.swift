import BranchDomain
import Journal
import Messages

/// The rules of the queue: who waits for what, who is called where, and for how long.
///
/// A pure value: `decide` judges, `apply` changes, and nothing here reads a clock, a file or a
/// socket. Its parts: ``TicketLife`` (what may follow what), ``TicketBook``, one ``HallService``
/// with its ``WaitingLine`` for each service, ``CounterTable``, ``ParkedTickets``.
struct QueueHall: Sendable {
    static let mostServices = 250

    /// Set by the shell before anything is decided; no part of the state.
    var environment = HallEnvironment.none

    /// nil until the first `tick`.
    var day: BusinessDay?
    var services: [HallService] = []
    var counters = CounterTable()
    var tickets = TicketBook()
    var details = DetailsBook()
    var parked = ParkedTickets()

    /// Services whose topic has changed since it was last published; no part of the state.
    var changed: [Bool] = []
    private var servicesByName: [String: ServiceIndex] = [:]

    /// A hall before its first record.
    init() {}

    subscript(index: ServiceIndex) -> HallService {
        _read { yield services[Int(index.place)] }
        _modify { yield &services[Int(index.place)] }
    }

    func find(service name: String) -> ServiceIndex? { servicesByName[name] }

    var serviceIndices: [ServiceIndex] {
        services.indices.map { ServiceIndex(place: UInt16($0)) }
    }

    mutating func add(_ service: HallService) {
        precondition(servicesByName[service.definition.service] == nil, "a service is added once")
        precondition(services.count < QueueHall.mostServices, "services are bounded")
        servicesByName[service.definition.service] = ServiceIndex(place: UInt16(services.count))
        services.append(service)
        changed.append(true)
    }

    /// The number of a ticket as people read it.
    func text(_ number: UInt32, of service: ServiceIndex) -> TicketNumber {
        TicketNumber(prefix: self[service].definition.prefix, number: Int(number))
    }
}

extension QueueHall: StateMachine {
    func decide(
        _ command: Command, now: Timestamp, next: UInt64, reader: any JournalReader
    ) throws(Refusal) -> Decision {
        switch command.method {
        case .queueIssue: try issue(command, now: now)
        case .queueNext: try callNext(command, now: now)
        case .queueDone: try atCounter(command, now: now, .served)
        case .queueStart: try atCounter(command, now: now, .started)
        case .queueRecall: try atCounter(command, now: now, .recalled)
        case .queueNoShow: try atCounter(command, now: now, .noShow)
        case .queueHold: try hold(command, now: now)
        case .queueResume: try resume(command, now: now)
        case .queueCancel: try byHolder(command, .cancelled)
        case .queueLeave: try byHolder(command, .left)
        case .queueTicket: try ticket(command)
        case .queueStatus: .read(status(for: command.principal))
        case .queueList: try list(command)
        case .queueServices: .read(serviceList())
        case .serviceAdd: try addService(command)
        case .serviceOpen: try openService(command)
        case .serviceClose: try closeService(command)
        case .counterOpen: try openCounter(command, now: now)
        case .counterPause: try pauseCounter(command, now: now)
        case .counterClose: try closeCounter(command, now: now)
        case .counterList: .read(counterList())
        default:
            throw Refusal(
                .unknownMethod, "The scheduler does not answer \(command.method.rawValue).")
        }
    }
}
