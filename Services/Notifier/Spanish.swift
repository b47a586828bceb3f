/// What text messages say in Spanish.
enum Spanish {
    static let phrases: [Phrase: String] = [
        .credited:
            "{branch}: abono de {amount} en la cuenta {account} el {moment}. Ref. {reference}",
        .debited:
            "{branch}: cargo de {amount} en la cuenta {account} el {moment}. Ref. {reference}",
        .transferred:
            "{branch}: cargo de {amount} en la cuenta {account} el {moment}, "
            + "abonado a {to}. Ref. {reference}",
        .crowded: "{branch}: {waiting} personas esperan para {service} ({moment}).",
    ]
}
