import BranchDomain
import Foundation
import ServiceKit
import Testing

@testable import Branch

@Suite("Lists of enrolled keys")
struct AllowListsTests {
    private let temporary: TemporaryState
    private var lists: AllowLists { AllowLists(state: temporary.state) }

    init() throws {
        temporary = try TemporaryState()
        _ = try Setup(
            state: temporary.state, configuration: .standard,
            random: { Array(repeating: 7, count: $0) },
            curveKeys: { (publicKey: "public", secretKey: "secret") }
        ).run()
    }

    @Test("a kiosk's key opens requests and queue topics, and nothing else")
    func kiosk() throws {
        try lists.add("kiosk:2", kind: .kiosk, key: "key")
        #expect(
            lists.entries().map { "\($0.domain) \($0.device) \($0.key)" }
                == ["clients kiosk:2 key", "displays kiosk:2 key"])
    }

    @Test("only a gateway's key opens the back links")
    func gateway() throws {
        for kind in DeviceKind.allCases where kind != .gateway {
            try lists.add("\(kind.rawValue):1", kind: kind, key: "key")
        }
        #expect(!lists.entries().contains { $0.domain == .gateways })
        try lists.add("gateway:2", kind: .gateway, key: "key")
        #expect(lists.entries().contains { $0.domain == .gateways && $0.device == "gateway:2" })
    }

    @Test("a key that is taken off is off every list")
    func strike() throws {
        try lists.add("kiosk:2", kind: .kiosk, key: "key")
        try lists.add("kiosk:3", kind: .kiosk, key: "other")
        lists.strike("kiosk:2")
        #expect(Set(lists.entries().map(\.device)) == ["kiosk:3"])
    }

    @Test("a device is told the public keys of what it may reach, never a secret one")
    func serverKeys() throws {
        #expect(
            try lists.serverKeys(for: .kiosk) == ["clients": "public", "displays": "public"])
    }

    @Test("a branch without keys says how to make them")
    func noKeys() throws {
        try FileManager.default.removeItem(atPath: temporary.state.curve)
        #expect(throws: ConfigurationError.self) { try lists.serverKeys(for: .kiosk) }
    }
}
