import BranchDomain
import Messages
import Terminal
import Testing

@testable import ATM

@Suite struct PlainConversationTests {
    /// What a script saw and sent.
    private final class Transcript {
        var lines: [PlainConversation.Input]
        var text = ""
        var secretsAsked = 0
        var now = Visit.start

        init(_ lines: [String]) {
            self.lines = lines.map(PlainConversation.Input.line)
        }
    }

    private func run(_ bank: FakeBank, _ lines: [String]) -> (transcript: Transcript, isOK: Bool) {
        let transcript = Transcript(lines)
        let teller = ATMTeller(
            session: ATMSession(
                device: Visit.device, language: .english, pending: [], now: Visit.start),
            ask: bank.answer, store: { _ in }, sound: { _ in },
            context: {
                .init(
                    now: transcript.now,
                    makeID: { moment in
                        bank.ids += 1
                        return RequestID(at: moment, random: (bank.ids, bank.ids << 8))
                    })
            })
        var conversation = PlainConversation(
            teller: teller, zone: Visit.zone,
            world: .init(
                now: { transcript.now },
                read: { isSecret in
                    if isSecret { transcript.secretsAsked += 1 }
                    return transcript.lines.isEmpty ? .end : transcript.lines.removeFirst()
                },
                write: { transcript.text += $0 },
                rest: { transcript.now = transcript.now.adding(.seconds(1)) }))
        let isOK = conversation.run()
        return (transcript, isOK)
    }

    @Test func aScriptRegistersDepositsAndLeaves() {
        let bank = FakeBank()
        let (transcript, isOK) = run(
            bank,
            [
                "2", "Eva Gómez", "", "60", "8", "8", "7306", "1", "25", "4", "4", "8", "", "8",
            ])
        #expect(isOK && transcript.lines.isEmpty)
        #expect(bank.customers[5]?.user == "eva.gomez")
        #expect(bank.customers[5]?.accounts[18] == 8_500)
        #expect(transcript.text.contains("[eva.gomez]"), "the proposal is seen")
        #expect(transcript.text.contains("New balance: 85.00 USD"))
        #expect(transcript.secretsAsked == 1)
        #expect(bank.asks(of: .authLogout).count == 1)
    }

    @Test func theEndOfInputLogsOut() {
        let bank = FakeBank()
        let (_, isOK) = run(bank, ["1", "ana", "4831"])
        #expect(isOK)
        #expect(bank.asked.last?.method == .authLogout)
    }

    @Test func aLineInAFieldReplacesWhatIsThereAndSlashIsAKey() {
        let bank = FakeBank()
        let (transcript, _) = run(bank, ["1", "ana", "4831", "1", "nan", "12.50", "4", "1", "/8"])
        #expect(bank.customers[4]?.accounts[17] == 101_250)
        #expect(transcript.text.contains("! Please type a positive amount"))
        #expect(transcript.text.split(separator: "== Hello, Ana ==").count == 4, "three menus")
    }

    @Test func aBankThatStaysAwayEndsAScriptWithAFailure() {
        let bank = FakeBank()
        bank.lostRequests = [.systemHello: 1_000]
        let (transcript, isOK) = run(bank, ["1"])
        #expect(!isOK)
        #expect(transcript.lines.count == 1, "no line was taken for a screen that was not there")
    }

    @Test func hostileNamesCannotSteerTheTerminal() {
        let screen = Screen(title: "a\u{1b}[2J", lines: [.pair("x", "\u{9b}31m\r\n")])
        let text = PlainScreen.text(screen)
        #expect(
            text.unicodeScalars.allSatisfy {
                $0 == "\n" || $0.properties.generalCategory != .control
            })
        #expect(text.filter { $0 == "\n" }.count == 3)
    }

    @Test(arguments: [
        (Key.function(8), ATMKey?.some(.option(8))), (.character("ñ"), .character("ñ")),
        (.enter, .confirm),
        (.escape, .cancel), (.delete, .clear), (.backspace, .erase), (.up, ATMKey?.none),
        (.function(9), .none), (.control("u"), .clear), (.control("a"), .none),
    ])
    func keysOfTheKeyboardAreKeysOfTheMachine(key: Key, machine: ATMKey?) {
        #expect(ATMKey(key) == machine)
    }
}
