/// What text messages say in English.
enum English {
    static let phrases: [Phrase: String] = [
        .credited: "{branch}: {amount} credited to account {account} on {moment}. Ref. {reference}",
        .debited: "{branch}: {amount} debited from account {account} on {moment}. Ref. {reference}",
        .transferred:
            "{branch}: {amount} debited from account {account} on {moment}, "
            + "{to} credited. Ref. {reference}",
        .crowded: "{branch}: {waiting} people wait for {service} ({moment}).",
    ]
}
