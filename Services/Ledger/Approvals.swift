import BranchDomain
import Journal
import Messages

/// Somebody asked for what needs a second person.
struct ApprovalAsked: Event {
    static let kind = EventKind.approvalAsked
    var by: String
    var role: String
    var method: String
    /// The request, JSON.
    var body: String
    /// Unix milliseconds.
    var at: Int64
    var account: AccountReference?
    var amount: Int64?
}

/// A second person said yes, and what was asked for stands behind it; or said no.
struct ApprovalDecided: Event {
    static let kind = EventKind.approvalDecided
    var by: String
    var approval: UInt64
    var isApproved: Bool
    var reason: String?
}

/// What waits for a second person, by the sequence of its record.
struct ApprovalBook: Codable, Sendable, Equatable {
    private(set) var waiting: [UInt64: ApprovalAsked] = [:]

    mutating func ask(_ approval: UInt64, _ asked: ApprovalAsked) { waiting[approval] = asked }

    /// - Returns: Whether it waited.
    mutating func decide(_ approval: UInt64) -> Bool {
        waiting.removeValue(forKey: approval) != nil
    }
}

/// What of a request tells how large it is.
private struct Sized: Decodable {
    var account: AccountReference?
    var from: AccountReference?
    var amount: Int64?
}

extension Bank {
    /// Methods that can be made to wait for a second person.
    static let approvable: Set<Messages.Method> = [
        .ledgerDeposit, .ledgerWithdraw, .ledgerTransfer, .ledgerReverse, .ledgerAddInterest,
        .accountSetLimits,
    ]

    /// Judges a command; what needs a second person waits for one.
    func decideWithApproval(_ hearing: Hearing) throws(Refusal) -> Decision {
        let method = hearing.command.method
        guard let from = settings.approvals[method], Bank.approvable.contains(method) else {
            return try decide(hearing)
        }
        let caller = try caller(hearing.command.principal)
        guard caller.isStaff else { return try decide(hearing) }
        let sized = try JSON.decode(Sized.self, from: hearing.command.body)
        guard sized.amount.map({ $0 >= from }) ?? true else { return try decide(hearing) }
        // What would be refused anyway is refused now.
        _ = try decide(hearing)
        let asked = ApprovalAsked(
            by: caller.user, role: caller.role.rawValue, method: method.rawValue,
            body: String(decoding: hearing.command.body, as: UTF8.self),
            at: hearing.now.milliseconds, account: sized.account ?? sized.from,
            amount: sized.amount)
        return .refuse(.approvalRequired(hearing.next), [asked.record])
    }

    /// `approval.list`: what waits, oldest first.
    func listApprovals(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(ApprovalList.Request.self)
        var page = try Page(request.limit)
        try checkRole(try caller(hearing.command.principal), .supervisor, .admin)
        var reply = ApprovalList.Reply(approvals: [])
        let after = request.after ?? 0
        for (approval, asked) in approvals.waiting.sorted(by: { $0.key < $1.key })
        where approval > after {
            guard page.takes(bytes: 256) else {
                reply.next = reply.approvals.last?.approval
                break
            }
            reply.approvals.append(
                Approval(
                    approval: approval, method: asked.method, by: asked.by, at: asked.at,
                    account: asked.account, amount: asked.amount))
        }
        return .read(JSON.encode(reply))
    }

    /// `approval.decide`: never by who asked. A yes does what was asked for, as who asked.
    func decideApproval(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(ApprovalDecide.Request.self)
        let reason = try request.reason.map { (text) throws(Refusal) in try Reason.wire(text) }
        let caller = try caller(hearing.command.principal)
        try checkRole(caller, .supervisor, .admin)
        guard let asked = approvals.waiting[request.approval] else {
            throw .approvalNotFound(request.approval)
        }
        guard asked.by != caller.user else { throw .approvalOwn }
        let decided = ApprovalDecided(
            by: caller.user, approval: request.approval, isApproved: request.approve,
            reason: reason)
        guard request.approve else { return .write([decided.record]) }
        return .write([decided.record] + (try approved(asked, hearing)))
    }

    /// The records of what was asked for, judged now, for who asked.
    private func approved(
        _ asked: ApprovalAsked, _ hearing: Hearing
    ) throws(Refusal) -> [Record] {
        guard let method = Messages.Method(rawValue: asked.method), let maker = users[asked.by],
            !maker.isDisabled
        else { throw .sessionExpired }
        let principal = Principal(
            user: maker.user, role: maker.role.rawValue, generation: maker.generation)
        let command = Command(
            method: method, id: hearing.command.id, principal: principal,
            body: Array(asked.body.utf8))
        let decision = try decide(
            Hearing(
                command: command, now: hearing.now, next: hearing.next + 1,
                reader: hearing.reader))
        guard case .write(let records) = decision else {
            preconditionFailure("\(asked.method) writes or is refused")
        }
        return records
    }

    // MARK: Applying

    mutating func apply(_ event: ApprovalAsked, sequence: UInt64) throws(JournalFault) {
        approvals.ask(sequence, event)
    }

    mutating func apply(_ event: ApprovalDecided) throws(JournalFault) {
        guard approvals.decide(event.approval) else {
            throw JournalFault("nothing waited for its decision")
        }
    }
}
