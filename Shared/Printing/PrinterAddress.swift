/// Where a printer is.
public enum PrinterAddress: Sendable, Hashable, CustomStringConvertible {
    case network(host: String, port: UInt16)
    /// A device such as `/dev/usb/lp0`.
    case device(String)
    /// A plain file, to which slips are appended.
    case file(String)

    /// The port on which receipt printers listen.
    public static let port: UInt16 = 9100

    /// How an address is written.
    public static let form = "tcp://HOST[:9100], /dev/… or file:PATH"

    /// Reads `tcp://host`, `tcp://host:9100`, `tcp://[::1]:9100`, `/dev/usb/lp0`, `file:slips.bin`.
    public init?(_ text: String) {
        if text.hasPrefix("/dev/"), text.count > 5 {
            self = .device(text)
        } else if text.hasPrefix("file:"), text.count > 5 {
            self = .file(String(text.dropFirst(5)))
        } else if text.hasPrefix("tcp://") {
            guard let place = PrinterAddress.place(text.dropFirst(6)) else { return nil }
            self = place
        } else {
            return nil
        }
    }

    private static func place(_ text: Substring) -> PrinterAddress? {
        var host = text
        var port = PrinterAddress.port
        if let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") {
            guard let number = UInt16(text[text.index(after: colon)...]), number > 0 else {
                return nil
            }
            (host, port) = (text[..<colon], number)
        }
        if host.first == "[" {
            guard host.last == "]" else { return nil }
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, !host.contains(where: { $0 == "/" || $0.isWhitespace }) else {
            return nil
        }
        return .network(host: String(host), port: port)
    }

    public var description: String {
        switch self {
        case .network(let host, let port):
            host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
        case .device(let path): path
        case .file(let path): "file:\(path)"
        }
    }
}
