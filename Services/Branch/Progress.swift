import Foundation

/// A bar on standard error, where somebody looks at it.
enum Progress {
    private static let width = 30

    static func show(_ what: String, _ done: Int, of all: Int) {
        guard isatty(STDERR_FILENO) == 1, all > 0 else { return }
        let filled = width * done / all
        let bar =
            String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        FileHandle.standardError.write(Data("\r\(what) \(bar) \(100 * done / all) %".utf8))
    }

    /// Takes the bar away.
    static func end() {
        guard isatty(STDERR_FILENO) == 1 else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }
}
