#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The right to write a journal: a locked file beside it, which the kernel lets go of with the
/// process. Others may still read, so that `verify` and `backup` work beside a running service.
final class JournalLock {
    private var descriptor: Int32

    /// - Throws: ``JournalError/inUse(path:)`` where another process holds it.
    init(beside path: String) throws(JournalError) {
        let file = path + ".lock"
        descriptor = unsafe open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw JournalError.storage("cannot open \(file), error \(errno)")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw JournalError.inUse(path: path)
        }
    }

    deinit { release() }

    func release() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
    }
}
