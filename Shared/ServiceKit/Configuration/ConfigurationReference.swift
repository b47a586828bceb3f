/// The page of all keys, made from them.
public enum ConfigurationReference {
    /// Markdown for `deploy/docs/configuration.md`.
    public static func markdown(_ keys: [ConfigurationKey] = BranchConfiguration.keys) -> String {
        """
        # The configuration

        Made by `branch config reference`; do not edit it here. `branchline.json` in the state
        directory is one JSON object. `branch config check` names whatever is wrong with it, with
        its line; no service starts on a file that does not hold. Secrets are never in it. Services
        read it when they start.

        | key | what it holds | |
        |---|---|---|
        \(rows(keys, in: "").joined(separator: "\n"))

        """
    }

    private static func rows(_ keys: [ConfigurationKey], in path: String) -> [String] {
        keys.flatMap { key in
            let name = path + key.name
            let must = key.isRequired ? "**required** " : ""
            let row = "| `\(name)` | \(what(key.kind)) | \(must)\(key.help) |"
            return [row] + inner(key.kind, of: name)
        }
    }

    private static func inner(_ kind: ConfigurationKey.Kind, of name: String) -> [String] {
        switch kind {
        case .section(let keys): rows(keys, in: "\(name).")
        case .sections(let keys): rows(keys, in: "\(name)[].")
        case .map(let kind, _): inner(kind, of: "\(name).NAME")
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
