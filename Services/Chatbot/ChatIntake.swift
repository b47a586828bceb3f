import BranchDomain
import Messages
import Outbox
import OutgoingHTTP

/// Whoever answers the bot's questions; in tests, anybody.
protocol Counterpart: Sendable {
    /// - Parameter id: For what changes something; the same for the same update.
    func ask(_ question: Question, id: RequestID?) async -> Reply
}

/// Takes updates one after the other: each is confirmed only after the verdict is known and the
/// answer is in the outbox.
struct ChatIntake: Sendable {
    /// The messenger begins to count anew after a week without updates.
    private static let longSilence: Int64 = 6 * 86_400_000
    /// Between questions to a branch that gives no verdict.
    static let patience = RetrySchedule(
        first: .milliseconds(500), longest: .seconds(15), lifetime: .seconds(86_400))

    let api: TelegramAPI
    let keeper: DeskKeeper
    let conversation: Conversation
    let counterpart: any Counterpart
    let clock: @Sendable () -> Timestamp
    /// Waits; throws where the service ends.
    let rest: @Sendable (Duration) async throws -> Void

    /// The first update that is wanted.
    func offset() async -> Int64? {
        guard let offset = await keeper.offset,
            clock().milliseconds - offset.at < ChatIntake.longSilence
        else { return nil }
        return offset.next
    }

    /// - Returns: How many updates were handled.
    @discardableResult
    func take(_ page: UpdatePage) async throws -> Int {
        let wanted = await offset()
        var handled = 0
        for update in page.updates where update.id >= wanted ?? .min {
            // Handled a moment ago, in this very page.
            if let next = await keeper.offset?.next, wanted != nil || handled > 0,
                update.id < next
            {
                continue
            }
            try await handle(update)
            handled += 1
        }
        if let last = page.last, handled == 0, last >= wanted ?? .min {
            try await keeper.pass(to: last, now: clock())
        }
        return handled
    }

    private func handle(_ update: ChatUpdate) async throws {
        let wish = conversation.wish(update)
        guard let wish else {
            return try await keeper.conclude(nil, .nothing, update, now: clock())
        }
        let question = conversation.question(wish, update, await keeper.desk)
        guard question != .nothing else {
            return try await keeper.conclude(wish, .nothing, update, now: clock())
        }
        var reply = Reply.away
        await keeper.beginAsking()
        if question.changes {
            let time = try await time(of: update)
            reply =
                UpdateID.isFresh(time, now: clock())
                ? try await verdict(on: question, update, time) : .refused(.idExpired, state: nil)
        } else {
            reply = await counterpart.ask(question, id: nil)
        }
        try await keeper.conclude(wish, reply, update, now: clock())
    }

    private func time(of update: ChatUpdate) async throws -> Timestamp {
        if let written = update.written { return written }
        return try await keeper.firstSeen(update, now: clock())
    }

    /// Asks with the same id until there is a verdict; whoever waits hears of it once.
    private func verdict(
        on question: Question, _ update: ChatUpdate, _ time: Timestamp
    ) async throws -> Reply {
        let id = UpdateID.request(bot: api.bot, update: update.id, time: time)
        var attempt = 0
        while true {
            let reply = await counterpart.ask(question, id: id)
            guard reply == .away else { return reply }
            try await keeper.stopAsking(now: clock())
            attempt += 1
            if attempt == 3 {
                let language = conversation.language(of: update, await keeper.desk)
                try await keeper.interject(
                    Say(update.chat, language.text(.away)), id: "away:\(update.id)",
                    now: clock())
            }
            try await rest(
                ChatIntake.patience.delay(afterAttempt: attempt, random: id.low))
            await keeper.beginAsking()
        }
    }
}
