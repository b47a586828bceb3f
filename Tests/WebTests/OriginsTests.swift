import Testing

@testable import Web

@Suite("Origins")
struct OriginsTests {
    private let plain = Origins(scheme: "http", isSecure: false)
    private let secure = Origins(scheme: "https", isSecure: true)

    @Test(
        "in plain only addresses and localhost are our names",
        arguments: [
            ("127.0.0.1:8080", true), ("localhost:8080", true), ("[::1]:8080", true),
            ("192.168.1.7", true), ("evil.example", false), ("127.0.0.1.evil.example", false),
            ("localhost.evil.example:8080", false), ("1.2.3.400", false), ("", false),
        ])
    func names(host: String, ours: Bool) {
        let objection = plain.objection(
            host: host, origin: nil, fetchSite: nil, changes: false)
        #expect((objection == nil) == ours)
    }

    @Test("by TLS the certificate proves the name")
    func certifiedNames() {
        #expect(
            secure.objection(
                host: "branch.example", origin: "https://branch.example", fetchSite: "same-origin",
                changes: true) == nil)
    }

    @Test(
        "what changes something comes from our own pages",
        arguments: [
            (nil, nil, true), ("http://127.0.0.1:8080", "same-origin", true),
            ("http://127.0.0.1:8080", nil, true), (nil, "none", true),
            ("http://evil.example", nil, false), ("null", nil, false),
            ("https://127.0.0.1:8080", nil, false), ("http://127.0.0.1:8081", nil, false),
            (nil, "cross-site", false), (nil, "same-site", false),
        ] as [(String?, String?, Bool)])
    func origins(origin: String?, fetchSite: String?, ours: Bool) {
        let objection = plain.objection(
            host: "127.0.0.1:8080", origin: origin, fetchSite: fetchSite, changes: true)
        #expect((objection == nil) == ours)
    }
}
