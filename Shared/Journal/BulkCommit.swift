import BranchDomain
import Messages

/// Bulk messages: each record is judged against the state that the one before it left, and what
/// was decided of all of them becomes durable with the group.
extension GroupCommit {
    /// Judges a bulk message; its answer comes with the commit.
    ///
    /// - Parameter frame: The records, 64 bytes each.
    public func submitBulk(_ command: Command, frame: [UInt8]) {
        precondition(!isBroken, "nothing is served after a failed commit")
        counters.requests += 1
        do throws(Refusal) {
            let count = try BulkWork.count(in: frame)
            let header = try asking { (machine) throws(Refusal) in
                try machine.admitBulk(command, count: count)
            }
            var work = BulkWork(header: header, count: count)
            var index = 0
            while index < count {
                let record = BulkRecord(frame, at: index)
                if record.flags.contains(.linked) {
                    index += take(runIn: frame, at: index, of: &work)
                } else {
                    work.note(take(record, of: &work))
                    index += 1
                }
            }
            waiting.append(.ready(work.answer))
        } catch {
            refuse(error)
        }
    }

    private func take(_ record: BulkRecord, of work: inout BulkWork) -> BulkResult {
        switch standing(of: record) {
        case .known(let sequence): return replayed(sequence)
        case .refused(let code): return BulkResult(refused: code)
        case .new: break
        }
        announce(&work)
        do throws(BulkFault) {
            let judged = try asking { (machine) throws(BulkFault) in try machine.judge(record) }
            return write(judged, record)
        } catch {
            return remember(error.code, on: record)
        }
    }

    /// Takes a linked run: all of it or nothing.
    ///
    /// - Returns: How many records it has.
    private func take(runIn frame: [UInt8], at start: Int, of work: inout BulkWork) -> Int {
        var run: [BulkRecord] = []
        while start + run.count < work.count {
            run.append(BulkRecord(frame, at: start + run.count))
            if !run[run.count - 1].flags.contains(.linked) { break }
        }
        let standings = run.map(standing)
        if run[run.count - 1].flags.contains(.linked) {
            // Its last record is linked to nothing.
            work.refuse(run.count, BulkFault(.malformed, index: run.count - 1))
        } else if standings.allSatisfy(\.isKnown) {
            for case .known(let sequence) in standings { work.note(replayed(sequence)) }
        } else if let fault = BulkWork.fault(in: standings, of: run) {
            work.refuse(run.count, fault)
        } else {
            announce(&work)
            take(run, of: &work)
        }
        return run.count
    }

    /// Takes a run of which every id is new.
    private func take(_ run: [BulkRecord], of work: inout BulkWork) {
        do throws(BulkFault) {
            let records = try asking { (machine) throws(BulkFault) in
                try machine.judge(run: run, next: reader.head + 1)
            }
            precondition(records.count == run.count, "a run is judged whole")
            for (record, request) in zip(records, run) { work.note(write(record, request)) }
        } catch {
            for (index, record) in run.enumerated() {
                let code = index == error.index ? error.code : .linkedRefused
                work.note(remember(code, on: record))
            }
        }
    }

    /// What is known of a record before the rules are asked.
    private func standing(of record: BulkRecord) -> BulkStanding {
        guard record.isShaped else { return .refused(.malformed) }
        switch reader.ids.bulk.judge(
            record.id, fingerprint: record.fingerprint, now: reader.time)
        {
        case .known(let sequence): return .known(sequence)
        case .refused(let refusal): return .refused(refusal.code)
        case .new:
            return storage.closed == nil ? .new : .refused(StorageGate.refusal.code)
        }
    }

    /// Journals who sent the message, once, before the first thing that it changes.
    private func announce(_ work: inout BulkWork) {
        guard let header = work.takeHeader() else { return }
        apply(header)
    }

    private func write(_ judged: Record, _ request: BulkRecord) -> BulkResult {
        var record = judged
        record.kind |= Record.bulkFlag
        record.id = request.id
        record.fingerprint = request.fingerprint
        apply(record)
        return BulkResult(
            sequence: reader.head, balance: asking { $0.debitedBalance(after: record) },
            status: BulkResult.applied)
    }

    /// A "no"; journaled where it is a verdict, so that the same id gets it again.
    private func remember(_ code: RefusalCode, on record: BulkRecord) -> BulkResult {
        if code.isVerdict {
            apply(
                Record(
                    kind: Record.refusalKind | Record.bulkFlag, id: record.id, code: code.number,
                    fingerprint: record.fingerprint))
        }
        return BulkResult(refused: code)
    }

    private func replayed(_ sequence: UInt64) -> BulkResult {
        guard let record = try? reader.record(at: sequence)?.record else {
            return BulkResult(refused: .storageUnavailable)
        }
        if record.isRefusal {
            return BulkResult(refused: RefusalCode(number: record.code) ?? .unavailable)
        }
        return BulkResult(
            sequence: sequence, balance: asking { $0.debitedBalance(after: record) },
            status: BulkResult.replayed)
    }
}

/// What is known of a record before the rules are asked.
enum BulkStanding: Equatable {
    case new
    case known(UInt64)
    case refused(RefusalCode)

    var isKnown: Bool {
        if case .known = self { true } else { false }
    }
}

/// A bulk message while its records are judged.
struct BulkWork {
    let count: Int
    private var header: Record?
    private var results: [UInt8] = []
    private var tally = LedgerBulk.Reply(applied: 0, replayed: 0, refused: 0)

    init(header: Record, count: Int) {
        self.header = header
        self.count = count
        results.reserveCapacity(count * BulkResult.size)
    }

    /// - Throws: ``Refusal`` `malformed`.
    static func count(in frame: [UInt8]) throws(Refusal) -> Int {
        let (count, rest) = frame.count.quotientAndRemainder(dividingBy: BulkRecord.size)
        guard rest == 0, (1...LedgerBulk.mostRecords).contains(count) else {
            throw Refusal(
                .malformed,
                "A bulk frame has 1 to \(LedgerBulk.mostRecords) records of 64 bytes.")
        }
        return count
    }

    /// What refuses a run before the rules are asked; nil where every id is new.
    static func fault(in standings: [BulkStanding], of run: [BulkRecord]) -> BulkFault? {
        for (index, standing) in standings.enumerated() {
            if case .refused(let code) = standing { return BulkFault(code, index: index) }
        }
        if let index = standings.firstIndex(where: \.isKnown) {
            return BulkFault(.idReused, index: index)
        }
        var seen: Set<RequestID> = []
        let again = run.firstIndex { !seen.insert($0.id).inserted }
        return again.map { BulkFault(.idReused, index: $0) }
    }

    mutating func takeHeader() -> Record? {
        defer { header = nil }
        return header
    }

    mutating func note(_ result: BulkResult) {
        result.encode(to: &results)
        switch result.status {
        case BulkResult.applied: tally.applied += 1
        case BulkResult.replayed: tally.replayed += 1
        default: tally.refused += 1
        }
    }

    /// Refuses a run for what is wrong with one of its records; nothing of it is remembered.
    mutating func refuse(_ count: Int, _ fault: BulkFault) {
        for index in 0..<count {
            note(BulkResult(refused: index == fault.index ? fault.code : .linkedRefused))
        }
    }

    var answer: Answer { .bulk(JSON.encode(tally), results: results) }
}

extension BulkRecord {
    /// Whether it is of this version, with an id and an amount that can be.
    fileprivate var isShaped: Bool {
        reserved == 0 && flags.isSubset(of: .linked) && amount >= 1 && amount <= Amount.largest
            && (id.high >> 12) & 0xF == 7 && id.low >> 62 == 0b10
    }

    /// What tells a repeat from another movement under the same id. It is in journals: it must
    /// stay as it is.
    fileprivate var fingerprint: UInt64 {
        var sum = Self.mix(0x9E37_79B9_7F4A_7C15, debit)
        sum = Self.mix(sum, credit)
        sum = Self.mix(sum, UInt64(bitPattern: amount))
        sum = Self.mix(sum, reference)
        return Self.mix(sum, UInt64(code) << 32 | UInt64(flags.rawValue))
    }

    private static func mix(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        let product = (sum ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low
    }
}
