import BranchDomain
import Messages
import Printing

/// What is on the kiosk's screen, in its words.
struct KioskScreen: Equatable, Sendable {
    struct Tile: Equatable, Sendable {
        let key: Int
        let title: String
        /// Such as that it is closed.
        let remark: String?
    }

    struct Tongue: Equatable, Sendable {
        let key: Int
        let name: String
        let isChosen: Bool
    }

    var title: String
    /// In letters as large as the screen allows.
    var number: String?
    var lines: [String] = []
    var tiles: [Tile] = []
    /// What key 5 does, or key 1 beside a number.
    var more: Tile?
    var languages: [Tongue] = []
    var isAlarm = false
    /// For the staff, small: what the printer lacks.
    var remark: String?
    /// Seconds until the first screen is back, while that is near.
    var countdown: Int?
}

extension KioskSession {
    /// What is to be shown at a moment.
    func screen(at now: Timestamp) -> KioskScreen {
        var screen = contents()
        screen.remark = printerTrouble?.description
        if let returnsAt {
            let left = Int(max(.zero, returnsAt.since(now)) / .seconds(1))
            screen.countdown = left < 10 ? left + 1 : nil
        }
        return screen
    }

    private func contents() -> KioskScreen {
        switch step {
        case .outOfService(let trouble):
            let line = trouble == .notEnrolled ? Phrase.notEnrolled : .outOfServiceLine
            return KioskScreen(
                title: ownLanguage.text(trouble == .starting ? .wait : .outOfService),
                lines: trouble == .starting ? [] : [ownLanguage.text(line)],
                isAlarm: trouble != .starting)
        case .choosing(let parent, let page):
            return choices(parent, page)
        case .asking(_, let attempt):
            return KioskScreen(
                title: language.text(.wait),
                lines: attempt > 0 ? [language.text(.askingAgain)] : [])
        case .ticket(let ticket, let slip):
            return number(ticket, slip)
        case .notice(let phrase):
            return KioskScreen(title: language.text(phrase), lines: [language.text(.done)])
        }
    }

    private func choices(_ parent: String?, _ page: Int) -> KioskScreen {
        let tiles = self.page(page, under: parent).enumerated().map { index, service in
            KioskScreen.Tile(
                key: index + 1, title: name(of: service),
                remark: service.open ? nil : language.text(.closedNow))
        }
        let title = parent.flatMap { parent in services.first { $0.service == parent } }
        let isLast = page + 1 >= pages(under: parent)
        let onward: Phrase? =
            !isLast ? .more : parent != nil ? .back : page > 0 ? .firstPage : nil
        return KioskScreen(
            title: title.map(name) ?? language.text(.question), tiles: tiles,
            more: onward.map { .init(key: 5, title: language.text($0), remark: nil) },
            languages: Language.allCases.map {
                .init(key: $0.key, name: $0.name, isChosen: $0 == language)
            })
    }

    private func number(_ ticket: Ticket, _ slip: Slip) -> KioskScreen {
        let service = services.first { $0.service == ticket.service }
        var lines = [service.map(name) ?? ticket.service]
        if let counter = ticket.counter { lines.append(language.text(.counter, ["n": counter])) }
        if let position = ticket.position {
            lines.append(
                position <= 1
                    ? language.text(.firstInLine)
                    : language.text(.before, ["n": String(position - 1)]))
        }
        if let estimate = ticket.estimate { lines.append(wait(estimate)) }
        lines.append(language.text(.please))
        switch slip {
        case .noPrinter: break
        case .printing: lines.append(language.text(.printing))
        case .printed: lines.append(language.text(.printed))
        case .failed: lines.append(language.text(.notPrinted))
        }
        lines.append(language.text(.done))
        let again = KioskScreen.Tile(key: 1, title: language.text(.printAgain), remark: nil)
        return KioskScreen(
            title: language.text(.yourNumber), number: ticket.number, lines: lines,
            more: slip == .noPrinter || slip == .printing
                || reprints >= KioskSession.mostReprints ? nil : again)
    }

    private func wait(_ estimate: Estimate) -> String {
        if estimate.p90 < 60 { return language.text(.underOneMinute) }
        let p50 = max(1, (estimate.p50 + 59) / 60)
        let p90 = max(p50, (estimate.p90 + 59) / 60)
        return language.text(.about, ["p50": String(p50), "p90": String(p90)])
    }

    private func name(of service: ServiceInfo) -> String {
        service.names[language.rawValue] ?? service.names["en"] ?? service.service
    }
}
