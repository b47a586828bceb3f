import Crypto
import FoundationEssentials
import NIOCore
import ServiceKit

/// The files under `Pages`: all of them in memory, so that what is served is what was there at
/// the start, and no path of a request ever reaches the file system.
struct PageFiles: Sendable {
    struct File: Sendable {
        let contents: ByteBuffer
        /// The same by gzip; nil where that is no shorter.
        let compressed: ByteBuffer?
        let media: String
        /// Changes with the contents; quoted, as headers want it.
        let tag: String
    }

    private let directory: String
    private let files: [String: File]
    /// Whether files are read anew at each request: for whoever works on the pages.
    private let isFresh: Bool

    /// Where they are installed: beside the program.
    static var installed: String {
        let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: program ?? ".").deletingLastPathComponent()
            .appending(path: "pages").path
    }

    /// - Throws: ``ConfigurationError`` where the directory holds no pages.
    init(directory: String, isFresh: Bool) throws {
        self.directory = directory
        self.isFresh = isFresh
        files = PageFiles.read(directory)
        guard files["shared/house.css"] != nil else {
            throw ConfigurationError("There are no pages in \(directory). Say where: --pages")
        }
    }

    /// - Parameter path: As `shared/house.css`, without a leading slash.
    func file(_ path: String) -> File? {
        guard isFresh else { return files[path] }
        return PageFiles.names(directory).contains(path)
            ? PageFiles.read(path, in: directory) : nil
    }

    private static func read(_ directory: String) -> [String: File] {
        var files: [String: File] = [:]
        for name in names(directory) { files[name] = read(name, in: directory) }
        return files
    }

    private static func names(_ directory: String) -> [String] {
        // In a checkout it is a link to the sources.
        let place = URL(filePath: directory).resolvingSymlinksInPath().path
        return (try? FileManager.default.subpathsOfDirectory(atPath: place)) ?? []
    }

    private static func read(_ name: String, in directory: String) -> File? {
        guard let media = media(of: name),
            let data = FileManager.default.contents(atPath: "\(directory)/\(name)")
        else { return nil }
        let digest = SHA256.hash(data: data).prefix(12)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let compressed = Gzip.compressed([UInt8](data)).flatMap { bytes in
            bytes.count < data.count ? ByteBuffer(bytes: bytes) : nil
        }
        return File(
            contents: ByteBuffer(bytes: data), compressed: compressed, media: media,
            tag: "\"\(digest)\"")
    }

    /// What is no page's part is not served.
    private static func media(of name: String) -> String? {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "json": "application/json; charset=utf-8"
        case "svg": "image/svg+xml"
        default: nil
        }
    }
}
