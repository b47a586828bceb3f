import BranchDomain
import Foundation
import Messages
import Testing

@testable import Branch

@Suite("Wording")
struct WordingTests {
    @Test(
        "money is shown with the currency's decimals",
        arguments: [
            (12_550, "USD", "125.50 USD"), (-5, "EUR", "-0.05 EUR"), (12_550, "JPY", "12550 JPY"),
            (1, "KWD", "0.001 KWD"), (7, "???", "7 ??? (minor)"),
        ] as [(Int64, String, String)])
    func money(minorUnits: Int64, code: String, text: String) {
        #expect(Wording.money(minorUnits, code) == text)
    }

    @Test("a reference of digits is a number, anything else a name")
    func references() {
        #expect(Wording.reference("17") == .number(17))
        #expect(Wording.reference("drawer:2") == .name("drawer:2"))
        #expect(Wording.reference("-1") == .name("-1"))
        #expect(Wording.account(17) == "17")
        #expect(Wording.account("vault") == "vault")
    }

    @Test("a time is shown in the zone of whoever looks")
    func time() throws {
        let moment: Int64 = 1_795_257_727_999
        let utc = try #require(TimeZone(identifier: "UTC"))
        let madrid = try #require(TimeZone(identifier: "Europe/Madrid"))
        #expect(Wording.time(moment, zone: utc) == "2026-11-21 10:42:07")
        #expect(Wording.time(moment, zone: madrid) == "2026-11-21 11:42:07")
    }

    @Test("a wait is seconds below a minute, else rounded minutes")
    func wait() {
        #expect(Wording.wait(seconds: 40) == "40 s")
        #expect(Wording.wait(seconds: 89) == "1 min")
        #expect(Wording.wait(seconds: 240) == "4 min")
    }

    @Test("an uptime names its two largest parts")
    func uptime() {
        #expect(PingCommand.uptime(milliseconds: 6_999) == "6 s")
        #expect(PingCommand.uptime(milliseconds: 306_000) == "5 min 6 s")
        #expect(PingCommand.uptime(milliseconds: 3_900_000) == "1 h 5 min")
        #expect(PingCommand.uptime(milliseconds: 90_000_000) == "1 d 1 h")
    }

    @Test("the queue at a glance: services, then counters")
    func status() {
        let reply = QueueStatus.Reply(
            services: [
                .init(
                    service: "cash", waiting: 12, called: 1, serving: 2, parked: 0, served: 40,
                    noShow: 3)
            ],
            counters: [.init(counter: "2", teller: "ana", state: "serving", ticket: "A012")])
        #expect(
            StatusCommand.text(reply) == """
                service  waiting  called  serving  parked  served  no-show
                cash          12       1        2       0      40        3

                counter  state    ticket  teller
                2        serving  A012    ana
                """)
        #expect(
            StatusCommand.text(.init(services: [], counters: []))
                == "no services\n\nno counter is open")
    }

    @Test("a ticket says where it stands")
    func ticket() {
        let ticket = Ticket(
            ticket: "abcdefghijklmnopqrstuv", number: "A012", service: "cash", state: "waiting",
            position: 3, estimate: Estimate(p50: 240, p90: 600), issued: 0, calls: 0)
        let lines = TicketCommand.text(ticket).split(separator: "\n")
        #expect(lines[0] == "A012  cash, waiting")
        #expect(lines[1] == "position  3")
        #expect(lines[2] == "wait      about 4 min, at most 10 min for nine in ten")
        #expect(lines.last == "ticket    abcdefghijklmnopqrstuv")
    }
}
