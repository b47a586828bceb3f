/// Compares a configuration with the keys that there are; finds everything that is wrong at once.
public struct ConfigurationCheck {
    /// Something to put right.
    public struct Problem: Equatable, Sendable {
        public let line: Int
        public let what: String
    }

    private(set) var problems: [Problem] = []

    /// - Returns: What is wrong with the text of a `branchline.json`.
    public static func problems(ofConfiguration text: String) -> [Problem] { problems(in: text) }

    /// - Returns: What is wrong with the text, in the order of its lines.
    static func problems(
        in text: String, keys: [ConfigurationKey] = BranchConfiguration.accepted
    ) -> [Problem] {
        do throws(LinedJSON.Fault) {
            let json = try LinedJSON.parse(text)
            var check = ConfigurationCheck()
            check.compare(json, .section(keys), path: "")
            return check.problems.sorted { $0.line < $1.line }
        } catch {
            return [Problem(line: error.line, what: error.reason)]
        }
    }

    private mutating func add(_ line: Int, _ what: String) {
        problems.append(Problem(line: line, what: what))
    }

    private mutating func compare(
        _ json: LinedJSON, _ kind: ConfigurationKey.Kind, path: String
    ) {
        let name = path.isEmpty ? "the configuration" : path
        switch (kind, json.value) {
        case (.any, _), (.flag, .flag): break
        case (.text(let fault), .text(let text)):
            if let fault = fault(text) { add(json.line, "\(name) \(fault)") }
        case (.whole(let range), .number(let digits)):
            guard let number = Int64(digits), range.contains(number) else {
                return add(
                    json.line,
                    "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound), "
                        + "not \(digits)")
            }
        case (.section(let keys), .object(let members)):
            compare(members, keys, at: json.line, path: path)
        case (.sections(let keys), .list(let elements)):
            for (index, element) in elements.enumerated() {
                compare(element, .section(keys), path: "\(path)[\(index)]")
            }
        case (.wholes(let range), .list(let elements)):
            for (index, element) in elements.enumerated() {
                compare(element, .whole(range), path: "\(path)[\(index)]")
            }
        case (.texts(let fault), .list(let elements)):
            for (index, element) in elements.enumerated() {
                compare(element, .text(fault: fault), path: "\(path)[\(index)]")
            }
        case (.map(let kind, let fault), .object(let members)):
            for member in members {
                if let fault = fault(member.name) { add(member.line, "a name in \(name) \(fault)") }
                compare(member.value, kind, path: "\(path).\(member.name)")
            }
        default:
            add(json.line, "\(name) is \(Self.word(kind)), not \(Self.word(json.value))")
        }
    }

    private mutating func compare(
        _ members: [LinedJSON.Member], _ keys: [ConfigurationKey], at line: Int, path: String
    ) {
        var seen: Set<String> = []
        for member in members {
            let name = path.isEmpty ? member.name : "\(path).\(member.name)"
            guard seen.insert(member.name).inserted else {
                add(member.line, "\(name) stands here a second time")
                continue
            }
            guard let key = keys.first(where: { $0.name == member.name }) else {
                let near = Self.nearest(member.name, keys.map(\.name))
                add(
                    member.line,
                    "there is no key \(name)\(near.map { "; is it \($0)?" } ?? "")")
                continue
            }
            // An optional key may be null: as if it were not there.
            if case .null = member.value.value, !key.isRequired { continue }
            compare(member.value, key.kind, path: name)
        }
        for key in keys where key.isRequired && !seen.contains(key.name) {
            add(line, "the key \(path.isEmpty ? key.name : "\(path).\(key.name)") is missing")
        }
    }

    /// A known name that a slip of the hand is away; nil where none is near.
    static func nearest(_ name: String, _ names: [String]) -> String? {
        let near = names.map { ($0, distance(name.lowercased(), $0.lowercased())) }
            .min { $0.1 < $1.1 }
        guard let near, near.1 <= max(1, name.count / 3) else { return nil }
        return near.0
    }

    private static func distance(_ one: String, _ other: String) -> Int {
        let other = Array(other)
        var row = Array(0...other.count)
        for (index, letter) in one.enumerated() {
            var before = row[0]
            row[0] = index + 1
            for place in other.indices {
                let change = before + (letter == other[place] ? 0 : 1)
                before = row[place + 1]
                row[place + 1] = min(change, row[place] + 1, before + 1)
            }
        }
        return row[other.count]
    }

    static func word(_ kind: ConfigurationKey.Kind) -> String {
        switch kind {
        case .text: "a text in quotation marks"
        case .whole: "a whole number"
        case .flag: "true or false"
        case .section: "an object"
        case .sections: "a list of objects"
        case .wholes: "a list of whole numbers"
        case .texts: "a list of texts"
        case .map: "an object by name"
        case .any: "anything"
        }
    }

    private static func word(_ value: LinedJSON.Value) -> String {
        switch value {
        case .null: "null"
        case .flag(let flag): "\(flag)"
        case .number(let digits): digits
        case .text: "a text"
        case .list: "a list"
        case .object: "an object"
        }
    }
}
