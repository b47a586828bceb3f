import BranchDomain
import Bus
import Foundation
import Journal
import JournaledService
import Logging
import Messages
import Synchronization

/// Keeps reports beside the service: a thread of its own reads the journal behind the writer, so
/// that the queue's one thread only ever adds up counts that are ready.
final class ReportShell: Sendable {
    private static let rowsAtOnce = 64

    private let journal: String
    private let calendar: BusinessCalendar
    /// nil until the journal's end was reached once.
    private let desk = Mutex<ReportDesk?>(nil)

    init(journal: String, calendar: BusinessCalendar) {
        self.journal = journal
        self.calendar = calendar
    }

    /// Starts reading, and goes on until the process ends.
    func start(_ logger: Logger) {
        let thread = Thread { [self] in
            while true {
                do {
                    while !FileManager.default.fileExists(atPath: journal) {
                        Thread.sleep(forTimeInterval: 1)
                    }
                    try follow { Thread.sleep(forTimeInterval: 0.5) }
                } catch {
                    logger.error("reports cannot read the journal", metadata: ["why": "\(error)"])
                    Thread.sleep(forTimeInterval: 30)
                }
            }
        }
        thread.name = "reports"
        thread.start()
    }

    /// Reads the journal to its present end, once.
    func readAll() throws {
        try follow { throw CancellationError() }
    }

    /// - Parameter rest: Called at the journal's end; what it throws ends the reading, and a
    ///   cancellation is no fault.
    private func follow(_ rest: () throws -> Void) throws {
        var reader = ReportReader(calendar: calendar)
        let follower = try JournalFollower<QueueHall>(journal) { _ in }
        do {
            while true {
                let head = follower.head
                while try follower.advance(
                    rows: ReportShell.rowsAtOnce, before: { reader.before($0, $1, at: $2) },
                    after: { reader.after($0, $1, at: $2) }) > 0
                { reader.settle() }
                // Handed over as a value: answering never waits for reading.
                if head != follower.head { desk.withLock { $0 = reader.desk } }
                try rest()
            }
        } catch is CancellationError {
            try follower.close()
        }
    }

    func answer(_ body: [UInt8]) -> Answer {
        guard let desk = desk.withLock({ $0 }) else {
            return Answer(
                Refusal(.busy, "The journal is still being read for reports; ask again soon."))
        }
        do throws(Refusal) {
            return .ok(JSON.encode(try desk.answer(body)))
        } catch {
            return Answer(error)
        }
    }
}
