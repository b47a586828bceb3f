import BranchDomain
import Bus
import NIOCore
import Synchronization
import Testing

@testable import Web

@Suite("Topic feed")
struct TopicFeedTests {
    private let feed = TopicFeed(mostPages: 2, accountsChanged: {})
    private let start = ContinuousClock.now

    private func message(_ service: String, _ state: String) -> PublishedMessage {
        PublishedMessage(
            topic: "queue.main.\(service).", epoch: "e", sequence: 1,
            at: Timestamp(milliseconds: 0), state: Array(state.utf8), isRepeat: false)
    }

    private func texts(_ listener: Listener) async -> [String] {
        (await listener.next() ?? []).map { String(buffer: $0) }
    }

    @Test("who joins is sent the whole picture first, then each change once")
    func picture() async throws {
        feed.take(message("cash", "{\"n\":1}"), now: start)
        feed.take(message("loans", "{\"n\":2}"), now: start)
        let (_, listener) = try #require(feed.join(account: nil, now: start))
        #expect(await texts(listener) == ["event: topics\ndata: [{\"n\":1},{\"n\":2}]\n\n"])
        feed.take(message("cash", "{\"n\":1}"), now: start)
        feed.take(message("cash", "{\"n\":3}"), now: start)
        #expect(await texts(listener) == ["event: topic\ndata: {\"n\":3}\n\n"])
    }

    @Test("a page that reads slowly gets the newest of each topic and misses what was overtaken")
    func slow() async throws {
        feed.take(message("cash", "0"), now: start)
        let (_, listener) = try #require(feed.join(account: nil, now: start))
        for number in 1...1_000 { feed.take(message("cash", "\(number)"), now: start) }
        feed.take(message("loans", "x"), now: start)
        #expect(
            await texts(listener) == [
                "event: topics\ndata: [0]\n\n", "event: topic\ndata: 1000\n\n",
                "event: topic\ndata: x\n\n",
            ])
    }

    @Test("after three seconds of silence pages hear so, and then get the whole picture")
    func silence() async throws {
        feed.take(message("cash", "1"), now: start)
        let (_, listener) = try #require(feed.join(account: nil, now: start))
        _ = await texts(listener)
        feed.tick(now: start + .seconds(2))
        #expect(await texts(listener) == ["event: alive\ndata: {\"live\":true}\n\n"])
        feed.tick(now: start + .seconds(4))
        #expect(await texts(listener) == ["event: alive\ndata: {\"live\":false}\n\n"])
        feed.take(message("cash", "1"), now: start + .seconds(5))
        #expect(await texts(listener) == ["event: topics\ndata: [1]\n\n"])
    }

    @Test("a service that is repeated no more is gone from the picture")
    func goneService() async throws {
        feed.take(message("cash", "1"), now: start)
        feed.take(message("loans", "2"), now: start)
        let (_, listener) = try #require(feed.join(account: nil, now: start))
        _ = await texts(listener)
        feed.take(message("cash", "1"), now: start + .seconds(11))
        feed.tick(now: start + .seconds(11))
        #expect(
            await texts(listener).first == "event: topics\ndata: [1]\n\n",
            "after the silence the picture holds what is still repeated")
    }

    @Test("a receipt goes to the pages that show its account, and to no other")
    func receipts() async throws {
        feed.take(message("cash", "1"), now: start)
        let (_, teller) = try #require(feed.join(account: 17, now: start))
        let (_, board) = try #require(feed.join(account: nil, now: start))
        _ = await texts(teller)
        _ = await texts(board)
        #expect(feed.accounts == ["account.17."])
        feed.takeReceipt(
            PublishedMessage(
                topic: "account.17.", epoch: "e", sequence: 1, at: Timestamp(milliseconds: 0),
                state: Array("{}".utf8), isRepeat: false))
        feed.tick(now: start)
        #expect(await texts(teller).first == "event: receipt\ndata: {}\n\n")
        #expect(await texts(board) == ["event: alive\ndata: {\"live\":true}\n\n"])
    }

    @Test("only so many pages, and one that leaves makes room and frees its account")
    func bound() throws {
        let (first, _) = try #require(feed.join(account: 3, now: start))
        #expect(feed.join(account: 3, now: start) != nil)
        #expect(feed.join(account: nil, now: start) == nil)
        feed.leave(first)
        feed.leave(first)
        #expect(feed.accounts == ["account.3."])
        #expect(feed.count == 1)
        #expect(feed.join(account: nil, now: start) != nil)
    }

    @Test("a state with a line break, which would end its event, is not passed on")
    func oneLine() async throws {
        feed.take(message("cash", "1\n\nevent: forged"), now: start)
        feed.take(message("loans", "2"), now: start)
        let (_, listener) = try #require(feed.join(account: nil, now: start))
        #expect(await texts(listener) == ["event: topics\ndata: [2]\n\n"])
    }

    @Test("closing ends every stream, also one that waits")
    func closing() async throws {
        let (_, listener) = try #require(feed.join(account: nil, now: start))
        _ = await listener.next()
        async let waiting = listener.next()
        feed.close()
        #expect(await waiting == nil)
        #expect(feed.join(account: nil, now: start) == nil)
    }

    @Test("a page whose task is cancelled stops waiting")
    func cancelled() async throws {
        let (_, listener) = try #require(feed.join(account: nil, now: start))
        _ = await listener.next()
        let task = Task { await listener.next() }
        task.cancel()
        #expect(await task.value == nil)
    }
}
