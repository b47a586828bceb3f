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
    /// Bytes of all services as they are listed.
    static let largestCatalogue = 56 * 1_024
    /// The removed ones too.
    static let mostEver = 60_000

    /// Set by the shell before anything is decided; no part of the state.
    var environment = HallEnvironment.none

    /// nil until the first `tick`.
    var day: BusinessDay?
    var services: [HallService] = []
    var counters = CounterTable()
    var tickets = TicketBook()
    var details = DetailsBook()
    var parked = ParkedTickets()
    var appointments = AppointmentDiary()
    /// The next place in the order of coming, over all services.
    var nextArrival: UInt64 = 1
    /// Where each teller has a ticket now; follows from the counters.
    var busy: [String: CounterIndex] = [:]

    /// Services whose topic has changed since it was last published; no part of the state.
    var changed: [Bool] = []
    private var servicesByName: [String: ServiceIndex] = [:]

    /// A hall before its first record.
    init() {}

    subscript(index: ServiceIndex) -> HallService {
        // No _read: the compiler loses fields of so large a value that a coroutine yields.
        get { services[Int(index.place)] }
        _modify { yield &services[Int(index.place)] }
    }

    func find(service name: String) -> ServiceIndex? { servicesByName[name] }

    /// Those that are offered.
    var serviceIndices: [ServiceIndex] {
        services.indices.filter { !services[$0].isRemoved }.map {
            ServiceIndex(place: UInt16($0))
        }
    }

    mutating func add(_ service: HallService) {
        precondition(servicesByName[service.definition.service] == nil, "a service is added once")
        precondition(services.count < QueueHall.mostEver, "services are bounded")
        if !service.isRemoved {
            servicesByName[service.definition.service] = ServiceIndex(
                place: UInt16(services.count))
        }
        services.append(service)
        changed.append(!service.isRemoved)
    }

    /// Its place stays: records name it.
    mutating func remove(_ service: ServiceIndex) {
        servicesByName[self[service].definition.service] = nil
        self[service].isOpen = false
        self[service].isRemoved = true
        self[service].turn = nil
        changed[Int(service.place)] = true
        countActive()
    }

    func linePlace(of ticket: HallTicket) -> LinePlace {
        services[Int(ticket.service.place)].definition.policy.place(of: ticket)
    }

    /// The number of a ticket as people read it.
    func text(_ ticket: HallTicket) -> TicketNumber {
        TicketNumber(
            prefix: self[ticket.issuer].definition.prefix, number: Int(ticket.number))
    }
}

extension QueueHall: StateMachine {
    func decide(
        _ command: Command, now: Timestamp, next: UInt64, reader: any JournalReader
    ) throws(Refusal) -> Decision {
        switch command.method {
        case .queueIssue: try issue(command, now: now)
        case .queueNext: try callNext(command, now: now)
        case .queueDone: try done(command, now: now)
        case .queueStart: try atCounter(command, now: now, .started)
        case .queueRecall: try atCounter(command, now: now, .recalled)
        case .queueNoShow: try atCounter(command, now: now, .noShow)
        case .queueCall: try callOutOfTurn(command, now: now)
        case .queueTransfer: try transfer(command, now: now)
        case .queueRequeue: try requeue(command, now: now)
        case .queueReopen: try reopen(command, now: now)
        case .queueWhy: try why(command, reader)
        case .queueHold: try hold(command, now: now)
        case .queueResume: try resume(command, now: now)
        case .queueCancel: try cancel(command)
        case .queueLeave: try leave(command)
        case .queueTicket: try ticket(command)
        case .queueStatus: try status(command)
        case .queueList: try list(command)
        case .queueServices: .read(serviceList())
        case .serviceAdd: try addService(command)
        case .serviceOpen: try openService(command)
        case .serviceClose: try closeService(command)
        case .counterOpen: try openCounter(command, now: now)
        case .counterPause: try pauseCounter(command, now: now)
        case .counterClose: try closeCounter(command, now: now)
        case .counterList: try counterList(command)
        case .serviceUpdate: try updateService(command)
        case .serviceRemove: try removeService(command)
        case .appointmentSlots: try slots(command, now: now)
        case .appointmentBook: try book(command, now: now)
        case .appointmentCheckIn: try checkIn(command, now: now)
        case .appointmentCancel: try cancelBooking(command)
        default:
            throw Refusal(
                .unknownMethod, "The scheduler does not answer \(command.method.rawValue).")
        }
    }
}
