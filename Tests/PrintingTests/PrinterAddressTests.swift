import Testing

@testable import Printing

@Suite struct PrinterAddressTests {
    @Test(arguments: [
        ("tcp://10.0.0.9", PrinterAddress.network(host: "10.0.0.9", port: 9100)),
        ("tcp://printer.local:9101", .network(host: "printer.local", port: 9101)),
        ("tcp://[::1]", .network(host: "::1", port: 9100)),
        ("tcp://[::1]:9102", .network(host: "::1", port: 9102)),
        ("/dev/usb/lp0", .device("/dev/usb/lp0")), ("file:slips.bin", .file("slips.bin")),
    ])
    func anAddressIsReadAndWrittenBack(text: String, address: PrinterAddress) {
        #expect(PrinterAddress(text) == address)
        #expect(PrinterAddress(address.description) == address)
    }

    @Test(arguments: [
        "", "printer", "tcp://", "tcp://a:0", "tcp://a:99999", "tcp://a:", "tcp://::1",
        "tcp://a/b", "tcp://a b", "file:", "/dev/", "http://a",
    ])
    func whatIsNoAddressIsRefused(text: String) {
        #expect(PrinterAddress(text) == nil)
    }

    @Test(
        arguments: [
            ([0x12, 0x12, 0x12], nil), ([0x1a, 0x32, 0x72], PrintFailure.paperOut),
            ([0x1a, 0x16, 0x12], .coverOpen), ([0x1a, 0x52, 0x12], .fault),
            ([0x1a, 0x12, 0x12], .offline), ([0x12, 0x12, 0x1e], nil),
        ] as [([UInt8], PrintFailure?)])
    func statusBytesSayWhatIsInTheWay(bytes: [UInt8], obstacle: PrintFailure?) throws {
        let status = try #require(PrinterStatus(answers: bytes))
        #expect(status.obstacle == obstacle)
        #expect(status.isPaperLow == (bytes[2] & 0x0c != 0))
    }

    @Test func bytesThatAreNoStatusAreNone() {
        #expect(PrinterStatus(answers: [0x12, 0x12]) == nil)
        #expect(PrinterStatus(answers: [0x12, 0x41, 0x12]) == nil)
    }

    @Test func aLinkHasOneSlashBetween() {
        #expect(TicketLink.of("h", at: "https://a//") == "https://a/t/h")
        #expect(TicketLink.isBase("http://a:8080") && !TicketLink.isBase("https://"))
        #expect(!TicketLink.isBase("ftp://a") && !TicketLink.isBase("https://a b"))
    }
}
