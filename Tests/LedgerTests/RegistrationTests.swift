import BranchDomain
import Messages
import Testing

@testable import Ledger

@Suite struct RegistrationTests {
    private func body(
        _ user: String, name: String = "Somebody", nationalId: String? = nil,
        phone: String? = nil, opening: Int64? = nil
    ) -> InternalRegister {
        InternalRegister(
            request: .init(
                user: user, name: name, nationalId: nationalId, phone: phone, opening: opening),
            verifier: "\(user)'s")
    }

    @Test func anyoneMayRegisterWithoutMoney() throws {
        var branch = try PaperBranch()
        let id = branch.id()
        let reply = try branch.reply(
            CustomerRegister.self, body("Ana"), as: .anonymous, id: id)
        #expect(reply == .init(customer: 1, account: 1, secret: "customer ana \(id)"))
        #expect(
            branch.ask(.customerRegister, body("bob", opening: 9_000), as: .anonymous)
                == .refused(.notPermitted))
        #expect(
            branch.ask(.customerRegister, body("bob", opening: 9_000), as: PaperBranch.kiosk)
                == .refused(.notPermitted))
    }

    @Test func whereItIsOffOnlyTheStaffRegister() throws {
        var branch = try PaperBranch(settings: BankSettings(selfRegistration: false))
        #expect(
            branch.ask(.customerRegister, body("ana"), as: .anonymous) == .refused(.notPermitted))
        _ = try branch.reply(CustomerRegister.self, body("ana"), as: PaperBranch.admin)
    }

    @Test func theFirstDepositAtAnATMGoesIntoThatATM() throws {
        var branch = try PaperBranch()
        let reply = try branch.reply(
            CustomerRegister.self, body("ana", opening: 5_000), as: PaperBranch.atm)
        #expect(branch.balance(.number(reply.account)) == 5_000)
        #expect(branch.balance("atm:1") == 5_000)
        #expect(branch.lastGroup.count == 2, "who came, and what was paid in")
    }

    @Test func aTellersFirstDepositMayBeSmall() throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        let reply = try branch.reply(
            CustomerRegister.self, body("ana", opening: 1), as: teller)
        #expect(branch.balance(.number(reply.account)) == 1)
        #expect(branch.balance("vault") == 1)
    }

    @Test func aRepeatShowsTheSameSecretAndRegistersNobody() throws {
        var branch = try PaperBranch()
        for opening in [nil, 6_000] as [Int64?] {
            let id = branch.id()
            let user = "user\(opening ?? 0)"
            let request = body(user, opening: opening)
            let first = try branch.reply(
                CustomerRegister.self, request, as: PaperBranch.admin, id: id)
            let second = try branch.reply(
                CustomerRegister.self, request, as: PaperBranch.admin, id: id)
            #expect(first == second)
        }
        #expect(branch.bank.customers.people.count == 2)
    }

    @Test func namesAreJustNames() throws {
        var branch = try PaperBranch()
        let names = ["O'Brien", "'; DROP TABLE accounts; --", "Ana/1/100000", "李小龍", "a\"b\\c"]
        for (index, name) in names.enumerated() {
            let reply = try branch.reply(
                CustomerRegister.self, body("user\(index)x", name: name), as: .anonymous)
            let customer = try branch.reply(
                CustomerGet.self, CustomerGet.Request(customer: reply.customer),
                as: PaperBranch.admin)
            #expect(customer.name == name)
        }
        let replayed = try Bank(snapshot: branch.bank.snapshot())
        #expect(replayed.customers.people.map(\.person.name) == names)
    }

    @Test func nationalIDsAndPhonesAreUniqueInAnySpelling() throws {
        var branch = try PaperBranch()
        let first = body("ana", nationalId: "12.345.678-Z", phone: "+34 (600) 10-20-30")
        _ = try branch.reply(CustomerRegister.self, first, as: .anonymous)
        #expect(
            branch.ask(.customerRegister, body("bob", nationalId: "12345678z"), as: .anonymous)
                == .refused(.nationalIDTaken))
        #expect(
            branch.ask(.customerRegister, body("bob", phone: "+34600102030"), as: .anonymous)
                == .refused(.phoneTaken))
        let bob = body("bob", nationalId: "1", phone: "600102030")
        _ = try branch.reply(CustomerRegister.self, bob, as: .anonymous)
    }

    @Test func anUpdateChangesWhatIsGivenAndFreesWhatWasHeld() throws {
        var branch = try PaperBranch()
        _ = try branch.reply(
            CustomerRegister.self, body("ana", nationalId: "1", phone: "111"), as: .anonymous)
        let ana = Principal(user: "ana", role: "customer", customer: 1, generation: 1)
        let update = CustomerUpdate.Request(phone: "+222", email: "ana@example.org", language: "es")
        let customer = try branch.reply(CustomerUpdate.self, update, as: ana)
        #expect(customer.phone == "+222")
        #expect(customer.nationalId == "1")
        #expect(customer.email == "ana@example.org")
        _ = try branch.reply(CustomerRegister.self, body("bob", phone: "111"), as: .anonymous)
        #expect(
            branch.ask(.customerUpdate, CustomerUpdate.Request(phone: "1-1-1"), as: ana)
                == .refused(.phoneTaken))
        let cleared = try branch.reply(
            CustomerUpdate.self, CustomerUpdate.Request(phone: "", email: ""), as: ana)
        #expect(cleared.phone == nil)
        #expect(cleared.email == nil)
    }

    @Test func aCustomerSeesAndChangesNobodyElse() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana")
        _ = try branch.customer("bob")
        #expect(
            branch.ask(.customerGet, CustomerGet.Request(customer: 2), as: ana.principal)
                == .refused(.notPermitted))
        #expect(
            branch.ask(
                .customerUpdate, CustomerUpdate.Request(customer: 2, name: "Eve"),
                as: ana.principal) == .refused(.notPermitted))
        let list = try branch.reply(
            CustomerList.self, CustomerList.Request(), as: ana.principal)
        #expect(list.customers.map(\.customer) == [1])
        #expect(
            branch.ask(.customerGet, CustomerGet.Request(customer: 1), as: .anonymous)
                == .refused(.notPermitted))
    }

    @Test func customersAreListedInPages() throws {
        var branch = try PaperBranch()
        for index in 0..<45 { _ = try branch.customer("user\(index)x") }
        var seen: [UInt64] = []
        var after: UInt64?
        repeat {
            let page = try branch.reply(
                CustomerList.self, CustomerList.Request(after: after, limit: 20),
                as: PaperBranch.admin)
            #expect(page.customers.count <= 20)
            seen += page.customers.map(\.customer)
            after = page.next
        } while after != nil
        #expect(seen == Array(1...45))
        #expect(
            branch.ask(.customerList, CustomerList.Request(limit: 101), as: PaperBranch.admin)
                == .refused(.malformed))
    }
}
