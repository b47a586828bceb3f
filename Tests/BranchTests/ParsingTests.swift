import ArgumentParser
import Messages
import Testing

@testable import Branch

@Suite("The command line")
struct ParsingTests {
    private func parse<Command>(
        _ type: Command.Type, _ line: String
    ) throws -> Command {
        let words = line.split(separator: " ").map(String.init)
        return try #require(try Main.parseAsRoot(words) as? Command, "not \(type): \(line)")
    }

    @Test("each noun has the verbs that its help names")
    func verbs() throws {
        _ = try parse(AccountCommand.Open.self, "account open 4 --currency EUR")
        _ = try parse(AccountCommand.List.self, "account list --customer 4")
        _ = try parse(AccountCommand.Show.self, "account show vault")
        _ = try parse(AccountCommand.History.self, "account history 17 --limit 5")
        _ = try parse(AccountCommand.Freeze.self, "account freeze 17 --side debit --reason lost")
        _ = try parse(AccountCommand.Unfreeze.self, "account unfreeze 17 --reason found")
        _ = try parse(AccountCommand.Close.self, "account close 17 --to 18")
        _ = try parse(TicketCommand.Issue.self, "ticket issue cash --unique flat:D702")
        _ = try parse(TicketCommand.Show.self, "ticket show A012")
        _ = try parse(TicketCommand.List.self, "ticket list --state waiting")
        _ = try parse(TicketCommand.Cancel.self, "ticket cancel A012")
        _ = try parse(CounterCommand.Open.self, "counter open 2 --services cash,loans --as ana")
        _ = try parse(CounterCommand.NoShow.self, "counter no-show 2")
        _ = try parse(CounterCommand.Hold.self, "counter hold 2 --minutes 15")
        _ = try parse(CounterCommand.Resume.self, "counter resume 2 A012")
        _ = try parse(CounterCommand.Transfer.self, "counter transfer 2 --to-counter 5")
        _ = try parse(CounterCommand.Call.self, "counter call 2 A017 --reason tired")
        _ = try parse(TicketCommand.Requeue.self, "ticket requeue A012 --position last")
        _ = try parse(TicketCommand.Reopen.self, "ticket reopen A012")
        _ = try parse(TicketCommand.Why.self, "ticket why A012")
        _ = try parse(ServiceCommand.Remove.self, "service remove x-ray")
        _ = try parse(AppointmentCommand.Slots.self, "appointment slots loans 2026-11-23")
        _ = try parse(AppointmentCommand.CheckIn.self, "appointment check-in abc")
        _ = try parse(CustomerCommand.Register.self, "customer register ana Ana --opening 50")
        _ = try parse(StaffCommand.Add.self, "staff add ana Ana --role supervisor")
        _ = try parse(DeviceCommand.Add.self, "device add kiosk:2 --kind kiosk")
        _ = try parse(LedgerCommand.Transfer.self, "ledger transfer 17 18 40,50")
        _ = try parse(LedgerCommand.TrialBalance.self, "ledger trial-balance")
        _ = try parse(PairCommand.Request.self, "pair request --name kiosk:2 --kind kiosk")
        _ = try parse(StatusCommand.self, "status --json")
    }

    @Test("a service's options become what the bus is asked")
    func serviceOptions() throws {
        let line =
            "service update x --hours mon=09:00-10:00,11:00-12:00 --hours 2026-12-25= "
            + "--rule ratio --every 4 --slot 15 --places 2 --capacity 9 --name en=X"
        let terms = try parse(ServiceCommand.Update.self, line).options.terms()
        #expect(terms.hours == ["mon": ["09:00-10:00", "11:00-12:00"], "2026-12-25": []])
        #expect(terms.policy == CallPolicy(rule: "ratio", every: 4))
        #expect(terms.booking == BookingRules(every: 15, places: 2) && terms.capacity == 9)
        #expect(terms.first == nil && terms.batch == nil)
    }

    @Test("what is simulated is said as the scheduler's program takes it")
    func simulate() throws {
        let line = "simulate --plan monday.json --hour 11 --share 90% --print-plan"
        let words = line.split(separator: " ").dropFirst().map(String.init)
        #expect(try parse(SimulateCommand.self, line).options == words)
        let report = try parse(ReportCommand.self, "report 2026-11-16 --csv --service cash")
        #expect(report.from == "2026-11-16" && report.to == nil && report.csv)
    }

    @Test("a call takes its body from the line, from standard input, or is empty")
    func call() throws {
        #expect(try parse(CallCommand.self, "call system.hello").body == "{}")
        #expect(try parse(CallCommand.self, "call queue.issue -").body == "-")
        #expect(try parse(CallCommand.self, "call any.method [1]").body == "[1]")
    }

    @Test(
        "what cannot be meant is refused before anything is sent",
        arguments: [
            "staff add ana Ana --role owner", "device add x --kind toaster",
            "account freeze 17", "account freeze 17 --side left --reason x",
            "service add x-ray --prefix X --name Xray", "service update x --ageing 5",
            "service update x --places 2", "counter transfer 2", "service update x --hours mon",
            "ticket list --limit 0",
            "status --timeout 0", "status --id 123", "status --as ../etc",
            "login ../../etc/passwd", "pair request --name ../x --kind kiosk", "nonsense",
        ])
    func refuses(line: String) {
        let words = line.split(separator: " ").map(String.init)
        #expect(throws: (any Error).self) { try Main.parseAsRoot(words) }
    }

    @Test("a service's names are given by language; without any it is its own name")
    func serviceNames() throws {
        let named = try parse(
            ServiceCommand.Add.self,
            "service add x-ray --prefix X --name en=X-ray --name es=Rayos=X")
        #expect(try named.names() == ["en": "X-ray", "es": "Rayos=X"])
        let bare = try parse(ServiceCommand.Add.self, "service add x-ray --prefix X")
        #expect(try bare.names() == ["en": "x-ray"])
    }

    @Test("help has examples, and completion knows every command")
    func help() {
        #expect(Main.helpMessage().contains("EXAMPLES"))
        let script = Main.completionScript(for: .bash)
        for word in ["trial-balance", "no-show", "reset-admin", "ledger.deposit"] {
            #expect(script.contains(word))
        }
    }
}
