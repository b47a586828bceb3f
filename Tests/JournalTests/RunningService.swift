import BranchDomain
import Bus
import Foundation
import Journal
import Logging
import Messages
import ServiceKit
import Synchronization

@testable import JournaledService

/// A service on a thread of its own, in a test's own directory, with a gateway's way to it.
final class RunningService {
    let place = Place()
    let stopper: Stopper
    private let context: Context
    private let ended: Ended
    private var link: UpLink
    private var tag: UInt64 = 0

    var state: StateDirectory { StateDirectory(path: place.path) }
    var topics: Endpoint { Endpoint(address: "ipc://\(place.path)/topics.ipc") }

    init(_ change: (inout ServiceBehaviour<Tally>) -> Void = { _ in }, from tally: Tally = Tally())
        throws
    {
        var behaviour = ServiceBehaviour<Tally> { tally }
        change(&behaviour)
        var setting = ServiceSetting(
            name: "tally", destination: .ledger, state: StateDirectory(path: place.path),
            topics: [.plain("ipc://\(place.path)/topics.ipc")])
        setting.journal = place.configuration
        let (context, stopper) = (try Context(), try Stopper())
        (self.context, self.stopper) = (context, stopper)
        let ended = Ended()
        self.ended = ended
        let (behaviourNow, settingNow) = (behaviour, setting)
        link = try UpLink(
            context: Context.process(),
            endpoint: Endpoint(address: setting.state.backLink(of: "tally")))
        Thread.detachNewThread {
            let outcome = Result {
                try ServiceLoop(
                    settingNow, behaviourNow, context: context, stopper: stopper,
                    epoch: "test", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                    readClocks: JournaledService.systemClocks()
                ).run()
            }
            ended.outcome.withLock { $0 = outcome }
            ended.gate.signal()
        }
    }

    /// Stops it and waits for its end.
    func stop() throws {
        stopper.stop()
        try outcome()
    }

    /// Waits for its end, which may be a failure.
    func outcome() throws {
        ended.gate.wait()
        try ended.outcome.withLock { $0 }?.get()
    }

    /// Sends frames as they are.
    func send(_ frames: [[UInt8]]) throws {
        tag += 1
        let end = ContinuousClock.now + .seconds(30)
        while !link.ask(frames, tag: tag) {
            guard ContinuousClock.now < end else { throw NoReply() }
            try wait(atMost: .milliseconds(20))
        }
    }

    /// Sends frames as they are and waits for the reply, half a minute at most.
    func ask(_ frames: [[UInt8]]) throws -> [[UInt8]] {
        try send(frames)
        let end = ContinuousClock.now + .seconds(30)
        var reply: [[UInt8]]?
        while reply == nil {
            guard ContinuousClock.now < end else { throw NoReply() }
            try wait(atMost: .seconds(1))
            link.receive(atMost: 16, passOn: { $0.clear() }) { tag, frames in
                if tag == self.tag { reply = frames }
            }
        }
        return reply ?? []
    }

    func ask(
        _ method: String, _ id: RequestID, _ body: String = "{}",
        principal: String = #"{"user":"teller","role":"teller","generation":0}"#
    ) throws -> (outcome: String, body: String) {
        let reply = try ask(
            [Envelope.version, method, id.description, "", principal, body].map { Array($0.utf8) })
        guard reply.count == 4, reply[1] == id.textBytes else { throw NoReply() }
        return (
            String(decoding: reply[2], as: UTF8.self), String(decoding: reply[3], as: UTF8.self)
        )
    }

    private func wait(atMost limit: Duration) throws {
        var poller = Poller()
        link.addSockets(to: &poller)
        _ = try poller.wait(atMost: limit)
    }

    struct NoReply: Error {}

    private final class Ended: Sendable {
        let outcome = Mutex<Result<Void, any Error>?>(nil)
        let gate = DispatchSemaphore(value: 0)
    }
}
