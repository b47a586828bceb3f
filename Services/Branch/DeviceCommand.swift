import ArgumentParser
import BranchDomain
import Messages

/// `branch device …`: kiosks, boards, ATMs, bots and whatever else is enrolled.
struct DeviceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device",
        abstract: "Devices: add, list, disable. Over the network: branch pair.",
        discussion: """
            EXAMPLES
              branch device add kiosk:2 --kind kiosk
              branch device list
              branch device disable kiosk:2
            """,
        subcommands: [Add.self, List.self, Disable.self])

    struct Add: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enrol a device; the bank makes its secret.")

        @Argument(help: "Its name, such as kiosk:2.")
        var device: String
        @Option(help: "What it is.")
        var kind: Kind
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(
                DeviceAdd.self, DeviceAdd.Request(device: device, kind: kind.kind.rawValue))
            branch.screen.show(reply) {
                "device    \(reply.device)\nsecret    \(reply.secret)  (shown once)"
            }
        }
    }

    struct List: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "List devices in order of their names.")

        @OptionGroup var list: ListOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let (devices, next) = try branch.pages(limit: list.limit) { after, limit in
                let page = try branch.call(
                    DeviceList.self, DeviceList.Request(after: after, limit: limit))
                return (page.devices, page.next)
            }
            branch.screen.show(DeviceList.Reply(devices: devices, next: next)) {
                var table = Table(
                    .left("device"), .left("kind"), .left("disabled"), .left("key"))
                for device in devices {
                    table.add(
                        device.device, device.kind, Wording.yes(device.disabled),
                        device.key ?? "")
                }
                return table.text() + list.more(next != nil)
            }
        }
    }

    struct Disable: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a device's sessions and log-ins, and take its key off the lists.")

        @Argument(help: "Its name.")
        var device: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(
                DeviceDisable.self, DeviceDisable.Request(device: device))
            PairCommand.strike(device, from: Surroundings.process.state)
            branch.screen.show(reply) { "\(device) is disabled." }
        }
    }

    /// A device kind as it is typed.
    struct Kind: ExpressibleByArgument {
        let kind: DeviceKind

        init?(argument: String) {
            guard let kind = DeviceKind(rawValue: argument) else { return nil }
            self.kind = kind
        }

        static var allValueStrings: [String] { DeviceKind.allCases.map(\.rawValue) }
    }
}
