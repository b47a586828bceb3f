import BranchDomain
import Messages

/// Who a customer is, as the bank was told.
struct Person: Codable, Sendable, Equatable {
    var name: String
    var nationalID: String?
    var phone: String?
    var email: String?
    var language: String?
    var smsConsent: Bool

    /// What two customers may not share, in one spelling: letters and digits alone.
    var nationalIDKey: String? { nationalID.map(NationalID.key) }
    /// Digits and a leading plus.
    var phoneKey: String? { phone.map(PhoneNumber.key) }
}

/// One customer as the ledger holds it.
struct CustomerState: Sendable, Equatable {
    /// Empty for a house customer, as whom nobody logs in.
    var user: String
    var person: Person
    /// In order of their numbers.
    var accounts: [UInt64] = []
}

/// Every customer: people from number 1, the house's own from 2⁵².
struct CustomerBook: Sendable, Equatable {
    /// The first number of house customers, as with the bank's own accounts.
    static let firstHouse = AccountID.firstOwn
    /// The house customer of the gRPC edge.
    static let rpc = "rpc"

    private(set) var people: [CustomerState] = []
    private(set) var house: [CustomerState] = []
    private var byNationalID: [String: UInt64] = [:]
    private var byPhone: [String: UInt64] = [:]

    init() {}

    init(people: [CustomerState], house: [CustomerState]) {
        self.people = people
        self.house = house
        for (index, customer) in people.enumerated() { remember(customer, UInt64(index) + 1) }
    }

    subscript(number: UInt64) -> CustomerState? {
        guard let place = place(of: number) else { return nil }
        return place.house ? house[place.index] : people[place.index]
    }

    func find(_ reference: CustomerReference) -> UInt64? {
        switch reference {
        case .number(let number): self[number] == nil ? nil : number
        case .name(let name): houseCustomer(named: name)
        }
    }

    func houseCustomer(named name: String) -> UInt64? {
        house.firstIndex { $0.person.name == name }.map { CustomerBook.firstHouse + UInt64($0) }
    }

    /// Who has the national id, in whatever spelling.
    func holder(nationalID key: String) -> UInt64? { byNationalID[key] }
    func holder(phone key: String) -> UInt64? { byPhone[key] }

    var nextNumber: UInt64 { UInt64(people.count) + 1 }
    var nextHouseNumber: UInt64 { CustomerBook.firstHouse + UInt64(house.count) }

    mutating func add(_ customer: CustomerState) {
        precondition(!customer.user.isEmpty, "a person has a user")
        people.append(customer)
        remember(customer, UInt64(people.count))
    }

    mutating func addHouse(named name: String) {
        precondition(houseCustomer(named: name) == nil, "house customers differ in their names")
        house.append(CustomerState(user: "", person: Person(name: name, smsConsent: false)))
    }

    mutating func update(_ number: UInt64, to person: Person) {
        guard let place = place(of: number), !place.house else {
            preconditionFailure("only people are updated")
        }
        let before = people[place.index].person
        if let key = before.nationalIDKey { byNationalID[key] = nil }
        if let key = before.phoneKey { byPhone[key] = nil }
        people[place.index].person = person
        remember(people[place.index], number)
    }

    mutating func give(_ account: AccountID, to number: UInt64) {
        guard let place = place(of: number) else {
            preconditionFailure("an account's owner is a customer")
        }
        if place.house {
            house[place.index].accounts.append(account.number)
        } else {
            people[place.index].accounts.append(account.number)
        }
    }

    private mutating func remember(_ customer: CustomerState, _ number: UInt64) {
        if let key = customer.person.nationalIDKey { byNationalID[key] = number }
        if let key = customer.person.phoneKey { byPhone[key] = number }
    }

    private func place(of number: UInt64) -> (house: Bool, index: Int)? {
        if number >= CustomerBook.firstHouse {
            let index = number - CustomerBook.firstHouse
            return index < UInt64(house.count) ? (true, Int(index)) : nil
        }
        return number >= 1 && number <= UInt64(people.count) ? (false, Int(number - 1)) : nil
    }
}
