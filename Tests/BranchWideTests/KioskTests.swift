import Bus
import Foundation
import Messages
import ServiceKit
import Testing

/// The kiosk in a terminal, as a process before a real branch.
@Suite struct KioskTests {
    @Test(arguments: [[], ["--device", "kiosk:1"]])
    func oneKeyIsOneTicketAndOneSlip(identity: [String]) throws {
        let branch = try RunningBranch(queueOnly: true)
        defer { branch.close() }
        let slips = branch.state.path + "/slips.bin"
        let kiosk = try branch.run(
            Executables.path("branchline-kiosk"),
            ["--plain", "--printer", "file:\(slips)", "--pages", "https://bank.example"] + identity,
            input: "7\n1\n")
        #expect(kiosk.status == 0)
        #expect(kiosk.output.contains("Su turno es A001"))
        let slip = try #require(FileManager.default.contents(atPath: slips))
        let text = String(decoding: slip.filter { (0x20..<0x7f).contains($0) }, as: UTF8.self)
        #expect(text.contains("SU TURNO") && text.contains("A001"))
        #expect(text.contains("https://bank.example/t/"))
        let waiting = try branch.client().call(QueueStatus.self, .init()).services
        #expect(waiting.map(\.waiting).reduce(0, +) == 1)
    }

    @Test func aPrinterThatIsNotThereCostsNobodyTheirNumber() throws {
        let branch = try RunningBranch(queueOnly: true)
        defer { branch.close() }
        let nobody = ["--printer", "file:/proc/no-such-place/slips"]
        let kiosk = try branch.run(
            Executables.path("branchline-kiosk"), ["--plain"] + nobody, input: "1\n")
        #expect(kiosk.output.contains("Your number is A001"))
        #expect(kiosk.output.contains("There is no paper ticket."))
        let issued = try branch.tool(["ticket", "issue", "reception"] + nobody)
        #expect(issued.status == 0 && issued.output.contains("A002"))
        #expect(issued.errors.contains("is issued and not printed"))
    }
}
