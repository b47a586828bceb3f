internal import CZeroMQ

/// A libzmq context: its I/O thread and its inproc names. A process has one.
///
/// Sockets keep their context alive; when the last of them and the context itself are gone, the
/// context ends, which takes at most the longest linger time of those sockets.
@safe
public final class Context: @unchecked Sendable {
    // Unchecked: libzmq's contexts may be used from any thread, and the pointer never changes.
    let raw: UnsafeMutableRawPointer

    /// - Throws: ``ZeroMQError`` where the process has no file descriptors left.
    public init() throws(ZeroMQError) {
        guard let raw = unsafe zmq_ctx_new() else { throw ZeroMQError(.createContext) }
        unsafe self.raw = unsafe raw
        guard unsafe zmq_ctx_set(raw, ZMQ_IO_THREADS, 1) == 0,
            unsafe zmq_ctx_set(raw, ZMQ_MAX_SOCKETS, 4_096) == 0
        else { throw ZeroMQError(.createContext) }
    }

    deinit {
        // A signal may interrupt the wait for lingering sockets, never the ending itself.
        while unsafe zmq_ctx_term(raw) != 0, zmq_errno() == EINTR {}
    }

    /// The context of this process, for clients that nobody hands one.
    ///
    /// It is never ended: what its sockets still hold when the process exits is dropped.
    public static func process() throws(ZeroMQError) -> Context {
        try processContext.get()
    }

    private static let processContext = Result { () throws(ZeroMQError) in try Context() }
}
