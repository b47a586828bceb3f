import FoundationEssentials
import Glibc
import Synchronization

/// Who started this process and wants to hear how it is: systemd, by its notification socket.
///
/// Where nobody asks (`NOTIFY_SOCKET` is not set), nothing is sent. A message that cannot be
/// delivered is lost: a service never waits for its supervisor.
public final class Supervisor: Sendable {
    /// Of this process.
    public static let process = Supervisor(environment: ProcessInfo.processInfo.environment)

    /// A path, or an abstract name that begins with `@`.
    private let address: String?
    private let isReady = Mutex(false)

    init(environment: [String: String]) {
        address = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The service answers and its working thread has just come by: the first time it is ready,
    /// and each time it lives.
    func alive() {
        let isNews = isReady.withLock { isReady in
            defer { isReady = true }
            return !isReady
        }
        send(isNews ? "READY=1\nWATCHDOG=1" : "WATCHDOG=1")
    }

    /// It takes nothing new any more.
    func stopping() { send("STOPPING=1") }

    private func send(_ text: String) {
        guard let address else { return }
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(address.utf8)
        let room = MemoryLayout.size(ofValue: name.sun_path)
        guard bytes.count < room else { return }
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        let length = MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + bytes.count }
        let message = Array(text.utf8)
        withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                _ = sendto(
                    descriptor, message, message.count,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT),
                    plain, socklen_t(length ?? 0))
            }
        }
    }
}
