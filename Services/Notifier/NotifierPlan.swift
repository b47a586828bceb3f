import BranchDomain
import Foundation
import Outbox
import OutgoingHTTP
import ServiceKit

/// What the notifier is to do: the configuration, read and checked, with its secrets.
struct NotifierPlan: Sendable {
    struct Lane: Sendable {
        let name: String
        let perSecond: Int
        fileprivate let kind: Kind

        func carrier(
            exchange: any HTTPExchange, customers: any CustomerLookup
        ) -> any Carrier {
            switch kind {
            case .webhook(let webhook):
                WebhookCarrier(webhook: webhook, exchange: exchange)
            case .sms(let sms):
                SMSCarrier(
                    provider: sms.provider, exchange: exchange, customers: customers,
                    writer: sms.writer, quiet: sms.quiet, language: sms.language,
                    countryPrefix: sms.countryPrefix)
            }
        }
    }

    fileprivate struct SMS: Sendable {
        let provider: TwilioMessage
        let writer: TextWriter
        let quiet: QuietHours?
        let language: Language
        let countryPrefix: String?
    }

    fileprivate enum Kind: Sendable {
        case sms(SMS)
        case webhook(SignedWebhook)
    }

    let settings: NotificationSettings
    let rules: NotificationRules
    let lanes: [Lane]
    /// As whom it asks the ledger; a branch without money may have none.
    let device: BranchAccess.DeviceCredential?

    /// - Parameter enrolled: The device that came over the network; nil: the branch's own.
    /// - Throws: ``ConfigurationError`` saying what to mend.
    init(
        _ configuration: BranchConfiguration, in state: StateDirectory,
        enrolled: BranchAccess.DeviceCredential? = nil
    ) throws {
        guard let settings = configuration.notifications else {
            throw ConfigurationError(
                "\(state.configuration) has no part 'notifications': nobody is to be told.")
        }
        self.settings = settings
        rules = try NotificationRules(settings, branch: configuration.branch)
        guard let zone = TimeZone(identifier: configuration.timeZone) else {
            throw ConfigurationError("This machine knows no time zone \(configuration.timeZone).")
        }
        var lanes: [Lane] = []
        if let sms = settings.sms {
            lanes.append(
                try NotifierPlan.lane(
                    sms, settings, branch: configuration.branch, zone: zone, state))
        }
        let webhooks = settings.webhooks ?? []
        guard Set(webhooks.map(\.name)).count == webhooks.count else {
            throw ConfigurationError("notifications: two webhooks have the same name.")
        }
        for webhook in webhooks { lanes.append(try NotifierPlan.lane(webhook, state)) }
        self.lanes = lanes
        let isNeeded = !rules.accountLines.isEmpty
        let hasOne = configuration.devices.contains { $0.kind == DeviceKind.notifier.rawValue }
        device =
            try enrolled
            ?? (isNeeded || hasOne ? configuration.credential(of: .notifier, in: state) : nil)
    }

    private static func lane(
        _ sms: NotificationSettings.SMS, _ settings: NotificationSettings, branch: String,
        zone: TimeZone, _ state: StateDirectory
    ) throws -> Lane {
        var quiet: QuietHours?
        if let hours = settings.quietHours {
            quiet = QuietHours(from: hours.from, to: hours.to) { moment in
                zone.secondsFromGMT(
                    for: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1_000))
            }
            guard quiet != nil else {
                throw ConfigurationError("notifications: quietHours are written as 22:00, 07:00.")
            }
        }
        let key = try state.secret(at: state.file(sms.keyFile))
        return Lane(
            name: NotificationRules.smsLane, perSecond: sms.perSecond ?? 10,
            kind: .sms(
                SMS(
                    provider: TwilioMessage(
                        url: OutgoingRequest.base(sms.url ?? "https://api.twilio.com"),
                        account: sms.account, key: key, from: sms.from),
                    writer: TextWriter(branch: branch, zone: zone), quiet: quiet,
                    language: Language(tag: settings.language) ?? .english,
                    countryPrefix: sms.countryPrefix)))
    }

    private static func lane(
        _ webhook: NotificationSettings.Webhook, _ state: StateDirectory
    ) throws -> Lane {
        let secret = try state.secret(at: state.file(webhook.secretFile))
        guard secret.utf8.count >= 16 else {
            throw ConfigurationError("\(webhook.secretFile): a secret has at least 16 characters.")
        }
        return Lane(
            name: NotificationRules.lane(ofWebhook: webhook.name),
            perSecond: webhook.perSecond ?? 50,
            kind: .webhook(SignedWebhook(url: webhook.url, secret: secret)))
    }
}
