import BranchDomain
import Foundation
import Messages
import ServiceKit

/// A branch with a long past: so many accounts, so many entries, made once through a gateway.
final class LargeBranch {
    /// How large a branch is.
    struct Size: Sendable {
        var accounts = 1_000_000
        var entries = 10_000_000
    }

    /// What is measured of it.
    enum Measure: String, CaseIterable {
        /// Movements in bulk while the journal is empty, and at its end.
        case first, last
        /// The newest twenty entries of an account, one caller.
        case page
        /// Balances straight from the ledger, 64 callers: its one thread is what they share.
        case balance
        /// Resident memory of the ledger for an account, taken after a start and before the
        /// entries, whose ids are remembered too; every figure is bytes.
        case memory
        /// The ledger alone, from nothing to its first answer.
        case start
        /// Durable deposits by 64 callers; the same while the branch is backed up; and how long
        /// that backup takes, checked and complete.
        case deposit
        case backupDeposit = "backup-deposit"
        case backup
    }

    let branch: BranchUnderTest
    private let size: Size
    private let clientele: Clientele
    private let bytesAnAccount: Double
    private let first: Measurement
    private let last: Measurement
    private let program: String
    private let backups: String

    /// How many entries the first and the last rate are taken over.
    private static let stretch = 1_000_000

    /// - Parameter tell: Hears how far it is.
    init(in place: Workplace, _ size: Size, seed: UInt64, tell: (String) -> Void) throws {
        self.size = size
        branch = try BranchUnderTest(place, name: "large", portOffset: 60)
        program = place.program("branch")
        backups = place.folder + "/backups"
        try branch.start()
        let empty = try branch.residentKibibytes(of: "ledger")
        clientele = try Clientele(at: branch)
        tell("opening \(size.accounts) accounts")
        try clientele.open(accounts: size.accounts)
        try branch.restart("ledger")
        let full = try branch.residentKibibytes(of: "ledger")
        bytesAnAccount = Double(full - empty) * 1_024 / Double(size.accounts)
        let address = branch.ports.gateway(1)
        let request = RequestTemplate(
            method: Method.accountGet.rawValue, session: clientele.teller, body: "{\"account\":1}")
        try Wait.until("the gateway to find the ledger again", atMost: 30) {
            OneCall.isAnswered(request, at: address)
        }
        try BulkTrial.fund(
            address, session: clientele.admin, accounts: size.accounts, seed: seed)
        var left = max(size.entries - size.accounts, LargeBranch.stretch)
        var rates: [Measurement] = []
        while left > 0 {
            tell("\(left) entries to go")
            rates.append(
                try BulkTrial.fill(
                    address, session: clientele.admin, accounts: size.accounts,
                    movements: min(left, LargeBranch.stretch), seed: seed &+ UInt64(left)))
            left -= LargeBranch.stretch
        }
        // A few stretches each, so that one disturbance is not taken for growth.
        let few = min(5, max(1, rates.count / 2))
        first = LargeBranch.median(rates.prefix(few))
        last = LargeBranch.median(rates.suffix(few))
    }

    func measure(_ what: Measure, seconds: Double, seed: UInt64) throws -> Measurement {
        switch what {
        case .first: return first
        case .last: return last
        case .page:
            return try ask(
                branch.ports.gateway(1), callers: 1, seconds: seconds, seed: seed,
                RequestTemplate(
                    method: Method.accountHistory.rawValue, session: clientele.teller,
                    body: "{\"account\":#,\"limit\":20}"))
        case .balance:
            let principal = JSON.encode(Principal(user: "bench", role: "teller", generation: 1))
            return try ask(
                branch.state.backLink(of: "ledger"), callers: 64, seconds: seconds, seed: seed,
                RequestTemplate(
                    method: Method.accountGet.rawValue, session: clientele.teller,
                    principal: String(decoding: principal, as: UTF8.self),
                    body: "{\"account\":#}"))
        case .memory:
            return Measurement(
                perSecond: bytesAnAccount, p50: bytesAnAccount, p99: bytesAnAccount)
        case .start:
            let took = Double(try branch.restart("ledger")) / 1_000
            return Measurement(perSecond: 1e6 / took, p50: took, p99: took)
        case .deposit:
            return try ask(
                branch.ports.gateway(1), callers: 64, seconds: seconds, seed: seed,
                clientele.deposit)
        case .backupDeposit: return try backUp(seed: seed).deposits
        case .backup:
            let took = try backUp(seed: seed).took
            return Measurement(perSecond: 1e6 / took, p50: took, p99: took)
        }
    }

    /// A backup as an operator makes one, while 64 callers deposit.
    ///
    /// - Returns: What they got, and how long it took, in microseconds.
    private func backUp(seed: UInt64) throws -> (deposits: Measurement, took: Double) {
        let load = Load(
            address: branch.ports.gateway(1), callers: 64,
            templates: { [clientele] _ in [clientele.deposit] }, accounts: size.accounts,
            seed: seed)
        let generator = try LoadGenerator(load)
        let begin = Moment.monotonic
        let backup = try branch.launch(program, ["backup", "--into", backups])
        let deposits = try generator.run(.during { backup.isRunning })
        let took = Double(Moment.monotonic - begin) / 1_000
        guard backup.succeeded else { throw BenchError("The backup failed; see the bench's log.") }
        try FileManager.default.removeItem(atPath: backups)
        return (deposits, took)
    }

    private static func median(_ rates: ArraySlice<Measurement>) -> Measurement {
        rates.sorted { $0.perSecond < $1.perSecond }[rates.count / 2]
    }

    private func ask(
        _ address: String, callers: Int, seconds: Double, seed: UInt64, _ request: RequestTemplate
    ) throws -> Measurement {
        let load = Load(
            address: address, callers: callers, templates: { _ in [request] },
            accounts: size.accounts, seed: seed)
        return try LoadGenerator(load).run(.seconds(warmUp: 0.5, measured: seconds))
    }
}
