import BranchDomain
import Messages
import Synchronization
import Testing
import ZeroMQ

@testable import Bus

/// A caller with its loop on a thread of its own.
private final class RunningCaller: Sendable {
    let caller: AsyncCaller
    private let stopper: Stopper
    private let loop: Task<Void, any Error>

    init(_ endpoints: [Endpoint], bounds: AsyncCallerLoop.Bounds = .init()) throws {
        let stopper = try Stopper()
        let caller = AsyncCaller(stopper: stopper)
        self.stopper = stopper
        self.caller = caller
        loop = Task {
            try await PinnedThread.run(name: "caller") {
                let loop = try AsyncCallerLoop(
                    caller: caller, endpoints: endpoints, context: Context(), bounds: bounds)
                let reactor = try Reactor(stopper: stopper)
                loop.attend(to: reactor)
                try reactor.run()
                loop.finish()
            }
        }
    }

    func end() async throws {
        stopper.stop()
        try await loop.value
    }
}

@Suite("Asynchronous caller")
struct AsyncCallerTests {
    private func id(_ number: UInt64) -> RequestID {
        RequestID(at: Timestamp(milliseconds: 1_000), random: (number, number))
    }

    @Test("many tasks ask at once, and each gets its own answer")
    func many() async throws {
        let service = try TestService([.plain("tcp://127.0.0.1:*")])
        let running = try RunningCaller([service.endpoint])
        let caller = running.caller
        let answers = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for number in 0..<200 {
                group.addTask {
                    let answer = try await caller.send(
                        method: "m", id: id(UInt64(number)), session: "",
                        body: Array("\(number)".utf8))
                    return (number, answer.body)
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(answers.count == 200)
        for (number, body) in answers { #expect(body == Array("\(number)".utf8)) }
        try await running.end()
    }

    @Test("what got no answer goes to the next gateway with the same id")
    func failover() async throws {
        let silent = try TestService([.plain("tcp://127.0.0.1:*")]) { _, _ in nil }
        let good = try TestService([.plain("tcp://127.0.0.1:*")])
        var bounds = AsyncCallerLoop.Bounds()
        bounds.attempt = .milliseconds(100)
        let running = try RunningCaller([silent.endpoint, good.endpoint], bounds: bounds)
        // A gateway that is not connected yet is left out, so ask until the silent one was asked.
        var number: UInt64 = 0
        while silent.requests.isEmpty {
            number += 1
            let answer = try await running.caller.send(
                method: "m", id: id(number), session: "s", body: [1])
            #expect(answer == .init(outcome: Envelope.ok, body: [1]))
        }
        #expect(silent.requests[0].frames == good.requests.last?.frames)
        try await running.end()
    }

    @Test("where no gateway is there nothing was done, and that is said soon")
    func away() async throws {
        var bounds = AsyncCallerLoop.Bounds()
        bounds.connecting = .milliseconds(100)
        let folder = try TemporaryDirectory()
        let running = try RunningCaller(
            [Endpoint(address: folder.ipc("nobody"))], bounds: bounds)
        await #expect(throws: CallError.refused(AsyncCaller.away)) {
            _ = try await running.caller.send(method: "m", id: id(1), session: "", body: [])
        }
        try await running.end()
    }

    @Test("what was sent and never answered is not known, and the id is told")
    func unknown() async throws {
        let silent = try TestService([.plain("tcp://127.0.0.1:*")]) { _, _ in nil }
        var bounds = AsyncCallerLoop.Bounds()
        bounds.attempt = .milliseconds(100)
        bounds.deadline = .milliseconds(300)
        bounds.connecting = .seconds(10)
        let running = try RunningCaller([silent.endpoint], bounds: bounds)
        await #expect(
            throws: CallError.noAnswer(id: id(1), endpoints: [silent.endpoint.address])
        ) {
            _ = try await running.caller.send(method: "m", id: id(1), session: "", body: [])
        }
        #expect(Set(silent.requests.map(\.frames)).count == 1)
        try await running.end()
    }

    @Test("with too much under way the next one is refused, and an end answers all")
    func bounds() async throws {
        let silent = try TestService([.plain("tcp://127.0.0.1:*")]) { _, _ in nil }
        var bounds = AsyncCallerLoop.Bounds()
        bounds.mostUnderWay = 2
        let running = try RunningCaller([silent.endpoint], bounds: bounds)
        let caller = running.caller
        let first = Task { try await caller.send(method: "m", id: id(1), session: "", body: []) }
        let second = Task { try await caller.send(method: "m", id: id(2), session: "", body: []) }
        while silent.requests.count < 2 { await Task.yield() }
        await #expect {
            _ = try await caller.send(method: "m", id: id(3), session: "", body: [])
        } throws: { error in
            guard case .refused(let refusal) = error as? CallError else { return false }
            return refusal.code == .busy
        }
        try await running.end()
        for task in [first, second] {
            await #expect(throws: CallError.self) { _ = try await task.value }
        }
        await #expect(throws: CallError.refused(AsyncCaller.away)) {
            _ = try await caller.send(method: "m", id: id(4), session: "", body: [])
        }
    }
}
