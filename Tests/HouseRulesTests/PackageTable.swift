/// Which module may import which, read from the manifest's `shared(…)`, `service(…)`, `tests(…)`.
struct PackageTable {
    struct Target: Equatable {
        let name: String
        let folder: String
        /// Modules by the names under which they are imported.
        let dependencies: [String]
    }

    /// In the order of the manifest: from the ground up.
    let targets: [Target]
    let shared: [String]
    let services: [String]

    init(manifest: String) {
        let products = PackageTable.products(in: manifest)
        var targets: [Target] = []
        for (form, folder) in [("shared", "Shared"), ("service", "Services"), ("tests", "Tests")] {
            for call in PackageTable.calls(of: form, in: manifest) {
                guard let name = call.texts.first else { continue }
                let named = call.words.compactMap { products[$0] }
                let own = form == "tests" ? [name] : []
                let always = form == "service" ? ["ArgumentParser", "Logging"] : []
                let title = form == "tests" ? name + "Tests" : name
                targets.append(
                    Target(
                        name: title, folder: "\(folder)/\(title)",
                        dependencies: own + call.texts.dropFirst() + named + always))
            }
        }
        for form in ["target", "executableTarget", "testTarget", "systemLibrary"] {
            for call in PackageTable.calls(of: "." + form, in: manifest) {
                guard let name = call.texts.first, name != "\\(name)Tests",
                    let path = call.texts.last(where: { $0.contains("/\(name)") })
                else { continue }
                let named = call.words.compactMap { products[$0] }
                let texts = call.texts.dropFirst().filter { !$0.contains("/") }
                targets.append(Target(name: name, folder: path, dependencies: texts + named))
            }
        }
        self.targets = targets
        shared = targets.filter { $0.folder.hasPrefix("Shared/") }.map(\.name)
        services = targets.filter { $0.folder.hasPrefix("Services/") }.map(\.name)
    }

    func target(of file: RepositoryFile) -> Target? {
        targets.first { file.folder == $0.folder }
    }

    /// What a target may import: its own dependencies; a test also what those depend on.
    func allowed(_ target: Target) -> Set<String> {
        let own = target.dependencies
        return target.folder.hasPrefix("Tests/") ? needed(by: own) : Set(own)
    }

    /// These modules, and what they depend on.
    func needed(by modules: [String]) -> Set<String> {
        var known = Set(modules)
        var open = modules
        while let name = open.popLast() {
            for next in targets.first(where: { $0.name == name })?.dependencies ?? []
            where known.insert(next).inserted {
                open.append(next)
            }
        }
        return known
    }

    /// `let grdb = Target.Dependency.product(name: "GRDB", …)`: the word to the module.
    private static func products(in manifest: String) -> [String: String] {
        var found: [String: String] = [:]
        let pattern = /let (\w+) = Target\.Dependency\.product\(\s*name: "(\w+)"/
        for match in manifest.matches(of: pattern) { found[String(match.1)] = String(match.2) }
        return found
    }

    /// Every call of `form`, with the texts and the words in its parentheses.
    private static func calls(
        of form: String, in manifest: String
    ) -> [(texts: [String], words: [String])] {
        var found: [(texts: [String], words: [String])] = []
        for range in manifest.ranges(of: form + "(") {
            let before = manifest[..<range.lowerBound].last ?? "\n"
            let declared = manifest[..<range.lowerBound].hasSuffix("func ")
            guard !declared, form.hasPrefix(".") || !(before.isLetter || before == ".") else {
                continue
            }
            var depth = 1
            let inside = manifest[range.upperBound...].prefix { character in
                depth += character == "(" ? 1 : character == ")" ? -1 : 0
                return depth > 0
            }
            let texts = inside.matches(of: /"([^"]*)"/).map { String($0.1) }
            let words = SourceText(String(inside)).wholeCode.matches(of: /\w+/)
                .map { String($0.0) }
            found.append((texts, words))
        }
        return found
    }
}
