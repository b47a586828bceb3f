import Foundation
import ServiceKit

/// Finds a port base whose ports nobody listens on.
enum FreePorts {
    /// - Throws: ``BranchFailure`` where a hundred tries found none.
    static func find(gateways: Int, host: String = "127.0.0.1") throws -> Ports {
        for _ in 0..<100 {
            let draw = SystemRandom.bytes(2)
            let base = 20_000 + (UInt16(draw[0]) << 8 | UInt16(draw[1])) % 10_000
            var offsets: [UInt16] = [2, 3, 4, 5, 6, 7, 8, 14, 380, 1_301]
            for gateway in 0..<UInt16(gateways) {
                offsets += [1 + 10 * gateway, 9 + 10 * gateway]
            }
            if offsets.allSatisfy({ isFree(base + $0) }) { return Ports(base: base, host: host) }
        }
        throw BranchFailure("no free ports were found")
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
