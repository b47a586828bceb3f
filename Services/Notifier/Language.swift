import BranchDomain
import Foundation
import Messages
import Terminal

/// A language of text messages: one file each.
enum Language: String, CaseIterable, Sendable {
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
    func text(_ phrase: Phrase, _ words: [String: String]) -> String {
        var text = phrases[phrase] ?? phrase.rawValue
        for (name, word) in words { text = text.replacing("{\(name)}", with: word) }
        return text
    }
}

/// Everything that a text message says.
enum Phrase: String, CaseIterable, Sendable {
    case credited, debited, transferred, crowded
}

/// Makes the text of a notice. Neither memo nor name stands in it: a phone may lie open.
struct TextWriter: Sendable {
    let branch: String
    let zone: TimeZone

    func text(_ movement: MovementNotice, in language: Language) -> String {
        let phrase: Phrase =
            movement.side == .credit ? .credited : movement.to == nil ? .debited : .transferred
        let sum =
            (try? Currency(movement.currency))?.text(minorUnits: movement.amount)
            ?? String(movement.amount)
        return language.text(
            phrase,
            [
                "branch": branch, "account": MaskedAccount.text(movement.account),
                "amount": "\(movement.currency) \(sum)", "moment": moment(movement.at),
                "to": movement.to.map(MaskedAccount.text) ?? "",
                "reference": String(movement.sequence),
            ])
    }

    func text(_ crowd: CrowdNotice, in language: Language) -> String {
        language.text(
            .crowded,
            [
                "branch": branch, "service": crowd.service, "waiting": String(crowd.waiting),
                "moment": moment(crowd.at),
            ])
    }

    private func moment(_ milliseconds: Int64) -> String {
        let local = LocalTime(Timestamp(milliseconds: milliseconds), in: zone)
        return "\(local.date) \(local.clock)"
    }
}
