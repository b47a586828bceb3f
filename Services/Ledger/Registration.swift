import BranchDomain
import Journal
import Messages

/// How a customer comes to be: a person, a user, a first account, and perhaps a first deposit.
extension Bank {
    func register(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(InternalRegister.self)
        let user = try UserName(checked: request.request.user)
        let person = try Person(request.request)
        let opening: Amount? = try request.request.opening.map { units throws(Refusal) in
            try Amount(checked: units)
        }
        let caller = try caller(hearing.command.principal)
        try checkMayRegister(caller, opening)
        try checkFree(user, person, besides: nil)
        if caller.atm != nil, (opening?.minorUnits ?? 0) < settings.minimumOpening {
            throw .openingTooSmall(settings.minimumOpening, accounts.currencies[0])
        }
        let registered = CustomerRegistered(
            by: caller.user, customer: customers.nextNumber,
            account: accounts.nextCustomerAccount.number, currency: accounts.currencies[0].code,
            user: user.description, verifier: request.verifier, person: person)
        guard let opening else { return .write([registered.record]) }
        let entry = try firstDeposit(opening, caller)
        return .write([registered.record, entry.record(EntryText(user: caller.user))])
    }

    private func checkMayRegister(_ caller: Caller, _ opening: Amount?) throws(Refusal) {
        if caller.isStaff { return }
        guard settings.selfRegistration, opening == nil || caller.atm != nil else {
            throw .notPermitted
        }
    }

    /// - Throws: ``Refusal`` user_taken, national_id_taken, phone_taken, in this order.
    func checkFree(
        _ user: UserName?, _ person: Person, besides number: UInt64?
    ) throws(Refusal) {
        if let user, users[user.description] != nil { throw .userTaken }
        if let key = person.nationalIDKey, let holder = customers.holder(nationalID: key),
            holder != number
        {
            throw .nationalIDTaken
        }
        if let key = person.phoneKey, let holder = customers.holder(phone: key), holder != number {
            throw .phoneTaken
        }
    }

    /// Cash into the account that the record before this one opens.
    private func firstDeposit(_ amount: Amount, _ caller: Caller) throws(Refusal) -> Entry {
        let cash = try caller.atm.map { (atm) throws(Refusal) in
            try side(atm, .number(atm.number))
        }
        let account = Side(
            account: accounts.nextCustomerAccount, state: AccountState(owner: customers.nextNumber))
        return try entry(
            .opening, from: cash ?? till(of: caller, in: 0).side, to: account, amount)
    }
}
