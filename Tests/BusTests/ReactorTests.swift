import Glibc
import Synchronization
import Testing
import ZeroMQ

@testable import Bus

@Suite("Reactor")
struct ReactorTests {
    @Test("the stopper ends a reactor that waits, from another thread")
    func stops() async throws {
        let stopper = try Stopper()
        async let ended: Void = PinnedThread.run(name: "reactor") {
            try Reactor(stopper: stopper).run()
        }
        stopper.stop()
        try await ended
        #expect(stopper.isStopped)
    }

    @Test("several wakes call the handler at least once, and it is not called without")
    func wakes() throws {
        let reactor = try Reactor()
        var woken = 0
        reactor.onWake { woken += 1 }
        try reactor.round(atMost: .zero)
        #expect(woken == 0)
        reactor.stopper.wake()
        reactor.stopper.wake()
        try reactor.round(atMost: .seconds(10))
        #expect(woken == 1)
        try reactor.round(atMost: .zero)
        #expect(woken == 1)
    }

    @Test("a timer calls once a period and does not make up for missed ones")
    func timer() throws {
        let reactor = try Reactor()
        var calls = 0
        let began = ContinuousClock.now
        reactor.every(.milliseconds(10)) { calls += 1 }
        while calls < 3 { try reactor.round(atMost: nil) }
        #expect(began.duration(to: .now) >= .milliseconds(30))
        #expect(calls == 3)
    }

    @Test("the deadline calls once, and the one that replaces it instead")
    func deadline() throws {
        let reactor = try Reactor()
        var called: [String] = []
        let now = ContinuousClock.now
        reactor.setDeadline(now + .seconds(100)) { called.append("first") }
        reactor.setDeadline(now + .milliseconds(10)) { called.append("second") }
        try reactor.round(atMost: nil)
        #expect(called == ["second"])
        #expect(now.duration(to: .now) >= .milliseconds(10))
        reactor.setDeadline(now) { called.append("third") }
        reactor.setDeadline(nil) {}
        try reactor.round(atMost: .zero)
        #expect(called == ["second"])
    }

    @Test("the round handlers come last")
    func order() throws {
        let reactor = try Reactor()
        var order: [String] = []
        reactor.afterEachRound { order.append("round") }
        reactor.onWake { order.append("wake") }
        reactor.setDeadline(.now) { order.append("deadline") }
        reactor.stopper.wake()
        try reactor.round(atMost: .seconds(10))
        #expect(order == ["wake", "deadline", "round"])
    }

    @Test("what a handler throws ends the run")
    func throwing() throws {
        let reactor = try Reactor()
        reactor.onWake { throw TestError("the disk is full") }
        reactor.stopper.wake()
        #expect(throws: TestError.self) { try reactor.run() }
    }

    @Test("what is left unread calls the handler again")
    func leftOver() async throws {
        try await PinnedThread.run(name: "reactor") {
            let context = try Context()
            let server = try RequestServer(
                context: context, binding: [.plain("tcp://127.0.0.1:*")])
            let client = try connected(to: server.boundAddresses[0], in: context)
            for _ in 0..<10 { _ = try client.send([[], [1]]) }
            var batches: [Int] = []
            let reactor = try Reactor(context: context)
            reactor.onReadable(server) { batches.append(server.receive(atMost: 3).count) }
            let isDone = try eventually {
                try reactor.round(atMost: .milliseconds(10))
                return batches.reduce(0, +) == 10
            }
            #expect(isDone)
            #expect(batches.allSatisfy { $0 <= 3 })
        }
    }
}

@Suite("Pinned thread")
struct PinnedThreadTests {
    @Test("the body runs on a thread of its own, with its name and signals blocked")
    func isolation() async throws {
        let caller = pthread_self()
        let (own, blocked) = try await PinnedThread.run(name: "a name that is too long") {
            var set = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &set)
            return (pthread_self(), sigismember(&set, SIGTERM) == 1)
        }
        #expect(own != caller)
        #expect(blocked)
    }

    @Test("what the body throws is thrown to who awaits it")
    func throwing() async {
        await #expect(throws: TestError.self) {
            try await PinnedThread.run(name: "failing") { throw TestError("so it is") }
        }
    }
}
