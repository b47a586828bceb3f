import BranchDomain
import Foundation
import Journal
import Messages

/// A small machine for the tests: named sums, raised by deposits and lowered by withdrawals.
///
/// Kind 1 adds `w0` to the sum named by the varying bytes, kind 2 takes it away, kind 3 counts
/// a wrong secret, kind 4 is the chime of a deadline.
struct Tally: StateMachine, Equatable {
    struct Body: Codable {
        var name: String
        var amount: UInt64
    }

    struct Reply: Codable, Equatable {
        var sequence: UInt64
        var sum: UInt64
        var at: Int64
        var chain: String
    }

    private struct Stored: Codable {
        var sums: [String: UInt64]
        var wrong: UInt64
        var chimes: UInt64
        var due: Int64?
    }

    var sums: [String: UInt64] = [:]
    var wrong: UInt64 = 0
    var chimes: UInt64 = 0
    var due: Timestamp?

    init() {}

    init(snapshot: [UInt8]) throws {
        let stored = try JSONDecoder().decode(Stored.self, from: Data(snapshot))
        (sums, wrong, chimes) = (stored.sums, stored.wrong, stored.chimes)
        due = stored.due.map { Timestamp(milliseconds: $0) }
    }

    func snapshot() -> [UInt8] {
        JSON.encode(
            Stored(sums: sums, wrong: wrong, chimes: chimes, due: due?.milliseconds))
    }

    func decide(
        _ command: Command, now: Timestamp, next: UInt64, reader: any JournalReader
    ) throws(Refusal) -> Decision {
        if command.method == .ledgerOutcome {
            return .read([UInt8]("\(reader.verdict(on: command.id) ?? 0)".utf8))
        }
        if command.method == .authLogin {
            return .refuse(Refusal(.wrongCredentials, "Wrong."), [Record(kind: 3)])
        }
        let body = try JSON.decode(Body.self, from: command.body)
        let sum = sums[body.name, default: 0]
        switch command.method {
        case .accountGet:
            return .read([UInt8]("\(sum)".utf8))
        case .ledgerDeposit:
            return .write([record(1, body, sum + body.amount)])
        case .ledgerTransfer:
            let half = Body(name: body.name, amount: body.amount)
            return .write([
                record(1, half, sum + body.amount), record(1, half, sum + 2 * body.amount),
            ])
        default:
            guard sum >= body.amount else {
                throw Refusal(
                    .insufficientFunds, "There are only \(sum).",
                    details: ["available": "\(sum)", "wanted": "\(body.amount)"])
            }
            return .write([record(2, body, sum - body.amount)])
        }
    }

    private func record(_ kind: UInt16, _ body: Body, _ after: UInt64) -> Record {
        Record(
            kind: kind, fixed: FixedWords(body.amount, after), varying: [UInt8](body.name.utf8))
    }

    static func knows(_ kind: UInt16) -> Bool { (1...4).contains(kind) }

    mutating func apply(_ record: Record, sequence: UInt64, at time: Timestamp) {
        let name = String(decoding: record.varying, as: UTF8.self)
        switch record.kind {
        case 1: sums[name, default: 0] += record.fixed.w0
        case 2: sums[name, default: 0] -= record.fixed.w0
        case 3: wrong += 1
        case 4:
            chimes += 1
            due = nil
        default: preconditionFailure("Tally has no kind \(record.kind)")
        }
    }

    func tick(now: Timestamp, next: UInt64) -> [Record] {
        guard let due, due <= now else { return [] }
        return [Record(kind: 4)]
    }

    var nextDeadline: Timestamp? { due }

    func answer(to record: Record, at position: Position, principal: Principal) -> [UInt8] {
        let (sequence, sum) = (position.sequence, record.fixed.w1)
        let (at, chain) = (position.at.milliseconds, position.chain.hexPrefix)
        return [UInt8](
            #"{"sequence":\#(sequence),"sum":\#(sum),"at":\#(at),"chain":"\#(chain)"}"#.utf8)
    }

    mutating func publications(
        of group: [(record: Record, position: Position)], wanted: (String) -> Bool
    ) -> [Publication] {
        if group.contains(where: { $0.record.kind == 4 }) {
            return [Publication(topic: "chime.", state: [UInt8]("true".utf8), keep: true)]
        }
        guard wanted("tally.") else { return [] }
        return group.map {
            Publication(
                topic: "tally.", state: [UInt8]("\($0.position.sequence)".utf8), keep: false)
        }
    }

    func initialPublications() -> [Publication] { [] }
}
