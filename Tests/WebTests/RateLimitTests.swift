import BranchDomain
import Testing

@testable import Web

@Suite("Rate limit")
struct RateLimitTests {
    private func at(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: seconds * 1_000) }

    @Test("a burst is allowed, then one after each refill")
    func burst() {
        var limit = RateLimit(burst: 3, refillMilliseconds: 2_000)
        #expect((0..<3).map { _ in limit.take("a", now: at(100)) } == [nil, nil, nil])
        #expect(limit.take("a", now: at(100)) == 2)
        #expect(limit.take("a", now: at(101)) == 1)
        #expect(limit.take("a", now: at(102)) == nil)
        #expect(limit.take("a", now: at(102)) == 2)
    }

    @Test("refused attempts cost nothing, and one address does not count for another")
    func apart() {
        var limit = RateLimit(burst: 1, refillMilliseconds: 1_000)
        #expect(limit.take("a", now: at(0)) == nil)
        for _ in 0..<50 { #expect(limit.take("a", now: at(0)) == 1) }
        #expect(limit.take("b", now: at(0)) == nil)
        #expect(limit.take("a", now: at(1)) == nil)
    }

    @Test("a clock that goes back gives nobody more")
    func clock() {
        var limit = RateLimit(burst: 1, refillMilliseconds: 1_000)
        #expect(limit.take("a", now: at(100)) == nil)
        #expect(limit.take("a", now: at(90)) != nil)
    }

    @Test("a flood of addresses shuts out new ones for a while, not those that are known")
    func flood() {
        var limit = RateLimit(burst: 2, refillMilliseconds: 10_000)
        for number in 0..<10_000 { _ = limit.take("\(number)", now: at(0)) }
        #expect(limit.take("new", now: at(0)) != nil)
        #expect(limit.take("new", now: at(11)) == nil)
    }
}
