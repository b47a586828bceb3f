internal import CZeroMQ
import Glibc

/// Wakes a thread that waits in a ``Poller``; may be rung from any thread.
///
/// libzmq's own descriptor (ZMQ_FD) loses edges, so the wake-up is an eventfd beside the sockets.
public final class Waker: Sendable {
    let descriptor: Int32

    /// - Throws: ``ZeroMQError`` where the process has no file descriptors left.
    public init() throws(ZeroMQError) {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else { throw ZeroMQError(.createWaker, code: errno) }
    }

    deinit {
        close(descriptor)
    }

    public func ring() {
        // It fails only where 2^64 - 2 rings are unheard: then the sleeper wakes anyway.
        _ = eventfd_write(descriptor, 1)
    }

    /// Forgets the rings so far.
    public func hush() {
        var rings: eventfd_t = 0
        // It fails only where nobody has rung.
        _ = unsafe eventfd_read(descriptor, &rings)
    }
}
