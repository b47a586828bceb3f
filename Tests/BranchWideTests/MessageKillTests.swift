import Bus
import Foundation
import Messages
import Outbox
import Providers
import ServiceKit
import Synchronization
import Testing

/// Notifier and chatbot are killed in the middle of their work, and begin anew at SIGHUP: nobody
/// is forgotten, and what is said twice is the same message under the same id.
@Suite(.serialized) struct MessageKillTests {
    private static let deposits = 120
    private static let kills = 3
    /// Messages under way at the same time: so many at most may be repeated by a kill.
    private static let underWay = 64

    @Test(.timeLimit(.minutes(4)))
    func killsInTheMiddleLoseNoMessageAndRepeatOnlyWhatWasUnderWay() async throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let provider = TextProvider(account: "AC1", key: "twilio-key")
        let texts = try await LocalServer { provider.answer($0) }
        let hook = Hook()
        let hooks = try await LocalServer { hook.answer($0) }
        let shop = try await ChatShop(branch, administrators: [])
        try tell(branch, texts: texts.url, hooks: hooks.url)
        try branch.start("notifier")
        try branch.start("chatbot")
        let receipts = try await deposit(branch, provider)
        try await askForTickets(branch, shop)
        for name in ["notifier", "chatbot"] { branch.child(name).stop() }
        checkTexts(provider, receipts)
        checkHooks(hook, receipts)
        for server in [texts, hooks] { await server.stop() }
        await shop.stop()
    }

    private func tell(_ branch: RunningBranch, texts: String, hooks: String) throws {
        let secrets = [("twilio.key", "twilio-key"), ("crm.secret", "a secret of sixteen+")]
        for (file, secret) in secrets {
            try Data("\(secret)\n".utf8).write(
                to: URL(fileURLWithPath: branch.state.file(file)))
        }
        var configuration = try BranchConfiguration.load(from: branch.state)
        configuration.notifications = try JSONDecoder().decode(
            NotificationSettings.self,
            from: Data(
                """
                {"sms": {"account": "AC1", "keyFile": "twilio.key", "url": "\(texts)",
                         "from": "+15550001111", "perSecond": 50},
                 "webhooks": [{"name": "crm", "url": "\(hooks)/hook",
                               "secretFile": "crm.secret", "perSecond": 50}],
                 "rules": [{"on": "account", "to": "customer"},
                           {"on": "account", "to": "webhook:crm"}]}
                """.utf8))
        try configuration.save(to: branch.state)
    }

    /// Moves money while the notifier is killed again and again.
    private func deposit(
        _ branch: RunningBranch, _ provider: TextProvider
    ) async throws -> [Receipt] {
        let teller = try branch.teller("ana")
        let told = try teller.call(
            CustomerRegister.self,
            .init(user: "told", name: "Told", phone: "+34600000001", smsConsent: true))
        // What happened before the first notifier is not told.
        let outbox = try OutboxStore(path: branch.state.journal(of: "notifier"))
        try await becomes("the notifier to begin") {
            try await outbox.read { try $0.fact("ledger.after") } != nil
        }
        try outbox.close()
        let receipts = try (1...Self.deposits).map { amount in
            try teller.call(
                LedgerDeposit.self,
                .init(account: .number(told.account), amount: Int64(amount)))
        }
        for kill in 1...Self.kills {
            let enough = kill * Self.deposits / (Self.kills + 1)
            try await becomes("\(enough) texts") { provider.count >= enough }
            try await interrupt("notifier", of: branch, isLast: kill == Self.kills)
        }
        try await becomes("every text", { branch.child("notifier").log() }) {
            references(provider).count == Self.deposits
        }
        return receipts
    }

    /// Kills a service and starts it again; the last time it only has to read its configuration.
    private func interrupt(
        _ name: String, of branch: RunningBranch, isLast: Bool
    ) async throws {
        guard isLast else { return try branch.restart(name) }
        let child = branch.child(name)
        child.send(SIGHUP)
        try await becomes("the \(name) to read it", { child.log() }) {
            child.log().contains("configuration read again")
        }
        #expect(child.isRunning)
    }

    private func references(_ provider: TextProvider) -> Set<String> {
        Set(provider.texts.compactMap { $0.body.split(separator: " ").last.map(String.init) })
    }

    private func checkTexts(_ provider: TextProvider, _ receipts: [Receipt]) {
        #expect(references(provider) == Set(receipts.map { String($0.sequence) }))
        let bodies = provider.texts.map(\.body)
        #expect(Set(bodies).count == receipts.count, "a repeat says the same")
        #expect(bodies.count <= receipts.count + Self.kills * Self.underWay)
        #expect(provider.texts.allSatisfy { $0.to == "+34600000001" })
    }

    private func checkHooks(_ hook: Hook, _ receipts: [Receipt]) {
        let taken = hook.taken
        let byID = Dictionary(grouping: taken, by: \.id)
        #expect(byID.count == receipts.count)
        #expect(byID.values.allSatisfy { Set($0.map(\.body)).count == 1 })
        #expect(taken.count <= receipts.count + Self.kills * Self.underWay)
    }

    /// Sixty people press for a ticket while the bot is killed again and again.
    private func askForTickets(_ branch: RunningBranch, _ shop: ChatShop) async throws {
        let people = Int64(1)...60
        for user in people { shop.messenger.press("take:cash", user: user) }
        for kill in 1...Self.kills {
            try await shop.awaitSaid(kill * 12)
            try await interrupt("chatbot", of: branch, isLast: kill == Self.kills)
        }
        func answers(_ user: Int64) -> [String] {
            shop.messenger.sent.filter { $0.chat == user && $0.text.contains("Your number is") }
                .map(\.text)
        }
        try await becomes("an answer to everybody", { branch.child("chatbot").log() }) {
            people.allSatisfy { !answers($0).isEmpty }
        }
        for user in people { #expect(Set(answers(user)).count == 1, "\(answers(user))") }
        let numbers = Set(
            people.compactMap { answers($0).first?.firstMatch(of: /A\d{3}/).map { String($0.0) } })
        #expect(numbers.count == people.count)
        let lines = try branch.admin().call(QueueStatus.self, PageRequest()).services
        #expect(lines.first { $0.service == "cash" }?.waiting == people.count)
    }
}

/// A program that is told, and remembers what.
private final class Hook: Sendable {
    struct Call: Sendable {
        let id: String
        let body: [UInt8]
    }

    private let calls = Mutex<[Call]>([])

    var taken: [Call] { calls.withLock { $0 } }

    func answer(_ request: ServedRequest) -> ServedAnswer {
        let call = Call(id: request.headers["branchline-id"] ?? "", body: request.body)
        calls.withLock { $0.append(call) }
        return ServedAnswer(204)
    }
}
