import BranchDomain
import Messages

/// A language of the bot: one file each.
enum Language: String, Codable, CaseIterable, Sendable {
    case english = "en"
    case spanish = "es"
    case portuguese = "pt"
    case hindi = "hi"
    case kannada = "kn"

    /// The language of a tag such as `pt-BR`; nil where it is none of these.
    init?(tag: String?) {
        guard let tag else { return nil }
        self.init(rawValue: LanguageTag.language(of: tag))
    }

    var phrases: [Phrase: String] {
        switch self {
        case .english: English.phrases
        case .spanish: Spanish.phrases
        case .portuguese: Portuguese.phrases
        case .hindi: Hindi.phrases
        case .kannada: Kannada.phrases
        }
    }

    /// The text of a phrase, with the words put in for `{names}`.
    func text(_ phrase: Phrase, _ words: [String: String] = [:]) -> String {
        var text = phrases[phrase] ?? phrase.rawValue
        for (name, word) in words { text = text.replacing("{\(name)}", with: word) }
        return text
    }

    /// A service's name in this language.
    func name(of service: ServiceInfo) -> String {
        service.names[rawValue] ?? service.names["en"] ?? service.service
    }
}

/// Everything that the bot says or understands.
enum Phrase: String, CaseIterable, Sendable {
    /// The language's own name.
    case languageName
    // What people write, in small letters, `|` between several.
    case wordsStatus, wordsList, wordsDone, wordsMine, wordsCancel, wordsServices, wordsLanguage
    case wordsHelp
    // Tickets.
    case ticket, ticketAgain, flatHasTicket, mayCome, goTo, youAreNext, yourCall, waiting, minutes
    case noTicket, cancelled, doneThanks, doneAlready, doneNotYet, parked, over
    // Everyone.
    case status, admissionStatus, listHead, listLine, listDone, listEmpty
    // Issuing.
    case started, startedGroup, ended, endedGroup, onlyAdministrators, batch
    case closed, full, noSuchService, tooOld, away, notNow
    // Choosing.
    case chooseService, chooseLanguage, languageChosen, noServices, whichTicket
    case help, helpFlat, helpAdministrator
    // Buttons.
    case buttonCancel, buttonMine, buttonServices
}
