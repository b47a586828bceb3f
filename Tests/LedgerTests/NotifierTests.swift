import BranchDomain
import Messages
import Testing

@testable import Ledger

/// The device that tells people what happened sees whom to tell, and nothing more.
@Suite struct NotifierTests {
    private var branch: PaperBranch
    private let ana: RegisteredCustomer

    /// A customer whose every field is known.
    private struct RegisteredCustomer {
        let customer: UInt64
        let account: UInt64
    }

    init() throws {
        branch = try PaperBranch()
        let reply = try branch.reply(
            CustomerRegister.self,
            InternalRegister(
                request: .init(
                    user: "ana", name: "Ana", nationalId: "ES-1", phone: "+34600000001",
                    email: "ana@example.org", language: "es", smsConsent: true, opening: 5_000),
                verifier: "ana's"),
            as: PaperBranch.admin)
        ana = RegisteredCustomer(customer: reply.customer, account: reply.account)
    }

    private mutating func customer(_ principal: Principal) throws -> Customer {
        try branch.reply(
            CustomerGet.self, CustomerGet.Request(customer: ana.customer), as: principal)
    }

    @Test mutating func itReadsPhoneLanguageAndConsentButNoNationalIdAndNoEmail() throws {
        let whole = try customer(PaperBranch.admin)
        #expect(whole.nationalId == "ES-1" && whole.email == "ana@example.org")
        let told = try customer(PaperBranch.notifier)
        #expect(told.phone == "+34600000001" && told.language == "es" && told.smsConsent)
        #expect(told.nationalId == nil && told.email == nil)
    }

    @Test mutating func itReadsWhoseAnAccountIsButNotWhatIsOnIt() throws {
        let request = AccountGet.Request(account: .number(ana.account))
        #expect(
            try branch.reply(AccountGet.self, request, as: PaperBranch.admin).balance == 5_000)
        let told = try branch.reply(AccountGet.self, request, as: PaperBranch.notifier)
        #expect(told.customer == ana.customer)
        #expect(told.balance == 0 && told.available == 0)
    }

    @Test mutating func whoIsNotThereIsNotFound() throws {
        for request in [CustomerGet.Request(customer: 99), CustomerGet.Request()] {
            #expect(
                branch.ask(.customerGet, request, as: PaperBranch.notifier)
                    == .refused(.customerNotFound))
        }
        #expect(
            branch.ask(
                .accountGet, AccountGet.Request(account: 99), as: PaperBranch.notifier)
                == .refused(.accountNotFound))
    }

    @Test mutating func everythingElseAboutPeopleAndMoneyIsRefused() throws {
        let account = AccountReference.number(ana.account)
        let refused: [(Messages.Method, any Encodable)] = [
            (.customerList, PageRequest()),
            (.customerUpdate, CustomerUpdate.Request(customer: ana.customer, name: "Eva")),
            (.accountHistory, AccountHistory.Request(account: account)),
            (.ledgerDeposit, LedgerDeposit.Request(account: account, amount: 1)),
            (.ledgerWithdraw, LedgerWithdraw.Request(account: account, amount: 1)),
        ]
        for (method, body) in refused {
            #expect(
                branch.ask(method, body, as: PaperBranch.notifier) == .refused(.notPermitted),
                "\(method.rawValue)")
        }
        let list = branch.ask(
            .accountList, AccountList.Request(customer: ana.customer), as: PaperBranch.notifier)
        #expect(list == .refused(.notPermitted))
    }

    /// A kiosk is a device too, and has no business with either.
    @Test mutating func otherDevicesReadNeither() throws {
        #expect(
            branch.ask(
                .customerGet, CustomerGet.Request(customer: ana.customer), as: PaperBranch.kiosk)
                == .refused(.notPermitted))
        #expect(
            branch.ask(
                .accountGet, AccountGet.Request(account: .number(ana.account)),
                as: PaperBranch.kiosk) == .refused(.notPermitted))
    }
}
