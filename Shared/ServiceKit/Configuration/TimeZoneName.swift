import FoundationEssentials

/// Whether a text names a time zone, by the system's own tables.
///
/// Who calculates with the zone asks Foundation, which brings its tables along; here they would
/// only make every service larger.
enum TimeZoneName {
    private static let tables = "/usr/share/zoneinfo"

    /// - Returns: What is wrong with the name; nil also where the system has no tables.
    static func fault(_ name: String) -> String? {
        let fault = "is no IANA time zone: \(name)"
        guard !name.isEmpty,
            !name.split(separator: "/", omittingEmptySubsequences: false)
                .contains(where: { $0.isEmpty || $0.first == "." }),
            // Other tables of the same zones, which nobody else reads.
            !name.hasPrefix("posix/"), !name.hasPrefix("right/")
        else { return fault }
        guard FileManager.default.fileExists(atPath: tables) else { return nil }
        let table = FileManager.default.contents(atPath: "\(tables)/\(name)")
        return table?.starts(with: "TZif".utf8) == true ? nil : fault
    }
}
