import Foundation
import Testing

/// Kiosk, counter and board each on a machine of its own, and a branch on a fourth.
@Suite struct LANTests {
    /// The script makes network namespaces, enrols the devices with `branch pair`, and checks.
    @Test(.timeLimit(.minutes(3)))
    func enrolledDevicesAreServedAcrossTheNetworkAndNobodyElseIs() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let programs = (try Executables.path("branch") as NSString).deletingLastPathComponent
        let ran = try ChildProcess.run(
            "/bin/bash", [folder.appendingPathComponent("lan.sh").path, programs])
        #expect(ran.status == 0, "\(ran.output)\n\(ran.errors)")
        for line in [
            "kiosk: ticket A001", "counter: called A001", "board: shows A001",
            "second kiosk:2: device_taken",
            "unlisted key at the gateway: nothing", "unlisted key at the topics: nothing",
            "kiosk's key on the back link: nothing", "gateway's key on the back link: answered",
            "plain client at the secured port: nothing",
            "gRPC edge elsewhere: the ledger answers",
            "notifier elsewhere: told of calls and movements",
        ] {
            #expect(ran.output.contains(line), "missing: \(line)")
        }
    }
}
