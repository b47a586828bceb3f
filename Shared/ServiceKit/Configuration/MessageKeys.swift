import FoundationEssentials

/// The keys of what is told to people and programs.
extension BranchConfiguration {
    /// What carries a secret goes over TLS, or does not leave the machine.
    private static let address = ConfigurationKey.Kind.text { text in
        let url = URL(string: text)
        let host = url?.host ?? ""
        let isHere = ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host)
        return !host.isEmpty && (url?.scheme == "https" || url?.scheme == "http" && isHere)
            ? nil : "begins with https:// (or is on this machine), not \(text)"
    }
    private static let hour = ConfigurationKey.Kind.text {
        $0.wholeMatch(of: /([01][0-9]|2[0-3]):[0-5][0-9]/) == nil
            ? "is a time of day as 22:00, not \($0)" : nil
    }
    private static let pattern = ConfigurationKey.Kind.text {
        (try? Regex($0)) == nil ? "is no regular expression: \($0)" : nil
    }
    private static let identifier: ClosedRange<Int64> =
        -9_007_199_254_740_991...9_007_199_254_740_991
    private static let rate = ConfigurationKey.Kind.whole(1...10_000)
    private static let language = ConfigurationKey.Kind.text(
        fault: oneOf(["en", "es", "pt", "hi", "kn"]))

    static let notifications: [ConfigurationKey] = [
        ConfigurationKey(
            "sms",
            .section([
                ConfigurationKey("url", address, "`https://api.twilio.com` where absent."),
                ConfigurationKey("account", .text(), required: true, "The account, `AC…`."),
                ConfigurationKey(
                    "keyFile", .text(), required: true, "A file with the account's key."),
                ConfigurationKey(
                    "from", .text(), required: true,
                    "A telephone number with `+`, or a messaging service, `MG…`."),
                ConfigurationKey("perSecond", rate, "Messages a second; 10 where absent."),
                ConfigurationKey(
                    "countryPrefix", .text(),
                    "`+34`, put before customers' numbers that have no country."),
            ]), "Text messages through Twilio's REST API."),
        ConfigurationKey(
            "webhooks",
            .sections([
                ConfigurationKey(
                    "name", .text(), required: true, "By which rules name it, `crm`."),
                ConfigurationKey("url", address, required: true, "Where it is told."),
                ConfigurationKey(
                    "secretFile", .text(), required: true,
                    "A file with the secret that both sides know."),
                ConfigurationKey("perSecond", rate, "Messages a second; 50 where absent."),
                ConfigurationKey(
                    "fullAccounts", .flag, "Whether account numbers are given in full."),
            ]), "Programs that are told, with a signature."),
        ConfigurationKey(
            "rules",
            .sections([
                ConfigurationKey(
                    "on", .text(fault: oneOf(["account", "queue"])), required: true,
                    "Movements of customers' accounts, or calls and long lines."),
                ConfigurationKey(
                    "to", .text(), required: true,
                    "`customer`, `webhook:NAME`, or a telephone number of the staff."),
                ConfigurationKey("kinds", .texts(), "Only these kinds of movement."),
                ConfigurationKey(
                    "minimum", .whole(0...9_007_199_254_740_991),
                    "Only movements of at least so much, in minor units."),
                ConfigurationKey("urgent", .flag, "Also in quiet hours."),
                ConfigurationKey("service", .text(), "Only this service's queue."),
                ConfigurationKey(
                    "waitingAbove", .whole(0...1_000_000),
                    "Each time that more than so many begin to wait, instead of calls."),
            ]), required: true, "Who is told what."),
        ConfigurationKey(
            "quietHours",
            .section([
                ConfigurationKey("from", hour, required: true, "`22:00`."),
                ConfigurationKey("to", hour, required: true, "`07:00`."),
            ]), "When no text messages are sent, by the branch's time zone."),
        ConfigurationKey("language", language, "Where nobody chose one; `en` where absent."),
    ]

    static let chat: [ConfigurationKey] = [
        ConfigurationKey("tokenFile", .text(), required: true, "A file with the bot's token."),
        ConfigurationKey("url", address, "`https://api.telegram.org` where absent."),
        ConfigurationKey("service", .text(), "The service that a flat number asks for."),
        ConfigurationKey(
            "flatPattern", pattern,
            "A regular expression for flats in capital letters; `[A-Z]{1,3}[0-9]{1,4}`."),
        ConfigurationKey(
            "administrators", .wholes(identifier),
            "The messenger's ids of those who may `/start` and `/exit`."),
        ConfigurationKey(
            "group", .whole(identifier.lowerBound ... -1),
            "The residents' group, to which batches are announced."),
        ConfigurationKey("language", language, "Of the group; `en` where absent."),
    ]
}
