import BranchDomain
import Foundation
import Messages
import Outbox
import OutgoingHTTP
import Providers
import Synchronization
import Testing

@testable import Chatbot

@Suite struct SendingTests {
    private func queue(_ store: OutboxStore, _ says: [Say], now: Timestamp) async throws {
        try await store.write { transaction in
            for (number, say) in says.enumerated() {
                try transaction.add(
                    NewMessage(
                        id: "\(number)", lane: String(say.chat), due: now, body: JSON.encode(say)),
                    now: now)
            }
        }
    }

    /// Real HTTP, virtual time: 429, 5xx, garbage, then every message in order in its chat.
    @Test func theMessengersTroublesCostNoMessageAndNoOrder() async throws {
        let messenger = Messenger(token: PaperBot.token)
        let server = try await LocalServer { await messenger.answer($0) }
        let exchange = HTTPShell()
        let bot = try await PaperBot(PaperHall(), url: server.url)
        let says = (0..<40).map { Say(Int64(1 + $0 % 4), "\($0)") }
        try await queue(bot.store, says, now: at(0))
        messenger.answerNext([
            ServedAnswer(429, #"{"ok": false, "parameters": {"retry_after": 7}}"#),
            ServedAnswer(502, "<html>"), ServedAnswer(200, "<html>"),
            ServedAnswer(500, ""), ServedAnswer(200, #"{"ok": false}"#),
        ])
        let courier = ChatCourier(
            api: bot.intake.api, store: bot.store, exchange: exchange, random: { 500 })
        var pacing = ChatPacing()
        var gate = LaneGate(perSecond: 30, schedule: ChatCourier.schedule)
        var now = at(0)
        while now < at(300), messenger.sent.count < 40 {
            let next = try await courier.round(&pacing, &gate, now: now)
            now = max(next, now.adding(.milliseconds(50)))
        }
        #expect(messenger.sent.count == 40)
        for chat in Int64(1)...4 {
            let texts = messenger.sent.filter { $0.chat == chat }.map(\.text)
            #expect(texts == says.filter { $0.chat == chat }.map(\.text))
        }
        await exchange.close()
        await server.stop()
    }

    @Test func aMessengerThatIsDownForAnHourGetsEverythingAfterwardsOnceAndInOrder() async throws {
        let exchange = Outage(Messenger(token: PaperBot.token))
        let bot = try await PaperBot(PaperHall())
        let says = (0..<40).map { Say(Int64(1 + $0 % 4), "\($0)") }
        try await queue(bot.store, says, now: at(0))
        let courier = ChatCourier(
            api: bot.intake.api, store: bot.store, exchange: exchange, random: { 500 })
        var pacing = ChatPacing()
        var gate = LaneGate(perSecond: 30, schedule: ChatCourier.schedule)
        var now = at(0)
        while now < at(3_600) {
            now = max(
                try await courier.round(&pacing, &gate, now: now), now.adding(.milliseconds(50)))
        }
        #expect(exchange.knocks < 120, "\(exchange.knocks) knocks at a closed door")
        exchange.comeBack()
        while now < at(3_600 + 300), exchange.messenger.sent.count < 40 {
            now = max(
                try await courier.round(&pacing, &gate, now: now), now.adding(.milliseconds(50)))
        }
        for chat in Int64(1)...4 {
            let texts = exchange.messenger.sent.filter { $0.chat == chat }.map(\.text)
            #expect(texts == says.filter { $0.chat == chat }.map(\.text))
        }
    }

    @Test func thirtyASecondOneInAChatAndTwentyAMinuteInAGroup() async throws {
        var pacing = ChatPacing()
        let heads = { (chats: [Int64]) in
            chats.map {
                OutboxMessage(
                    number: $0, id: "", lane: String($0), made: at(0), due: at(0), attempts: 0,
                    body: [])
            }
        }
        #expect(pacing.choose(heads(Array(1...50)), now: at(0)).count == 30)
        #expect(pacing.choose(heads(Array(31...50)), now: at(0)).isEmpty)
        #expect(pacing.choose(heads([1]), now: at(1)).count == 1)
        #expect(pacing.choose(heads([1]), now: at(1)).isEmpty)
        #expect(pacing.opens(heads([1]), after: at(1)) == at(2))
        var sent = 0
        for second in Int64(100)..<160 { sent += pacing.choose(heads([-5]), now: at(second)).count }
        #expect(sent == 20)
        #expect(pacing.choose(heads([-5]), now: at(160)).count == 1)
    }

    @Test func longListsAreSplitBetweenLinesAndLoseNone() {
        let lines = (1...900).map { "A\($0) D\($0) 👨‍👩‍👧‍👦" }
        let parts = Parts.of(
            Say(1, lines.joined(separator: "\n"), buttons: [[Button(text: "x", data: "mine")]]))
        #expect(parts.count > 1)
        #expect(parts.allSatisfy { $0.text.utf16.count <= 4_096 })
        #expect(parts.flatMap { $0.text.split(separator: "\n").map(String.init) } == lines)
        #expect(parts.map(\.buttons.count) == Array(repeating: 0, count: parts.count - 1) + [1])
        let endless = Parts.of(Say(1, String(repeating: "é", count: 9_000)))
        #expect(endless.map(\.text.count).reduce(0, +) == 9_000)
        #expect(endless.allSatisfy { $0.text.utf16.count <= 4_096 })
    }

    @Test func answersMeanWhatTheAPISays() {
        let outcome = { (status: Int, body: String) in
            TelegramAPI.outcome(of: OutgoingAnswer(status: status, body: Array(body.utf8)))
        }
        #expect(outcome(200, #"{"ok": true}"#) == .delivered)
        #expect(outcome(403, #"{"ok": false}"#) == .unwanted)
        #expect(outcome(400, "") == .refused("status 400"))
        #expect(
            outcome(429, #"{"ok": false, "parameters": {"retry_after": 3}}"#)
                == .failed("status 429", retryAfter: .seconds(3)))
    }

    @Test(arguments: Language.allCases)
    func everyLanguageSaysEverythingWithTheSameWordsPutIn(language: Language) {
        for phrase in Phrase.allCases {
            let names = { (text: String?) in
                Set((text ?? "").matches(of: /\{(\w+)\}/).map { String($0.1) })
            }
            let text = language.phrases[phrase]
            #expect(text != nil, "\(language) has no \(phrase)")
            #expect(names(text) == names(Language.english.phrases[phrase]), "\(language) \(phrase)")
            if phrase.rawValue.hasPrefix("words") { #expect(text == text?.lowercased()) }
        }
    }

    /// A thousand requests of a hundred people in a minute of virtual time.
    @Test func aThousandRequestsInAMinuteAreAnsweredInOrder() async throws {
        let messenger = Messenger(token: PaperBot.token)
        let hall = PaperHall()
        let bot = try await PaperBot(hall)
        let now = hall.now.withLock { $0.milliseconds / 1_000 }
        let words = [("Status", "Given:"), ("My ticket", "A"), ("Help", "Send your flat")]
        for round in 0..<10 {
            for user in Int64(2)..<102 {
                messenger.write(
                    round == 0 ? "D\(user)" : words[round % 3].0, user: user, at: now)
            }
        }
        for _ in 0..<10 { try await bot.take(messenger) }
        let says = try await bot.said().filter { !$0.text.hasSuffix("you are next.") }
        for user in Int64(2)..<102 {
            let texts = says.filter { $0.chat == user }.map(\.text)
            let expected = (0..<10).map { $0 == 0 ? "Your number is" : words[$0 % 3].1 }
            #expect(texts.count == 10, "\(user): \(texts)")
            #expect(
                zip(texts, expected).allSatisfy { $0.hasPrefix($1) }, "\(user): \(texts)")
        }
    }
}

/// A way to a messenger that nobody answers on until it comes back.
private final class Outage: HTTPExchange {
    let messenger: Messenger
    private let state = Mutex((isDown: true, knocks: 0))

    init(_ messenger: Messenger) { self.messenger = messenger }

    var knocks: Int { state.withLock { $0.knocks } }
    func comeBack() { state.withLock { $0.isDown = false } }

    func post(_ request: OutgoingRequest) async throws(OutgoingTrouble) -> OutgoingAnswer {
        let isDown = state.withLock { state in
            state.knocks += 1
            return state.isDown
        }
        guard !isDown else { throw OutgoingTrouble("connection refused") }
        let path = request.url.firstRange(of: "/bot").map { request.url[$0.lowerBound...] } ?? ""
        let answer = await messenger.answer(
            ServedRequest(path: String(path), headers: [:], body: request.body))
        return OutgoingAnswer(status: answer.status, body: answer.body)
    }
}
