import ArgumentParser
import FoundationEssentials
import ServiceKit

@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branchline-web",
        abstract: "The branch on screens: kiosk, board, counter, cash machine, manager, phone.",
        version: Version.text, subcommands: [ServeCommand.self])
}

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves the pages until it is asked to end.",
        discussion: """
            Honours BRANCHLINE_STATE, BRANCHLINE_PORT_BASE and BRANCHLINE_HOST: the pages are at \
            http://127.0.0.1:(base + 380), for this machine alone. Where BRANCHLINE_HOST is \
            another address and there is a certificate, they are also at https://HOST:(base + 430).
            """)

    @Option(help: "The certificate chain, PEM. Default: web/certificate.pem in the state.")
    var certificate: String?

    @Option(help: "The certificate's private key, PEM. Default: web/key.pem in the state.")
    var key: String?

    @Option(help: "What phones reach the pages by, as https://branch.example:8130.")
    var address: String?

    @Option(help: "A directory of pages in place of those beside the program; read anew each time.")
    var pages: String?

    @Option(help: "How many pages may follow the queues at the same time.")
    var mostPages = 4_096

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        try await WebShell.run(
            WebSettings(
                ports: try Ports(environment: environment),
                state: StateDirectory(environment: environment),
                pages: pages ?? PageFiles.installed, freshPages: pages != nil,
                publicAddress: address, certificate: certificate, key: key,
                mostPages: mostPages),
            logger: LineLog.logger("web"))
    }
}
