import Foundation
import Messages
import Outbox
import OutgoingHTTP
import Providers
import Testing

@testable import Notifier

/// Over real HTTP, with a server of this machine that behaves as the provider does.
@Suite struct LocalProviderTests {
    @Test func textsReachAProviderOverHTTP() async throws {
        let provider = TextProvider(account: "AC1", key: "key")
        let server = try await LocalServer { provider.answer($0) }
        let exchange = HTTPShell()
        let outbox = try TemporaryOutbox()
        let carrier = smsCarrier(
            exchange, People([4_711: Sample.customer(language: "hi")]), url: server.url)
        let courier = Courier(
            lane: "sms", store: outbox.store, carrier: carrier, schedule: .standard,
            random: { 500 })
        let intake = Intake(
            rules: try Sample.rules(#"{"on": "account", "to": "customer"}"#), store: outbox.store)
        try await intake.begin(at: 0)
        struct One: EntrySource {
            func entries(after sequence: UInt64) async throws -> LedgerEntries.Reply {
                LedgerEntries.Reply(entries: sequence < 7 ? [Sample.entry()] : [])
            }
        }
        _ = try await intake.catchUp(from: One()) { at(0) }
        var gate = LaneGate(perSecond: 10)
        provider.set(.garbage)
        _ = try await courier.round(&gate, now: at(0))
        #expect(provider.count == 0 && provider.asked == 1)
        provider.set(.status(503, "", ["Retry-After": "30"]))
        _ = try await courier.round(&gate, now: at(5))
        provider.set(.well)
        _ = try await courier.round(&gate, now: at(34))
        #expect(provider.count == 0, "the pause is kept")
        _ = try await courier.round(&gate, now: at(40))
        #expect(provider.texts.map(\.to) == ["+34600000001"])
        #expect(provider.texts.first?.body.contains("जमा") == true)
        #expect(provider.asked == 3)
        await exchange.close()
        await server.stop()
    }

    @Test func aServerThatNeverAnswersIsTroubleInTime() async throws {
        let server = try await LocalServer { _ in
            for await _ in AsyncStream<Int>.makeStream().stream {}
            return ServedAnswer(200)
        }
        let exchange = HTTPShell()
        var request = OutgoingRequest(url: server.url, headers: [], body: [])
        request.timeout = .milliseconds(100)
        await #expect(throws: OutgoingTrouble.self) { try await exchange.post(request) }
        await exchange.close()
        await server.stop()
    }

    @Test func anEndlessAnswerAndAClosedDoorAreTrouble() async throws {
        let server = try await LocalServer { _ in
            ServedAnswer(200, String(repeating: "x", count: 70_000))
        }
        let exchange = HTTPShell()
        let request = OutgoingRequest(url: server.url, headers: [], body: [])
        await #expect(throws: OutgoingTrouble.self) { try await exchange.post(request) }
        await server.stop()
        await #expect(throws: OutgoingTrouble.self) { try await exchange.post(request) }
        await exchange.close()
    }
}
