import BranchDomain
import Journal
import Messages

/// Accounts from their opening to their end.
extension Bank {
    func openAccount(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(AccountOpen.Request.self)
        let currency: Currency? = try request.currency.map { code throws(Refusal) in
            try Currency(checked: code)
        }
        let product: Memo? = try Memo.checked(request.product)
        let caller = try caller(hearing.command.principal)
        let asked = request.customer.map(customers.find) ?? owner(for: caller)
        if !caller.isStaff {
            guard caller.device == .rpc, let asked, asked == owner(for: caller) else {
                throw .notPermitted
            }
        }
        guard let customer = asked else { throw .customerNotFound }
        let terms = product.flatMap { settings.products.products[$0.description] }
        guard product == nil || terms != nil || settings.products.products.isEmpty else {
            throw Refusal(.malformed, "There is no such product.")
        }
        return .write([
            AccountOpened(
                by: caller.user, account: accounts.nextCustomerAccount.number, customer: customer,
                currency: (currency ?? accounts.currencies[0]).code, product: product?.description,
                terms: terms
            ).record
        ])
    }

    func getAccount(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(AccountGet.Request.self)
        let reference = try request.account.checked()
        let caller = try caller(hearing.command.principal)
        let found = accounts.find(reference)
        if caller.device != .notifier { try checkMaySee(found, caller) }
        var shown = account(try side(found, reference).account)
        // Whose account it is, and nothing about their money beyond what the movement says.
        if caller.device == .notifier { (shown.balance, shown.available) = (0, 0) }
        return .read(JSON.encode(shown))
    }

    /// The caller's own accounts; for the staff one customer's, all, or the bank's own.
    func listAccounts(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(AccountList.Request.self)
        var page = try Page(request.limit)
        let caller = try caller(hearing.command.principal)
        var customer = request.customer
        if !caller.isStaff {
            guard let owner = owner(for: caller), customer == nil || customer == owner,
                request.own != true
            else { throw .notPermitted }
            customer = owner
        }
        if let customer {
            guard let state = customers[customer] else { throw .customerNotFound }
            return .read(list(state.accounts, behind: request.after, &page))
        }
        let count = UInt64(request.own == true ? accounts.own.count : accounts.customers.count)
        let first = request.own == true ? AccountID.firstOwn : 1
        return .read(list(first..<first + count, behind: request.after, &page))
    }

    /// One page out of account numbers in rising order.
    private func list(
        _ numbers: some RandomAccessCollection<UInt64>, behind after: UInt64?, _ page: inout Page
    ) -> [UInt8] {
        var reply = AccountList.Reply(accounts: [])
        for number in numbers[Bank.place(behind: after ?? 0, in: numbers)...] {
            guard let shown = try? AccountID(number) else { continue }
            let next = account(shown)
            guard page.takes(bytes: 240 + 2 * next.name.utf8.count) else {
                reply.next = reply.accounts.last?.number
                break
            }
            reply.accounts.append(next)
        }
        return JSON.encode(reply)
    }

    /// The first place whose number is larger than `number`, found by halving.
    private static func place<Numbers: RandomAccessCollection<UInt64>>(
        behind number: UInt64, in numbers: Numbers
    ) -> Numbers.Index {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[numbers.index(numbers.startIndex, offsetBy: middle)] <= number {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return numbers.index(numbers.startIndex, offsetBy: low)
    }
}

// MARK: - Freezing and closing

extension Bank {
    func freeze(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(AccountFreeze.Request.self)
        let reference = try request.account.checked()
        let side = try FrozenSide(checked: request.side)
        let reason = try Reason.wire(request.reason)
        let account = try customerAccount(reference, hearing)
        return .write([
            AccountFrozen(
                by: hearing.command.principal.user, account: account.number, side: side,
                reason: reason
            ).record
        ])
    }

    func unfreeze(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(AccountUnfreeze.Request.self)
        let reference = try request.account.checked()
        let side = try FrozenSide(checked: request.side)
        let reason = try Reason.wire(request.reason)
        let account = try customerAccount(reference, hearing)
        return .write([
            AccountUnfrozen(
                by: hearing.command.principal.user, account: account.number, side: side,
                reason: reason
            ).record
        ])
    }

    /// An account of a customer that is not closed, for those of the staff who may stop it.
    func customerAccount(
        _ reference: AccountReference, _ hearing: Hearing
    ) throws(Refusal) -> AccountID {
        let caller = try caller(hearing.command.principal)
        try checkRole(caller, .supervisor, .admin)
        let found = accounts.find(reference)
        if found?.isOwn == true { throw .notPermitted }
        let side = try side(found, reference)
        if side.state.isClosed { throw .accountClosed(reference) }
        return side.account
    }

    /// Ends an account. The closer's own secret is compared again, and counted where it is wrong;
    /// money that is left goes `to` another account or stops the closing: none is ever lost.
    func closeAccount(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(InternalClose.self)
        let reference = try request.account.checked()
        let destination = try request.to?.checked()
        let caller = try caller(hearing.command.principal)
        try checkRole(caller, .admin)
        let found = accounts.find(reference)
        if found?.isOwn == true { throw .notPermitted }
        guard let closer = users[caller.user] else { throw .sessionExpired }
        if let wrong = try wrongSecret(
            request.verifier, of: closer, by: caller.user, hearing.now)
        {
            return wrong
        }
        let closed = try side(found, reference)
        let rest = try self.rest(of: closed, to: destination)
        if closed.state.isClosed { throw .accountClosed(reference) }
        if closed.state.marks.contains(.debitFrozen) { throw .accountFrozen(reference) }
        guard holds.count(on: closed.account) == 0 else {
            throw Refusal(
                .accountNotEmpty, "Money of the account is held. Settle its holds first.")
        }
        guard closed.state.balance == .zero || rest != nil else {
            throw Refusal(
                .accountNotEmpty, "There is money in the account. Say where it goes.",
                details: ["balance": String(closed.state.balance.minorUnits)])
        }
        var records: [Record] = []
        if let rest { records.append(rest.record(EntryText(user: caller.user))) }
        records.append(AccountClosed(by: caller.user, account: closed.account.number).record)
        return .write(records)
    }

    /// The movement of what is left in an account; nil where nothing is, or nowhere to go is named.
    private func rest(
        of closed: Side, to destination: AccountReference?
    ) throws(Refusal) -> Entry? {
        guard let destination else { return nil }
        let heir = try side(accounts.find(destination), destination)
        guard let amount = try? Amount(closed.state.balance.minorUnits) else {
            guard closed.account != heir.account else { throw .sameAccount }
            return nil
        }
        return try entry(.transfer, from: closed, to: heir, amount)
    }
}
