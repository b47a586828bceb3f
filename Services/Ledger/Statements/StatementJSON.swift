import BranchDomain

/// The statement as JSON (RFC 8259), for programs.
extension StatementFacts {
    /// One object: keys in a fixed order, moments in Unix milliseconds, money in minor units.
    ///
    /// What is not known is left out. Texts are as they were, also where they look like markup.
    var json: String {
        var object = JSONObject()
        object.text("bank", bank)
        object.text("branch", branch.description)
        object.text("account", account)
        object.text("currency", currency.code)
        object.number("decimals", currency.decimals)
        object.text("owner", owner)
        object.number("from", from.milliseconds)
        object.number("to", to.milliseconds)
        object.number("opening", opening)
        object.number("closing", closing)
        if let available { object.number("available", available) }
        object.objects("lines", lines.map(\.json))
        object.number("made", made.milliseconds)
        object.text("chain", chain)
        object.number("page", page)
        object.truth("last", isLastPage)
        return object.end()
    }
}

extension StatementLine {
    fileprivate var json: String {
        var object = JSONObject()
        object.number("sequence", sequence)
        object.text("id", request)
        object.number("at", at.milliseconds)
        object.text("kind", kind.rawValue)
        object.number("amount", amount)
        object.number("balance", balance)
        if let counterparty { object.text("counterparty", counterparty) }
        if let memo { object.text("memo", memo) }
        return object.end()
    }
}

/// Writes the members of one object in the order of the calls.
private struct JSONObject {
    private var spelled = "{"

    mutating func number(_ key: StaticString, _ value: some FixedWidthInteger) {
        member(key, String(value))
    }

    mutating func truth(_ key: StaticString, _ value: Bool) {
        member(key, value ? "true" : "false")
    }

    mutating func text(_ key: StaticString, _ value: String) {
        member(key, JSONObject.quoted(value))
    }

    /// - Parameter values: Objects that are spelled already.
    mutating func objects(_ key: StaticString, _ values: [String]) {
        member(key, "[\(values.joined(separator: ","))]")
    }

    consuming func end() -> String { spelled + "}" }

    private mutating func member(_ key: StaticString, _ value: String) {
        if spelled != "{" { spelled += "," }
        spelled += "\"\(key)\":\(value)"
    }

    /// Escapes what must be escaped (RFC 8259, section 7) and nothing else.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
