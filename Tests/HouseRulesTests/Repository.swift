import Foundation

/// A place where a house rule is broken.
struct Finding: Equatable, CustomStringConvertible {
    let file: String
    /// From 1; 0 where the whole file is meant.
    let line: Int
    let what: String

    var description: String { line == 0 ? "\(file): \(what)" : "\(file):\(line): \(what)" }
}

/// One text file of the repository.
struct RepositoryFile {
    /// From the package's root, `Shared/Bus/Reactor.swift`.
    let path: String
    let source: SourceText

    init(path: String, text: String) {
        self.path = path
        source = SourceText(text)
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    var isSwift: Bool { name.hasSuffix(".swift") }
    /// Whether a generator wrote it: it stands in a folder `Generated`.
    var isGenerated: Bool { path.contains("/Generated/") }
    var isTest: Bool { path.hasPrefix("Tests/") }

    /// The target's folder, `Shared/Bus`.
    var folder: String { path.split(separator: "/").prefix(2).joined(separator: "/") }
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// Whether the file is of the shell, which alone may read the clock and draw random numbers.
    var isShell: Bool {
        folder == "Shared/ServiceKit" || name == "Main.swift" || name.contains("Shell")
            || name.hasPrefix("Clock")
    }

    func finding(_ line: Int, _ what: String) -> Finding {
        Finding(file: path, line: line, what: what)
    }
}

/// The sources that the tests stand in.
struct Repository {
    let files: [RepositoryFile]

    var swift: [RepositoryFile] { files.filter(\.isSwift) }

    /// The package's root: the nearest folder above this file with a manifest.
    static var root: URL {
        var folder = URL(fileURLWithPath: #filePath)
        repeat { folder.deleteLastPathComponent() } while !isRoot(folder) && folder.path != "/"
        return folder
    }

    /// The repository that the tests stand in, read once.
    static let here = Result { try load() }

    /// Every text file but what is built or kept for a running branch.
    static func load(from root: URL = root) throws -> Repository {
        var files: [RepositoryFile] = []
        let keys: [URLResourceKey] = [.isDirectoryKey]
        let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: keys)
        while let url = walk?.nextObject() as? URL {
            let name = url.lastPathComponent
            let isFolder = try url.resourceValues(forKeys: Set(keys)).isDirectory ?? false
            if isFolder {
                if isIgnored(folder: name) { walk?.skipDescendants() }
            } else if name != "Package.resolved",
                let text = try? String(
                    contentsOf: url, encoding: .utf8)
            {
                let path = String(url.path.dropFirst(root.path.count + 1))
                files.append(RepositoryFile(path: path, text: text))
            }
        }
        return Repository(files: files.sorted { $0.path < $1.path })
    }

    private static func isIgnored(folder name: String) -> Bool {
        [".git", ".branchline", "__pycache__"].contains(name) || name.hasPrefix(".build")
    }

    private static func isRoot(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path)
    }
}
