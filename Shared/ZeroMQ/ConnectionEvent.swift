internal import CZeroMQ
import Synchronization

/// How a connection of a monitored socket fares.
public enum ConnectionEvent: Sendable, Equatable {
    case connected, accepted, disconnected
    case handshakeSucceeded
    /// The server's ZAP handler refused; the status is its answer, 300 to 500.
    case refused(status: Int32)
    /// The peers do not speak the same mechanism or protocol.
    case handshakeFailed
    case other(Int32)

    /// - Parameter frame: Two bytes of event and four of value, in the machine's order.
    init?(_ frame: [UInt8]) {
        guard frame.count == 6 else { return nil }
        let number = Int32(frame[0]) | Int32(frame[1]) << 8
        switch number {
        case ZMQ_EVENT_CONNECTED: self = .connected
        case ZMQ_EVENT_ACCEPTED: self = .accepted
        case ZMQ_EVENT_DISCONNECTED: self = .disconnected
        case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: self = .handshakeSucceeded
        case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
            self = .refused(status: (2..<6).reversed().reduce(0) { $0 << 8 | Int32(frame[$1]) })
        case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL, ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
            self = .handshakeFailed
        default: self = .other(number)
        }
    }
}

/// Where libzmq tells the events of one socket, which owns it.
final class EventReader {
    private static let made = Atomic(0)
    private let socket: Socket
    private var message = Multipart()

    /// - Parameter raw: The socket to watch. It must stop the telling before this ends.
    @unsafe init(of raw: UnsafeMutableRawPointer, in context: Context) throws(ZeroMQError) {
        let number = EventReader.made.add(1, ordering: .relaxed).newValue
        let address = "inproc://monitor-\(number)"
        let socket = try Socket(.pair, in: context, linger: .zero)
        // No bound: libzmq's I/O thread would wait until events are read.
        try socket.set(.receiveHighWaterMark, 0)
        try socket.connect(address)
        self.socket = socket
        guard unsafe zmq_socket_monitor(raw, address, ZMQ_EVENT_ALL) == 0 else {
            throw ZeroMQError(.monitor)
        }
    }

    func next(within timeout: Duration) throws(ZeroMQError) -> ConnectionEvent? {
        guard try socket.waitUntilReadable(atMost: timeout),
            try socket.receive(into: &message), message.count > 0
        else { return nil }
        return ConnectionEvent(message.bytes(of: 0))
    }
}
