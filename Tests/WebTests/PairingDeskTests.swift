import BranchDomain
import Testing

@testable import Web

@Suite("Pairing desk")
struct PairingDeskTests {
    private let device = EnrolledDevice(device: "kiosk:2", kind: "kiosk", secret: "s")
    private func at(_ minutes: Int64) -> Timestamp {
        Timestamp(milliseconds: minutes * 60_000)
    }

    @Test("a screen waits, is let in by its code, and is handed the device once")
    func letIn() {
        var desk = PairingDesk()
        let begun = desk.begin(token: "t", codes: ["111111"], now: at(0))
        #expect(begun?.code == "111111" && begun?.expires == PairingDesk.goodFor)
        #expect(desk.poll(token: "t", now: at(1)) == .waiting)
        let first = desk.admit("111111", as: device, now: at(1))
        let second = desk.admit("111111", as: device, now: at(1))
        #expect(first && !second)
        #expect(desk.poll(token: "other", now: at(1)) == .gone)
        #expect(desk.poll(token: "t", now: at(1)) == .paired(device))
        #expect(desk.poll(token: "t", now: at(1)) == .gone)
    }

    @Test("no two screens show the same code")
    func codes() {
        var desk = PairingDesk()
        #expect(desk.begin(token: "a", codes: ["1", "2"], now: at(0))?.code == "1")
        #expect(desk.begin(token: "b", codes: ["1", "2"], now: at(0))?.code == "2")
        #expect(desk.begin(token: "c", codes: ["1", "2"], now: at(0)) == nil)
    }

    @Test("a code is good for ten minutes, and a screen that begins again gives its own up")
    func expiry() {
        var desk = PairingDesk()
        _ = desk.begin(token: "a", codes: ["1"], now: at(0))
        #expect(desk.begin(token: "a", codes: ["1"], now: at(5))?.code == "1")
        let early = desk.isWaiting("1", now: at(14))
        let late = desk.isWaiting("1", now: at(15))
        #expect(early && !late)
        let admitted = desk.admit("1", as: device, now: at(15))
        #expect(!admitted)
        #expect(desk.poll(token: "a", now: at(15)) == .gone)
    }

    @Test("only so many wait")
    func bound() {
        var desk = PairingDesk()
        for number in 0..<256 {
            #expect(desk.begin(token: "\(number)", codes: ["\(number)"], now: at(0)) != nil)
        }
        #expect(desk.begin(token: "more", codes: ["more"], now: at(0)) == nil)
    }
}
