import BranchDomain
import Bus
import Foundation
import Messages
import ServiceKit
import Testing

/// The terminal cash machine as a real process on a real branch.
@Suite struct CashMachineTests {
    private struct Place {
        let branch: RunningBranch
        let account: AccountReference
        let secret: String
        /// Eva, logged in at the machine.
        let eva: RequestClient
        /// Looks on, as a customer who leaves the machine is logged out everywhere.
        let admin: RequestClient

        /// Eva with 100.00 at `atm:1`.
        init() throws {
            branch = try RunningBranch()
            let machine = try branch.client(
                user: "atm:1",
                secret: branch.state.secret(at: branch.state.deviceSecret("atm:1")))
            let made = try machine.call(
                CustomerRegister.self, .init(user: "eva", name: "Eva", opening: 10_000))
            (account, secret) = (.number(made.account), made.secret)
            eva = try branch.client()
            eva.session = try eva.call(
                AuthLogin.self, .init(user: "eva", secret: made.secret, at: machine.session)
            ).session
            admin = try branch.admin()
        }

        func run(_ arguments: [String] = [], input: String) throws -> String {
            let ended = try branch.run(
                Executables.path("branchline-atm"),
                ["--plain", "--quiet", "--language", "en"] + arguments, input: input)
            #expect(ended.status == 0, "\(ended.errors)")
            return ended.output
        }

        func fresh() -> RequestID {
            var ids = SystemRequestIDs()
            return ids.next()
        }

        func shown() throws -> Account {
            try admin.call(AccountGet.self, .init(account: account))
        }

        /// A hold of 60.00 whose machine was killed right behind it.
        func hold() throws -> RequestID {
            let id = fresh()
            let hello = try eva.call(SystemHello.self, Nothing())
            let request = LedgerHold.Request(
                account: account, amount: 6_000, until: hello.time + 120_000)
            _ = try eva.call(LedgerHold.self, request, id: id)
            #expect(try shown().available == 4_000)
            return id
        }

        /// What the machine had on disk when it was killed.
        func leave(_ method: String, _ id: RequestID, _ body: String) throws {
            let folder = branch.state.path + "/atm"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let body = body.replacing("\"", with: "\\\"")
            let text = """
                [{"id":"\(id)","method":"\(method)","body":"\(body)",\
                "started":\(id.time.milliseconds)}]
                """
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/atm-1.pending.json"))
        }

        func left() throws -> String {
            try String(
                contentsOfFile: branch.state.path + "/atm/atm-1.pending.json", encoding: .utf8)
        }
    }

    @Test func theMachineHoldsGivesAndConfirms() throws {
        let place = try Place()
        defer { place.branch.close() }
        let output = try place.run(input: "1\neva\n\(place.secret)\n2\n4\n60\n8\n")
        #expect(output.contains("60.00 USD") && output.contains("40.00 USD"), "\(output)")
        #expect(try place.shown().balance == 4_000)
        #expect(try place.left() == "[]")
        let entries = try place.admin.call(
            AccountHistory.self, .init(account: place.account)
        ).entries
        #expect(entries.first?.kind == "withdrawal" && entries.first?.amount == -6_000)
    }

    @Test func aJammedMachineLetsGo() throws {
        let place = try Place()
        defer { place.branch.close() }
        let output = try place.run(
            ["--jammed"], input: "1\neva\n\(place.secret)\n2\n4\n60\n8\n8\n")
        #expect(output.contains("cannot give notes"), "\(output)")
        let shown = try place.shown()
        #expect(shown.balance == 10_000 && shown.available == 10_000)
    }

    @Test func aMachineThatWasKilledBetweenHoldAndCaptureSettlesWhenItStarts() throws {
        for isGiven in [true, false] {
            let place = try Place()
            defer { place.branch.close() }
            let hold = try place.hold()
            if isGiven {
                try place.leave(
                    "ledger.capture", place.fresh(),
                    #"{"hold":"\#(hold)","amount":6000}"#)
            } else {
                try place.leave("ledger.hold", hold, "{}")
            }
            _ = try place.run(input: "8\n")
            let shown = try place.shown()
            #expect(shown.balance == (isGiven ? 4_000 : 10_000))
            #expect(shown.available == shown.balance)
            #expect(try place.left() == "[]")
        }
    }
}
