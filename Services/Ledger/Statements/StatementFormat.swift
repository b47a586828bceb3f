import BranchDomain

/// The formats of a statement; the raw value is the word of the wire.
enum StatementFormat: String, CaseIterable, Sendable {
    case json, csv, ofx, camt053

    /// The media type of the text, which is UTF-8.
    var media: String {
        switch self {
        case .json: "application/json"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .ofx: "application/x-ofx"
        case .camt053: "application/xml"
        }
    }

    /// The whole text of one page.
    func text(of facts: StatementFacts) -> String {
        switch self {
        case .json: facts.json
        case .csv: facts.csv
        case .ofx: facts.ofx
        case .camt053: facts.camt053
        }
    }

    /// A name to keep the page under: letters, digits, hyphens and a point.
    func fileName(of facts: StatementFacts) -> String {
        let account = facts.account.unicodeScalars.map { scalar in
            scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                ? String(scalar) : "-"
        }
        let days = "\(facts.from.utc.date)-\(facts.lastMoment.utc.date)"
        return "statement-\(account.joined())-\(days)-page\(facts.page).\(ending)"
    }

    private var ending: String { self == .camt053 ? "xml" : rawValue }
}
