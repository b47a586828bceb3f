import BranchDomain
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
        /// Resident memory of the ledger for an account; every figure is bytes.
        case memory
        /// The ledger alone, from nothing to its first answer.
        case start
    }

    let branch: BranchUnderTest
    private let size: Size
    private let clientele: Clientele
    private let emptyKibibytes: Int
    private var rates: (first: Measurement, last: Measurement)

    /// How many entries the first and the last rate are taken over.
    private static let stretch = 1_000_000

    /// - Parameter tell: Hears how far it is.
    init(in place: Workplace, _ size: Size, seed: UInt64, tell: (String) -> Void) throws {
        self.size = size
        branch = try BranchUnderTest(place, name: "large", portOffset: 60)
        try branch.start()
        emptyKibibytes = try branch.residentKibibytes(of: "ledger")
        clientele = try Clientele(at: branch)
        tell("opening \(size.accounts) accounts")
        try clientele.open(accounts: size.accounts)
        let address = branch.ports.gateway(1)
        try BulkTrial.fund(
            address, session: clientele.admin, accounts: size.accounts, seed: seed)
        var left = max(size.entries - size.accounts, LargeBranch.stretch)
        var first: Measurement?
        var last = Measurement(perSecond: 0, p50: 0, p99: 0)
        while left > 0 {
            tell("\(left) entries to go")
            last = try BulkTrial.fill(
                address, session: clientele.admin, accounts: size.accounts,
                movements: min(left, LargeBranch.stretch), seed: seed &+ UInt64(left))
            first = first ?? last
            left -= LargeBranch.stretch
        }
        rates = (first ?? last, last)
    }

    func measure(_ what: Measure, seconds: Double, seed: UInt64) throws -> Measurement {
        switch what {
        case .first: return rates.first
        case .last: return rates.last
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
            try branch.restart("ledger")
            let kibibytes = try branch.residentKibibytes(of: "ledger") - emptyKibibytes
            let bytes = Double(kibibytes) * 1_024 / Double(size.accounts)
            return Measurement(perSecond: bytes, p50: bytes, p99: bytes)
        case .start:
            let took = Double(try branch.restart("ledger")) / 1_000
            return Measurement(perSecond: 1e6 / took, p50: took, p99: took)
        }
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
