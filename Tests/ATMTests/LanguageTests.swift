import Messages
import Testing

@testable import ATM

@Suite struct LanguageTests {
    @Test(arguments: Language.allCases)
    func everyPhraseIsThere(language: Language) {
        let missing = Phrase.allCases.filter { language.phrases[$0, default: ""].isEmpty }
        #expect(missing.isEmpty)
        #expect(language.phrases.count == Phrase.allCases.count)
    }

    @Test func thePlaceholdersAreTheSameInAllLanguages() {
        for phrase in Phrase.allCases {
            let names = Language.allCases.map { language in
                Set(language.text(phrase).matches(of: /\{(\w+)\}/).map { String($0.1) })
            }
            #expect(Set(names).count == 1, "\(phrase)")
        }
    }

    /// Refusals of the queue, of staff, devices and of what only staff does: nothing a cash
    /// machine asks for meets them.
    private let elsewhere: Set<RefusalCode> = [
        .deviceTaken, .lastAdmin, .serviceNotFound, .serviceTaken, .serviceClosed, .queueFull,
        .ticketNotFound, .ticketState, .counterNotFound, .counterTaken, .counterClosed,
        .counterPaused, .counterEmpty, .counterOccupied, .linkedRefused, .holdNotFound,
        .holdSettled, .holdExceeded, .entryNotFound, .alreadyReversed, .notReversible,
        .drawerTaken, .drawerClosed, .moveNotFound, .periodPosted, .approvalRequired,
        .approvalNotFound, .approvalOwn, .drawerStillOpen, .slotTaken, .serviceInUse,
    ]

    @Test(arguments: Language.allCases)
    func everyRefusalThatAMachineMeetsHasAText(language: Language) {
        for code in RefusalCode.allCases where !elsewhere.contains(code) {
            #expect(language.refusals[code] != nil, "\(code)")
        }
        #expect(language.text(.queueFull).contains("queue_full"), "others show their code")
    }

    @Test func noTextIsTheSameInBothLanguagesByOversight() {
        let alike = Phrase.allCases.filter {
            Language.spanish.text($0) == Language.english.text($0)
        }
        #expect(alike == [.askPIN])
    }
}
