import Foundation

/// What the rules of pages look at.
func isPagePart(_ file: RepositoryFile) -> Bool {
    file.path.hasPrefix("Services/Web/Pages/")
        && ["js", "css", "html"].contains(file.name.split(separator: ".").last ?? "")
}

/// Files of pages and their tests ≤ 300 lines of ≤ 100 columns.
func pageLengths(_ file: RepositoryFile) -> [Finding] {
    guard isPagePart(file) || file.path.hasPrefix("Tests/Browser/") else { return [] }
    var found: [Finding] = []
    let lines = file.source.lines
    let most = file.isTest ? 500 : 300
    let count = lines.last == "" ? lines.count - 1 : lines.count
    if count > most { found.append(file.finding(0, "\(count) lines, at most \(most)")) }
    for (index, line) in lines.enumerated() where line.count > 100 {
        found.append(file.finding(index + 1, "\(line.count) columns, at most 100"))
    }
    return found
}

/// Nothing in a page makes markup of text, runs text, or fetches from elsewhere.
func unsafePages(_ file: RepositoryFile) throws -> [Finding] {
    guard isPagePart(file) else { return [] }
    let bans: [(pattern: String, why: String)] = [
        (#"(inner|outer)HTML|insertAdjacentHTML|document\.write"#, "text goes in as text"),
        (#"\beval\(|new Function\("#, "no text is run"),
        (
            #"(src|href|action)=["'](https?:)?//|@import|url\(["']?https?:"#,
            "nothing from elsewhere"
        ),
        (#"\sstyle=["']"#, "the policy forbids it: use a class"),
        (#"<[a-zA-Z][^>]*\son[a-z]+=["']"#, "the policy forbids it: use a script"),
        (#"<script(?![^>]*\bsrc=)"#, "the policy forbids it: use a file"),
    ]
    return try bans.flatMap { ban in
        let pattern = try Regex(ban.pattern)
        return file.source.lines.enumerated().compactMap { index, line in
            line.contains(pattern) ? file.finding(index + 1, ban.why) : nil
        }
    }
}

/// A language's words: every key with its text, `kiosk.title`; the forms of a plural apart.
struct Words {
    let language: String
    var texts: [String: String] = [:]
    /// Keys of texts, a plural counting once.
    var keys: Set<String> = []

    init(language: String, json: Data) throws {
        self.language = language
        read(try JSONSerialization.jsonObject(with: json), at: [])
    }

    private static let pluralForms: Set = ["zero", "one", "two", "few", "many", "other"]

    private mutating func read(_ value: Any, at path: [String]) {
        let key = path.joined(separator: ".")
        if let text = value as? String {
            texts[key] = text
            keys.insert(key)
        } else if let object = value as? [String: Any] {
            if object["other"] is String, Words.pluralForms.isSuperset(of: object.keys) {
                keys.insert(key)
                for (form, text) in object { texts["\(key).\(form)"] = text as? String }
            } else {
                for (name, part) in object { read(part, at: path + [name]) }
            }
        }
    }

    /// The names in braces that a key's texts fill in.
    func values(of key: String) -> Set<String> {
        let own = texts.filter { $0.key == key || $0.key.hasPrefix("\(key).") }.values
        return Set(own.flatMap { $0.matches(of: /\{(\w+)\}/).map { String($0.1) } })
    }
}

/// Keys that one language lacks or has beyond the first, empty texts, other values filled in.
func wordDifferences(_ languages: [Words]) -> [String] {
    guard let first = languages.first else { return ["no languages"] }
    return languages.flatMap { other in
        let missing = first.keys.subtracting(other.keys).map { "\(other.language) lacks \($0)" }
        let surplus = other.keys.subtracting(first.keys).map { "\(other.language) alone has \($0)" }
        let empty = other.texts.filter { $0.value.trimmingCharacters(in: .whitespaces).isEmpty }
            .map { "\(other.language): \($0.key) is empty" }
        let filled = first.keys.intersection(other.keys).filter {
            first.values(of: $0) != other.values(of: $0)
        }.map { "\(other.language): \($0) fills in other values" }
        return missing + surplus + empty + filled
    }.sorted()
}

/// Keys that a page names and no language has.
func unknownWords(_ file: RepositoryFile, known: Set<String>) -> [Finding] {
    guard isPagePart(file) else { return [] }
    let uses = /(?:say\(\s*"|data-word(?:-label|-hint)?(?:="|":\s*"|: "))([a-zA-Z]+\.[\w.]+)"/
    return file.source.lines.enumerated().flatMap { index, line in
        line.matches(of: uses).map { String($0.1) }.filter { !known.contains($0) }
            .map { file.finding(index + 1, "no language has \($0)") }
    }
}
