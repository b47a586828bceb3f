import Terminal

/// What stands on a ticket's slip, by language.
///
/// Only languages whose letters receipt printers have: Hindi and Kannada are not among them, and
/// a slip for their speakers is in English, with the number that needs no letters.
struct SlipWords: Sendable {
    let yourNumber: String
    let issued: String
    let place: String
    let wait: String
    /// With `{p50}` and `{p90}`, in minutes.
    let about: String
    let underOneMinute: String
    let called: String
    let scan: String
    let keep: String
    /// With `{time}`.
    let copy: String
    let months: [String]

    /// The words of a language, English where there are none or the printer lacks its letters.
    static func of(language: String, on codePage: CodePage) -> SlipWords {
        let words = byLanguage[language] ?? english
        return words.all.allSatisfy(codePage.canWrite) ? words : english
    }

    /// `21 Nov 2026, 10:42`.
    func moment(_ time: LocalTime) -> String {
        "\(time.day) \(months[time.month - 1]) \(time.year), \(time.clock)"
    }

    private var all: [String] {
        [yourNumber, issued, place, wait, about, underOneMinute, called, scan, keep, copy] + months
    }

    private static let byLanguage = ["en": english, "es": spanish, "pt": portuguese]

    static let english = SlipWords(
        yourNumber: "YOUR NUMBER", issued: "Issued", place: "Place in line", wait: "Wait",
        about: "about {p50} min, at most {p90}", underOneMinute: "under a minute",
        called: "Go to counter", scan: "Scan to follow your place on your phone",
        keep: "Please keep this ticket until you are served.", copy: "Printed again at {time}",
        months: [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ])

    static let spanish = SlipWords(
        yourNumber: "SU TURNO", issued: "Emitido", place: "Puesto en la fila", wait: "Espera",
        about: "unos {p50} min, {p90} como mucho", underOneMinute: "menos de un minuto",
        called: "Pase a la caja", scan: "Escanee para seguir su turno en el teléfono",
        keep: "Conserve este papel hasta que le atiendan.",
        copy: "Impreso de nuevo a las {time}",
        months: [
            "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic",
        ])

    static let portuguese = SlipWords(
        yourNumber: "A SUA SENHA", issued: "Emitida", place: "Lugar na fila", wait: "Espera",
        about: "cerca de {p50} min, {p90} no máximo", underOneMinute: "menos de um minuto",
        called: "Dirija-se ao balcão", scan: "Digitalize para seguir a senha no telemóvel",
        keep: "Guarde este talão até ser atendido.", copy: "Impresso de novo às {time}",
        months: [
            "jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez",
        ])
}
