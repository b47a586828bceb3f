import BranchDomain
import Foundation
import Messages
import Outbox
import OutgoingHTTP
import Synchronization
import Testing

@testable import Notifier

@Suite struct TwilioMessageTests {
    private let provider = TwilioMessage(
        url: "https://api.twilio.com", account: "AC1", key: "key", from: "+15550001111")

    @Test func aRequestIsWhatTheAPIWants() {
        let request = provider.request(to: "+34600000001", text: "Ana & ñ 50%")
        #expect(request.url == "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "To=%2B34600000001&From=%2B15550001111&Body=Ana%20%26%20%C3%B1%2050%25")
        #expect(request.headers.contains { $0 == ("Authorization", "Basic QUMxOmtleQ==") })
        let service = TwilioMessage(url: "", account: "AC1", key: "key", from: "MG1")
        let body = String(decoding: service.request(to: "+1", text: "x").body, as: UTF8.self)
        #expect(body.contains("MessagingServiceSid=MG1"))
    }

    private func outcome(_ status: Int, _ body: String, after: Duration? = nil) -> DeliveryOutcome {
        TwilioMessage.outcome(
            of: OutgoingAnswer(status: status, retryAfter: after, body: Array(body.utf8)))
    }

    @Test func onlyTheMessagesOwnIDMeansThatItWasTaken() {
        #expect(outcome(201, #"{"sid": "SM1", "status": "queued"}"#) == .delivered)
        for garbage in ["", "<html>", "{}", #"{"sid": ""}"#, #"{"sid": 5}"#, "null", "[1"] {
            guard case .failed = outcome(200, garbage) else {
                Issue.record("taken: \(garbage)")
                continue
            }
        }
    }

    @Test func whatIsAboutTheRecipientIsFinalAndEverythingElseMayPass() {
        for code in [21_211, 21_610, 21_614] {
            #expect(outcome(400, "{\"code\": \(code)}") == .refused("provider's code \(code)"))
        }
        let passing = [
            (400, #"{"code": 21606}"#), (401, #"{"code": 20003}"#), (403, ""), (404, "{}"),
            (500, ""), (502, "<html>"), (302, ""),
        ]
        for (status, body) in passing {
            guard case .failed = outcome(status, body) else {
                Issue.record("final: \(status) \(body)")
                continue
            }
        }
        #expect(
            outcome(429, #"{"code": 20429}"#, after: .seconds(7))
                == .failed("status 429, provider's code 20429", retryAfter: .seconds(7)))
    }

    @Test func numbersAreDialledWithTheirCountry() {
        #expect(DialledNumber.text("+34 600 00 00 01", prefix: nil) == "+34600000001")
        #expect(DialledNumber.text("0034600000001", prefix: nil) == "+34600000001")
        #expect(DialledNumber.text("600 000 001", prefix: "+34") == "+34600000001")
        #expect(DialledNumber.text("0600000001", prefix: "+49") == "+49600000001")
        #expect(DialledNumber.text("call me", prefix: "+34") == nil)
    }
}

@Suite struct SignedWebhookTests {
    private let webhook = SignedWebhook(url: "https://x.example", secret: "a secret of sixteen+")
    private let body = Array(#"{"a":1}"#.utf8)

    /// Made by Python: hmac.new(secret, b'1795000000.crm:7:17.{"a":1}', hashlib.sha256).
    private let known = "v1=01fa1b7d2aca0e5c379d0aa48466eead9e3fddc2a6c6ca967feca7900a936501"

    @Test func theSignatureIsTheOneThatOtherLanguagesMake() {
        let request = webhook.request(id: "crm:7:17", body: body, now: at(0))
        let headers = Dictionary(uniqueKeysWithValues: request.headers)
        #expect(headers["Branchline-Signature"] == known)
        #expect(headers["Branchline-Timestamp"] == "1795000000")
        #expect(headers["Branchline-Id"] == "crm:7:17")
    }

    private func isGenuine(
        id: String = "crm:7:17", timestamp: String = "1795000000", signature: String? = nil,
        body: [UInt8]? = nil, now: Timestamp = at(0)
    ) -> Bool {
        webhook.isGenuine(
            id: id, timestamp: timestamp, signature: signature ?? known, body: body ?? self.body,
            now: now)
    }

    @Test func whatWasChangedIsNotGenuine() {
        #expect(isGenuine())
        #expect(!isGenuine(id: "crm:7:18"))
        #expect(!isGenuine(timestamp: "1795000001"))
        #expect(!isGenuine(body: Array(#"{"a":2}"#.utf8)))
        #expect(!isGenuine(signature: "v1=" + String(repeating: "0", count: 64)))
        #expect(!isGenuine(signature: String(known.dropFirst(3))))
        #expect(!isGenuine(signature: "v1=zz"))
    }

    @Test func whatWasSentLongAgoIsNotTakenAgain() {
        #expect(isGenuine(now: at(300)))
        #expect(!isGenuine(now: at(301)))
        #expect(isGenuine(now: at(-300)))
        #expect(!isGenuine(now: at(-301)))
    }

    @Test func answersOfAReceiverMeanWhatHTTPSays() {
        #expect(SignedWebhook.outcome(of: OutgoingAnswer(status: 204)) == .delivered)
        #expect(SignedWebhook.outcome(of: OutgoingAnswer(status: 410)) == .refused("status 410"))
        for status in [301, 401, 404, 408, 429, 500, 503] {
            let outcome = SignedWebhook.outcome(of: OutgoingAnswer(status: status))
            #expect(outcome == .failed("status \(status)", retryAfter: nil))
        }
    }
}

@Suite struct CarrierTests {
    private let exchange = Exchange()
    private let people = People([4_711: Sample.customer()])

    private func message(_ notice: TextNotice) -> OutboxMessage {
        OutboxMessage(
            number: 1, id: "sms:7:4711", lane: "sms", made: at(0), due: at(0), attempts: 0,
            body: JSON.encode(notice))
    }

    private var deposit: OutboxMessage {
        message(
            TextNotice(urgent: false, movement: MovementNotice.both(of: Sample.entry())[0]))
    }

    private func carry(_ message: OutboxMessage, quiet: QuietHours? = nil) async -> DeliveryOutcome
    {
        await smsCarrier(exchange, people, quiet: quiet).carry(message, now: at(0))
    }

    private var lastBody: String {
        exchange.requests.withLock { String(decoding: $0.last?.body ?? [], as: UTF8.self) }
    }

    @Test func theOwnersPresentPhoneAndLanguageCount() async {
        #expect(await carry(deposit) == .delivered)
        #expect(lastBody.hasPrefix("To=%2B34600000001&"))
        people.byAccount.withLock {
            $0[4_711] = Sample.customer(phone: "+34600000002", language: "es")
        }
        #expect(await carry(deposit) == .delivered)
        #expect(lastBody.hasPrefix("To=%2B34600000002&"))
        #expect(lastBody.contains("abono"))
    }

    @Test func withoutConsentPhoneOrOwnerNobodyIsToldAndTheProviderHearsNothing() async {
        for customer in [
            Sample.customer(consents: false), Sample.customer(phone: nil),
            Sample.customer(phone: ""), nil,
        ] {
            people.byAccount.withLock { $0[4_711] = customer }
            #expect(await carry(deposit) == .unwanted)
        }
        #expect(exchange.count == 0)
    }

    @Test func inQuietHoursOnlyWhatIsUrgentGoesOut() async throws {
        // 11:06 UTC.
        let quiet = try #require(QuietHours(from: "11:00", to: "12:00") { _ in 0 })
        let end = Timestamp(milliseconds: at(0).milliseconds / 3_600_000 * 3_600_000 + 3_600_000)
        #expect(await carry(deposit, quiet: quiet) == .held(until: end))
        #expect(exchange.count == 0)
        let urgent = message(
            TextNotice(urgent: true, movement: MovementNotice.both(of: Sample.entry())[0]))
        #expect(await carry(urgent, quiet: quiet) == .delivered)
    }

    @Test func whileTheBranchIsAwayAMessageWaits() async {
        people.isAway.withLock { $0 = true }
        #expect(await carry(deposit) == .failed("away", retryAfter: nil))
    }

    @Test func aPhoneThatIsNoneIsADeadLetterAndNotAnEndlessOne() async {
        people.byAccount.withLock { $0[4_711] = Sample.customer(phone: "none") }
        guard case .refused = await carry(deposit) else {
            Issue.record("tried for ever")
            return
        }
    }
}
