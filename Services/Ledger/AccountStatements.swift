import BranchDomain
import Journal
import Messages

/// A place in a statement: the page, and the last line of the page before.
private struct StatementCursor {
    var page = 1
    var after: UInt64 = 0

    /// From `2.4711`.
    init(_ text: String?) throws(Refusal) {
        guard let text else { return }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let page = Int(parts[0]), let after = UInt64(parts[1]),
            (2...StatementFacts.mostPages).contains(page)
        else { throw Refusal(.malformed, "The field after is the next of the page before.") }
        self.page = page
        self.after = after
    }
}

/// The movements of an account in a period, oldest first, with the balance before them.
private struct StatementWalk {
    var opening: Int64 = 0
    var lines: [StatementLine] = []
}

extension Bank {
    /// How many movements a statement has at most, and how many newer ones are passed over: the
    /// ledger looks at each while everybody waits.
    private static let mostLines = 2_000
    private static let mostPassedOver = 8_000
    /// Bytes of text on a page, so that the reply stays below 64 KiB when it is escaped.
    private static let mostText = 24 * 1_024

    /// `account.statement`: a period's movements as a file of a known format.
    func statement(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(AccountStatement.Request.self)
        let reference = try request.account.checked()
        guard let format = StatementFormat(rawValue: request.format) else {
            throw Refusal(.malformed, "The format is json, csv, ofx or camt053.")
        }
        let cursor = try StatementCursor(request.after)
        let caller = try caller(hearing.command.principal)
        let found = accounts.find(reference)
        try checkMaySee(found, caller)
        let account = try side(found, reference)
        let walk = try walk(account, request, hearing)
        return .read(JSON.encode(try page(of: walk, account, request, format, cursor, hearing)))
    }

    private func walk(
        _ account: Side, _ request: AccountStatement.Request, _ hearing: Hearing
    ) throws(Refusal) -> StatementWalk {
        var walk = StatementWalk()
        var sequence = account.state.last
        var passed = 0
        while sequence > 0 {
            guard let (record, position, entry) = try self.entry(at: sequence, hearing),
                entry.touches(account.account)
            else { throw .storage }
            let at = position.at.milliseconds
            if at < request.from {
                walk.opening = entry.balance(of: account.account).minorUnits
                break
            }
            if at < request.to {
                walk.lines.append(statementLine(entry, record, position, account.account))
            } else {
                passed += 1
            }
            guard walk.lines.count <= Bank.mostLines, passed <= Bank.mostPassedOver else {
                throw Refusal(
                    .tooLarge, "Too many movements to look through. Choose a shorter, later time.")
            }
            sequence = entry.previous(on: account.account)
        }
        walk.lines.reverse()
        return walk
    }

    private func statementLine(
        _ entry: Entry, _ record: Record, _ position: Position, _ account: AccountID
    ) -> StatementLine {
        let line = line(of: entry, record, position, on: account)
        let counterparty =
            switch line.counterparty {
            case .number(let number): String(number)
            case .name(let name): name
            }
        return StatementLine(
            sequence: line.sequence, request: line.id, at: position.at,
            kind: StatementLine.Kind(rawValue: line.kind) ?? .transfer, amount: line.amount,
            balance: line.balance, counterparty: counterparty, memo: line.memo)
    }

    private func page(
        of walk: StatementWalk, _ account: Side, _ request: AccountStatement.Request,
        _ format: StatementFormat, _ cursor: StatementCursor, _ hearing: Hearing
    ) throws(Refusal) -> AccountStatement.Reply {
        let first = walk.lines.firstIndex { $0.sequence > cursor.after } ?? walk.lines.count
        let opening = first > 0 ? walk.lines[first - 1].balance : walk.opening
        var count = walk.lines.count - first
        while true {
            let lines = Array(walk.lines[first..<first + count])
            let isLast = first + count == walk.lines.count
            let facts = try facts(
                account, request, opening: opening, lines, cursor.page, isLast, hearing)
            let text = format.text(of: facts)
            if text.utf8.count <= Bank.mostText || count <= 1 {
                let last = lines.last?.sequence ?? cursor.after
                return AccountStatement.Reply(
                    name: format.fileName(of: facts), media: format.media, text: text,
                    next: isLast ? nil : "\(cursor.page + 1).\(last)")
            }
            count = max(1, count * Bank.mostText / text.utf8.count * 9 / 10)
        }
    }

    private func facts(
        _ account: Side, _ request: AccountStatement.Request, opening: Int64,
        _ lines: [StatementLine], _ page: Int, _ isLast: Bool, _ hearing: Hearing
    ) throws(Refusal) -> StatementFacts {
        let shown = self.account(account.account)
        do throws(StatementFault) {
            return try StatementFacts(
                bank: settings.branch.description, branch: settings.branch,
                account: String(shown.number), currency: accounts.currency(of: account.state),
                owner: shown.name, from: Timestamp(milliseconds: request.from),
                to: Timestamp(milliseconds: request.to), opening: opening,
                closing: lines.last?.balance ?? opening, lines: lines, made: hearing.now,
                chain: lastDurable(hearing)?.chain.hexPrefix ?? "", page: page, isLastPage: isLast)
        } catch .period {
            throw Refusal(.malformed, "A statement is of a time that has begun and is not empty.")
        } catch {
            throw .storage
        }
    }
}
