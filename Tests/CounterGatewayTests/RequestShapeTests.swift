import BranchDomain
import Messages
import Testing

@testable import CounterGateway

@Suite struct RequestShapeTests {
    private func check(
        _ frames: [[UInt8]], _ expected: RefusalCode?,
        _ location: SourceLocation = #_sourceLocation
    ) {
        var admission = Sample.admission()
        let verdict = admission.judge(frames, now: Sample.now)
        #expect(verdict.code == expected, sourceLocation: location)
    }

    private func changed(_ place: Int, _ bytes: [UInt8]) -> [[UInt8]] {
        var frames = Sample.frames("system.hello")
        frames[place] = bytes
        return frames
    }

    private let large = [UInt8](repeating: 0x20, count: Envelope.largestFrame + 1)

    @Test func aRequestHasFiveFrames() {
        let frames = Sample.frames("system.hello")
        check(frames, nil)
        check([], .malformed)
        for count in 1...4 { check(Array(frames.prefix(count)), .malformed) }
        for more in 1...6 {
            check(frames + Array(repeating: [], count: more), .malformed)
        }
    }

    @Test func aPrincipalSentByAClientIsRefused() {
        var frames = Sample.frames("ledger.deposit", #"{"account": 1, "amount": 1}"#)
        frames.insert(Array(#"{"user":"max","role":"admin","generation":0}"#.utf8), at: 4)
        check(frames, .malformed)
    }

    @Test func anUnknownMethodMayBringBulkRecords() {
        let records = [UInt8](repeating: 0, count: 64 * 8_190)
        check(Sample.frames("ledger.flood") + [records], .unknownMethod)
        check(
            Sample.frames("ledger.flood") + [[UInt8](repeating: 0, count: 1 << 20 | 1)], .tooLarge)
    }

    @Test func bulkRecordsBelongToBulkMethodsAndTheyToThem() {
        let records = [UInt8](repeating: 0, count: 64)
        let bulk = Sample.frames("ledger.bulk")
        check(bulk, .notPermitted)
        check(bulk.dropLast(), .malformed)
        check(bulk + [records], .malformed)
        check(Sample.frames("ledger.deposit") + [records], .malformed)
        check(bulk.dropLast() + [[UInt8](repeating: 0, count: 1 << 20 | 1)], .tooLarge)
    }

    @Test func theVersionIsTheFirstFrame() {
        for other in ["BRL2", "BRL0", "BRL10", "BRL999999999"] {
            check(changed(0, Array(other.utf8)), .unsupportedVersion)
            check([Array(other.utf8)], .unsupportedVersion)
        }
        for other in ["", "BRL", "BRLx", "brl1", "BRL1 ", "BRLP1", "HTTP", "BRL1234567890"] {
            check(changed(0, Array(other.utf8)), .malformed)
        }
    }

    @Test func theIDIsAUUIDOfVersion7() {
        for other in [
            "", "1", "0199c5e2-7a11-4c3d-8f00-000000000001", "0199c5e2-7a11-7c3d-cf00-000000000001",
            "0199c5e27a117c3d8f00000000000001", "0199c5e2-7a11-7c3d-8f00-00000000000g",
            "0199c5e2-7a11-7c3d-8f00-000000000001 ",
        ] {
            check(changed(2, Array(other.utf8)), .malformed)
        }
        check(changed(2, Array("0199C5E2-7A11-7C3D-8F00-000000000001".utf8)), nil)
    }

    @Test func methodAndBodyAreUTF8() {
        check(changed(1, [0xff]), .malformed)
        check(changed(4, [0x7b, 0xc3, 0x28, 0x7d]), .malformed)
        check(changed(4, [0xed, 0xa0, 0x80]), .malformed)
        check(changed(1, Array("système.hello".utf8)), .unknownMethod)
    }

    @Test func framesOverTheLimitAreTooLarge() {
        for place in [1, 3, 4] { check(changed(place, large), .tooLarge) }
        check(changed(4, Array(large.dropLast())), nil)
    }

    @Test func methodsAreKnownByTheirExactNames() {
        for name in [
            "", "system", "system.", "System.hello", "system.hello ", "auth.resolve",
            "ledger.close", "day.open", "sessions.",
        ] {
            check(changed(1, Array(name.utf8)), .unknownMethod)
        }
    }

    /// Each reason in turn, with all the later ones present as well.
    @Test func ofSeveralReasonsTheFirstIsGiven() {
        var admission = Sample.admission(Offer(queueOnly: true))
        func code(_ frames: [[UInt8]]) -> RefusalCode? {
            admission.judge(frames, now: Sample.now).code
        }
        let forged = Array("forged.session".utf8)
        var frames = Sample.frames("staff.unheardOf", session: forged, id: [])
        frames[4] = large
        #expect(code(frames) == .malformed)
        frames[2] = Sample.idFrame
        frames[0] = Array("BRL2".utf8)
        #expect(code(frames) == .unsupportedVersion)
        frames[0] = Array("BRL1".utf8)
        #expect(code(frames) == .tooLarge)
        frames[4] = Array("{}".utf8)
        #expect(code(frames) == .unknownMethod)
        frames[1] = Array("account.close".utf8)
        #expect(code(frames) == .notOffered)
        frames[1] = Array("staff.add".utf8)
        #expect(code(frames) == .sessionExpired)
        frames[3] = Sample.session("T")
        #expect(code(frames) == .notPermitted)
        frames[3] = Sample.session("M")
        #expect(code(frames) == .malformed, "only now is the body read")
    }

    @Test func aRefusalRepeatsTheIDWhereThereIsOne() {
        #expect(RequestShape.identifier(Sample.frames("nonsense")) == Sample.idFrame)
        #expect(RequestShape.identifier(Array(Sample.frames("nonsense").prefix(3))) != [])
        #expect(RequestShape.identifier(Sample.frames("system.hello", id: [1, 2])) == [])
        #expect(RequestShape.identifier([[1]]) == [])
    }
}
