import BranchDomain
import Foundation
import Messages
import ServiceKit
import Testing

@testable import Notifier

@Suite struct NotificationRulesTests {
    @Test func aDepositIsTellingItsOwnerOnce() throws {
        let rules = try Sample.rules(#"{"on": "account", "to": "customer"}"#)
        let notices = rules.notices(of: Sample.entry())
        #expect(notices.map(\.id) == ["sms:7:4711"])
        #expect(notices == rules.notices(of: Sample.entry()), "the same id each time it is read")
    }

    @Test func bothSidesOfATransferAreToldAndTheSenderReadsWhoWasCredited() throws {
        let rules = try Sample.rules(#"{"on": "account", "to": "customer"}"#)
        let notices = try rules.notices(of: Sample.transfer)
            .map { try JSON.decode(TextNotice.self, from: $0.body) }
        let writer = TextWriter(branch: "main", zone: .gmt)
        let texts = notices.compactMap(\.movement).map { writer.text($0, in: .english) }
        #expect(
            texts
                == [
                    "main: USD 125.50 debited from account ****711 on 2026-11-18 11:06, "
                        + "****456 credited. Ref. 8",
                    "main: USD 125.50 credited to account ****456 on 2026-11-18 11:06. Ref. 8",
                ].map { $0.replacing("****711", with: "****11") })
    }

    @Test func theBanksOwnAccountsHaveNoPhone() throws {
        let rules = try Sample.rules(#"{"on": "account", "to": "customer"}"#)
        #expect(rules.notices(of: Sample.entry(9, "vault", "drawer:2", kind: "cash")).isEmpty)
    }

    @Test func kindsAndSmallestSumsAreHonoured() throws {
        let rules = try Sample.rules(
            """
            {"on": "account", "to": "customer", "kinds": ["withdrawal"]},
            {"on": "account", "to": "+34600000009", "minimum": 12551},
            {"on": "account", "to": "webhook:crm", "minimum": 12550}
            """)
        #expect(rules.notices(of: Sample.entry()).map(\.id) == ["crm:7:4711"])
    }

    @Test func aWebhookSeesAMaskedAccountUnlessItIsToldOtherwise() throws {
        let rules = try Sample.rules(
            """
            {"on": "account", "to": "webhook:crm"}, {"on": "account", "to": "webhook:full"}
            """)
        let events = try rules.notices(of: Sample.entry())
            .map { try JSON.decode(WebhookEvent.self, from: $0.body) }
        #expect(events.map(\.account) == ["****11", "4711"])
        #expect(events.map(\.event) == ["account.credited", "account.credited"])
    }

    @Test func neitherMemoNorNameNorWholeAccountReachesAnyText() throws {
        let rules = try Sample.rules(
            """
            {"on": "account", "to": "customer"}, {"on": "account", "to": "webhook:crm"},
            {"on": "account", "to": "+34600000009"}
            """)
        let writer = TextWriter(branch: "main", zone: .gmt)
        for notice in rules.notices(of: Sample.transfer) {
            var said = String(decoding: notice.body, as: UTF8.self)
            if let movement = (try? JSON.decode(TextNotice.self, from: notice.body))?.movement {
                said = Language.allCases.map { writer.text(movement, in: $0) }.joined()
            }
            for secret in ["1234 ", "PIN", "4711", "123456", "teller1"] {
                #expect(!said.replacing(notice.id, with: "").contains(secret), "\(said)")
            }
        }
    }

    @Test(arguments: [
        (#"{"on": "account", "to": "webhook:nobody"}"#, "no webhook 'nobody'"),
        (#"{"on": "account", "to": "600000000"}"#, "such as +34600000000"),
        (#"{"on": "queue", "to": "customer"}"#, "no phone"),
        (#"{"on": "queue", "to": "+34600000000"}"#, "waitingAbove"),
        (#"{"on": "queue", "to": "webhook:crm", "kinds": []}"#, "another kind of rule"),
    ])
    func aRuleThatCannotBeMeantIsRefusedByName(rule: String, words: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try Sample.rules(rule) }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test func aMaskShowsHalfOfTheDigitsAndAtMostFour() {
        let shown = [1, 17, 4_711, 12_345_678, 1_234_567_890].map { MaskedAccount.text($0) }
        #expect(shown == ["****1", "****7", "****11", "****5678", "****7890"])
    }
}

@Suite struct QueueWatchTests {
    private let call = BoardCall(
        number: "A012", counter: "2", called: at(0).milliseconds, calls: 1)

    @Test func aCallIsToldOnceHoweverOftenItsStateIsRepeated() throws {
        let rules = try Sample.rules(#"{"on": "queue", "to": "webhook:crm", "service": "cash"}"#)
        var watch = QueueWatch()
        let topic = Sample.queue(recent: [call])
        #expect(watch.notices(of: topic, by: rules, now: at(1)).count == 1)
        #expect(watch.notices(of: topic, by: rules, now: at(2)).isEmpty)
        let other = Sample.queue("loans", recent: [call])
        #expect(watch.notices(of: other, by: rules, now: at(2)).isEmpty, "another service")
        var restarted = QueueWatch()
        let again = restarted.notices(of: topic, by: rules, now: at(3))
        #expect(again.map(\.id) == ["crm:cash:A012:\(at(0).milliseconds):1"], "a stable id")
        #expect(watch.notices(of: topic, by: rules, now: at(9_999)).isEmpty)
    }

    @Test func aLongLineIsToldWhenItBeginsAndAgainAfterItWasShort() throws {
        let rules = try Sample.rules(
            #"{"on": "queue", "to": "+34600000009", "waitingAbove": 20}"#)
        var watch = QueueWatch()
        var told: [Int] = []
        for waiting in [5, 20, 21, 30, 19, 25, 10, 22] {
            let notices = watch.notices(
                of: Sample.queue(waiting: waiting), by: rules, now: at(Int64(waiting)))
            if !notices.isEmpty { told.append(waiting) }
        }
        #expect(told == [21, 22])
        var restarted = QueueWatch(crowded: watch.crowded)
        let topic = Sample.queue(waiting: 23)
        #expect(restarted.notices(of: topic, by: rules, now: at(99)).isEmpty)
    }
}

@Suite struct LanguageTests {
    @Test(arguments: Language.allCases)
    func everyLanguageSaysEverythingWithTheSameWordsPutIn(language: Language) {
        for phrase in Phrase.allCases {
            let text = language.phrases[phrase]
            #expect(text != nil, "\(language) has no \(phrase)")
            let names = { (text: String?) in
                Set((text ?? "").matches(of: /\{(\w+)\}/).map { String($0.1) })
            }
            #expect(names(text) == names(Language.english.phrases[phrase]), "\(language) \(phrase)")
        }
    }

    @Test func tagsOfRegionsCount() {
        #expect(Language(tag: "pt-BR") == .portuguese)
        #expect(Language(tag: "de") == nil)
        #expect(Language(tag: nil) == nil)
    }
}
