import BranchDomain

/// Writes elements of XML 1.0, each tag pair of texts and each other tag on a line of its own.
struct XMLWriter {
    private(set) var text: String

    /// - Parameter prolog: What stands before the root, well-formed and with its line ends.
    init(prolog: String) {
        text = prolog
    }

    /// An element with elements in it.
    mutating func element(_ name: StaticString, _ content: (inout XMLWriter) -> Void) {
        text += "<\(name)>\n"
        content(&self)
        text += "</\(name)>\n"
    }

    /// The root: its elements stand in a namespace.
    mutating func root(
        _ name: StaticString, namespace: StaticString, _ content: (inout XMLWriter) -> Void
    ) {
        text += "<\(name) xmlns=\"\(namespace)\">\n"
        content(&self)
        text += "</\(name)>\n"
    }

    /// An element with a text in it.
    mutating func leaf(_ name: StaticString, _ value: String) {
        text += "<\(name)>\(XMLWriter.escaped(value))</\(name)>\n"
    }

    /// An element with a text of at most `most` code points in one line; none where the text is
    /// empty or not there.
    mutating func leaf(_ name: StaticString, _ value: String?, most: Int) {
        if let line = value?.singleLine(most: most) { leaf(name, line) }
    }

    /// An element with decimals of the major unit in it and the currency beside them.
    mutating func leaf(_ name: StaticString, minorUnits: Int64, _ currency: Currency) {
        let decimals = currency.text(minorUnits: minorUnits)
        text += "<\(name) Ccy=\"\(currency.code)\">\(decimals)</\(name)>\n"
    }

    /// The text as it stands between tags (XML 1.0, 2.4): `&`, `<` and `>` are references, a
    /// carriage return too, since a reader would drop it; what XML does not allow is U+FFFD.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.withoutForbidden.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\r": escaped += "&#13;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
