import Bus
import Foundation
import Messages
import ServiceKit
import Testing

/// What an operator reads of a branch in its logs.
@Suite struct LogTests {
    @Test func logsTellEventsOneALineAndNothingThatPeopleWrote() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let teller = try branch.teller("tina")
        let phone = "+34600123987"
        let customer = try teller.call(
            CustomerRegister.self,
            .init(
                user: "quevedo", name: "Francisca Quevedo", nationalId: "ES-99887766", phone: phone,
                email: "fq@example.org"))
        _ = try teller.call(
            LedgerDeposit.self,
            .init(account: .number(customer.account), amount: 4_711_00, memo: "for the violin"))
        _ = try teller.call(
            QueueIssue.self,
            .init(service: "cash", name: "Francisca Quevedo", contact: phone))
        for secret in ["wrong-secret", customer.secret] {
            _ = try? branch.client(user: "quevedo", secret: secret)
        }
        for name in ["ledger", "scheduler", "gateway-1"] { try branch.restart(name) }
        _ = try branch.admin()
        for name in ["ledger", "scheduler", "gateway-1"] { branch.child(name).stop() }
        let key = try branch.state.secret(at: branch.state.branchKey)
        let never = [
            phone, "600123987", "ES-99887766", "Quevedo", "fq@example.org", "violin", "471100",
            customer.secret, "wrong-secret", key,
            try branch.state.secret(at: branch.state.adminSecret), "{\"",
        ]
        let line = #/time=\S+Z level=[a-z]+ service=\S+ event=.+/#
        for name in ["ledger", "scheduler", "gateway-1"] {
            let log = branch.child(name).log()
            #expect(log.contains("level="), "\(name) said something")
            for word in never { #expect(!log.contains(word), "\(name) logged \(word)") }
            for text in log.split(separator: "\n") {
                #expect(text.wholeMatch(of: line) != nil, "\(name): \(text)")
            }
        }
    }
}
