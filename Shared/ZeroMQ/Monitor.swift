internal import CZeroMQ
import Synchronization

/// Hears what happens to the connections of one socket. Made before the socket connects or binds.
public struct Monitor: ~Copyable {
    /// How a connection fares.
    public enum Event: Sendable, Equatable {
        case connected, accepted, disconnected
        case handshakeSucceeded
        /// The server's ZAP handler refused; the status is its answer, 300 to 500.
        case refused(status: Int32)
        /// The peers do not speak the same mechanism or protocol.
        case handshakeFailed
        case other(Int32)
    }

    private static let made = Atomic(0)
    private let socket: Socket
    private var message = Multipart()

    public init(of watched: borrowing Socket, in context: Context) throws(ZeroMQError) {
        let number = Monitor.made.add(1, ordering: .relaxed).newValue
        let address = "inproc://monitor-\(number)"
        guard unsafe zmq_socket_monitor(watched.raw, address, ZMQ_EVENT_ALL) == 0 else {
            throw ZeroMQError(.monitor)
        }
        let socket = try Socket(.pair, in: context, linger: .zero)
        try socket.connect(address)
        self.socket = socket
    }

    /// The next event; waits for it at most so long, nil where none came.
    public mutating func next(within timeout: Duration) throws(ZeroMQError) -> Event? {
        guard try socket.waitUntilReadable(atMost: timeout),
            try socket.receive(into: &message), message.count > 0
        else { return nil }
        // Two bytes of event and four of value, in the machine's order.
        let bytes = message.bytes(of: 0)
        guard bytes.count == 6 else { return nil }
        let number = Int32(bytes[0]) | Int32(bytes[1]) << 8
        let value = (2..<6).reversed().reduce(Int32(0)) { $0 << 8 | Int32(bytes[$1]) }
        return switch number {
        case ZMQ_EVENT_CONNECTED: .connected
        case ZMQ_EVENT_ACCEPTED: .accepted
        case ZMQ_EVENT_DISCONNECTED: .disconnected
        case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: .handshakeSucceeded
        case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: .refused(status: value)
        case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL, ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
            .handshakeFailed
        default: .other(number)
        }
    }
}
