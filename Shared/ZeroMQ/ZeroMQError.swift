internal import CZeroMQ

/// What libzmq, or the system beneath it, refused to do.
public struct ZeroMQError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The call that failed.
    public enum Operation: String, Sendable {
        case createContext, createSocket, setOption, getOption, bind, connect, disconnect
        case subscribe, send, receive, poll, monitor, makeKeys, createWaker
    }

    /// The number as libzmq gives it: the system's `errno` or one of its own.
    public let code: Int32
    public let operation: Operation
    /// The address at hand, where there is one.
    public let endpoint: String?

    init(_ operation: Operation, endpoint: String? = nil, code: Int32? = nil) {
        self.code = code ?? zmq_errno()
        self.operation = operation
        self.endpoint = endpoint
    }

    public var description: String {
        let place = endpoint.map { " \($0)" } ?? ""
        return "\(operation.rawValue)\(place): \(reason) (\(code))"
    }

    private var reason: String {
        guard let text = unsafe zmq_strerror(code) else { return "unknown error" }
        return unsafe String(cString: text)
    }
}
