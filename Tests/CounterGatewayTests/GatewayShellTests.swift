import BranchDomain
import Bus
import Credentials
import Foundation
import Messages
import Testing

@testable import CounterGateway

@Suite(.timeLimit(.minutes(1))) struct GatewayShellTests {
    private let deposit = #"{"account": 17, "amount": 12550}"#

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func helloNamesBranchGatewaysAndWhatIsOffered() throws {
        let desk = try CounterDesk()
        let reply = try #require(try desk.ask(Sample.frames("system.hello")))
        #expect(reply.outcome == "ok" && reply.id == Sample.idFrame)
        let hello = try JSON.decode(SystemHello.Reply.self, from: reply.body)
        #expect(hello.branch == "main" && hello.currency == "USD" && hello.protocol == 1)
        #expect(hello.time == Sample.now.milliseconds)
        #expect(hello.gateways == desk.front.boundAddresses)
        #expect(hello.features == ["queue", "money", "selfRegistration"])
    }

    @Test func theSignOfLifeNeedsNoService() throws {
        let desk = try CounterDesk()
        let reply = try #require(try desk.ask(Sample.frames("system.ping")))
        #expect(reply.outcome == "ok")
        #expect(
            try JSON.decode(SystemPing.Reply.self, from: reply.body).service == "counter-gateway")
    }

    @Test func aRequestReachesTheLedgerWithItsPrincipalAndTheReplyPassesAsItIs() throws {
        let desk = try CounterDesk()
        try desk.openServices()
        let odd: [[UInt8]] = [Array("BRL1".utf8), [1], Array("später".utf8), [0xff], [0], []]
        desk.ledgerAnswers = { _ in odd }
        let reply = try desk.ask(
            Sample.frames("ledger.deposit", deposit, session: Sample.session("T")))
        #expect(reply?.frames == odd)
        let frames = try #require(desk.atLedger.first).frames
        #expect(frames.count == 6 && desk.atLedger.count == 1 && desk.atScheduler.isEmpty)
        #expect(text(frames[1]) == "ledger.deposit" && frames[2] == Sample.idFrame)
        #expect(try JSON.decode(Principal.self, from: frames[4]) == Sample.principal("T"))
        #expect(text(frames[5]) == deposit)
    }

    @Test func queueMethodsGoToTheScheduler() throws {
        let desk = try CounterDesk()
        try desk.openServices()
        #expect(try desk.ask(Sample.frames("queue.status"))?.outcome == "ok")
        #expect(desk.atScheduler.count == 1 && desk.atLedger.isEmpty)
    }

    @Test func aClientsOwnRoutingFrameComesBack() throws {
        let desk = try CounterDesk()
        try desk.openServices()
        try desk.client.send(Sample.frames("queue.status"), before: [[1, 2, 3, 4]])
        #expect(try desk.answer()?.outcome == "ok")
    }

    @Test func withNothingBehindItMoneyAndTicketsAreUnavailableAtOnce() throws {
        let desk = try CounterDesk()
        let clock = ContinuousClock()
        let start = clock.now
        for frames in [
            Sample.frames("queue.services"),
            Sample.frames("ledger.deposit", deposit, session: Sample.session("T")),
            Sample.frames("auth.login", Sample.body(.authLogin)),
            Sample.frames("staff.add", Sample.body(.staffAdd), session: Sample.session("M")),
        ] {
            let reply = try #require(try desk.ask(frames))
            #expect(reply.outcome == "unavailable" && reply.id == Sample.idFrame)
            #expect(try JSON.decode(Refusal.Body.self, from: reply.body).retry == .sameID)
        }
        #expect(start.duration(to: clock.now) < .seconds(2))
    }

    @Test func aServiceThatComesBackIsFoundAgain() throws {
        let desk = try CounterDesk()
        try desk.openServices()
        desk.scheduler = nil
        try desk.turn { try desk.ask(Sample.frames("queue.status"))?.outcome == "unavailable" }
        #expect(try desk.ask(Sample.frames("ledger.outcome"))?.outcome == "ok")
        desk.scheduler = try desk.service("scheduler")
        try desk.turn { try desk.ask(Sample.frames("queue.status"))?.outcome == "ok" }
    }

    @Test func aLogInReachesTheLedgerStretchedAndNeverInTheClear() throws {
        let desk = try CounterDesk()
        try desk.openServices()
        desk.ledgerAnswers = { request in
            let isQuestion = request.frames[1] == Array("auth.resolve".utf8)
            let body = isQuestion ? #"{"user": "tom"}"# : #"{"session": "s"}"#
            return [request.frames[0], request.frames[2], Answer.ok, Array(body.utf8)]
        }
        let reply = try #require(
            try desk.ask(Sample.frames("auth.login", Sample.body(.authLogin))))
        #expect(reply.outcome == "ok" && text(reply.body) == #"{"session": "s"}"#)
        #expect(desk.atLedger.map { text($0.frames[1]) } == ["auth.resolve", "auth.login"])
        let login = try JSON.decode(InternalLogin.self, from: desk.atLedger[1].frames[5])
        let verifier = try Stretch(key: Sample.key, cost: .cheap)
            .verifier(secret: "xyzzy-secret", user: "tom")
        #expect(login == InternalLogin(user: "tom", verifier: verifier))
        for request in desk.atLedger {
            #expect(!request.frames.contains { text($0).contains("xyzzy") })
        }
    }

    @Test func theLedgersRefusalOfALogInReachesTheClient() throws {
        let desk = try CounterDesk()
        try desk.openServices()
        desk.ledgerAnswers = { request in
            let isQuestion = request.frames[1] == Array("auth.resolve".utf8)
            return isQuestion
                ? [request.frames[0], request.frames[2], Answer.ok, Array(#"{"user": "x"}"#.utf8)]
                : Answer.refusal(
                    Refusal(.wrongCredentials, "Unknown user or wrong secret."),
                    id: request.frames[2])
        }
        let reply = try desk.ask(Sample.frames("auth.login", Sample.body(.authLogin)))
        #expect(reply?.outcome == "wrong_credentials" && reply?.id == Sample.idFrame)
    }

    @Test func endedSessionsAreRefusedAsSoonAsTheLedgerTells() throws {
        let desk = try CounterDesk()
        try desk.openServices()
        let frames = Sample.frames("counter.list", session: Sample.session("T"))
        #expect(try desk.ask(frames)?.outcome == "ok")
        desk.publisher.publish(
            topic: Topic.sessions, at: Sample.now, state: Array(#"{"tom": 1}"#.utf8))
        try desk.turn { try desk.ask(frames)?.outcome == "session_expired" }
        let other = Sample.frames("service.open", session: Sample.session("S"))
        #expect(try desk.ask(other)?.outcome == "ok")
    }

    @Test func moreThanMayBeUnderWayIsBusyUntilRepliesCome() throws {
        let desk = try CounterDesk(bounds: Gateway.Bounds(inFlight: 2))
        try desk.openServices()
        desk.schedulerAnswers = { _ in nil }
        for _ in 0..<2 { try desk.client.send(Sample.frames("queue.status")) }
        try desk.turn { desk.atScheduler.count == 2 }
        let reply = try desk.ask(Sample.frames("queue.status"))
        #expect(reply?.outcome == "busy")
        #expect(try desk.ask(Sample.frames("ledger.outcome"))?.outcome == "ok", "the other is free")
        for request in desk.atScheduler {
            desk.scheduler?.reply(CounterDesk.echo(request) ?? [], to: request.route)
        }
        desk.schedulerAnswers = CounterDesk.echo
        for _ in 0..<2 { #expect(try desk.answer()?.outcome == "ok") }
        #expect(try desk.ask(Sample.frames("queue.status"))?.outcome == "ok")
    }

    @Test func moreLogInsThanThereIsRoomForAreBusy() throws {
        let desk = try CounterDesk(bounds: Gateway.Bounds(secrets: 1))
        try desk.openServices()
        desk.ledgerAnswers = { _ in nil }
        let login = Sample.frames("auth.login", Sample.body(.authLogin))
        try desk.client.send(login)
        try desk.turn { desk.atLedger.count == 1 }
        #expect(try desk.ask(login)?.outcome == "busy")
        #expect(try desk.ask(Sample.frames("queue.status"))?.outcome == "ok")
    }

    @Test func whatWasForwardedIsAnsweredBeforeTheEnd() throws {
        let desk = try CounterDesk()
        try desk.openServices()
        desk.schedulerAnswers = { _ in nil }
        try desk.client.send(Sample.frames("queue.status"))
        try desk.turn { desk.atScheduler.count == 1 }
        let request = desk.atScheduler[0]
        desk.scheduler?.reply(CounterDesk.echo(request) ?? [], to: request.route)
        try desk.gateway.finish(within: .seconds(10))
        #expect(try desk.answer()?.outcome == "ok")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: "\(desk.folder.path)/gateways")
                == [])
    }
}
