import Messages

/// A language in which calls are spoken; the raw value is also the voice's name.
enum SpokenLanguage: String, CaseIterable, Sendable {
    case english = "en"
    case spanish = "es"
    case portuguese = "pt"
    case hindi = "hi"
    case kannada = "kn"

    /// `Ticket A, 12, counter 2.`
    func sentence(_ call: BoardCall) -> String {
        let number = SpokenLanguage.spoken(call.number)
        let counter = SpokenLanguage.spoken(call.counter)
        return switch self {
        case .english: "Ticket \(number), counter \(counter)."
        case .spanish: "Turno \(number), ventanilla \(counter)."
        case .portuguese: "Senha \(number), balcão \(counter)."
        case .hindi: "टोकन \(number), काउंटर \(counter)।"
        case .kannada: "ಟೋಕನ್ \(number), ಕೌಂಟರ್ \(counter)."
        }
    }

    /// Reads `en,es`; nil where one is unknown or stands twice.
    static func list(_ text: String) -> [SpokenLanguage]? {
        let languages = text.split(separator: ",").map { SpokenLanguage(rawValue: String($0)) }
        let known = languages.compactMap(\.self)
        guard !known.isEmpty, known.count == languages.count, Set(known).count == known.count
        else { return nil }
        return known
    }

    /// `A012` as `A, 12`: letters one by one, figures as a number.
    ///
    /// Without the comma an English voice takes the letter for the word "a", a Portuguese one E for
    /// "and".
    ///
    /// Whatever else a number or a name from the network has is a pause: a voice's marks for
    /// phonemes and tempo are made of such signs.
    static func spoken(_ text: String) -> String {
        var words: [String] = []
        var figures = ""
        var letters = ""
        func flush() {
            // Capitals are a code and are spelt; anything longer is a word.
            if letters.count <= 4, letters == letters.uppercased() {
                words += letters.map { "\($0)," }
            } else {
                words.append(letters)
            }
            if !figures.isEmpty { words.append(String(Int(figures) ?? 0)) }
            (letters, figures) = ("", "")
        }
        for character in text.prefix(24) {
            if character.isASCII, character.isNumber {
                figures.append(character)
            } else if character.isLetter {
                if !figures.isEmpty { flush() }
                letters.append(character)
            } else {
                flush()
            }
        }
        flush()
        let text = words.filter { !$0.isEmpty }.joined(separator: " ")
        return text.last == "," ? String(text.dropLast()) : text
    }
}
