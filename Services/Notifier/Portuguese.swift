/// What text messages say in Portuguese.
enum Portuguese {
    static let phrases: [Phrase: String] = [
        .credited: "{branch}: crédito de {amount} na conta {account} em {moment}. Ref. {reference}",
        .debited: "{branch}: débito de {amount} na conta {account} em {moment}. Ref. {reference}",
        .transferred:
            "{branch}: débito de {amount} na conta {account} em {moment}, "
            + "creditado a {to}. Ref. {reference}",
        .crowded: "{branch}: {waiting} pessoas esperam por {service} ({moment}).",
    ]
}
