import BranchDomain
import Messages
import Testing

/// Small shapes with a rule of their own.
@Suite struct WireTests {
    @Test func anAccountIsNamedByNumberOrByName() throws {
        let decoded = try JSON.decode(
            [AccountReference].self, from: Array(#"[17, "17", "drawer:2", 0]"#.utf8))
        #expect(decoded == [17, "17", "drawer:2", 0])
        #expect(decoded[0] != decoded[1])
        #expect(String(decoding: JSON.encode(decoded), as: UTF8.self) == #"[17,"17","drawer:2",0]"#)
    }

    @Test func topicsEndInADotSoThatNoneIsThePrefixOfANeighbour() {
        let topics = [
            Topic.queue(branch: "main", service: "cash"), Topic.queues(branch: "main"),
            Topic.account(17), Topic.ledger, Topic.audit, Topic.sessions,
        ]
        #expect(topics.allSatisfy { $0.hasSuffix(".") })
        #expect(Topic.queue(branch: "main", service: "cash") == "queue.main.cash.")
        #expect(!Topic.account(17).hasPrefix(Topic.account(1)))
        let coins = Topic.queue(branch: "main", service: "cash-coins")
        #expect(!coins.hasPrefix(Topic.queue(branch: "main", service: "cash")))
        #expect(coins.hasPrefix(Topic.queues(branch: "main")))
    }

    @Test func theLongestTopicIsBelowTheLimit() throws {
        let slug = String(repeating: "a", count: 32)
        let longest = Topic.queue(
            branch: try BranchID(slug).description, service: try ServiceID(slug).description)
        #expect(longest.utf8.count <= Topic.longest)
        #expect(Topic.account(UInt64(Amount.largest)).utf8.count <= Topic.longest)
    }

    @Test func framesStandWhereTheProtocolPageSays() {
        #expect(
            Envelope.ClientFrame.allCases.map { "\($0)" } == [
                "version", "method", "id", "session", "body", "bulk",
            ])
        #expect(
            Envelope.ServiceFrame.allCases.map { "\($0)" } == [
                "version", "method", "id", "session", "principal", "body", "bulk",
            ])
        #expect(
            Envelope.ReplyFrame.allCases.map { "\($0)" } == [
                "version", "id", "outcome", "body", "bulk",
            ])
        #expect(Envelope.version == "BRL1")
        #expect(Envelope.publishedVersion == "BRLP1")
        #expect(Envelope.ok == "ok")
        #expect(Envelope.largestFrame == 65_536)
        #expect(Envelope.largestBulkFrame == 1_048_576)
        #expect(Envelope.mostFrames == 8)
    }

    @Test func amountsStayWholeUpToTheLargest() throws {
        let request = LedgerDeposit.Request(account: 17, amount: Amount.largest)
        let bytes = JSON.encode(request)
        #expect(String(decoding: bytes, as: UTF8.self).contains("9007199254740991"))
        #expect(try JSON.decode(LedgerDeposit.Request.self, from: bytes) == request)
    }

    @Test func textsKeepEveryCharacter() throws {
        let memos = ["O'Brien", "\"); DROP TABLE --", "\\ / \u{8} \n \t", "李 🏦 ÿ \u{2028}", ""]
        for memo in memos {
            let request = LedgerDeposit.Request(account: 1, amount: 1, memo: memo)
            let again = try JSON.decode(LedgerDeposit.Request.self, from: JSON.encode(request))
            #expect(again == request)
        }
    }
}
