import Bus
import Glibc
import Foundation
import Messages
import ServiceKit

/// Whether the ports of a branch are free, or its own services'.
struct PortSurvey {
    let ports: Ports
    let gateways: [PingTarget]

    /// A port with who is to listen there.
    struct Place {
        let port: UInt16
        let service: String
    }

    var places: [Place] {
        var found = [
            Place(port: ports.base + 2, service: "scheduler"),
            Place(port: ports.base + 3, service: "ledger"),
            Place(port: UInt16(ports.web), service: "web"),
            Place(port: ports.metrics(of: .ledger), service: "ledger"),
            Place(port: ports.metrics(of: .scheduler), service: "scheduler"),
            Place(port: ports.metrics(of: .web), service: "web"),
        ]
        for gateway in gateways {
            guard
                let port = gateway.endpoint.address.split(separator: ":").last.flatMap({
                    UInt16($0)
                })
            else { continue }
            found.append(Place(port: port, service: gateway.name))
            found.append(Place(port: port + 8, service: gateway.name))
        }
        return found
    }

    /// - Parameter answers: Who answers holds its ports itself.
    func finding(_ answers: [PingAnswer]) -> Finding {
        let up = Set(answers.filter { $0.health != "silent" }.map(\.service))
        let taken = places.filter { place in
            if place.service == "web" { return !Self.isFree(place.port) && !isWeb() }
            return !up.contains(place.service) && !Self.isFree(place.port)
        }
        guard taken.isEmpty else {
            let words = taken.map { "\($0.port) (for \($0.service))" }.joined(separator: ", ")
            return .wrong(
                "ports", "another program listens at \(words)",
                do: "'ss -ltnp' names it; stop it, or choose another BRANCHLINE_PORT_BASE")
        }
        return .ok("ports", "from \(ports.base) on are free or the branch's own")
    }

    private func isWeb() -> Bool {
        LocalPage.read("/healthz", at: ports.metrics(of: .web))?.contains("\"web\"") ?? false
    }

    static func isFree(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        // As the services do it: what a connection left behind is no listener.
        var yes: Int32 = 1
        setsockopt(
            descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = LocalPage.address(port)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}

/// A page of a service on this machine, by HTTP/1.0.
enum LocalPage {
    static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    /// - Returns: Head and body; nil where nobody answers within a second.
    static func read(_ path: String, at port: UInt16) -> String? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 1, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        var address = address(port)
        let isThere = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        let request = Array("GET \(path) HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".utf8)
        guard isThere, send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) > 0 else {
            return nil
        }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < 4 << 20 {
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { break }
            bytes += piece[..<count]
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}

/// What running services say of themselves.
enum ServiceVersions {
    static func finding(_ services: [PingTarget]) -> Finding {
        let others = services.compactMap { target in
            ping(target).flatMap { $0.version == Version.text ? nil : (target.name, $0.version) }
        }
        guard others.isEmpty else {
            let words = others.map { "\($0.0) is \($0.1)" }.joined(separator: ", ")
            return .warning(
                "versions", "\(words); this program is \(Version.text)",
                do: "restart what is older: deploy/down && deploy/up")
        }
        return .ok("versions", "all that run are \(Version.text)")
    }

    /// What a service does not follow until it is confirmed, in seconds.
    static func clockStep(_ services: [PingTarget]) -> Int64? {
        services.compactMap { ping($0)?.clockStep }.first
    }

    private static func ping(_ target: PingTarget) -> SystemPing.Reply? {
        guard !target.isGateway, let body = try? target.askService(SystemPing.name) else {
            return nil
        }
        return try? JSON.decode(SystemPing.Reply.self, from: body)
    }
}
