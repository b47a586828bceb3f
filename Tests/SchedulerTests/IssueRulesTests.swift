import BranchDomain
import Messages
import Testing

@testable import Scheduler

@Suite struct IssueRulesTests {
    @Test func aTicketHasNumberHandlePositionAndNothingPersonal() throws {
        var desk = try HallDesk()
        let id = desk.nextID()
        let request = QueueIssue.Request(
            service: "cash", name: "Ana O'Brien", contact: "tg:88", party: 2)
        let ticket = try desk.call(QueueIssue.self, request, as: .anonymous, id: id)
        #expect(ticket.number == "A001" && ticket.service == "cash" && ticket.state == "waiting")
        #expect(ticket.position == 1 && ticket.estimate == nil && ticket.calls == 0)
        #expect(ticket.issued == desk.now.milliseconds && ticket.name == nil)
        #expect(ticket.ticket.utf8.count == 22)
        #expect(HandleBits(text: ticket.ticket.utf8) == desk.environment.handle(id))
        let seen = try desk.call(QueueTicket.self, .init(ticket: ticket.ticket), as: .anonymous)
        #expect(seen == ticket)
        let staff = try desk.call(QueueTicket.self, .init(ticket: ticket.ticket))
        #expect(staff.name == "Ana O'Brien")
    }

    @Test func aKeyThatHoldsAnOpenTicketGetsThatTicket() throws {
        var desk = try HallDesk()
        try desk.open()
        func ask(_ keys: [String], _ service: String = "cash") throws -> Ticket {
            try desk.call(
                QueueIssue.self, .init(service: service, unique: keys), as: HallDesk.kiosk)
        }
        let first = try ask(["flat:D702", "user:88"])
        #expect(try ask(["flat:D702", "user:9"]).number == first.number)
        #expect(try ask(["user:88"], "loans").ticket == first.ticket)
        #expect(try ask(["user:9"]).number == "A002", "a key that was only asked for holds nothing")
        _ = try desk.next()
        #expect(try ask(["user:88"]).state == "called")
        _ = try desk.call(QueueDone.self, .init(counter: "2"))
        #expect(try ask(["flat:D702"]).number == "A003")
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    @Test func nobodyGetsAnothersTicketByGuessingAKey() throws {
        var desk = try HallDesk()
        let request = QueueIssue.Request(service: "cash", unique: ["flat:D702"])
        let customer = Principal(user: "ana", role: "customer", customer: 4)
        let callers = [HallDesk.kiosk, .anonymous, customer]
        let tickets = try callers.map { try desk.call(QueueIssue.self, request, as: $0) }
        #expect(Set(tickets.map(\.ticket)).count == 3)
        for (caller, ticket) in zip(callers, tickets) {
            #expect(try desk.call(QueueIssue.self, request, as: caller).ticket == ticket.ticket)
        }
        #expect(
            try desk.call(QueueIssue.self, request, as: HallDesk.teller).ticket
                == tickets[0].ticket)
    }

    @Test func onlyStaffAndDevicesGiveAPriority() throws {
        var desk = try HallDesk()
        let request = QueueIssue.Request(service: "cash", priority: 3)
        for role in ["anonymous", "customer"] {
            let principal = Principal(user: "", role: role)
            #expect(
                refusal { _ = try desk.call(QueueIssue.self, request, as: principal) }
                    == .notPermitted)
        }
        #expect(try desk.call(QueueIssue.self, request, as: HallDesk.kiosk).number == "A001")
        #expect(try desk.call(QueueIssue.self, request, as: HallDesk.teller).number == "A002")
    }

    @Test func aClosedServiceIssuesNothingAndServesWhoWaits() throws {
        var desk = try HallDesk()
        try desk.open()
        let ticket = try desk.issue()
        #expect(try desk.call(ServiceClose.self, .init(service: "cash")).open == false)
        #expect(refusal { _ = try desk.issue() } == .serviceClosed)
        #expect(refusal { _ = try desk.issue("nothing") } == .serviceNotFound)
        #expect(try desk.next()?.number == ticket.number)
        #expect(try desk.call(QueueServices.self, .init()).services.map(\.open) == [false, true])
        #expect(try desk.call(ServiceOpen.self, .init(service: "cash")).open)
        #expect(try desk.issue().number == "A002")
    }

    static let wrong: [String] = [
        #"{}"#, #"{"service":7}"#, #"{"service":"cash","priority":10}"#, "[", "",
        #"{"service":"cash","priority":-1}"#, #"{"service":"cash","priority":1.5}"#,
        #"{"service":"cash","party":0}"#, #"{"service":"cash","party":100}"#,
        #"{"service":"cash","name":""}"#, #"{"service":"cash","name":"a\u0007b"}"#,
        #"{"service":"cash","contact":""}"#, #"{"service":"cash","unique":[""]}"#,
        #"{"service":"cash","unique":["1","2","3","4","5","6","7","8","9"]}"#,
        String(repeating: "[", count: 10_000),
        #"{"service":"cash","name":""# + String(repeating: "x", count: 121) + #""}"#,
        #"{"service":"cash","contact":""# + String(repeating: "x", count: 255) + #""}"#,
        #"{"service":"cash","unique":[""# + String(repeating: "x", count: 65) + #""]}"#,
    ]

    @Test(arguments: wrong)
    func whatIsNoRequestIsMalformedAndChangesNothing(body: String) throws {
        var desk = try HallDesk()
        let before = desk.hall.snapshot()
        let code = refusal {
            _ = try desk.bytes(
                .queueIssue, Array(body.utf8), as: HallDesk.kiosk, id: desk.nextID())
        }
        #expect(code == .malformed)
        #expect(desk.hall.snapshot() == before)
    }

    @Test func theEstimateFollowsMeasuredServices() throws {
        var desk = try HallDesk()
        try desk.open()
        for _ in 1...3 { _ = try desk.issue() }
        for _ in 1...2 {
            _ = try desk.next()
            desk.wait(.seconds(120))
        }
        _ = try desk.next()
        let first = try desk.issue()
        #expect(first.position == 1)
        #expect(first.estimate == Estimate(p50: 88, p90: 241))
        let second = try desk.issue()
        #expect(second.position == 2 && second.estimate?.p50 == 196)
        try desk.open("3", as: HallDesk.other)
        let again = try desk.call(QueueTicket.self, .init(ticket: second.ticket))
        #expect(again.estimate?.p50 == 95, "two counters are twice as fast")
    }

    @Test func aServiceIsCheckedWhenItIsAdded() throws {
        var desk = try HallDesk()
        func add(_ service: String, _ prefix: String, parent: String? = nil) -> RefusalCode? {
            refusal {
                _ = try desk.call(
                    ServiceAdd.self,
                    .init(service: service, prefix: prefix, names: ["en": "X"], parent: parent))
            }
        }
        #expect(add("cash", "Z") == .serviceTaken)
        #expect(add("cards", "A") == .serviceTaken)
        #expect(add("Cards", "E") == .malformed)
        #expect(add("cards", "e") == .malformed)
        #expect(add("cards", "ABCDE") == .malformed)
        #expect(add("cards", "E", parent: "nothing") == .serviceNotFound)
        #expect(add("cards", "E", parent: "cash") == nil)
        #expect(try desk.issue("cards").number == "E001")
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    private static func wrong(_ terms: ServiceTerms) -> ServiceAdd.Request {
        ServiceAdd.Request(service: "x", prefix: "X", names: ["en": "X"], terms: terms)
    }

    @Test(arguments: [
        ServiceAdd.Request(service: "x", prefix: "X", names: [:]),
        ServiceAdd.Request(service: "x", prefix: "X", names: ["en": ""]),
        ServiceAdd.Request(service: "x", prefix: "X", names: ["e n": "X"]),
        wrong(.init(first: 9, last: 8)),
        wrong(.init(first: -1)),
        wrong(.init(last: 100_000)),
        wrong(.init(capacity: 0)),
        wrong(.init(batch: 1)),
        wrong(.init(capacity: 10, batch: 11)),
    ])
    func aServiceThatMakesNoSenseIsMalformed(request: ServiceAdd.Request) throws {
        var desk = try HallDesk()
        #expect(refusal { _ = try desk.call(ServiceAdd.self, request) } == .malformed)
    }

    @Test func listsArePagedFilteredAndNamePeople() throws {
        var desk = try HallDesk()
        try desk.open()
        for number in 1...120 {
            let service = number % 3 == 0 ? "loans" : "cash"
            _ = try desk.call(
                QueueIssue.self, .init(service: service, name: "Person \(number)"))
        }
        _ = try desk.next()
        var numbers: [String] = []
        var after: String?
        repeat {
            let page = try desk.call(
                QueueList.self, .init(service: "loans", after: after, limit: 15))
            numbers += page.tickets.map(\.number)
            #expect(page.tickets.allSatisfy { $0.name?.hasPrefix("Person ") == true })
            after = page.next
        } while after != nil
        #expect(numbers == (1...40).map { TicketNumber(prefix: "C", number: $0).description })
        let called = try desk.call(QueueList.self, .init(state: "called"))
        #expect(called.tickets.map(\.number) == ["A001"] && called.next == nil)
        #expect(refusal { _ = try desk.call(QueueList.self, .init(limit: 0)) } == .malformed)
        #expect(refusal { _ = try desk.call(QueueList.self, .init(state: "x")) } == .malformed)
        #expect(refusal { _ = try desk.call(QueueList.self, .init(after: "x")) } == .malformed)
    }
}
