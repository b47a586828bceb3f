import BranchDomain
import Messages

/// Writes the replies and topics of the hot path as JSON, several times faster than an encoder.
///
/// What it writes means the same as `JSON.encode` of the wire type; a test holds the two together.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    init(reserving count: Int) {
        bytes.reserveCapacity(count)
    }

    /// Punctuation and keys, as they are.
    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// What is JSON already.
    mutating func json(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    mutating func integer(_ value: some BinaryInteger) {
        if value == 0 { return bytes.append(0x30) }
        if value < 0 { bytes.append(0x2d) }
        let start = bytes.count
        var rest = UInt64(value.magnitude)
        while rest > 0 {
            bytes.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        }
        bytes[start...].reverse()
    }

    mutating func boolean(_ value: Bool) { raw(value ? "true" : "false") }

    mutating func text(_ text: String) {
        bytes.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5c:
                bytes.append(0x5c)
                bytes.append(byte)
            case 0..<0x20:
                raw("\\u00")
                bytes.append(byte < 0x10 ? 0x30 : 0x31)
                bytes.append(WireWriter.digits[Int(byte & 0xf)])
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }

    /// A quoted ticket number: prefix and at least three digits.
    mutating func number(_ number: UInt32, prefix: String) {
        bytes.append(0x22)
        bytes.append(contentsOf: prefix.utf8)
        if number < 100 { bytes.append(0x30) }
        if number < 10 { bytes.append(0x30) }
        integer(number)
        bytes.append(0x22)
    }

    mutating func handle(_ handle: HandleBits) {
        bytes.append(0x22)
        bytes.append(contentsOf: handle.textBytes)
        bytes.append(0x22)
    }

    private static let digits = Array("0123456789abcdef".utf8)
}

/// A ticket on its way into a message.
struct WireTicket {
    let facts: TicketFacts
    /// Of the number.
    let prefix: String
    let service: String
    var counter: String?
    var position: Int?
    var estimate: Estimate?
    var name: String?
    var by: String?
    /// The booked time.
    var at: Timestamp?
}

extension WireWriter {
    mutating func ticket(_ ticket: WireTicket) {
        raw(#"{"ticket":"#)
        handle(ticket.facts.handle)
        raw(#","number":"#)
        number(ticket.facts.number, prefix: ticket.prefix)
        raw(#","service":"#)
        text(ticket.service)
        raw(#","state":"#)
        text(ticket.facts.state.text)
        if let position = ticket.position {
            raw(#","position":"#)
            integer(position)
        }
        if let estimate = ticket.estimate {
            raw(#","estimate":{"p50":"#)
            integer(estimate.p50)
            raw(#","p90":"#)
            integer(estimate.p90)
            raw("}")
        }
        if let counter = ticket.counter {
            raw(#","counter":"#)
            text(counter)
        }
        raw(#","issued":"#)
        integer(ticket.facts.issued.milliseconds)
        raw(#","calls":"#)
        integer(ticket.facts.calls)
        if let name = ticket.name {
            raw(#","name":"#)
            text(name)
        }
        if let by = ticket.by {
            raw(#","by":"#)
            text(by)
        }
        if let at = ticket.at {
            raw(#","at":"#)
            integer(at.milliseconds)
        }
        raw("}")
    }

    /// A reply with nothing but the ticket.
    mutating func only(_ ticket: WireTicket) {
        raw(#"{"ticket":"#)
        self.ticket(ticket)
        raw("}")
    }
}
