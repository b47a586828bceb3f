import BranchDomain
import Messages

/// Every key of `branchline.json`. A new one is a property of ``BranchConfiguration`` and a line
/// here; a test compares the two, and the reference page with both.
extension BranchConfiguration {
    public static let keys: [ConfigurationKey] = [
        ConfigurationKey(
            "branch",
            .text(fault: domainFault { (text) throws(DomainError) in try BranchID(text) }),
            required: true, counts: .fromRestart,
            "The branch's name in topics: small letters, digits and hyphens."),
        ConfigurationKey(
            "currency",
            .text(fault: domainFault { (text) throws(DomainError) in try Currency(text) }),
            required: true, counts: .fromFirstStart,
            "The branch's currency, ISO 4217."),
        ConfigurationKey(
            "timeZone",
            .text(fault: TimeZoneName.fault),
            required: true, counts: .fromRestart,
            "The IANA time zone by which the business day changes, such as `Europe/Madrid`."),
        ConfigurationKey(
            "queueOnly", .flag, required: true, counts: .fromRestart,
            "Whether only the queue is offered, as in a clinic or a shop."),
        ConfigurationKey(
            "selfRegistration", .flag, required: true,
            "Whether people may register themselves as customers."),
        ConfigurationKey(
            "minimumOpening", amount, required: true,
            "The smallest first deposit at an ATM, in minor units."),
        ConfigurationKey(
            "approvals", .map(of: amount, nameFault: methodFault),
            "By method: from which amount on it waits for a second person, in minor units."),
        ConfigurationKey(
            "products", .map(of: .section(product)), "By name: what accounts can be opened under."),
        ConfigurationKey(
            "limits",
            .map(of: .section(roleLimits), nameFault: oneOf(Role.allCases.map(\.rawValue))),
            "By role: what people may take out for customers."),
        ConfigurationKey(
            "queue",
            .section([
                ConfigurationKey(
                    "minimumRecalls", count,
                    "Recalls before a called ticket may be a no-show; none where absent."),
                ConfigurationKey(
                    "automatic", .flag,
                    "Whether a counter calls the next ticket by itself when one is done."),
                ConfigurationKey(
                    "reopenMinutes", count,
                    "For so long what is over can be reopened; 30 where absent."),
            ]), "What holds for all counters of the queue."),
        ConfigurationKey(
            "notifications", .section(notifications),
            "Who is told what; `branchline-notifier --help` has an example."),
        ConfigurationKey(
            "chat", .section(chat),
            "The branch in a messenger; `branchline-chatbot --help` has an example."),
        ConfigurationKey(
            "services", .sections(service), required: true, counts: .fromFirstStart,
            "The queue's services; later ones by `branch service`."),
        ConfigurationKey(
            "devices", .sections(device), required: true, counts: .fromFirstStart,
            "The devices that get a secret; later ones by `branch pair`."),
    ]

    /// Those with a line here, and what has none yet: that is the reading service's own matter.
    static let accepted: [ConfigurationKey] = {
        let known = Set(keys.map(\.name))
        let unlisted = Mirror(reflecting: standard).children.compactMap(\.label)
            .filter { !known.contains($0) }
        return keys + unlisted.map { ConfigurationKey($0, .any, "") }
    }()

    private static let amount = ConfigurationKey.Kind.whole(0...9_007_199_254_740_991)
    private static let count = ConfigurationKey.Kind.whole(0...1_000_000)

    private static let product: [ConfigurationKey] = [
        ConfigurationKey(
            "limits",
            .section([
                ConfigurationKey("overdraft", amount, "How far below zero, in minor units."),
                ConfigurationKey("minimum", amount, "What has to stay, in minor units."),
                ConfigurationKey("perTransaction", amount, "The most at once, in minor units."),
                ConfigurationKey("dailyAmount", amount, "The most a day, in minor units."),
                ConfigurationKey("dailyCount", count, "The most movements a day."),
            ]), "What is absent is not limited."),
        ConfigurationKey(
            "fees", .map(of: amount, nameFault: oneOf(["withdrawal", "transfer"])),
            "By `withdrawal` and `transfer`: minor units for each."),
        ConfigurationKey(
            "interest",
            .section([
                ConfigurationKey("rate", .text(), required: true, "Percent a year, `\"2.5\"`."),
                ConfigurationKey(
                    "dayCount", .text(fault: oneOf(["ACT/365", "ACT/360", "30/360", "30E/360"])),
                    "`ACT/365` where absent."),
                ConfigurationKey(
                    "rounding", .text(fault: oneOf(["halfEven", "halfUp", "down"])),
                    "`halfEven` where absent."),
            ]), "Accrued by the day, posted with `ledger.addInterest` for all."),
    ]

    private static let roleLimits: [ConfigurationKey] = [
        ConfigurationKey("perTransaction", amount, "The most at once, in minor units."),
        ConfigurationKey(
            "dailyAmount", amount, "The most a day of one person of the staff, in minor units."),
        ConfigurationKey("dailyCount", count, "The most movements a day of one of the staff."),
    ]

    private static let service: [ConfigurationKey] = [
        ConfigurationKey("service", .text(), required: true, "Its name in topics."),
        ConfigurationKey(
            "prefix",
            .text { text in
                text.wholeMatch(of: /[A-Z]{1,4}/) == nil
                    ? "has one to four capital letters, not \(text)" : nil
            }, required: true, "What ticket numbers begin with, A to Z."),
        ConfigurationKey(
            "names", .map(of: .text()), required: true, "By language: what people read."),
    ]

    private static let device: [ConfigurationKey] = [
        ConfigurationKey(
            "device",
            .text(fault: domainFault { (text) throws(DomainError) in try UserName(text) }),
            required: true,
            "Its name, as in `kiosk:1`."),
        ConfigurationKey(
            "kind", .text(fault: oneOf(DeviceKind.allCases.map(\.rawValue))), required: true,
            "What it is."),
    ]

    private static let methodFault: @Sendable (String) -> String? = { name in
        Messages.Method(rawValue: name) == nil ? "is no method: \(name)" : nil
    }

    private static func domainFault<Value>(
        _ make: @escaping @Sendable (String) throws(DomainError) -> Value
    ) -> @Sendable (String) -> String? {
        { text in
            do throws(DomainError) {
                _ = try make(text)
                return nil
            } catch {
                return "is not right. \(error.description)"
            }
        }
    }
}
