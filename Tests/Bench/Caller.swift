import Glibc
import Messages

/// A client with one connection and one request in flight.
final class Caller {
    let socket: RawSocket
    /// When the request in flight was sent.
    private(set) var sentAt: UInt64 = 0
    private let requests: [(bytes: UnsafeMutableBufferPointer<UInt8>, template: RequestTemplate)]
    private var turn = 0
    private var random: QuickRandom
    private let accounts: UInt64
    private var frames: [Range<Int>] = []

    private static let version = Array(Envelope.version.utf8)
    private static let ok = Array(Envelope.ok.utf8)
    private static let digits = Array("0123456789abcdef".utf8)
    /// Where each of an id's 16 bytes stands in its 36 characters.
    private static let places: [UInt8] = [
        0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34,
    ]

    /// - Parameters:
    ///   - templates: Sent in turn.
    ///   - accounts: Numbers in templates are drawn from 1 to this one.
    init(address: String, templates: [RequestTemplate], accounts: Int, seed: UInt64) throws {
        socket = try RawSocket(connectingTo: address, as: "DEALER")
        requests = templates.map { template in
            let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: template.bytes.count)
            _ = bytes.initialize(from: template.bytes)
            return (bytes, template)
        }
        self.accounts = UInt64(accounts)
        random = QuickRandom(seed: seed)
        frames.reserveCapacity(16)
    }

    deinit {
        for request in requests { request.bytes.deallocate() }
    }

    /// Sends the next request of the turn.
    func send() throws {
        let (bytes, template) = requests[turn]
        writeID(to: bytes, at: template.idOffset)
        if let number = template.number {
            write(1 + random.next() % accounts, to: bytes, at: number)
        }
        sentAt = Moment.monotonic
        try socket.send(UnsafeBufferPointer(bytes))
    }

    /// Takes the reply, if all of it is there, and moves on to the next turn.
    ///
    /// - Throws: ``BenchError`` where the reply is not the `ok` of this request.
    func takeReply() throws -> Bool {
        guard try socket.fill() else { return false }
        let size = try socket.message(into: &frames)
        guard size > 0 else { return false }
        let (bytes, template) = requests[turn]
        let id = UnsafeBufferPointer(rebasing: bytes[template.idOffset..<template.idOffset + 36])
        guard frames.count >= 5, frames[0].isEmpty, equals(1, Caller.version),
            equals(2, id), equals(3, Caller.ok)
        else {
            throw BenchError("A reply is not the \"ok\" that was expected: \(replyText)")
        }
        socket.consume(size)
        turn = turn + 1 == requests.count ? 0 : turn + 1
        return true
    }

    private func equals(_ index: Int, _ bytes: some Collection<UInt8>) -> Bool {
        socket.bytes[frames[index]].elementsEqual(bytes)
    }

    private var replyText: String {
        frames.map { String(decoding: socket.bytes[$0], as: UTF8.self) }.joined(separator: " | ")
    }

    /// A fresh UUIDv7 between the dashes that stand there already.
    private func writeID(to bytes: UnsafeMutableBufferPointer<UInt8>, at offset: Int) {
        let high = (Moment.wall / 1_000_000) << 16 | 0x7000 | random.next() >> 52
        let low = 1 << 63 | random.next() >> 2
        for index in 0..<8 {
            let shift = UInt64(56 - 8 * index)
            let first = offset + Int(Caller.places[index])
            let second = offset + Int(Caller.places[index + 8])
            write(hex: UInt8(truncatingIfNeeded: high >> shift), to: bytes, at: first)
            write(hex: UInt8(truncatingIfNeeded: low >> shift), to: bytes, at: second)
        }
    }

    private func write(hex byte: UInt8, to bytes: UnsafeMutableBufferPointer<UInt8>, at place: Int)
    {
        bytes[place] = Caller.digits[Int(byte >> 4)]
        bytes[place + 1] = Caller.digits[Int(byte & 15)]
    }

    private func write(
        _ number: UInt64, to bytes: UnsafeMutableBufferPointer<UInt8>, at place: Range<Int>
    ) {
        var rest = number
        for index in place.reversed() {
            bytes[index] = rest == 0 ? UInt8(ascii: " ") : UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }
}
