/// The modules that a file imports, with their lines.
func imports(of file: RepositoryFile) -> [(module: String, line: Int)] {
    var found: [(module: String, line: Int)] = []
    let pattern = /^\s*(?:@\w+(?:\(\w+\))?\s+)*(?:public |internal |private |package )?import (\w+)/
    for (index, line) in file.source.code.enumerated() {
        if let match = line.prefixMatch(of: pattern) {
            let kinds = ["struct", "class", "enum", "func", "protocol", "var", "let", "typealias"]
            let word = String(match.1)
            let rest = line[match.range.upperBound...].split(separator: " ").first
            let module = kinds.contains(word) ? rest.map { $0.prefix { $0 != "." } } : nil
            found.append((module.map(String.init) ?? word, index + 1))
        }
    }
    return found
}

/// What every target may import: the language's and the platform's own modules.
private let platform: Set<String> = [
    "Foundation", "FoundationEssentials", "Dispatch", "Glibc", "Darwin", "Musl", "Synchronization",
    "Testing",
]

/// Services that do without the tables of all languages that Foundation links (decision 37).
private let smallServices = ["CounterGateway", "Web"]

/// A file imports only what its target declares, and targets depend downwards.
func importDirections(_ file: RepositoryFile, _ table: PackageTable) -> [Finding] {
    guard file.isSwift, let target = table.target(of: file) else { return [] }
    let allowed = table.allowed(target).union(platform)
    let isSmall = table.needed(by: smallServices).contains(target.name)
    return imports(of: file).compactMap { module, line in
        if isSmall, module == "Foundation" {
            return file.finding(line, "\(target.name) makes do with FoundationEssentials")
        }
        if file.path.hasPrefix("Services/"), table.services.contains(module) {
            return file.finding(line, "a service imports the service \(module)")
        }
        if module == "CZeroMQ", file.folder != "Shared/ZeroMQ" {
            return file.finding(line, "only ZeroMQ imports CZeroMQ")
        }
        return allowed.contains(module)
            ? nil : file.finding(line, "\(target.name) does not declare \(module)")
    }
}

/// Debian's libraries stand below everything, wherever the manifest has them.
private let systemLibraries: Set<String> = ["CZeroMQ", "CQREncode", "CZlib"]

/// In the manifest, what is shared depends only on what stands above it, and on no service.
func manifestDirections(_ table: PackageTable) -> [Finding] {
    var found: [Finding] = []
    for target in table.targets where !target.folder.hasPrefix("Tests/") {
        let isShared = target.folder.hasPrefix("Shared/")
        let above = table.shared.prefix { $0 != target.name }
        for name in target.dependencies {
            if table.services.contains(name) {
                found.append(
                    Finding(
                        file: "Package.swift", line: 0, what: "\(target.name) depends on \(name)"))
            }
            if isShared, table.shared.contains(name), !above.contains(name),
                !systemLibraries.contains(name)
            {
                found.append(
                    Finding(
                        file: "Package.swift", line: 0, what: "\(target.name) stands above \(name)"
                    ))
            }
        }
    }
    return found
}

/// What brings sockets, files and processes with it.
private let shellModules: Set<String> = [
    "Bus", "ZeroMQ", "CZeroMQ", "ServiceKit", "JournaledService", "GRDB", "ServiceLifecycle",
]

/// Files of edges that state rules although they are no state machines.
private let pureFiles: Set<String> = [
    "Services/CounterGateway/Admission.swift", "Services/CounterGateway/RoleTable.swift",
    "Services/ATM/ATMSession.swift",
]

/// Whoever states rules holds no socket: a state machine and its extensions anywhere, every file
/// beside a service's state machine that is not shell, and the rules of the edges.
func pureRules(_ files: [RepositoryFile]) -> [Finding] {
    let sources = files.filter { $0.isSwift && !$0.isTest }
    let machines = Set(
        sources.flatMap { file in stateMachines(in: file).map { [file.folder, $0] } })
    return sources.filter { file in
        let beside = machines.filter { $0[0] == file.folder }.map { $0[1] }
        let isRule = beside.contains { declares($0, in: file) }
        let isInService = file.path.hasPrefix("Services/")
        return isRule || pureFiles.contains(file.path)
            || (isInService && !beside.isEmpty && !file.isShell)
    }.flatMap { file in
        imports(of: file).filter { shellModules.contains($0.module) }.map {
            file.finding($0.line, "rules import \($0.module); move this to a file named …Shell")
        }
    }
}

/// The types that a file makes state machines.
private func stateMachines(in file: RepositoryFile) -> [String] {
    let pattern = /(?:struct|enum|class|actor|extension)\s+(\w+)\s*:[^{]*\bStateMachine\b/
    return file.source.wholeCode.matches(of: pattern).map { String($0.1) }
}

/// Whether a file declares or extends a type.
private func declares(_ type: String, in file: RepositoryFile) -> Bool {
    let pattern = /(?:struct|enum|class|actor|extension)\s+(\w+)/
    return file.source.wholeCode.matches(of: pattern).contains { $0.1 == type }
}
