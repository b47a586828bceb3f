import Foundation
import Testing

@testable import CounterGateway

@Suite struct NeighboursShellTests {
    private func neighbours(_ folder: TemporaryFolder, _ number: Int) throws -> Neighbours {
        try Neighbours(
            directory: folder.path + "/gateways", number: number,
            own: GatewayAddresses(plain: "tcp://\(number)", secured: "tcp://s\(number)"))
    }

    private func plain(_ neighbours: Neighbours) -> [String] {
        neighbours.running().map(\.plain)
    }

    @Test func allThatRunAreListedByNumber() throws {
        let folder = try TemporaryFolder()
        let gateways = try [10, 2, 1].map { try neighbours(folder, $0) }
        for gateway in gateways { gateway.announce() }
        for gateway in gateways {
            #expect(plain(gateway) == ["tcp://1", "tcp://2", "tcp://10"])
        }
        #expect(gateways[0].running()[0].secured == "tcp://s1")
    }

    @Test func theFileOfAKilledOneIsIgnored() throws {
        let folder = try TemporaryFolder()
        let one = try neighbours(folder, 1)
        one.announce()
        do {
            let two = try neighbours(folder, 2)
            two.announce()
            #expect(plain(one) == ["tcp://1", "tcp://2"])
        }
        #expect(FileManager.default.fileExists(atPath: folder.path + "/gateways/2"))
        #expect(plain(one) == ["tcp://1"])
        let two = try neighbours(folder, 2)
        two.announce()
        #expect(plain(one) == ["tcp://1", "tcp://2"])
    }

    @Test func whoEndsCleanlyLeavesNoFile() throws {
        let folder = try TemporaryFolder()
        let gateway = try neighbours(folder, 1)
        gateway.announce()
        gateway.withdraw()
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/gateways/1"))
    }

    @Test func aFileThatWasTakenAwayIsWrittenAgain() throws {
        let folder = try TemporaryFolder()
        let gateways = try [1, 2].map { try neighbours(folder, $0) }
        for gateway in gateways { gateway.announce() }
        try FileManager.default.removeItem(atPath: folder.path + "/gateways/2")
        #expect(plain(gateways[0]) == ["tcp://1"])
        gateways[1].announce()
        #expect(plain(gateways[0]) == ["tcp://1", "tcp://2"])
    }

    @Test func oneKnowsOfItselfWhateverIsInTheFolder() throws {
        let folder = try TemporaryFolder()
        let gateway = try neighbours(folder, 1)
        for name in ["notes.txt", "3", "-1"] {
            try Data("x".utf8).write(
                to: URL(fileURLWithPath: folder.path + "/gateways/\(name)"))
        }
        #expect(plain(gateway) == ["tcp://1"])
    }
}
