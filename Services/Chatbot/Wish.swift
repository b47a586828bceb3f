/// What somebody asks the bot for.
enum Wish: Sendable, Equatable {
    /// A ticket for the place that a flat's residents are let into.
    case admission(flat: String)
    /// A ticket for a service by name.
    case ticket(service: String)
    /// How many have numbers and are done.
    case status
    /// Everybody's numbers.
    case list
    /// Done inside.
    case done
    /// Where one's own tickets stand.
    case mine
    /// Gives up the ticket with this handle; nil: the only one.
    case cancel(ticket: String?)
    case services
    case languages
    case language(Language)
    /// Issuing begins, by an administrator.
    case start
    /// Issuing ends, by an administrator.
    case exit
    case help
}

/// What a message means. Words count in every language, whatever is chosen.
struct WishReader: Sendable {
    /// nil: flats mean nothing here.
    let flats: FlatReader?

    func wish(_ content: ChatUpdate.Content) -> Wish? {
        switch content {
        case .nothing: nil
        case .text(let text): wish(text: text)
        case .button(let data, _): wish(button: data)
        }
    }

    private func wish(text: String) -> Wish {
        // Whoever writes a page means no command.
        guard text.utf8.count <= 200 else { return .help }
        var words = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        // In a group: /status@the_bot.
        if words.hasPrefix("/"), let at = words.firstIndex(of: "@") {
            words = String(words[..<at])
        }
        if words.hasPrefix("/") { words.removeFirst() }
        if let wish = WishReader.commands[words] { return wish }
        return flats?.flat(text).map(Wish.admission) ?? .help
    }

    /// The data that ``Button`` writes.
    private func wish(button data: String) -> Wish {
        let parts = data.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count == 2 ? parts[1] : nil) {
        case ("take", let service?): return .ticket(service: service)
        case ("drop", let ticket?): return .cancel(ticket: ticket)
        case ("speak", let tag?): return Language(rawValue: tag).map(Wish.language) ?? .help
        case ("mine", nil): return .mine
        case ("list", nil): return .list
        case ("status", nil): return .status
        case ("services", nil): return .services
        case ("languages", nil): return .languages
        default: return .help
        }
    }

    /// Every language's words, `|` between several; English ones for all.
    private static let commands: [String: Wish] = {
        let wishes: [(Phrase, Wish)] = [
            (.wordsStatus, .status), (.wordsList, .list), (.wordsDone, .done),
            (.wordsMine, .mine), (.wordsCancel, .cancel(ticket: nil)),
            (.wordsServices, .services), (.wordsLanguage, .languages), (.wordsHelp, .help),
        ]
        var commands: [String: Wish] = ["start": .start, "exit": .exit]
        for language in Language.allCases {
            for (phrase, wish) in wishes {
                for word in language.text(phrase).split(separator: "|") {
                    commands[String(word)] = wish
                }
            }
        }
        return commands
    }()
}
