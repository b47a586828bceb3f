import BranchDomain

/// The statement's lines as comma-separated values (RFC 4180), for spreadsheets.
extension StatementFacts {
    private static let columns = [
        "account", "sequence", "id", "at", "kind", "amount", "currency", "balance",
        "counterparty", "memo",
    ]

    /// A header row on every page, then a row for each line, all ended with CR LF.
    ///
    /// Moments are RFC 3339 in UTC, money is decimals of the major unit. Texts are quoted. A text
    /// that a spreadsheet might take for a formula begins with an apostrophe, which it did not.
    var csv: String {
        let rows = lines.map { line in
            [
                CSVField.text(account), String(line.sequence), CSVField.text(line.request),
                line.at.utc.dateTime, line.kind.rawValue, currency.text(minorUnits: line.amount),
                currency.code, currency.text(minorUnits: line.balance),
                CSVField.text(line.counterparty), CSVField.text(line.memo),
            ]
        }
        return ([StatementFacts.columns] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }
}

/// How one text stands between commas.
private enum CSVField {
    /// Nothing for nil and for an empty text.
    static func text(_ value: String?) -> String {
        guard let value, !value.isEmpty else { return "" }
        var field = "\""
        if beginsFormula(value) { field += "'" }
        for scalar in value.withoutForbidden.unicodeScalars {
            if scalar == "\"" { field += "\"" }
            field.unicodeScalars.append(scalar)
        }
        return field + "\""
    }

    /// Whether a spreadsheet might run the text: `=1+1`, `@SUM(A1)`, also after spaces, and in
    /// the wide forms, which some take for the narrow ones. A tab or a line end first counts too:
    /// what follows it may come to stand in a cell of its own.
    private static func beginsFormula(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        if "\t\r\n".unicodeScalars.contains(first) { return true }
        let start = text.unicodeScalars.first {
            !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint
        }
        return start.map("=+-@＝＋－＠".unicodeScalars.contains) ?? false
    }
}
