/// The address of a ticket on the branch's pages.
public enum TicketLink {
    /// Where the ticket with this handle is followed.
    public static func of(_ handle: String, at base: String) -> String {
        var base = base[...]
        while base.last == "/" { base = base.dropLast() }
        return "\(base)/t/\(handle)"
    }

    /// Whether a text can be the beginning of such an address.
    public static func isBase(_ text: String) -> Bool {
        let schemes = ["http://", "https://"]
        guard let scheme = schemes.first(where: text.hasPrefix), text.utf8.count <= 200 else {
            return false
        }
        return text.count > scheme.count && text.utf8.allSatisfy { (0x21..<0x7f).contains($0) }
    }
}

/// The languages in which slips are printed.
public enum SlipLanguages {
    public static let all = ["en", "es", "pt"]
    public static let text = "en, es or pt"
}
