import Glibc

/// A thread of its own for work that waits: Swift's cooperative threads must never block.
public enum PinnedThread {
    /// Runs `body` on a new thread with all signals blocked, and awaits its end.
    ///
    /// - Parameter name: As the system shows it; 15 bytes at most are kept.
    /// - Throws: What `body` throws.
    public static func run<Result: Sendable>(
        name: String, body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            start(name: name) {
                continuation.resume(with: Swift.Result { try body() })
            }
        }
    }

    /// Starts `body` on a new thread with all signals blocked; nobody awaits its end.
    public static func start(name: String, body: @escaping @Sendable () -> Void) {
        let work = Work(name: name, body: body)
        // Blocked before the thread exists, so that there is no moment in which it takes one.
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        var thread = pthread_t()
        let result = unsafe pthread_create(
            &thread, nil,
            { argument in
                if let argument = unsafe argument {
                    let work = unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
                    PinnedThread.nameThisThread(work.name)
                    work.body()
                }
                return nil
            }, Unmanaged.passRetained(work).toOpaque())
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
        precondition(result == 0, "the system has no thread left: \(result)")
        pthread_detach(thread)
    }

    /// By way of /proc, since glibc's own call is hidden from Swift. A thread without its name
    /// works as well.
    private static func nameThisThread(_ name: String) {
        let file = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        _ = unsafe write(file, name, name.utf8.count)
        close(file)
    }

    private final class Work: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = String(decoding: name.utf8.prefix(15), as: UTF8.self)
            self.body = body
        }
    }
}
