import BranchDomain
import Bus
import Credentials
import Foundation
import Journal
import JournaledService
import Logging
import Messages
import ServiceKit

/// Puts the scheduler together: its rules, its journal, its sockets, the branch's key.
enum SchedulerShell {
    static let name = "scheduler"

    /// Runs until the process is asked to end.
    ///
    /// - Throws: ``ConfigurationError``, ``CredentialError``, ``JournalError``, and what the
    ///   sockets throw: what the operator has to put right.
    static func serve(state: StateDirectory, ports: Ports, logger: Logger) async throws {
        let reports = try reports(in: state)
        reports.start(logger)
        let behaviour = try behaviour(in: state, reports: reports)
        var topics = [ServiceSetting.Listening.plain(ports.queueTopics)]
        if ports.isBeyondLoopback { topics.append(.secured(ports.securedQueueTopics, .displays)) }
        var setting = ServiceSetting(
            name: name, destination: .scheduler, state: state, topics: topics)
        if ports.isBeyondLoopback {
            setting.links.append(.secured(ports.securedSchedulerLink, .gateways))
        }
        setting.metered = (.scheduler, ports)
        try await JournaledService.run(setting, behaviour, logger: logger)
    }

    /// What makes the scheduler of this state directory.
    static func behaviour(
        in state: StateDirectory, reports: ReportShell
    ) throws -> ServiceBehaviour<QueueHall> {
        let configuration = try BranchConfiguration.load(from: state)
        let environment = try environment(configuration, state)
        var behaviour = ServiceBehaviour<QueueHall> { QueueHall() }
        behaviour.founding = { try founding(configuration, state) }
        behaviour.equip = { hall in hall.environment = environment }
        behaviour.reequip = { changed in
            let rules = try rules(changed, state)
            return { hall in hall.environment.rules = rules }
        }
        behaviour.meters = { QueueMeters($0).meters }
        behaviour.inquiries[Messages.Method.queueReport.rawValue] = { reports.answer($0.body) }
        behaviour.inquiries[Messages.Method.queueSnapshot.rawValue] = { inquiry in
            do throws(Refusal) {
                let page = try JSON.decode(PageRequest.self, from: inquiry.body)
                return .ok(
                    TopicSnapshots.reply(
                        epoch: inquiry.topics.currentEpoch, topics: inquiry.topics.kept(),
                        after: page.after ?? ""))
            } catch {
                return Answer(error)
            }
        }
        return behaviour
    }

    /// What reports of this state directory's journal are made by; not yet reading.
    static func reports(in state: StateDirectory) throws -> ReportShell {
        let configuration = try BranchConfiguration.load(from: state)
        let zone = TimeZone(identifier: configuration.timeZone) ?? .gmt
        return ReportShell(
            journal: state.journal(of: name), calendar: BusinessCalendar(timeZone: zone))
    }

    private static func environment(
        _ configuration: BranchConfiguration, _ state: StateDirectory
    ) throws -> HallEnvironment {
        guard let zone = TimeZone(identifier: configuration.timeZone) else {
            throw ConfigurationError(
                "\(state.configuration): \(configuration.timeZone) is no IANA time zone.")
        }
        let branch: BranchID
        do {
            branch = try BranchID(configuration.branch)
        } catch {
            throw ConfigurationError("\(state.configuration): \(error.description)")
        }
        let handles = TicketHandles(key: try branchKey(in: state))
        var environment = HallEnvironment(
            branch: branch.description, calendar: BusinessCalendar(timeZone: zone)
        ) { id in
            guard let bits = HandleBits(text: handles.handle(id: id).description.utf8) else {
                preconditionFailure("a handle has 128 bits")
            }
            return bits
        }
        environment.rules = try rules(configuration, state)
        return environment
    }

    private static func rules(
        _ configuration: BranchConfiguration, _ state: StateDirectory
    ) throws -> HallRules {
        var rules = HallRules()
        rules.minimumRecalls = configuration.queue?.minimumRecalls ?? rules.minimumRecalls
        rules.isAutomatic = configuration.queue?.automatic ?? rules.isAutomatic
        let minutes = configuration.queue?.reopenMinutes ?? 30
        guard (0...100).contains(rules.minimumRecalls), (0...1_440).contains(minutes) else {
            throw ConfigurationError(
                "\(state.configuration): queue.minimumRecalls is 0 to 100 and "
                    + "queue.reopenMinutes 0 to 1440.")
        }
        rules.reopenGrace = .seconds(60 * minutes)
        return rules
    }

    private static func founding(
        _ configuration: BranchConfiguration, _ state: StateDirectory
    ) throws -> [Record] {
        do {
            return try QueueHall.founding(
                configuration.services.map { service in
                    ServiceAdd.Request(
                        service: service.service, prefix: service.prefix, names: service.names)
                })
        } catch {
            throw ConfigurationError("\(state.configuration), services: \(error.message)")
        }
    }

    private static func branchKey(in state: StateDirectory) throws -> BranchKey {
        guard let contents = FileManager.default.contents(atPath: state.branchKey) else {
            throw ConfigurationError("Cannot read \(state.branchKey). Run 'branch init' first.")
        }
        return try BranchKey(contents: [UInt8](contents))
    }

    // MARK: - Offline

    /// - Returns: What was found, as a line for the operator.
    /// - Throws: ``JournalError`` naming the first row that does not hold.
    static func verify(_ journal: String) throws -> String {
        var rows = 0
        let found = try JournalFile.verify(journal, as: QueueHall.self) { hall, _ in
            rows += 1
            // A check looks at every ticket, so not at every row.
            if rows < 100 || rows.isMultiple(of: 1_024) { try hall.check() }
        }
        return """
            \(journal) holds: \(found.rows) rows, \(found.head) records, chain \
            \(found.chain.hexPrefix), every open ticket at one place.
            """
    }

    /// - Throws: ``ConfigurationError`` where the copy is there already; ``JournalError``.
    static func backUp(_ state: StateDirectory, to copy: String) throws {
        guard !FileManager.default.fileExists(atPath: copy) else {
            throw ConfigurationError("\(copy) is there already. Name another file.")
        }
        try JournalFile.backUp(from: state.journal(of: name), to: copy)
    }

    /// Puts a verified backup in the journal's place.
    ///
    /// - Returns: What was done, as a line for the operator.
    /// - Throws: ``JournalError`` where the scheduler is running or the backup does not hold.
    static func restore(_ state: StateDirectory, from backup: String) throws -> String {
        let found = try verify(backup)
        let suffix = ".before-\(SystemClock().now.milliseconds)"
        try JournalFile.restore(
            state.journal(of: name), snapshots: state.snapshots(of: name), from: backup,
            setAside: suffix)
        return found + "\nIt is the journal now; what was there ends in \(suffix)."
    }
}
