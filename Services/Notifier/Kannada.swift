/// What text messages say in Kannada.
enum Kannada {
    static let phrases: [Phrase: String] = [
        .credited: "{branch}: ಖಾತೆ {account} ಗೆ {moment} ರಂದು {amount} ಜಮೆಯಾಗಿದೆ. ಉಲ್ಲೇಖ {reference}",
        .debited: "{branch}: ಖಾತೆ {account} ಯಿಂದ {moment} ರಂದು {amount} ಕಡಿತವಾಗಿದೆ. ಉಲ್ಲೇಖ {reference}",
        .transferred:
            "{branch}: ಖಾತೆ {account} ಯಿಂದ {moment} ರಂದು {amount} ಕಡಿತವಾಗಿದೆ, {to} ಗೆ ಜಮೆಯಾಗಿದೆ. ಉಲ್ಲೇಖ {reference}",
        .crowded: "{branch}: {service} ಗಾಗಿ {waiting} ಜನ ಕಾಯುತ್ತಿದ್ದಾರೆ ({moment}).",
    ]
}
