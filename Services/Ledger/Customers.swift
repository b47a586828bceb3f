import BranchDomain
import Journal
import Messages

/// Customers after their registration.
extension Bank {
    func getCustomer(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(CustomerGet.Request.self)
        let caller = try caller(hearing.command.principal)
        if caller.device == .notifier {
            guard let number = request.customer, customers[number] != nil else {
                throw .customerNotFound
            }
            return .read(JSON.encode(forNotifier(customer(number))))
        }
        let number = try visibleCustomer(request.customer, hearing)
        return .read(JSON.encode(customer(number)))
    }

    func updateCustomer(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(CustomerUpdate.Request.self)
        // The fields are judged before the caller is, as `malformed` comes first.
        _ = try Person(name: "-", smsConsent: false).updated(request)
        let number = try visibleCustomer(request.customer, hearing)
        guard let customer = customers[number], !customer.user.isEmpty else {
            throw .customerNotFound
        }
        let person = try customer.person.updated(request)
        try checkFree(nil, person, besides: number)
        let by = hearing.command.principal.user
        return .write([CustomerUpdated(by: by, customer: number, person: person).record])
    }

    func listCustomers(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(CustomerList.Request.self)
        var page = try Page(request.limit)
        let caller = try caller(hearing.command.principal)
        if caller.role == .customer, let own = caller.customer {
            return .read(JSON.encode(CustomerList.Reply(customers: [customer(own)])))
        }
        guard caller.isStaff else { throw .notPermitted }
        var reply = CustomerList.Reply(customers: [])
        var number = request.after ?? 0
        while number < UInt64(customers.people.count) {
            let next = customer(number + 1)
            guard page.takes(bytes: Bank.size(of: next)) else {
                reply.next = number
                break
            }
            reply.customers.append(next)
            number += 1
        }
        return .read(JSON.encode(reply))
    }

    /// The bank's new secret for a customer who forgot the old one; unlocks.
    func resetCustomerSecret(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(InternalCustomerReset.self)
        let caller = try caller(hearing.command.principal)
        guard caller.isStaff else { throw .notPermitted }
        guard let customer = customers[request.customer], let user = users[customer.user] else {
            throw .customerNotFound
        }
        return .write([
            SecretReset(
                by: caller.user, user: user.user, verifier: request.verifier,
                generation: user.generation + 1
            ).record
        ])
    }

    /// The customer that a request names and the caller may see; the caller's own by default.
    private func visibleCustomer(_ number: UInt64?, _ hearing: Hearing) throws(Refusal) -> UInt64 {
        let caller = try caller(hearing.command.principal)
        if caller.role == .customer, let own = caller.customer {
            guard number == nil || number == own else { throw .notPermitted }
            return own
        }
        guard caller.isStaff else { throw .notPermitted }
        guard let number, customers[number] != nil else { throw .customerNotFound }
        return number
    }

    /// No more of a person than it takes to tell them something.
    private func forNotifier(_ customer: Customer) -> Customer {
        var told = customer
        (told.nationalId, told.email) = (nil, nil)
        return told
    }

    /// At most so many bytes of JSON, every character of a text escaped.
    private static func size(of customer: Customer) -> Int {
        let texts = [
            customer.user, customer.name, customer.nationalId, customer.phone, customer.email,
            customer.language,
        ]
        let characters = texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) }
        return 160 + 2 * characters + 20 * customer.accounts.count
    }
}
