import Synchronization
import Testing

@testable import BankGRPC

@Suite("Calls that travel together")
struct ConvoyTests {
    /// A branch that answers when it is told to, and knows who asked so far.
    private actor Road {
        private var held: [Int: CheckedContinuation<Void, Never>] = [:]
        private var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
        private(set) var passed: [Int] = []

        func pass(_ caller: Int) async {
            await withCheckedContinuation { continuation in
                passed.append(caller)
                held[caller] = continuation
                let ready = watchers.filter { $0.count <= passed.count }
                watchers.removeAll { $0.count <= passed.count }
                for watcher in ready { watcher.continuation.resume() }
            }
        }

        func answer(_ caller: Int) { held.removeValue(forKey: caller)?.resume() }

        func answerAll() {
            for caller in held.keys { answer(caller) }
        }

        func hasPassed(_ count: Int) async {
            if passed.count >= count { return }
            await withCheckedContinuation { watchers.append((count, $0)) }
        }
    }

    @Test("a lone caller leaves at once, each time")
    func alone() async {
        let convoy = Convoy(patience: .seconds(3_600))
        for number in 0..<3 {
            #expect(await convoy.travel { number } == number)
        }
    }

    @Test("who comes while a call is on its way leaves when it is back, all together")
    func together() async {
        let convoy = Convoy(patience: .seconds(3_600))
        let road = Road()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await convoy.travel { await road.pass(0) } }
            await road.hasPassed(1)
            for number in 1...20 {
                group.addTask { await convoy.travel { await road.pass(number) } }
            }
            while convoy.waitingCount < 20 { await Task.yield() }
            #expect(await road.passed == [0])
            await road.answer(0)
            // Nobody of the group is answered before the last of them has left.
            await road.hasPassed(21)
            #expect(await Set(road.passed) == Set(0...20))
            await road.answerAll()
        }
        #expect(await convoy.travel { true })
    }

    @Test("nobody waits for a slow call beyond patience")
    func slow() async {
        let convoy = Convoy(patience: .milliseconds(1))
        let road = Road()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await convoy.travel { await road.pass(0) } }
            await road.hasPassed(1)
            group.addTask { await convoy.travel { await road.pass(1) } }
            await road.hasPassed(2)
            group.addTask { await convoy.travel { await road.pass(2) } }
            await road.hasPassed(3)
            await road.answerAll()
        }
    }

    @Test("everybody arrives, however many come at once")
    func many() async {
        let convoy = Convoy()
        let arrived = Mutex(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<2_000 {
                group.addTask {
                    await convoy.travel { await Task.yield() }
                    arrived.withLock { $0 += 1 }
                }
            }
        }
        #expect(arrived.withLock { $0 } == 2_000)
    }
}
