import ArgumentParser
import BranchDomain
import Bus
import Foundation
import Messages
import ServiceKit

/// A command that asks the branch something.
protocol BusCommand: ParsableCommand {
    var connection: ConnectionOptions { get }
    func perform(_ branch: Caller) throws
}

extension BusCommand {
    func run() throws {
        try connection.run { try perform($0) }
    }
}

/// One connection to the branch, with the session of whoever asks.
final class Caller {
    private let client: RequestClient
    private let identity: Identity
    let sessions: SessionStore
    private let fixedID: RequestID?
    let screen: Screen
    private var currencyCode: String?

    init(
        client: RequestClient, identity: Identity, sessions: SessionStore, fixedID: RequestID?,
        screen: Screen
    ) {
        self.client = client
        self.identity = identity
        self.sessions = sessions
        self.fixedID = fixedID
        self.screen = screen
    }

    /// Asks as the chosen user, and logs in first where the secret is at hand.
    func call<M: BusMethod>(_ method: M.Type, _ request: M.Request) throws -> M.Reply {
        let id = M.method.isRead ? client.nextID() : (fixedID ?? client.nextID())
        return try withSession {
            do {
                return .success(
                    try self.patiently { try self.client.call(method, request, id: id) })
            } catch CallError.refused(let refusal) where refusal.code == .sessionExpired {
                return .failure(SessionExpired())
            }
        }
    }

    /// Any method, its body as JSON.
    ///
    /// - Returns: `ok` or a refusal's code, and the body of the reply.
    func send(method: String, body: [UInt8]) throws -> (outcome: String, body: [UInt8]) {
        let id = fixedID ?? client.nextID()
        return try withSession {
            let reply = try self.client.send(method: method, id: id, body: body)
            guard reply.outcome != RefusalCode.sessionExpired.rawValue else {
                return .failure(SessionExpired())
            }
            return .success(reply)
        }
    }

    /// The first id of movements in bulk: the one that was given to repeat them, else a new one.
    func bulkID() -> RequestID { fixedID ?? client.nextID() }

    /// Movements in bulk, and what became of each.
    func bulk(_ records: [BulkRecord]) throws -> [BulkResult] {
        try withSession {
            do {
                return .success(try self.patiently { try self.client.bulk(records) })
            } catch CallError.refused(let refusal) where refusal.code == .sessionExpired {
                return .failure(SessionExpired())
            }
        }
    }

    /// The branch's own currency.
    func currency() throws -> Currency {
        let code = try currencyCode ?? call(SystemHello.self, Nothing()).currency
        currencyCode = code
        do {
            return try Currency(code)
        } catch {
            throw ConfigurationError(error.description)
        }
    }

    /// Reads what a person typed as a sum of the branch's currency.
    func minorUnits(_ text: String, of currency: Currency? = nil) throws -> Int64 {
        let currency = try currency ?? self.currency()
        guard let sum = currency.minorUnits(text: text) else {
            throw ConfigurationError(
                "'\(text)' is no sum in \(currency.code), such as "
                    + "\(currency.text(minorUnits: 12_550)).")
        }
        return sum
    }

    /// Opens a session and keeps it for the commands that follow.
    func logIn(user: String, secret: String, asLast: Bool) throws -> AuthLogin.Reply {
        client.session = ""
        let reply = try patiently {
            try self.client.call(
                AuthLogin.self, AuthLogin.Request(user: user, secret: secret), id: nil)
        }
        try sessions.save(reply, of: user, asLast: asLast)
        client.session = reply.session
        return reply
    }

    /// Ends every session of the user and forgets the one that is kept here.
    func logOut() throws {
        guard let user = identity.user else { return }
        _ = try call(AuthLogout.self, Nothing())
        sessions.forget(user)
    }

    private struct SessionExpired: Error {}

    /// Asks once more with the same id, for three seconds, where the branch says that this may
    /// help: a service that was killed is back within a second.
    private func patiently<Reply>(_ ask: () throws -> Reply) throws -> Reply {
        do {
            return try ask()
        } catch CallError.refused(let refusal) where refusal.retry == .sameID {
            let deadline = client.deadline
            (client.persists, client.deadline) = (true, min(deadline, .seconds(3)))
            defer { (client.persists, client.deadline) = (false, deadline) }
            do {
                return try ask()
            } catch CallError.noAnswer {
                throw CallError.refused(refusal)
            }
        }
    }

    private func withSession<Reply>(
        _ ask: () throws -> Result<Reply, SessionExpired>
    ) throws -> Reply {
        let now = SystemClock().now
        switch identity {
        case .anonymous:
            client.session = ""
        case .stored(let user):
            guard let session = sessions.session(of: user, now: now) else {
                throw notLoggedIn(user)
            }
            client.session = session.session
        case .known(let user, let secret):
            if let session = sessions.session(of: user, now: now) {
                client.session = session.session
                if case .success(let reply) = try ask() { return reply }
            }
            _ = try logIn(user: user, secret: secret, asLast: false)
        }
        switch try ask() {
        case .success(let reply): return reply
        case .failure: throw notLoggedIn(identity.user ?? "USER")
        }
    }

    private func notLoggedIn(_ user: String) -> CallError {
        .refused(
            Refusal(
                .sessionExpired, "There is no session of \(user) here. Run: branch login \(user)"))
    }
}

extension Caller {
    /// Follows `next` until `limit` items are there; the last cursor tells that there are more.
    func pages<Item, Cursor>(
        limit: Int, fetch: (_ after: Cursor?, _ limit: Int) throws -> ([Item], Cursor?)
    ) throws -> (items: [Item], next: Cursor?) {
        var items: [Item] = []
        var cursor: Cursor?
        repeat {
            let (page, next) = try fetch(cursor, min(limit - items.count, 100))
            items += page
            // A page may be empty and yet not be the last: of many, none that was asked for.
            cursor = next
        } while cursor != nil && items.count < limit
        return (items, cursor)
    }
}

/// How many lines a list shows at most.
struct ListOptions: ParsableArguments {
    @Option(help: "Show at most so many.")
    var limit: Int = 100

    func validate() throws {
        guard (1...100_000).contains(limit) else {
            throw ValidationError("--limit is a number from 1 to 100000.")
        }
    }

    /// What stands below a list that was cut.
    func more(_ isCut: Bool) -> String {
        isCut ? "\n… and more: --limit \(limit * 10)" : ""
    }
}
