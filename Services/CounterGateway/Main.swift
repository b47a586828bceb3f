import ArgumentParser
import FoundationEssentials
import ServiceKit

@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branchline-counter-gateway",
        abstract: "Takes clients' requests, judges who may ask, and passes them on.",
        version: Version.text, subcommands: [ServeCommand.self])
}

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs a gateway until it is asked to end.",
        discussion: """
            Honours BRANCHLINE_STATE, BRANCHLINE_PORT_BASE and BRANCHLINE_HOST. Several gateways \
            run side by side under different numbers: 1 on port 7701, 2 on 7711, …
            """)

    @Option(help: "Which of the branch's gateways this is, from 1.")
    var number = 1

    func validate() throws {
        guard (1...100).contains(number) else {
            throw ValidationError("--number is a number from 1 to 100.")
        }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        try await Serve.run(
            number: number, ports: try Ports(environment: environment),
            state: StateDirectory(environment: environment),
            logger: LineLog.logger("counter-gateway"))
    }
}
