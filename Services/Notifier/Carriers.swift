import BranchDomain
import Messages
import OutgoingHTTP
import Outbox

/// Whoever knows the customers; in tests, anybody.
protocol CustomerLookup: Sendable {
    /// The owner of an account; nil: nobody who could be told.
    ///
    /// - Throws: Where nobody can say now.
    func owner(of account: UInt64) async throws(LookupTrouble) -> Customer?
}

struct LookupTrouble: Error, Equatable {
    static let noDevice = LookupTrouble(
        description: "branchline.json has no device of kind notifier")
    let description: String
}

/// Text messages: finds out who is to read them at the last moment.
struct SMSCarrier: Carrier {
    let provider: TwilioMessage
    let exchange: any HTTPExchange
    let customers: any CustomerLookup
    let writer: TextWriter
    let quiet: QuietHours?
    /// Where nobody has chosen one.
    let language: Language
    /// `+34`, for numbers without a country.
    let countryPrefix: String?

    func carry(_ message: OutboxMessage, now: Timestamp) async -> DeliveryOutcome {
        guard let notice = try? JSON.decode(TextNotice.self, from: message.body) else {
            return .refused("no notice of this version")
        }
        if !notice.urgent, let end = quiet?.end(at: now) { return .held(until: end) }
        let reader: (phone: String, language: Language)
        if let phone = notice.phone {
            reader = (phone, language)
        } else {
            do {
                guard let found = try await self.reader(of: notice) else { return .unwanted }
                reader = found
            } catch {
                return .failed(error.description, retryAfter: nil)
            }
        }
        guard let phone = DialledNumber.text(reader.phone, prefix: countryPrefix) else {
            return .refused("the customer's phone is no telephone number")
        }
        guard let text = text(of: notice, in: reader.language) else {
            return .refused("no notice of this version")
        }
        do {
            return TwilioMessage.outcome(
                of: try await exchange.post(provider.request(to: phone, text: text)))
        } catch {
            return .failed(error.description, retryAfter: nil)
        }
    }

    /// The account's owner as the ledger knows them now; nil without a phone or consent.
    private func reader(
        of notice: TextNotice
    ) async throws(LookupTrouble) -> (phone: String, language: Language)? {
        guard let account = notice.movement?.account,
            let owner = try await customers.owner(of: account), owner.smsConsent,
            let phone = owner.phone, !phone.isEmpty
        else { return nil }
        return (phone, Language(tag: owner.language) ?? language)
    }

    private func text(of notice: TextNotice, in language: Language) -> String? {
        if let movement = notice.movement { return writer.text(movement, in: language) }
        return notice.crowd.map { writer.text($0, in: language) }
    }
}

/// Signed webhooks.
struct WebhookCarrier: Carrier {
    let webhook: SignedWebhook
    let exchange: any HTTPExchange

    func carry(_ message: OutboxMessage, now: Timestamp) async -> DeliveryOutcome {
        let request = webhook.request(id: message.id, body: message.body, now: now)
        do {
            return SignedWebhook.outcome(of: try await exchange.post(request))
        } catch {
            return .failed(error.description, retryAfter: nil)
        }
    }
}
