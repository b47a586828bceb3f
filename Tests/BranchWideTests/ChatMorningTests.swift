import BranchDomain
import Bus
import Foundation
import Messages
import Providers
import ServiceKit
import Testing

/// A whole morning in a shop that takes ten people and lets the next five in when five are done:
/// real processes, real ZeroMQ, and a messenger beside them that behaves as Telegram's does.
@Suite(.serialized) struct ChatMorningTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../deploy/docs/chat-morning.md").standardized

    @Test(.timeLimit(.minutes(4)))
    func aMorningWithTenInsideAndBatchesOfFiveIsTheOneThatIsWrittenDown() async throws {
        let branch = try RunningBranch(queueOnly: true)
        defer { branch.close() }
        let shop = try await ChatShop(branch, administrators: [1])
        _ = try branch.admin().call(
            ServiceAdd.self,
            .init(
                service: "shop", prefix: "S", names: ["en": "Shop"],
                terms: .init(capacity: 10, batch: 5)))
        try branch.start("chatbot")
        var morning = Morning(shop: shop)
        try await morning.turn("The administrator begins", [(1, "/start")], brings: 2)
        try await morning.turn(
            "Twelve residents ask; ten are let in", (2...13).map { ($0, "D\(700 + $0)") },
            brings: 13)
        try await morning.turn("Seven more", (14...20).map { ($0, "e \($0)") }, brings: 7)
        try await morning.turn(
            "Asked again, and by a neighbour of the same flat", [(12, "d712"), (31, "D-712")],
            brings: 2)
        try await morning.turn(
            "Four are done, five must be", (2...5).map { ($0, "Done") }, brings: 4)
        try await morning.turn("The fifth", [(6, "done")], brings: 8)
        try await morning.turn(
            "Done twice, done too soon, done without a number",
            [(6, "Done"), (20, "Done"), (9_000, "Done")], brings: 3)
        try await morning.turn("How many", [(9, "Status")], brings: 1)
        try await morning.turn("Who", [(9, "List all")], brings: 1)
        try await morning.turn("Not everybody may end it", [(9, "/exit")], brings: 1)
        try await morning.turn("The administrator does", [(1, "/exit")], brings: 2)
        try await morning.turn("Too late", [(30, "F1")], brings: 1)
        try await morning.turn(
            "Who has a number is still let in", (7...11).map { ($0, "Done") }, brings: 10)
        try await morning.turn("Something else", [(9, "How much is the fish?")], brings: 1)
        try await morning.turn("How it ended", [(9, "Status")], brings: 1)
        branch.child("chatbot").stop()
        await shop.stop()
        if ProcessInfo.processInfo.environment["BRANCHLINE_WRITE_TRANSCRIPT"] != nil {
            try Data(morning.text.utf8).write(to: Self.page)
        }
        let written = try String(contentsOf: Self.page, encoding: .utf8)
        #expect(
            morning.text == written,
            """
            Where this is meant, run the test with BRANCHLINE_WRITE_TRANSCRIPT=1.
            \(morning.text)
            """)
    }
}

/// The messenger of a branch, and the part of its configuration that leads there.
final class ChatShop {
    static let group: Int64 = -100
    let messenger = Messenger(token: "42:AAAAAAAAAA")
    private let server: LocalServer

    init(_ branch: RunningBranch, administrators: [Int64]) async throws {
        let messenger = messenger
        server = try await LocalServer { await messenger.answer($0) }
        try Data("42:AAAAAAAAAA\n".utf8).write(
            to: URL(fileURLWithPath: branch.state.file("telegram.token")))
        var configuration = try BranchConfiguration.load(from: branch.state)
        configuration.chat = ChatSettings(
            tokenFile: "telegram.token", url: server.url, service: "shop",
            administrators: administrators, group: ChatShop.group)
        try configuration.save(to: branch.state)
    }

    func stop() async {
        messenger.close()
        await server.stop()
    }

    /// Waits until the bot has said so much in all.
    func awaitSaid(_ count: Int) async throws {
        try await becomes("the bot to say \(count)", { "\(self.messenger.sent.map(\.text))" }) {
            self.messenger.sent.count >= count
        }
    }
}

/// Asks again and again until it is so; a minute and a half at most.
func becomes(
    _ what: String, _ found: () -> String = { "" }, _ isSo: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + .seconds(90)
    while try await !isSo() {
        guard ContinuousClock.now < end else {
            throw BranchFailure("waited in vain for \(what); found: \(found())")
        }
        // Others work meanwhile: what is waited for is another process.
        poll(nil, 0, 20)
        await Task.yield()
    }
}

/// What was said in a morning, as the page shows it.
private struct Morning {
    let shop: ChatShop
    private var said = 0
    private(set) var text = """
        # A morning in the shop, by chat

        Ten may be inside, and whenever five are done the next five are let in. Written down from a
        real branch, with a messenger of the tests beside it; a test compares each word. `>` is what
        people write, the rest is the bot's. In each chat the order is as it was.

        """

    init(shop: ChatShop) { self.shop = shop }

    /// - Parameter count: So many messages of the bot belong to it.
    mutating func turn(
        _ heading: String, _ words: [(user: Int64, text: String)], brings count: Int
    ) async throws {
        let now = SystemClock().now.milliseconds / 1_000
        for (user, text) in words { shop.messenger.write(text, user: user, at: now) }
        try await shop.awaitSaid(said + count)
        let all = shop.messenger.sent
        let fresh = all[said...]
        said = all.count
        text += "\n## \(heading)\n"
        let chats = Set(fresh.map(\.chat)).union(words.map(\.user))
        for chat in chats.sorted(by: { ($0 < 0 ? .max : $0, $0) < ($1 < 0 ? .max : $1, $1) }) {
            text += "\n**\(name(chat))**\n\n"
            for word in words where word.user == chat { text += "    > \(word.text)\n" }
            for message in fresh where message.chat == chat {
                text += message.text.split(separator: "\n").map { "    \($0)\n" }.joined()
            }
        }
    }

    private func name(_ chat: Int64) -> String {
        switch chat {
        case 1: "The administrator"
        case ..<0: "The residents' group"
        default: "Resident \(chat)"
        }
    }
}
