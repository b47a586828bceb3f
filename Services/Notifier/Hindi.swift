/// What text messages say in Hindi.
enum Hindi {
    static let phrases: [Phrase: String] = [
        .credited: "{branch}: खाता {account} में {moment} को {amount} जमा हुए। संदर्भ {reference}",
        .debited: "{branch}: खाता {account} से {moment} को {amount} निकाले गए। संदर्भ {reference}",
        .transferred:
            "{branch}: खाता {account} से {moment} को {amount} निकाले गए, {to} में जमा हुए। संदर्भ {reference}",
        .crowded: "{branch}: {service} के लिए {waiting} लोग प्रतीक्षा में हैं ({moment})।",
    ]
}
