import ZeroMQ

/// Bare libzmq over the way of a deposit: a ROUTER before a DEALER in one process, as the
/// gateway, a ROUTER that answers in another, as the ledger; frames of the same sizes, no work.
enum EchoPath {
    /// As long as the body of a receipt.
    private static let replyBody = [UInt8](repeating: UInt8(ascii: "x"), count: 250)

    /// Passes messages between clients and the echo until the process ends.
    static func forward(front: String, back: String) throws {
        let context = try Context()
        let router = try Socket(.router, in: context, linger: .zero)
        try router.set(.routerMandatory, true)
        try router.bind(front)
        let dealer = try Socket(.dealer, in: context, linger: .zero)
        try dealer.connect(back)
        var poller = Poller()
        let fromClients = poller.watch(router.handle)
        let fromEcho = poller.watch(dealer.handle)
        var message = Multipart()
        while true {
            _ = try poller.wait(atMost: nil)
            if poller.isReady(fromClients) {
                for _ in 0..<256 where try router.receive(into: &message) {
                    _ = try dealer.send(&message)
                }
            }
            if poller.isReady(fromEcho) {
                for _ in 0..<256 where try dealer.receive(into: &message) {
                    _ = try router.send(&message)
                }
            }
        }
    }

    /// Answers each request with frames as long as a receipt's, until the process ends.
    static func echo(at address: String) throws {
        let context = try Context()
        let router = try Socket(.router, in: context, linger: .zero)
        try router.set(.routerMandatory, true)
        try router.bind(address)
        var message = Multipart()
        while true {
            _ = try router.waitUntilReadable(atMost: .seconds(3_600))
            for _ in 0..<256 where try router.receive(into: &message) {
                try answer(message, on: router)
            }
        }
    }

    private static func answer(
        _ message: borrowing Multipart, on router: borrowing Socket
    ) throws {
        guard let delimiter = message.delimiter, message.count >= delimiter + 4 else { return }
        // The way back with the delimiter, then version and id of the request.
        for index in Array(0...delimiter + 1) + [delimiter + 3] {
            try resend(index, of: message, on: router)
        }
        _ = try router.send(Array("ok".utf8).span, more: true)
        _ = try router.send(replyBody.span, more: false)
    }

    private static func resend(
        _ index: Int, of message: borrowing Multipart, on router: borrowing Socket
    ) throws {
        let frame = message.bytes(of: index)
        _ = try router.send(frame.span, more: true)
    }
}
