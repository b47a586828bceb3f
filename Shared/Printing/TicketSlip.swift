import BranchDomain
import Foundation
import Messages
import Terminal

/// A ticket on paper: everything that its holder needs without a screen.
public struct TicketSlip: Sendable {
    public var branch: String
    public var ticket: Ticket
    /// What the service is called, by language.
    public var names: [String: String]
    /// The ticket's own address; nil: no code is printed.
    public var link: String?
    public var language: String
    public var zone: TimeZone
    /// When a copy of a slip is printed; nil: it is the first.
    public var reprinted: Timestamp?

    public init(
        branch: String, ticket: Ticket, names: [String: String] = [:], link: String? = nil,
        language: String = "en", zone: TimeZone, reprinted: Timestamp? = nil
    ) {
        self.branch = branch
        self.ticket = ticket
        self.names = names
        self.link = link
        self.language = language
        self.zone = zone
        self.reprinted = reprinted
    }

    /// - Parameters:
    ///   - services: As the branch has them: one of them is the ticket's.
    ///   - pages: Where phones reach the branch's pages; nil: no code is printed.
    public init(
        branch: String, ticket: Ticket, services: [ServiceInfo], pages: String?,
        language: String, zone: TimeZone, reprinted: Timestamp?
    ) {
        self.init(
            branch: branch, ticket: ticket,
            names: services.first { $0.service == ticket.service }?.names ?? [:],
            link: pages.map { TicketLink.of(ticket.ticket, at: $0) }, language: language,
            zone: zone, reprinted: reprinted)
    }

    /// The slip for a printer.
    public func bytes(for profile: PrinterProfile) -> [UInt8] {
        let words = SlipWords.of(language: language, on: profile.codePage)
        var job = PrintJob(profile)
        head(words, on: &job)
        facts(words, on: &job)
        code(words, on: &job)
        job.feed(dots: 30)
        sentence(words.keep, on: &job)
        if let reprinted {
            let time = LocalTime(reprinted, in: zone).clock
            sentence(words.copy.replacing("{time}", with: time), on: &job)
        }
        job.cut()
        return job.bytes
    }

    private func head(_ words: SlipWords, on job: inout PrintJob) {
        let columns = job.profile.columns
        job.align(.centre)
        job.bold(true)
        let isShort = DisplayWidth.of(branch) <= columns / 2
        job.size(isShort ? 2 : 1, 2)
        job.line(job.profile.fitted(branch, to: isShort ? columns / 2 : columns))
        job.bold(false)
        job.size(1, 1)
        job.feed(dots: 14)
        job.rule(height: 3)
        job.feed(dots: 22)
        job.line(words.yourNumber)
        job.feed(dots: 10)
        let number = job.profile.fitted(ticket.number, to: columns)
        let scale = min(8, max(1, columns / max(1, DisplayWidth.of(number))))
        job.bold(true)
        job.size(scale, scale)
        job.line(number)
        job.feed(dots: 10)
        let band = columns / 2
        let name = job.profile.fitted(serviceName(on: job.profile.codePage), to: band - 2)
        let indent = (band - DisplayWidth.of(name)) / 2
        job.size(2, 2)
        job.reversed(true)
        job.line((String(repeating: " ", count: indent) + name).padded(to: band))
        job.reversed(false)
        job.bold(false)
        job.size(1, 1)
        job.feed(dots: 18)
    }

    private func facts(_ words: SlipWords, on job: inout PrintJob) {
        job.align(.left)
        var rows = [(words.issued, words.moment(LocalTime(issued, in: zone)))]
        if let counter = ticket.counter { rows.append((words.called, counter)) }
        if let position = ticket.position { rows.append((words.place, String(position))) }
        if let estimate = ticket.estimate { rows.append((words.wait, wait(estimate, words))) }
        for (label, value) in rows {
            let gap = job.profile.columns - DisplayWidth.of(label) - DisplayWidth.of(value)
            job.text(label)
            if gap <= 0 { job.line("") }
            let indent = gap > 0 ? gap : job.profile.columns - DisplayWidth.of(value)
            job.text(String(repeating: " ", count: max(0, indent)))
            job.bold(true)
            job.line(value)
            job.bold(false)
            job.feed(dots: 6)
        }
        job.feed(dots: 12)
        job.rule(height: 3)
    }

    private func code(_ words: SlipWords, on job: inout PrintJob) {
        job.align(.centre)
        guard let link else { return }
        job.feed(dots: 28)
        job.qrCode(link, dots: job.profile.paper.dots / 2)
        job.feed(dots: 20)
        job.bold(true)
        sentence(words.scan, on: &job)
        job.bold(false)
        job.feed(dots: 6)
        job.small(true)
        for line in TicketSlip.pieces(of: link, columns: job.profile.smallColumns) {
            job.line(line)
        }
        job.small(false)
    }

    private var issued: Timestamp { Timestamp(milliseconds: ticket.issued) }

    /// In the slip's language, else in English, else as the branch calls it, whichever the
    /// printer has the letters for.
    private func serviceName(on codePage: CodePage) -> String {
        [names[language], names["en"]].compactMap(\.self).first(where: codePage.canWrite)
            ?? ticket.service
    }

    private func wait(_ estimate: Estimate, _ words: SlipWords) -> String {
        let minutes: (Int) -> Int = { max(1, ($0 + 59) / 60) }
        if estimate.p90 < 60 { return words.underOneMinute }
        return words.about.replacing("{p50}", with: String(minutes(estimate.p50)))
            .replacing("{p90}", with: String(max(minutes(estimate.p50), minutes(estimate.p90))))
    }

    /// Breaks lines between words; printers break them anywhere.
    private func sentence(_ text: String, on job: inout PrintJob) {
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > job.profile.columns {
                job.line(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        if !line.isEmpty { job.line(line) }
    }

    private static func pieces(of text: String, columns: Int) -> [String] {
        var rest = text[...]
        var pieces: [String] = []
        while !rest.isEmpty, pieces.count < 8 {
            pieces.append(String(rest.prefix(columns)))
            rest = rest.dropFirst(columns)
        }
        return pieces
    }
}
