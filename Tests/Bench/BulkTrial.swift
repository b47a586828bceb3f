import BranchDomain
import Glibc
import Messages

/// Movements in bulk through a gateway: so many records a message, two senders with one message
/// in flight each, so that one is judged while the other travels.
enum BulkTrial {
    private static let senders = 2
    /// What each account is given before the clock starts, in minor units.
    private static let funds: Int64 = 1_000_000_000

    /// - Returns: Records a second; the time of a whole message.
    static func run(
        _ address: String, session: String, records: Int, accounts: Int, seconds: Double,
        seed: UInt64
    ) throws -> Measurement {
        let senders = try senders(
            address, session: session, records: records, accounts: accounts, seed: seed)
        var waiting = senders.map {
            pollfd(fd: $0.socket.descriptor, events: Int16(POLLIN), revents: 0)
        }
        var histogram = Histogram()
        let start = Moment.monotonic + 500_000_000
        let end = start + UInt64(seconds * 1e9)
        for sender in senders { try sender.send() }
        while Moment.monotonic < end {
            guard poll(&waiting, nfds_t(waiting.count), 10_000) > 0 else {
                throw BenchError("No reply to a bulk message for ten seconds.")
            }
            for index in waiting.indices where waiting[index].revents != 0 {
                guard try senders[index].takeReply() else { continue }
                let now = Moment.monotonic
                if now > start { histogram.record(nanoseconds: now - senders[index].sentAt) }
                try senders[index].send()
            }
        }
        let took = Moment.monotonic - start
        for sender in senders { try sender.drain() }
        var measurement = Measurement(histogram, nanoseconds: took)
        measurement.perSecond *= Double(records)
        return measurement
    }

    /// Makes so many movements in the largest messages.
    static func fill(
        _ address: String, session: String, accounts: Int, movements: Int, seed: UInt64
    ) throws -> Measurement {
        let senders = try senders(
            address, session: session, records: LedgerBulk.mostRecords, accounts: accounts,
            seed: seed)
        var histogram = Histogram()
        let messages = (movements + LedgerBulk.mostRecords - 1) / LedgerBulk.mostRecords
        let start = Moment.monotonic
        for message in 0..<messages + senders.count {
            let sender = senders[message % senders.count]
            if message >= senders.count, message - senders.count < messages {
                try sender.drain()
                histogram.record(nanoseconds: Moment.monotonic - sender.sentAt)
            }
            if message < messages { try sender.send() }
        }
        let took = Moment.monotonic - start
        var measurement = Measurement(histogram, nanoseconds: took)
        measurement.perSecond *= Double(LedgerBulk.mostRecords)
        return measurement
    }

    private static func senders(
        _ address: String, session: String, records: Int, accounts: Int, seed: UInt64
    ) throws -> [BulkSender] {
        let template = Template(session: session, records: records)
        return try (0..<senders).map { index in
            try BulkSender(
                address: address, template, accounts: UInt64(accounts),
                seed: seed &* 1_000_003 &+ UInt64(index))
        }
    }

    /// Gives every account something to move.
    static func fund(_ address: String, session: String, accounts: Int, seed: UInt64) throws {
        var next = 1
        while next <= accounts {
            let count = min(LedgerBulk.mostRecords, accounts - next + 1)
            let template = Template(session: session, records: count)
            let sender = try BulkSender(
                address: address, template, accounts: UInt64(accounts), seed: seed)
            let first = UInt64(next)
            try sender.send { index in
                (debit: AccountID.firstOwn, credit: first + UInt64(index), amount: funds)
            }
            try sender.drain()
            next += count
        }
    }

    /// The frames of a message, with room for its records at the end.
    struct Template {
        let bytes: [UInt8]
        let records: Int
        let idOffset: Int

        init(session: String, records: Int) {
            let plain = RequestTemplate(
                method: Method.ledgerBulk.rawValue, session: session, body: "{}")
            idOffset = plain.idOffset
            let frames = [
                [], Array(Envelope.version.utf8), Array(Method.ledgerBulk.rawValue.utf8),
                Array("00000000-0000-7000-8000-000000000000".utf8), Array(session.utf8),
                Array("{}".utf8), [UInt8](repeating: 0, count: records * BulkRecord.size),
            ]
            bytes = MessageBytes.message(frames)
            self.records = records
        }
    }
}

/// One connection that sends bulk messages, one at a time.
final class BulkSender {
    let socket: RawSocket
    private(set) var sentAt: UInt64 = 0
    private let message: UnsafeMutableBufferPointer<UInt8>
    private let records: UnsafeMutableRawPointer
    private let count: Int
    private let accounts: UInt64
    private var random: QuickRandom
    private var frames: [Range<Int>] = []

    init(
        address: String, _ template: BulkTrial.Template, accounts: UInt64, seed: UInt64
    ) throws {
        socket = try RawSocket(connectingTo: address, as: "DEALER")
        message = .allocate(capacity: template.bytes.count)
        _ = message.initialize(from: template.bytes)
        count = template.records
        let start = template.bytes.count - count * BulkRecord.size
        guard let base = message.baseAddress else { throw BenchError("There is no memory left.") }
        records = UnsafeMutableRawPointer(base + start)
        self.accounts = accounts
        random = QuickRandom(seed: seed)
    }

    deinit { message.deallocate() }

    /// Sends as many movements, each between two accounts that are drawn for it.
    func send() throws {
        try send { [accounts] _ in
            let debit = self.random.next() % accounts
            let credit = (debit + 1 + self.random.next() % (accounts - 1)) % accounts
            return (debit + 1, credit + 1, 1)
        }
    }

    func send(_ draw: (Int) -> (debit: UInt64, credit: UInt64, amount: Int64)) throws {
        let high = (Moment.wall / 1_000_000) << 16 | 0x7000
        for index in 0..<count {
            let record = records + index * BulkRecord.size
            let (debit, credit, amount) = draw(index)
            record.storeBytes(of: (high | random.next() >> 52).bigEndian, as: UInt64.self)
            record.storeBytes(
                of: (1 << 63 | random.next() >> 2).bigEndian, toByteOffset: 8, as: UInt64.self)
            record.storeBytes(of: debit, toByteOffset: 16, as: UInt64.self)
            record.storeBytes(of: credit, toByteOffset: 24, as: UInt64.self)
            record.storeBytes(of: amount, toByteOffset: 32, as: Int64.self)
        }
        sentAt = Moment.monotonic
        try socket.send(UnsafeBufferPointer(message))
    }

    /// Takes the reply, if all of it is there.
    ///
    /// - Throws: ``BenchError`` where a record was not applied.
    func takeReply() throws -> Bool {
        guard try socket.fill() else { return false }
        let size = try socket.message(into: &frames)
        guard size > 0 else { return false }
        let body = "{\"applied\":\(count),\"refused\":0,\"replayed\":0}"
        guard frames.count == 6, socket.bytes[frames[4]].elementsEqual(body.utf8),
            frames[5].count == count * BulkResult.size
        else {
            let text = frames.dropFirst(3).prefix(2)
                .map { String(decoding: socket.bytes[$0], as: UTF8.self) }
            throw BenchError("Not all records were applied: \(text)")
        }
        socket.consume(size)
        return true
    }

    /// Waits for the reply that is on its way.
    func drain() throws {
        var item = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
        while try !takeReply() {
            guard poll(&item, 1, 10_000) > 0 else {
                throw BenchError("No reply to a bulk message for ten seconds.")
            }
        }
    }
}
