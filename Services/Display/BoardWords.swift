import BranchDomain
import Terminal

/// What is written on the board, by language.
struct BoardWords: Sendable {
    let welcome: String
    let ticket: String
    let counter: String
    let nowServing: String
    let recentCalls: String
    let waiting: String
    let next: String
    let closed: String
    let inside: String
    let nobodyServed: String
    let noCallsYet: String
    let live: String
    let connecting: String
    let notLive: String
    let notLiveSince: String
    let nothingHeardSince: String
    let wasNotLive: String
    let more: String
    let weekdays: [String]
    let months: [String]
    /// The order of a written date.
    let isDayFirst: Bool

    static func of(language: String) -> BoardWords? {
        switch language {
        case "en": english
        case "es": spanish
        default: nil
        }
    }

    /// `Friday 20 November`.
    func date(_ time: LocalTime) -> String {
        let (weekday, month) = (weekdays[time.weekday], months[time.month - 1])
        return isDayFirst
            ? "\(weekday) \(time.day) de \(month)" : "\(weekday) \(time.day) \(month)"
    }

    static let english = BoardWords(
        welcome: "Welcome", ticket: "TICKET", counter: "COUNTER", nowServing: "NOW SERVING",
        recentCalls: "RECENT CALLS", waiting: "waiting", next: "next", closed: "closed",
        inside: "inside", nobodyServed: "No counter is serving", noCallsYet: "No calls yet",
        live: "live", connecting: "connecting", notLive: "not live", notLiveSince: "NOT LIVE SINCE",
        nothingHeardSince: "NOT LIVE · NOTHING HEARD SINCE", wasNotLive: "was not live",
        more: "more",
        weekdays: [
            "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
        ],
        months: [
            "January", "February", "March", "April", "May", "June", "July", "August",
            "September", "October", "November", "December",
        ], isDayFirst: false)

    static let spanish = BoardWords(
        welcome: "Bienvenidos", ticket: "TURNO", counter: "CAJA", nowServing: "EN ATENCIÓN",
        recentCalls: "ÚLTIMAS LLAMADAS", waiting: "en espera", next: "siguen",
        closed: "cerrado", inside: "dentro", nobodyServed: "Ninguna caja atiende",
        noCallsYet: "Aún no hay llamadas", live: "en vivo", connecting: "conectando",
        notLive: "sin conexión",
        notLiveSince: "SIN CONEXIÓN DESDE LAS",
        nothingHeardSince: "SIN CONEXIÓN · NADA RECIBIDO DESDE LAS",
        wasNotLive: "sin conexión", more: "más",
        weekdays: [
            "domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado",
        ],
        months: [
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
            "septiembre", "octubre", "noviembre", "diciembre",
        ], isDayFirst: true)
}
