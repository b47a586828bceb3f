/// A language of the kiosk, each with a key of its own.
enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case spanish = "es"
    case portuguese = "pt"
    case hindi = "hi"
    case kannada = "kn"

    /// Keys 6, 7, 8, 9 and 0; services have 1 to 4, and 5 leads on.
    var key: Int {
        switch self {
        case .english: 6
        case .spanish: 7
        case .portuguese: 8
        case .hindi: 9
        case .kannada: 0
        }
    }

    /// As those who speak it call it.
    var name: String {
        switch self {
        case .english: "English"
        case .spanish: "Español"
        case .portuguese: "Português"
        case .hindi: "हिन्दी"
        case .kannada: "ಕನ್ನಡ"
        }
    }

    static func of(key: Int) -> Language? { allCases.first { $0.key == key } }

    /// The text of a phrase, with the words put in for `{names}`.
    func text(_ phrase: Phrase, _ words: [String: String] = [:]) -> String {
        var text = phrases[phrase] ?? phrase.rawValue
        for (name, word) in words { text = text.replacing("{\(name)}", with: word) }
        return text
    }

    private var phrases: [Phrase: String] {
        switch self {
        case .english: KioskWords.english
        case .spanish: KioskWords.spanish
        case .portuguese: KioskWords.portuguese
        case .hindi: KioskWords.hindi
        case .kannada: KioskWords.kannada
        }
    }
}

/// Everything that the kiosk says. `{names}` stand for words put in when it is said.
enum Phrase: String, CaseIterable, Sendable {
    case question, more, firstPage, back, closedNow
    case wait, askingAgain
    case yourNumber, firstInLine, before, about, underOneMinute, counter, please
    case printing, printed, notPrinted, printAgain, done
    case outOfService, outOfServiceLine, notEnrolled
    case closed, full, refused
}
