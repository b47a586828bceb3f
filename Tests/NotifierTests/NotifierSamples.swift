import BranchDomain
import Foundation
import Messages
import Outbox
import OutgoingHTTP
import ServiceKit
import Synchronization

@testable import Notifier

func at(_ seconds: Int64) -> Timestamp {
    Timestamp(milliseconds: 1_795_000_000_000 + seconds * 1_000)
}

/// Things that happen, rules, people.
enum Sample {
    static func settings(_ rules: String, more: String = "") throws -> NotificationSettings {
        try JSONDecoder().decode(
            NotificationSettings.self,
            from: Data(
                """
                {"sms": {"account": "AC1", "keyFile": "k", "from": "+15550001111"},
                 "webhooks": [{"name": "crm", "url": "https://crm.example/hook", "secretFile": "s"},
                              {"name": "full", "url": "https://x.example", "secretFile": "s",
                               "fullAccounts": true}],
                 "rules": [\(rules)]\(more)}
                """.utf8))
    }

    static func rules(_ rules: String) throws -> NotificationRules {
        try NotificationRules(settings(rules), branch: "main")
    }

    static func entry(
        _ sequence: UInt64 = 7, _ debit: AccountReference = "vault",
        _ credit: AccountReference = 4_711, kind: String = "deposit", amount: Int64 = 12_550,
        memo: String? = nil
    ) -> LedgerEntry {
        LedgerEntry(
            sequence: sequence, id: "", at: at(0).milliseconds, kind: kind, debit: debit,
            credit: credit, amount: amount, currency: "USD", balances: [0, 0], memo: memo,
            by: "teller1")
    }

    static let transfer = entry(8, 4_711, 123_456, kind: "transfer", memo: "PIN 1234")

    static func customer(
        phone: String? = "+34600000001", consents: Bool = true, language: String? = nil
    ) -> Customer {
        Customer(
            customer: 1, user: "ana", name: "Ana", phone: phone, language: language,
            smsConsent: consents, accounts: [4_711])
    }

    static func queue(
        _ service: String = "cash", waiting: Int = 0, recent: [BoardCall] = []
    ) -> QueueTopic {
        QueueTopic(
            service: service, open: true, waiting: waiting, next: [], serving: [], recent: recent)
    }
}

/// An outbox in a directory of its own.
final class TemporaryOutbox {
    let store: OutboxStore
    private let directory: String

    init() throws {
        directory = NSTemporaryDirectory() + "notifier-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        store = try OutboxStore(path: directory + "/outbox.sqlite")
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }
}

/// Customers by account.
final class People: CustomerLookup {
    let byAccount = Mutex<[UInt64: Customer]>([:])
    let isAway = Mutex(false)

    init(_ people: [UInt64: Customer]) { byAccount.withLock { $0 = people } }

    func owner(of account: UInt64) async throws(LookupTrouble) -> Customer? {
        guard !isAway.withLock({ $0 }) else { throw LookupTrouble(description: "away") }
        return byAccount.withLock { $0[account] }
    }
}

/// A provider in memory, as good or bad as a test wants it.
final class Exchange: HTTPExchange {
    typealias Answer = @Sendable (Int) -> Result<OutgoingAnswer, OutgoingTrouble>
    let requests = Mutex<[OutgoingRequest]>([])
    let answer = Mutex<Answer>({ _ in .success(Exchange.taken) })

    static let taken = OutgoingAnswer(status: 201, body: Array(#"{"sid": "SM1"}"#.utf8))

    func post(_ request: OutgoingRequest) async throws(OutgoingTrouble) -> OutgoingAnswer {
        let number = requests.withLock { requests in
            requests.append(request)
            return requests.count
        }
        return try answer.withLock { $0 }(number).get()
    }

    var count: Int { requests.withLock { $0.count } }
    func set(_ answer: @escaping Answer) { self.answer.withLock { $0 = answer } }
}

func smsCarrier(
    _ exchange: any HTTPExchange, _ people: any CustomerLookup, quiet: QuietHours? = nil,
    url: String = "https://api.twilio.com"
) -> SMSCarrier {
    SMSCarrier(
        provider: TwilioMessage(url: url, account: "AC1", key: "key", from: "+15550001111"),
        exchange: exchange, customers: people,
        writer: TextWriter(branch: "main", zone: .gmt), quiet: quiet, language: .english,
        countryPrefix: nil)
}
