import Foundation
import Testing

@testable import Printing

@Suite struct PrinterShellTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("slips-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

    @Test func aFileGetsEverySlipBehindTheLast() throws {
        let printer = PrinterShell(.file(file("slips")))
        #expect(try printer.deliver([1, 2]) == .sent)
        #expect(try printer.deliver([3]) == .sent)
        #expect(FileManager.default.contents(atPath: file("slips")).map(Array.init) == [1, 2, 3])
        #expect(try printer.status() == nil)
    }

    @Test func whatIsNoPrinterIsToldAndNotWrittenTo() throws {
        let pipe = file("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        for address in [
            PrinterAddress.file(folder.path), .device(file("missing")), .device(pipe), .file(pipe),
            .network(host: "127.0.0.1", port: try closedPort()),
        ] {
            #expect(throws: PrintFailure.self, "\(address)") {
                try PrinterShell(address).deliver([1])
            }
        }
    }

    @Test func aDeviceThatTakesAllIsAPrinterThatSaysNothing() throws {
        #expect(try PrinterShell(.device("/dev/null")).deliver([1, 2, 3]) == .sent)
    }

    @Test func aPrinterThatTakesNoBytesIsGivenUp() throws {
        // Connections are made by the kernel; nobody ever reads from them.
        let listener = try Listener()
        var limits = PrinterShell.Limits()
        (limits.status, limits.writing) = (.milliseconds(20), .milliseconds(50))
        let printer = PrinterShell(
            .network(host: "127.0.0.1", port: listener.port), limits: limits)
        #expect(throws: PrintFailure.brokenOff("it takes no more bytes")) {
            try printer.deliver(Array(repeating: 0x41, count: 32_000_000))
        }
    }

    /// A port on which something listened a moment ago.
    private func closedPort() throws -> UInt16 { try Listener().port }
}

/// A socket that listens and never accepts.
private final class Listener {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = descriptor
        let isBound = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, size) == 0 && listen(socket, 1) == 0
                    && getsockname(socket, address, &size) == 0
            }
        }
        try #require(isBound)
        port = UInt16(bigEndian: place.sin_port)
    }

    deinit { close(descriptor) }
}
