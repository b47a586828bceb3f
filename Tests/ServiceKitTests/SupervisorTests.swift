import Foundation
import Glibc
import Testing

@testable import ServiceKit

/// What systemd hears, on real datagram sockets as systemd has them.
@Suite struct SupervisorTests {
    /// A bound datagram socket in a directory of its own.
    private final class Ear {
        let address: String
        private let folder: String
        private let descriptor: Int32

        init(abstract: Bool = false) throws {
            var template = Array("\(NSTemporaryDirectory())/ear-XXXXXX".utf8CString)
            folder = String(cString: try #require(mkdtemp(&template)))
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            address = abstract ? "@\(folder)" : "\(folder)/notify"
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            var bytes = Array(address.utf8)
            if abstract { bytes[0] = 0 }
            withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
            let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
            let isBound = withUnsafePointer(to: &name) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, length) == 0
                }
            }
            try #require(isBound)
        }

        deinit {
            close(descriptor)
            try? FileManager.default.removeItem(atPath: folder)
        }

        var supervisor: Supervisor { Supervisor(environment: ["NOTIFY_SOCKET": address]) }

        /// What has come and was not heard yet; messages on this machine arrive at once.
        func heard() -> [String] {
            var all: [String] = []
            var bytes = [UInt8](repeating: 0, count: 512)
            while true {
                let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
                guard count > 0 else { return all }
                all.append(String(decoding: bytes[..<count], as: UTF8.self))
            }
        }
    }

    @Test(arguments: [false, true])
    func readyIsSaidOnceWithTheFirstBeatAndLifeWithEach(abstract: Bool) throws {
        let ear = try Ear(abstract: abstract)
        let health = ServiceHealth(supervisor: ear.supervisor)
        #expect(ear.heard() == [], "a service that has not begun is not ready")
        health.beat(.alone)
        #expect(ear.heard() == ["READY=1\nWATCHDOG=1"])
        health.beat(.ok)
        health.beat(.readOnly)
        #expect(ear.heard() == ["WATCHDOG=1", "WATCHDOG=1"])
    }

    @Test func whoEndsSaysSo() throws {
        let ear = try Ear()
        ear.supervisor.stopping()
        #expect(ear.heard() == ["STOPPING=1"])
    }

    @Test func whoIsNotSupervisedOrWhoseSupervisorIsGoneGoesOn() {
        for address in ["", "/nowhere/notify", "/" + String(repeating: "a", count: 200)] {
            ServiceHealth(supervisor: Supervisor(environment: ["NOTIFY_SOCKET": address])).beat(.ok)
        }
        ServiceHealth(supervisor: Supervisor(environment: [:])).beat(.ok)
    }
}
