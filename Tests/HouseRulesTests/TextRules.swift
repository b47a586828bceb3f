import Foundation

/// Files ≤ 300 lines, 500 in tests; functions ≤ 70; lines ≤ 100 columns; but what a program wrote
/// is as long as that program likes it.
func lengths(_ file: RepositoryFile) -> [Finding] {
    guard file.isSwift, !file.isGenerated else { return [] }
    var found: [Finding] = []
    let source = file.source
    let count = source.lines.last == "" ? source.lines.count - 1 : source.lines.count
    let most = file.isTest ? 500 : 300
    if count > most { found.append(file.finding(0, "\(count) lines, at most \(most)")) }
    for (index, line) in source.lines.enumerated() where line.count > 100 {
        found.append(file.finding(index + 1, "\(line.count) columns, at most 100"))
    }
    for block in codeBlocks(of: source) where block.length > 70 {
        found.append(file.finding(block.line, "\(block.name): \(block.length) lines, at most 70"))
    }
    return found
}

/// A piece of code that must not stand in some files.
struct Ban: Sendable {
    let name: String
    /// A regular expression over code without comments and texts.
    let pattern: String
    let why: String
    let applies: @Sendable (RepositoryFile) -> Bool

    /// Files of the package proper that are not its shell.
    private static let core: @Sendable (RepositoryFile) -> Bool = { !$0.isTest && !$0.isShell }
    private static let outsideZeroMQ: @Sendable (RepositoryFile) -> Bool = {
        $0.folder != "Shared/ZeroMQ"
    }

    static let all: [Ban] = [
        Ban(
            name: "Date()", pattern: #"\bDate(\.init)?\(\)|\bDate\.now\b"#,
            why: "time comes as a parameter", applies: core),
        Ban(
            name: "UUID()", pattern: #"\bUUID(\.init)?\(\)"#, why: "ids come as a parameter",
            applies: core),
        Ban(
            name: ".random(", pattern: #"\.random(Element)?\(|\.shuffled?\("#,
            why: "random comes as a parameter", applies: core),
        Ban(
            name: "SystemRandomNumberGenerator", pattern: #"\bSystemRandomNumberGenerator\b"#,
            why: "random comes as a parameter", applies: core),
        Ban(
            name: "try!", pattern: #"\btry!"#, why: "handle the error or let it pass",
            applies: outsideZeroMQ),
        Ban(
            name: "@unchecked Sendable", pattern: #"@unchecked\s+Sendable\b"#,
            why: "the compiler checks it, or a Mutex does", applies: outsideZeroMQ),
        Ban(
            name: "nonisolated(unsafe)", pattern: #"\bnonisolated\(unsafe\)"#,
            why: "the compiler checks it, or a Mutex does", applies: outsideZeroMQ),
        Ban(
            name: "sleep(", pattern: #"\b(u|nano)?sleep\s*\(|\.sleep\("#,
            why: "wait for what happens, not for time to pass", applies: { $0.isTest }),
        Ban(
            name: "print(", pattern: #"(^|[^.\w])print\("#, why: "log, or return the text",
            applies: { $0.path.hasPrefix("Shared/") }),
    ]
}

/// Banned calls where they must not stand.
func bannedCalls(_ file: RepositoryFile, bans: [Ban] = Ban.all) throws -> [Finding] {
    guard file.isSwift else { return [] }
    var found: [Finding] = []
    for ban in bans where ban.applies(file) {
        let pattern = try Regex(ban.pattern)
        for (index, line) in file.source.code.enumerated() where line.contains(pattern) {
            found.append(file.finding(index + 1, "\(ban.name): \(ban.why)"))
        }
    }
    return found
}

/// No file is named after nothing in particular.
func vagueNames(_ file: RepositoryFile) -> [Finding] {
    let vague: Set<String> = [
        "Util", "Utils", "Utilities", "Helper", "Helpers", "Manager", "Managers", "Common",
        "Models", "Misc",
    ]
    // The bank's manager is a person, with a page of their own.
    let path = file.path.replacing("Pages/manager/", with: "").replacing("manager", with: "")
    let parts = path.split(separator: "/").map { $0.prefix { $0 != "." } }
    let words = parts.flatMap { part in
        part.matches(of: /[A-Z]?[a-z]+|[A-Z]+(?![a-z])/).map {
            $0.0.prefix(1).uppercased() + $0.0.dropFirst()
        }
    }
    return words.filter(vague.contains).map { file.finding(0, "\($0) says nothing in a name") }
}

/// Where money is, no number floats.
func floatingMoney(_ file: RepositoryFile) -> [Finding] {
    let folders = ["Shared/BranchDomain", "Shared/Messages", "Shared/Journal", "Services/Ledger"]
    guard file.isSwift, folders.contains(file.folder) else { return [] }
    let floating = /\b(Float|Double|CGFloat|Float16|Float32|Float64|Float80|TimeInterval)\b/
    return file.source.code.enumerated().compactMap { index, line in
        line.contains(floating) ? file.finding(index + 1, "a floating number in a money file") : nil
    }
}

/// No file names a place on the machine it was written on.
func machinePaths(_ file: RepositoryFile) -> [Finding] {
    // Put together, so that this file does not name one itself.
    let places = ["work", "home", "Users", "root"].map { "/\($0)/" }
    // Places of the web service, not of a machine.
    let ours = ["who", "events", "api", "home"]
    return file.source.lines.enumerated().compactMap { index, line in
        let hit = places.contains { place in
            line.ranges(of: place).contains { range in
                if ours.contains(where: line[range.upperBound...].hasPrefix) { return false }
                let before = line[..<range.lowerBound].last
                return before.map { !($0.isLetter || $0.isNumber || "}).-_*".contains($0)) } ?? true
            }
        }
        return hit ? file.finding(index + 1, "a path of somebody's machine") : nil
    }
}
