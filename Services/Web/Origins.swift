/// Which requests come from our own pages. Pure rules over headers.
///
/// Cookies are SameSite=Strict and bodies must be JSON, which no form of another site can send;
/// this refuses what browsers tell of a request's origin besides, and names that are not ours:
/// a page of another site whose name was made to point here has a `Host` of its own.
struct Origins: Sendable {
    /// `http` or `https`.
    let scheme: String
    /// By TLS the certificate proves the name; in plain only addresses and `localhost` count.
    let isSecure: Bool

    /// - Returns: Why the request is refused, or nil.
    func objection(host: String?, origin: String?, fetchSite: String?, changes: Bool) -> String? {
        guard let host, !host.isEmpty else { return "The request names no host." }
        guard isSecure || Origins.isAddress(Origins.name(of: host)) else {
            return "This service answers to its address or localhost only, not to \(host)."
        }
        guard changes else { return nil }
        if let origin, origin != "\(scheme)://\(host)" {
            return "The request comes from another site."
        }
        if let fetchSite, !["same-origin", "none"].contains(fetchSite) {
            return "The request comes from another site."
        }
        return nil
    }

    /// The host without its port.
    static func name(of host: String) -> String {
        if host.hasPrefix("[") {
            return String(host.dropFirst().prefix { $0 != "]" })
        }
        return String(host.prefix { $0 != ":" })
    }

    /// An IPv4 or IPv6 address as it is written, or `localhost`.
    static func isAddress(_ name: String) -> Bool {
        if name == "localhost" { return true }
        if name.contains(":") { return name.allSatisfy { $0.isHexDigit || ":.".contains($0) } }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
