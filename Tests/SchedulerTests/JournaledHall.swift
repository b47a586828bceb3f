import BranchDomain
import Foundation
import Journal
import Messages
import Testing

@testable import Scheduler

/// A hall behind a real journal, in a folder that goes with it.
final class JournaledHall {
    let folder: String
    let journal: GroupCommit<QueueHall>
    var now: Timestamp
    private var made: UInt64 = 0
    private var copies = 0

    init(
        services: [ServiceAdd.Request] = HallDesk.two, now: Timestamp = HallDesk.begin
    ) throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("hall-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        self.now = now
        journal = try JournaledHall.open("\(folder)/scheduler.sqlite", now, services)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var path: String { "\(folder)/scheduler.sqlite" }

    static func open<Machine: StateMachine>(
        _ path: String, _ now: Timestamp, equip: (inout Machine) -> Void,
        founding: () throws -> [Record], genesis: () throws -> Machine
    ) throws -> GroupCommit<Machine> {
        var configuration = JournalConfiguration(path: path)
        configuration.leastFreeBytes = 0
        return try GroupCommit(
            configuration, now: now, equip: equip, founding: founding, genesis: genesis)
    }

    static let environment = HallEnvironment(branch: "main", calendar: .utc) { id in
        HandleBits(high: id.high &* 0x9e37_79b9_7f4a_7c15, low: id.low)
    }

    private static func open(
        _ path: String, _ now: Timestamp, _ services: [ServiceAdd.Request]
    ) throws -> GroupCommit<QueueHall> {
        try open(
            path, now, equip: { $0.environment = environment },
            founding: { try QueueHall.founding(services) }, genesis: { QueueHall() })
    }

    func nextID() -> RequestID {
        made += 1
        return RequestID(at: now, random: (made, made &* 0x2545_f491_4f6c_dd1d))
    }

    /// Judged and in memory, not yet on disk and not answered.
    func submit<M: BusMethod>(
        _ method: M.Type, _ request: M.Request, as principal: Principal = HallDesk.teller,
        id: RequestID? = nil
    ) {
        journal.tick(now: now)
        journal.submit(
            Command(
                method: M.method, id: id ?? nextID(), principal: principal,
                body: JSON.encode(request)))
    }

    func commit() throws -> [Answer] { try journal.commit().answers }

    /// A group of one.
    func ask<M: BusMethod>(
        _ method: M.Type, _ request: M.Request, as principal: Principal = HallDesk.teller,
        id: RequestID? = nil
    ) throws -> M.Reply {
        submit(method, request, as: principal, id: id)
        let answers = try commit()
        return try answers[answers.count - 1].reply(to: method)
    }

    /// What a new process finds where this one is killed now.
    func afterKill() throws -> GroupCommit<QueueHall> {
        copies += 1
        let copy = "\(folder)/\(copies).sqlite"
        for ending in ["", "-wal"] where FileManager.default.fileExists(atPath: path + ending) {
            try FileManager.default.copyItem(atPath: path + ending, toPath: copy + ending)
        }
        return try JournaledHall.open(copy, now, [])
    }
}

extension Answer {
    /// - Throws: The refusal, where it is one.
    func reply<M: BusMethod>(to method: M.Type) throws -> M.Reply {
        switch self {
        case .ok(let body), .bulk(let body, _): return try JSON.decode(M.Reply.self, from: body)
        case .refused(let code, let body):
            let said = try JSON.decode(Refusal.Body.self, from: body)
            throw Refusal(code, said.message, details: said.details)
        }
    }
}
