import BranchDomain

/// A customer of the bank itself, without a user: `rpc` owns the accounts of the gRPC edge.
struct HouseCustomerAdded: Event {
    static let kind = EventKind.houseCustomerAdded
    var by: String
    var customer: UInt64
    var name: String
}

/// A customer, a user to log in with and a first account, all in one.
struct CustomerRegistered: Event {
    static let kind = EventKind.customerRegistered
    var by: String
    var customer: UInt64
    var account: UInt64
    var currency: String
    var user: String
    var verifier: String
    var person: Person
}

/// The customer as it is after the change.
struct CustomerUpdated: Event {
    static let kind = EventKind.customerUpdated
    var by: String
    var customer: UInt64
    var person: Person
}
