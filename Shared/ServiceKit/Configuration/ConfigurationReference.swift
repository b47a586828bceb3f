/// The page of all keys, made from them.
public enum ConfigurationReference {
    /// Markdown for `deploy/docs/configuration.md`.
    public static func markdown(_ keys: [ConfigurationKey] = BranchConfiguration.keys) -> String {
        """
        # The configuration

        Made by `branch config reference`; do not edit it here. `branchline.json` in the state
        directory is one JSON object. `branch config check` names whatever is wrong with it, with
        its line; no service starts on a file that does not hold. Secrets are never in it.

        `deploy/reload`, or `systemctl reload branchline.target`, has running services read it
        again: what the last column calls `reload` counts from then on, `restart` from the next
        start (`deploy/restart`), `first start` only in a new state directory. A file that does
        not hold is left alone, and the log says why.

        | key | what it holds | | counts from |
        |---|---|---|---|
        \(rows(keys, in: "").joined(separator: "\n"))

        """
    }

    private static func rows(
        _ keys: [ConfigurationKey], in path: String, counts: ConfigurationKey.Counts? = nil
    ) -> [String] {
        keys.flatMap { key in
            let counts = counts ?? key.counts
            let name = path + key.name
            let must = key.isRequired ? "**required** " : ""
            let row = "| `\(name)` | \(what(key.kind)) | \(must)\(key.help) | \(counts.rawValue) |"
            return [row] + inner(key.kind, of: name, counts)
        }
    }

    private static func inner(
        _ kind: ConfigurationKey.Kind, of name: String, _ counts: ConfigurationKey.Counts
    ) -> [String] {
        switch kind {
        case .section(let keys): rows(keys, in: "\(name).", counts: counts)
        case .sections(let keys): rows(keys, in: "\(name)[].", counts: counts)
        case .map(let kind, _): inner(kind, of: "\(name).NAME", counts)
        default: []
        }
    }

    private static func what(_ kind: ConfigurationKey.Kind) -> String {
        switch kind {
        case .whole(let range) where range.upperBound < 1_000_000_000:
            "\(range.lowerBound) to \(range.upperBound)"
        case .map(let kind, _): "by name: \(what(kind))"
        case .text: "text"
        default: ConfigurationCheck.word(kind)
        }
    }
}
