import Messages
import ZeroMQ

/// Bare libzmq fan-out: an XPUB that publishes a message of a board's size on request.
enum FanOut {
    static let topic = "queue.main.cash."

    /// Publishes one message for each request, until the process ends.
    static func serve(requests: String, topics: String) throws {
        let context = try Context()
        let router = try Socket(.router, in: context, linger: .zero)
        try router.bind(requests)
        let publisher = try Socket(.xpub, in: context, linger: .zero)
        try publisher.set(.sendHighWaterMark, 10_000)
        try publisher.bind(topics)
        var poller = Poller()
        let asked = poller.watch(router.handle)
        let subscribed = poller.watch(publisher.handle)
        var message = Multipart()
        var sequence = 0
        while true {
            _ = try poller.wait(atMost: nil)
            while poller.isReady(subscribed), try publisher.receive(into: &message) {}
            if poller.isReady(asked), try router.receive(into: &message) {
                sequence += 1
                try publish(sequence, on: publisher)
                try answer(message, on: router)
            }
        }
    }

    private static func publish(_ sequence: Int, on publisher: borrowing Socket) throws {
        let header =
            "{\"epoch\":\"00000000-0000-4000-8000-000000000000\",\"sequence\":"
            + "\(sequence),\"at\":1795212345678}"
        _ = try publisher.send([
            Array(topic.utf8), Array(Envelope.publishedVersion.utf8), Array(header.utf8), state,
        ])
    }

    private static func answer(
        _ message: borrowing Multipart, on router: borrowing Socket
    ) throws {
        _ = try router.send([
            message.bytes(of: 0), [], Array(Envelope.version.utf8), message.bytes(of: 4),
            Array(Envelope.ok.utf8), [123, 125],
        ])
    }

    /// A busy service's topic.
    private static let state: [UInt8] = {
        let calls = (0..<10).map {
            BoardCall(number: "A10\($0)", counter: "1\($0)", called: 1_795_212_345_678, calls: 1)
        }
        return JSON.encode(
            QueueTopic(
                service: "cash", open: true, waiting: 42, next: (0..<20).map { "A1\(10 + $0)" },
                serving: Array(calls.prefix(4)), recent: calls))
    }()
}
