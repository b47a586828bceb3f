#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The terminal of the process: its size, its keys, its modes.
///
/// Modes that were changed are put back when the value goes out of scope.
public struct TerminalShell: ~Copyable {
    private let saved: termios?
    private let isFullScreen: Bool

    /// - Parameters:
    ///   - readsKeys: Each key arrives at once and is not echoed; Ctrl-C still interrupts.
    ///   - fullScreen: The alternate screen without a cursor.
    public init(readsKeys: Bool, fullScreen: Bool) {
        isFullScreen = fullScreen
        var mode = termios()
        if readsKeys, isatty(0) == 1, tcgetattr(0, &mode) == 0 {
            saved = mode
            mode.c_lflag &= ~tcflag_t(ICANON | ECHO)
            mode.c_iflag &= ~tcflag_t(IXON)
            tcsetattr(0, TCSAFLUSH, &mode)
        } else {
            saved = nil
        }
        if fullScreen { TerminalShell.write(ANSIPainter.enterScreen) }
    }

    /// Lines as ever, with or without an echo of what is typed.
    public init(echoes: Bool) {
        isFullScreen = false
        var mode = termios()
        guard !echoes, isatty(0) == 1, tcgetattr(0, &mode) == 0 else {
            saved = nil
            return
        }
        saved = mode
        mode.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(0, TCSADRAIN, &mode)
    }

    deinit {
        if isFullScreen { TerminalShell.write(ANSIPainter.leaveScreen) }
        if var mode = saved { tcsetattr(0, TCSADRAIN, &mode) }
    }

    public static var isOutputTerminal: Bool { isatty(1) == 1 }
    public static var isInputTerminal: Bool { isatty(0) == 1 }

    /// Columns and rows: of the terminal, else of `COLUMNS` and `LINES`, else 80 × 24.
    public static func size(environment: [String: String]) -> (columns: Int, rows: Int) {
        var size = winsize()
        if ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 {
            return (Int(size.ws_col), Int(size.ws_row))
        }
        return (
            environment["COLUMNS"].flatMap { Int($0) } ?? 80,
            environment["LINES"].flatMap { Int($0) } ?? 24
        )
    }

    /// Whether bytes can be read from the keyboard within `milliseconds`.
    public static func hasInput(withinMilliseconds milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }

    /// Lets time pass.
    public static func pause(milliseconds: Int32) {
        _ = poll(nil, 0, milliseconds)
    }

    /// What was typed, at most 256 bytes; nil at the end of input.
    ///
    /// Blocks where nothing was; see ``hasInput(withinMilliseconds:)``.
    public static func read() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 256)
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(0, &bytes, bytes.count)
            #else
                let count = Darwin.read(0, &bytes, bytes.count)
            #endif
            if count > 0 { return Array(bytes.prefix(count)) }
            if count == 0 || errno != EINTR { return nil }
        }
    }

    /// Forgets what was typed ahead.
    public static func dropInput() {
        tcflush(0, TCIFLUSH)
    }

    /// Writes all of `text`; what the other end no longer reads is lost.
    public static func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withContiguousStorageIfAvailable { buffer in
                #if canImport(Glibc)
                    Glibc.write(1, buffer.baseAddress, buffer.count)
                #else
                    Darwin.write(1, buffer.baseAddress, buffer.count)
                #endif
            }
            if let count, count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno == EAGAIN {
                var descriptor = pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)
                _ = poll(&descriptor, 1, 1_000)
            } else if errno != EINTR {
                return
            }
        }
    }
}
