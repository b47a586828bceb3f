import FoundationEssentials
import Glibc

/// Where a gateway is reached.
struct GatewayAddresses: Equatable, Sendable {
    /// For clients on this machine.
    var plain: String
    /// For clients on the network, where there is such a socket.
    var secured: String?
}

/// Which gateways run on this machine: a file for each in `run/gateways`, two lines of addresses.
///
/// A gateway holds a lock on its file as long as it lives. The system lets go of the lock of a
/// killed one, so that no clock and no process number is needed to know that a file is stale.
final class Neighbours {
    private let directory: String
    private let file: String
    private let own: GatewayAddresses
    private var descriptor: Int32 = -1

    /// - Parameter directory: Made where it is missing.
    init(directory: String, number: Int, own: GatewayAddresses) throws {
        self.directory = directory
        self.file = "\(directory)/\(number)"
        self.own = own
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Makes this gateway known; called again where it did not succeed yet, or no more.
    func announce() {
        if descriptor >= 0, access(file, F_OK) == 0 { return }
        if descriptor >= 0 { close(descriptor) }
        descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let text = [UInt8]("\(own.plain)\n\(own.secured ?? "")\n".utf8)
        // Another gateway that looks at the file holds the lock for a moment: then next time.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, ftruncate(descriptor, 0) == 0,
            write(descriptor, text, text.count) == text.count
        else {
            close(descriptor)
            descriptor = -1
            return
        }
    }

    /// Takes this gateway off the list.
    func withdraw() {
        guard descriptor >= 0 else { return }
        unlink(file)
        close(descriptor)
        descriptor = -1
    }

    /// All that run, this one among them, in the order of their numbers.
    func running() -> [GatewayAddresses] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let others = names.compactMap(Int.init).sorted().compactMap { number in
            addresses(in: "\(directory)/\(number)")
        }
        return others.contains(own) ? others : [own] + others
    }

    private func addresses(in path: String) -> GatewayAddresses? {
        if path == file { return own }
        let other = open(path, O_RDONLY | O_CLOEXEC)
        guard other >= 0 else { return nil }
        defer { close(other) }
        // Whoever can lock the file is alone with it: its gateway is gone.
        guard flock(other, LOCK_SH | LOCK_NB) != 0,
            let contents = FileManager.default.contents(atPath: path)
        else { return nil }
        let lines = String(decoding: contents, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        guard let plain = lines.first, !plain.isEmpty else { return nil }
        let secured = lines.count > 1 && !lines[1].isEmpty ? String(lines[1]) : nil
        return GatewayAddresses(plain: String(plain), secured: secured)
    }
}
