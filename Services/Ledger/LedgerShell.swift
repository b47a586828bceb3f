import BranchDomain
import Credentials
import Foundation
import Journal
import JournaledService
import Logging
import Messages
import ServiceKit

/// Puts the ledger together: its rules, its journal, its sockets, the branch's key.
enum LedgerShell {
    static let name = "ledger"

    /// Runs until the process is asked to end.
    ///
    /// - Throws: ``ConfigurationError``, ``CredentialError``, ``JournalError``, and what the
    ///   sockets throw: what the operator has to put right.
    static func serve(state: StateDirectory, ports: Ports, logger: Logger) async throws {
        let behaviour = try behaviour(in: state)
        var topics = [ServiceSetting.Listening.plain(ports.accountTopics)]
        if ports.isBeyondLoopback {
            topics.append(.secured(ports.securedAccountTopics, .accounts))
        }
        var setting = ServiceSetting(
            name: name, destination: .ledger, state: state, topics: topics)
        if ports.isBeyondLoopback {
            setting.links.append(.secured(ports.securedLedgerLink, .gateways))
        }
        setting.metered = (.ledger, ports)
        try await JournaledService.run(setting, behaviour, logger: logger)
    }

    /// What makes the ledger of this state directory.
    static func behaviour(in state: StateDirectory) throws -> ServiceBehaviour<Bank> {
        let configuration = try BranchConfiguration.load(from: state)
        let key = try branchKey(in: state)
        let secrets = BranchSecrets(key: key)
        let settings = try settings(configuration, state)
        var behaviour = ServiceBehaviour<Bank> { Bank() }
        behaviour.founding = {
            try genesis(configuration, state, Stretch(key: key)).records()
        }
        behaviour.equip = { bank in
            bank.settings = settings
            bank.secrets = secrets
        }
        behaviour.reequip = { changed in
            let changed = try Self.settings(changed, state)
            return { bank in bank.settings = changed }
        }
        behaviour.inquiries[InternalMethod.resolve] = { inquiry in
            do throws(Refusal) {
                return .ok(try inquiry.machine.resolve(body: inquiry.body))
            } catch {
                return Answer(error)
            }
        }
        behaviour.heartbeat = { head in
            Publication(
                topic: Topic.ledger, state: JSON.encode(LedgerHeartbeat(head: head)), keep: false)
        }
        return behaviour
    }

    private static func settings(
        _ configuration: BranchConfiguration, _ state: StateDirectory
    ) throws -> BankSettings {
        guard let zone = TimeZone(identifier: configuration.timeZone) else {
            throw ConfigurationError(
                "\(state.configuration): there is no time zone \(configuration.timeZone).")
        }
        var settings = BankSettings()
        settings.selfRegistration = configuration.selfRegistration
        settings.minimumOpening = configuration.minimumOpening
        settings.queueOnly = configuration.queueOnly
        settings.branch = try BranchID(configuration.branch)
        settings.calendar = BusinessCalendar(timeZone: zone)
        settings.products = try products(configuration, state)
        for (name, amount) in configuration.approvals ?? [:] {
            guard let method = Messages.Method(rawValue: name), Bank.approvable.contains(method)
            else {
                let known = Bank.approvable.map(\.rawValue).sorted().joined(separator: ", ")
                throw ConfigurationError(
                    "\(state.configuration): approvals are for \(known), not \(name).")
            }
            settings.approvals[method] = amount
        }
        settings.limits = try limits(configuration, state)
        return settings
    }

    private static func limits(
        _ configuration: BranchConfiguration, _ state: StateDirectory
    ) throws -> [Role: RoleLimits] {
        var found: [Role: RoleLimits] = [:]
        for (name, limits) in configuration.limits ?? [:] {
            guard let role = Role(rawValue: name), role.isStaff || role == .customer else {
                throw ConfigurationError(
                    "\(state.configuration): limits are for customer, teller, supervisor and "
                        + "admin, not \(name).")
            }
            if !role.isStaff, limits.dailyAmount != nil || limits.dailyCount != nil {
                throw ConfigurationError(
                    "\(state.configuration): a customer's day is limited by account "
                        + "(branch account limits) or by product, not by role.")
            }
            found[role] = RoleLimits(
                perTransaction: limits.perTransaction, dailyAmount: limits.dailyAmount,
                dailyCount: limits.dailyCount)
        }
        return found
    }

    private static func products(
        _ configuration: BranchConfiguration, _ state: StateDirectory
    ) throws -> ProductCatalogue {
        let terms = (configuration.products ?? [:]).map { name, product in
            ProductTerms(
                product: name,
                limits: product.limits.map {
                    AccountLimits(
                        overdraft: $0.overdraft, minimum: $0.minimum,
                        perTransaction: $0.perTransaction, dailyAmount: $0.dailyAmount,
                        dailyCount: $0.dailyCount)
                },
                fees: product.fees,
                interest: product.interest.map {
                    ProductTerms.Interest(
                        rate: $0.rate, dayCount: $0.dayCount ?? DayCount.act365.rawValue,
                        rounding: $0.rounding ?? RoundingMode.halfEven.rawValue)
                })
        }
        do {
            return try ProductCatalogue(terms)
        } catch {
            throw ConfigurationError("\(state.configuration): \(error.description)")
        }
    }

    /// The first records, with the secrets that `branch init` made.
    private static func genesis(
        _ configuration: BranchConfiguration, _ state: StateDirectory, _ stretch: Stretch
    ) throws -> Genesis {
        let devices = try configuration.devices.map { device in
            guard let kind = DeviceKind(rawValue: device.kind) else {
                throw ConfigurationError(
                    "\(state.configuration): \(device.kind) is no kind of device.")
            }
            let name = try UserName(device.device).description
            let secret = try state.secret(at: state.deviceSecret(device.device))
            return Genesis.Device(
                device: name, kind: kind,
                verifier: try stretch.verifier(secret: secret, user: name))
        }
        return Genesis(
            branch: configuration.branch, currency: try Currency(configuration.currency),
            adminVerifier: try adminVerifier(state, stretch), devices: devices)
    }

    private static func adminVerifier(
        _ state: StateDirectory, _ stretch: Stretch
    ) throws -> String {
        try stretch.verifier(
            secret: try state.secret(at: state.adminSecret), user: Genesis.admin)
    }

    private static func branchKey(in state: StateDirectory) throws -> BranchKey {
        guard let contents = FileManager.default.contents(atPath: state.branchKey) else {
            throw ConfigurationError("Cannot read \(state.branchKey). Run 'branch init' first.")
        }
        return try BranchKey(contents: [UInt8](contents))
    }

    // MARK: Offline

    /// - Parameter progress: Told how many records of all of them were replayed.
    /// - Returns: What was found, as a line for the operator.
    /// - Throws: ``JournalError`` naming the first row that does not hold.
    static func verify(
        _ journal: String, progress: (_ done: UInt64, _ all: UInt64) -> Void = { _, _ in }
    ) throws -> String {
        let all = try JournalFile.head(of: journal)
        var rows = 0
        let found = try JournalFile.verify(journal, as: CheckedBank.self) { bank, row in
            try bank.check()
            rows += 1
            // Adding everything up takes as long as there are accounts, so not at every row, but
            // at the last one.
            if rows < 100 || rows.isMultiple(of: 1_024) || row.last >= all {
                try bank.checkSums()
            }
            if rows.isMultiple(of: 256) { progress(row.last, all) }
        }
        return """
            \(journal) holds: \(found.rows) rows, \(found.head) records, chain \
            \(found.chain.hexPrefix), debits equal credits.
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
    /// - Throws: ``JournalError`` where the ledger is running or the backup does not hold;
    ///   ``ConfigurationError``.
    static func restore(_ state: StateDirectory, from backup: String) throws -> String {
        let found = try verify(backup)
        let suffix = ".before-\(SystemClock().now.milliseconds)"
        try JournalFile.restore(
            state.journal(of: name), snapshots: state.snapshots(of: name), from: backup,
            setAside: suffix)
        return found + "\nIt is the journal now; what was there ends in \(suffix)."
    }

    /// Journals the verifier of what `admin.secret` holds.
    ///
    /// - Throws: ``JournalError`` where the ledger is running.
    static func resetAdmin(_ state: StateDirectory) throws {
        let key = try branchKey(in: state)
        let verifier = try adminVerifier(state, Stretch(key: key))
        let behaviour = try behaviour(in: state)
        let configuration = JournalConfiguration(
            path: state.journal(of: name), snapshots: state.snapshots(of: name))
        let now = SystemClock().now
        let journal = try GroupCommit<Bank>(
            configuration, now: now,
            equip: { bank in
                behaviour.equip(&bank)
                bank.adminReset = verifier
            },
            founding: behaviour.founding, genesis: behaviour.genesis)
        journal.tick(now: now)
        _ = try journal.commit()
        guard journal.machine.users[Genesis.admin]?.verifier == verifier else {
            throw ConfigurationError("The journal takes no writes; the old secret stands.")
        }
        try journal.close()
    }
}
