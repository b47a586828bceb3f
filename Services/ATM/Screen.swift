/// What the machine shows: a title, some lines, perhaps a field, and up to eight options, 1 to 4
/// on the left and 5 to 8 on the right.
struct Screen: Equatable, Sendable {
    enum Tone: Equatable, Sendable { case calm, good, bad, busy }

    enum Line: Equatable, Sendable {
        case text(String)
        /// A name and its value.
        case pair(String, String)
        /// What must be read from a distance: a balance, a new PIN.
        case large(String)
        /// When, what, how much, what is left; the heading of the table is one too.
        case movement(String, String, String, String)
        case blank
    }

    struct Field: Equatable, Sendable {
        let label: String
        /// What was typed, a dot for each character of a PIN.
        let shown: String
        let hint: String
    }

    var title: String
    var lines: [Line] = []
    var field: Field?
    /// Why the last entry was not taken.
    var problem: String?
    var options: [Int: String] = [:]
    var tone: Tone = .calm
    /// That the session is about to end.
    var countdown: String?

    /// Everything on the screen as text, in reading order.
    var texts: [String] {
        var texts = [title]
        for line in lines {
            switch line {
            case .text(let text), .large(let text): texts.append(text)
            case .pair(let name, let value): texts.append("\(name): \(value)")
            case .movement(let when, let what, let amount, let balance):
                texts.append("\(when)  \(what)  \(amount)  \(balance)")
            case .blank: break
            }
        }
        if let problem { texts.append("! " + problem) }
        if let countdown { texts.append(countdown) }
        if let field {
            let proposal = field.shown.isEmpty ? "" : " [\(field.shown)]"
            texts.append(field.label + (field.hint.isEmpty ? "" : " (\(field.hint))") + proposal)
        }
        return texts
    }
}
