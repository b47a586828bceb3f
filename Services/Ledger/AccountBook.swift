import BranchDomain
import Messages

/// Every account: customers' in one dense array, the bank's own in another, with their names.
struct AccountBook: Sendable, Equatable {
    /// The branch's own currency first, then others in order of their first use.
    private(set) var currencies: [Currency] = []
    private(set) var totals: [CurrencyTotals] = []
    /// Number n stands at n − 1.
    private(set) var customers: [AccountState] = []
    /// Number 2⁵² + n stands at n.
    private(set) var own: [AccountState] = []
    private(set) var ownNames: [String] = []
    private var ownByName: [String: Int] = [:]

    init() {}

    /// A book out of a snapshot.
    init(
        currencies: [Currency], totals: [CurrencyTotals], customers: [AccountState],
        own: [AccountState], ownNames: [String]
    ) {
        precondition(own.count == ownNames.count, "each own account has a name")
        precondition(currencies.count == totals.count, "each currency has totals")
        self.currencies = currencies
        self.totals = totals
        self.customers = customers
        self.own = own
        self.ownNames = ownNames
        for (index, name) in ownNames.enumerated() { ownByName[name] = index }
    }

    // MARK: Looking up

    func state(of account: AccountID) -> AccountState? {
        let index = AccountBook.index(account)
        if account.isOwn { return own.indices.contains(index) ? own[index] : nil }
        return customers.indices.contains(index) ? customers[index] : nil
    }

    /// The account that a message means, where there is one.
    func find(_ reference: AccountReference) -> AccountID? {
        switch reference {
        case .number(let number):
            guard let account = try? AccountID(number), state(of: account) != nil else {
                return nil
            }
            return account
        case .name(let name): return own(named: name)
        }
    }

    func own(named name: String) -> AccountID? {
        ownByName[name].map(AccountBook.ownID)
    }

    /// How the wire names an account: the number of a customer's, the name of an own one.
    func reference(to account: AccountID) -> AccountReference {
        guard account.isOwn else { return .number(account.number) }
        return .name(ownNames[AccountBook.index(account)])
    }

    func currency(of state: AccountState) -> Currency { currencies[Int(state.currency)] }

    /// Its place among the currencies in use, where it has one.
    func index(of currency: Currency) -> UInt8? {
        currencies.firstIndex(of: currency).map(UInt8.init)
    }

    var nextCustomerAccount: AccountID { AccountBook.customerID(customers.count) }
    /// The number of the own account that is opened next, behind so many others.
    func nextOwnAccount(behind others: Int = 0) -> AccountID {
        AccountBook.ownID(own.count + others)
    }

    /// The totals, added up from every balance anew.
    func addedUp() -> [CurrencyTotals] {
        var totals = [CurrencyTotals](repeating: CurrencyTotals(), count: currencies.count)
        for state in own {
            totals[Int(state.currency)].replace(0, by: state.balance.minorUnits)
        }
        for state in customers {
            totals[Int(state.currency)].replace(0, by: -state.balance.minorUnits)
        }
        return totals
    }

    // MARK: Changing

    /// Decides the branch's own currency, before any account is opened.
    mutating func found(in currency: Currency) {
        precondition(currencies.isEmpty && own.isEmpty, "a branch is founded once")
        _ = use(currency)
    }

    /// - Returns: Nil where the number is not the next one.
    mutating func openForCustomer(
        _ account: AccountID, owner: UInt64, currency: Currency
    ) -> Bool {
        precondition(owner > 0, "a customer's account has an owner")
        guard account == nextCustomerAccount else { return false }
        customers.append(AccountState(owner: owner, currency: use(currency)))
        return true
    }

    /// - Returns: Whether the number is the next one and the name is free.
    mutating func openOwn(_ account: AccountID, name: String, currency: Currency) -> Bool {
        guard account == nextOwnAccount(), ownByName[name] == nil else { return false }
        ownByName[name] = own.count
        ownNames.append(name)
        own.append(AccountState(currency: use(currency)))
        return true
    }

    mutating func mark(_ account: AccountID, _ change: (inout AccountState.Marks) -> Void) {
        let index = AccountBook.index(account)
        if account.isOwn { change(&own[index].marks) } else { change(&customers[index].marks) }
    }

    /// Reserves more of a customer's account, or less.
    mutating func hold(_ change: Int64, on account: AccountID) {
        precondition(!account.isOwn, "only customers' money is held")
        customers[AccountBook.index(account)].held += change
        assert(customers[AccountBook.index(account)].held >= 0, "no more is freed than was held")
    }

    mutating func setFloor(_ floor: Int64, of account: AccountID) {
        precondition(!account.isOwn, "the bank's own accounts have no floor")
        customers[AccountBook.index(account)].floor = floor
    }

    /// Writes what an entry left on one of its accounts.
    mutating func write(_ balance: Balance, last sequence: UInt64, to account: AccountID) {
        let index = AccountBook.index(account)
        if account.isOwn {
            let before = own[index].balance.minorUnits
            totals[Int(own[index].currency)].replace(before, by: balance.minorUnits)
            own[index].balance = balance
            own[index].last = sequence
        } else {
            let before = customers[index].balance.minorUnits
            totals[Int(customers[index].currency)].replace(-before, by: -balance.minorUnits)
            customers[index].balance = balance
            customers[index].last = sequence
        }
    }

    private mutating func use(_ currency: Currency) -> UInt8 {
        if let index = index(of: currency) { return index }
        precondition(currencies.count < 255, "there are fewer currencies than a byte can count")
        currencies.append(currency)
        totals.append(CurrencyTotals())
        return UInt8(currencies.count - 1)
    }

    // MARK: Numbers and places

    private static func index(_ account: AccountID) -> Int {
        Int(account.number - (account.isOwn ? AccountID.firstOwn : 1))
    }

    static func customerID(_ index: Int) -> AccountID { checked(UInt64(index) + 1) }
    static func ownID(_ index: Int) -> AccountID { checked(AccountID.firstOwn + UInt64(index)) }

    private static func checked(_ number: UInt64) -> AccountID {
        guard let account = try? AccountID(number) else {
            preconditionFailure("an account's place in memory is always a number of an account")
        }
        return account
    }
}
