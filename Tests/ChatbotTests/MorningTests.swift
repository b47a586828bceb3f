import BranchDomain
import Messages
import Outbox
import Providers
import Synchronization
import Testing

@testable import Chatbot

/// The shop of a housing estate: ten inside, batches of five.
@Suite struct MorningTests {
    private let messenger = Messenger(token: PaperBot.token)
    private let hall = PaperHall()

    private func seconds(_ hall: PaperHall) -> Int64 {
        hall.now.withLock { $0.milliseconds / 1_000 }
    }

    private func turn(_ bot: PaperBot, _ words: [(Int64, String)], after: Int64 = 60) async throws
        -> [Say]
    {
        hall.now.withLock { $0 = $0.adding(.seconds(after)) }
        for (user, text) in words { messenger.write(text, user: user, at: seconds(hall)) }
        try await bot.take(messenger)
        return try await bot.said()
    }

    @Test func aWholeMorningWithTenInsideAndBatchesOfFive() async throws {
        let bot = try await PaperBot(hall)
        let opening = try await turn(bot, [(1, "/start")])
        #expect(opening.map(\.chat) == [1, PaperBot.group])
        let first = try await turn(bot, (2...13).map { ($0, "D\(700 + $0)") })
        for user in Int64(2)...11 {
            let said = first.filter { $0.chat == user }.map(\.text)
            let number = "A" + String(String(1_000 + user - 1).dropFirst())
            #expect(said == ["Your number is \(number) (Shop).\n\(number): you may come in now."])
        }
        let eleventh = first.filter { $0.chat == 12 }.map(\.text)
        #expect(
            eleventh == [
                "Your number is A011 (Shop).\nA011 (Shop): place 1. About 4 min, at most 10 min.",
                "A011: you are next.",
            ])
        #expect(!first.contains { $0.chat == PaperBot.group })
        let more = try await turn(bot, (14...20).map { ($0, "e \($0)") })
        #expect(more.filter { $0.text.contains("Your number is") }.count == 7)
        let four = try await turn(bot, (2...5).map { ($0, "Done") })
        #expect(!four.contains { $0.chat == PaperBot.group }, "four are done, five must be")
        let fifth = try await turn(bot, [(6, "done")])
        let announced = fifth.filter { $0.chat == PaperBot.group }.map(\.text)
        #expect(
            announced == [
                "The next may come: A011 (D712), A012 (D713), A013 (E14), A014 (E15), A015 (E16)"
            ])
        for user in Int64(12)...16 {
            #expect(fifth.contains { $0.chat == user && $0.text.contains("you may come in now") })
        }
        #expect(hall.state.withLock { $0.inside } == 10)
        let status = try await turn(bot, [(9, "Status")])
        #expect(status.map(\.text) == ["Given: 19. Done: 5. Waiting: 4. Inside: 10 of 10."])
        let list = try await turn(bot, [(9, "List all")])
        #expect(list[0].text.hasPrefix("Numbers of today:\nA001 D702 – done\n"))
        #expect(list[0].text.contains("\nA019 E20"))
        #expect(
            try await turn(bot, [(9, "/exit")]).map(\.text) == ["Only administrators may do that."])
        _ = try await turn(bot, [(1, "/exit")])
        let late = try await turn(bot, [(30, "F1")])
        #expect(late.map(\.text) == ["No numbers are given for Shop now."])
        // Who has a number is still let in.
        let next = try await turn(bot, (7...11).map { ($0, "Done") })
        #expect(next.contains { $0.chat == PaperBot.group && $0.text.contains("A016 (E17)") })
    }

    /// The queue's news of a ticket may be there before the verdict that issued it.
    @Test func whoIsLetInAtOnceHearsItOnceAndTheGroupDoesNot() async throws {
        let bot = try await PaperBot(hall)
        let (keeper, hall) = (bot.keeper, hall)
        hall.published.withLock {
            $0 = { topic in
                let now = hall.now.withLock { $0 }
                try? await keeper.hear(topic, now: now)
            }
        }
        let says = try await turn(bot, (2...6).map { ($0, "D\(700 + $0)") })
        #expect(says.map(\.chat).sorted() == [2, 3, 4, 5, 6], "\(says.map(\.text))")
        #expect(
            says.allSatisfy { $0.text.hasSuffix("you may come in now.") }, "\(says.map(\.text))")
    }

    @Test func whileTheBranchGivesNoVerdictTheQueuesNewsGoOn() async throws {
        let bot = try await PaperBot(hall)
        _ = try await turn(bot, (2...12).map { ($0, "D\(700 + $0)") })
        let (keeper, hall) = (bot.keeper, hall)
        await keeper.beginAsking()
        for user in Int64(2)...6 {
            _ = await hall.ask(.leave("handle-of-ticket-A00\(user - 1)"), id: nil)
        }
        let now = hall.now.withLock { $0 }
        try await keeper.hear(hall.topic, now: now)
        #expect(try await bot.said().isEmpty, "the branch is asked: news wait")
        try await keeper.stopAsking(now: now)
        let says = try await bot.said()
        #expect(says.map(\.chat) == [12, PaperBot.group])
    }

    @Test func asksAgainGetTheSameNumberAndANeighbourDoesNotGetTheRightToIt() async throws {
        let bot = try await PaperBot(hall)
        let says = try await turn(
            bot, [(2, "D702"), (2, " d 702 "), (2, "E1"), (3, "d-702"), (3, "Done"), (3, "Cancel")])
        let texts = says.map(\.text)
        #expect(texts.filter { $0.contains("You have a number already: A001") }.count == 2)
        #expect(texts.contains("D702 has number A001 already."))
        #expect(texts.filter { $0.hasPrefix("You have no number.") }.count == 2)
        #expect(hall.state.withLock { $0.tickets.count } == 1)
    }

    @Test func doneTwiceAndByStrangersSaysSoAndChangesNothing() async throws {
        let bot = try await PaperBot(hall)
        let says = try await turn(bot, [(2, "D702"), (2, "Done"), (2, "Done"), (9, "Done")])
        #expect(says.map(\.text).contains("Thank you, A001 is done."))
        #expect(says.map(\.text).contains("A001 was done already."))
        #expect(says.contains { $0.chat == 9 && $0.text.hasPrefix("You have no number.") })
        #expect(hall.state.withLock { $0.tickets.count { $0.state == "served" } } == 1)
    }

    @Test func anythingElseGetsTheCommandsAndNeverATicket() async throws {
        let bot = try await PaperBot(hall)
        let odd = [
            "🎉🎉🎉", "D702🎉", "👨‍👩‍👧‍👦", String(repeating: "D702 ", count: 800), "D", "702D",
            "'; DROP TABLE",
            "\u{202e}D702", "D70222", "", " ",
        ]
        let says = try await turn(bot, odd.map { (2, $0) })
        #expect(says.count == odd.count)
        #expect(says.allSatisfy { $0.text.contains("List all") })
        #expect(hall.state.withLock { $0.tickets.isEmpty })
    }

    @Test func inAGroupOnlyWhatIsSaidToTheBotIsAnswered() async throws {
        let bot = try await PaperBot(hall)
        for text in ["Good morning", "/status@shop_bot", "D702"] {
            messenger.write(text, user: 2, chat: PaperBot.group, at: seconds(hall))
        }
        try await bot.take(messenger)
        let says = try await bot.said().filter {
            !$0.text.contains("you may come in") || $0.text.contains("Your")
        }
        #expect(says.count == 2)
        #expect(says.allSatisfy { $0.chat == PaperBot.group })
    }

    @Test func buttonsTakeATicketShowItAndCancelItForItsHolderAlone() async throws {
        let bot = try await PaperBot(hall)
        hall.state.withLock {
            $0.granted = 0; $0.inside = 10
        }
        let services = try await turn(bot, [(2, "services")])
        #expect(services[0].buttons.flatMap(\.self).map(\.data) == ["take:shop", "take:cash"])
        messenger.press("take:cash", user: 2)
        try await bot.take(messenger)
        let taken = try await bot.said()
        #expect(taken.contains { $0.press != nil })
        let data = try #require(taken.flatMap(\.buttons).flatMap(\.self).map(\.data).last)
        #expect(data.hasPrefix("drop:"))
        messenger.press(data, user: 3)
        messenger.press("mine", user: 2)
        messenger.press(data, user: 2)
        messenger.press(data, user: 2)
        try await bot.take(messenger)
        let texts = try await bot.said().filter { $0.press == nil }.map(\.text)
        #expect(texts.filter { $0.contains("is cancelled") }.count == 1)
        #expect(texts.filter { $0.hasPrefix("You have no number") }.count == 2)
    }

    @Test func peopleAreSpokenToInTheirLanguage() async throws {
        let bot = try await PaperBot(hall)
        messenger.write("D702", user: 2, at: seconds(hall), language: "es")
        messenger.press("speak:hi", user: 3)
        messenger.write("D703", user: 3, at: seconds(hall))
        try await bot.take(messenger)
        let says = try await bot.said()
        #expect(says.contains { $0.chat == 2 && $0.text.contains("Su número es A001") })
        #expect(says.contains { $0.chat == 3 && $0.text.contains("आपका नंबर A002") })
    }
}

@Suite struct ExactlyOnceTests {
    private let messenger = Messenger(token: PaperBot.token)
    private let hall = PaperHall()
    private var seconds: Int64 { hall.now.withLock { $0.milliseconds / 1_000 } }

    @Test func anUpdateSeenTwiceIsOneTicketAndOneAnswer() async throws {
        let bot = try await PaperBot(hall)
        messenger.duplicate()
        messenger.write("D702", user: 2, at: seconds)
        messenger.write("D702", user: 3, at: seconds)
        try await bot.take(messenger)
        #expect(
            try await bot.said().filter { $0.chat == 2 && $0.text.contains("Your number") }.count
                == 1)
        #expect(hall.state.withLock { $0.asked } == 2)
    }

    /// A process that dies between the verdict and the disk asks again under the same id.
    @Test func aRestartLosesNothingAndIssuesNothingTwice() async throws {
        let first = try await PaperBot(hall)
        let update = messenger.write("D702", user: 2, at: seconds)
        let id = UpdateID.request(
            bot: "42", update: update,
            time: Timestamp(milliseconds: seconds * 1_000))
        _ = await hall.ask(
            .issue(service: "shop", name: "D702", unique: ["flat:D702", "user:2"]), id: id)
        let again = try await PaperBot(hall, path: first.path)
        try await again.take(messenger)
        let says = try await again.said()
        #expect(says.filter { $0.text.contains("Your number is A001") }.count == 1)
        #expect(hall.state.withLock { $0.tickets.count } == 1)
        let third = try await PaperBot(hall, path: first.path)
        try await third.take(messenger)
        #expect(try await third.said().isEmpty)
        #expect(messenger.confirmed == update)
        messenger.write("Done", user: 2, at: seconds)
        try await third.take(messenger)
        #expect(try await third.said().map(\.text) == ["Thank you, A001 is done."])
    }

    @Test func nothingIsConfirmedWhileTheBranchGivesNoVerdict() async throws {
        let bot = try await PaperBot(hall)
        hall.state.withLock { $0.aways = 6 }
        messenger.write("D702", user: 2, at: seconds)
        try await bot.take(messenger)
        let says = try await bot.said().map(\.text)
        #expect(says.first?.contains("I keep your request") == true)
        #expect(says.filter { $0.contains("I keep your request") }.count == 1)
        #expect(says.contains { $0.contains("Your number is A001") })
        #expect(hall.state.withLock { $0.verdicts.count } == 1)
    }

    @Test func malformedUpdatesStopNoneOfTheOthers() async throws {
        let bot = try await PaperBot(hall)
        messenger.put(#""message": {"chat": 5}"#)
        messenger.put(#""message": "text""#)
        messenger.put(#""edited_message": {"text": "D701"}"#)
        messenger.put(#""callback_query": {"id": "x", "from": {"id": 2}}"#)
        messenger.put(
            """
            "message": {"date": 99999999999999, "text": "D703", "from": {"id": 9},
              "chat": {"id": 9, "type": "private"}}
            """)
        let last = messenger.write("D702", user: 2, at: seconds)
        try await bot.take(messenger)
        let says = try await bot.said()
        #expect(says.contains { $0.chat == 2 && $0.text.contains("Your number is") })
        #expect(await bot.intake.offset() == last + 1)
    }

    @Test func whatWasWrittenADayAgoIsNotDoneNow() async throws {
        let bot = try await PaperBot(hall)
        messenger.write("D702", user: 2, at: seconds - 86_400)
        try await bot.take(messenger)
        #expect(
            try await bot.said().map(\.text) == [
                "Your message came too late for me. Please send it again."
            ])
        #expect(hall.state.withLock { $0.tickets.isEmpty })
    }

    @Test func aPageThatIsNoneIsNone() {
        for text in ["", "[]", "null", "<html>", #"{"ok": false, "result": []}"#, #"{"ok": true}"#]
        {
            #expect(UpdatePage(Array(text.utf8)) == nil)
        }
        #expect(
            UpdatePage(Array(#"{"ok": true, "result": [5, null, {}, []]}"#.utf8))?.updates.isEmpty
                == true)
    }
}
