import ServiceKit

/// What the operator chose.
struct EdgeSettings: Sendable {
    /// PEM files: the chain, and its private key.
    struct TLSFiles: Sendable, Equatable {
        var certificate: String
        var key: String
    }

    /// Where one listener is.
    struct Place: Sendable, Equatable, CustomStringConvertible {
        var address: String
        var port: Int

        var isIPv6: Bool { address.contains(":") }
        var description: String { isIPv6 ? "[\(address)]:\(port)" : "\(address):\(port)" }
    }

    var ports: Ports
    var state: StateDirectory
    /// A file of `branch pair`, where this is not the branch's own machine.
    var enrolment: String?
    /// What the log calls the bank.
    var name = "Branchline"
    var port: Int
    var threads = 1
    /// nil: plain, and for this machine alone.
    var tls: TLSFiles?

    /// Both loopback addresses, as clients try one after the other; with a certificate also the
    /// branch's address in the network, where it has one.
    ///
    /// - Parameter hasIPv6: Whether this machine has the address ::1.
    func places(hasIPv6: Bool) -> [Place] {
        var addresses = ["127.0.0.1"]
        if hasIPv6 { addresses.append("::1") }
        if tls != nil, ports.isBeyondLoopback { addresses.append(ports.host) }
        return addresses.map { Place(address: $0, port: port) }
    }
}
