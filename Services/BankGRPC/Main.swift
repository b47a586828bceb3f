import ArgumentParser
import Foundation
import ServiceKit

@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branchline-bank-grpc",
        abstract: "The branch's accounts for programs that speak gRPC to a bank.",
        discussion: """
            Serves main.BankAccountService, as existing clients have it: OpenAccount, \
            DepositAccount, WithdrawAccount, GetBalance, AddInterest. Accounts belong to the house \
            customer rpc; every sum is exact and on disk before the answer.
            """,
        version: Version.text, subcommands: [ServeCommand.self, PingCommand.self],
        defaultSubcommand: ServeCommand.self)
}

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Takes calls until it is asked to end.",
        discussion: """
            Honours BRANCHLINE_STATE, BRANCHLINE_PORT_BASE and BRANCHLINE_HOST: it listens on \
            127.0.0.1 and [::1] at the port base + 1301, plain, for this machine alone. With a \
            certificate it speaks TLS, there and on BRANCHLINE_HOST. The branch's own certificate \
            is taken where there is one: grpc/certificate.pem and grpc/key.pem in the state.

            Name, port and threads may also stand without their options, in this order, as the \
            old server had them:  branchline-bank-grpc "My bank" 9001 4
            """)

    @Argument(help: ArgumentHelp("What the log calls the bank.", valueName: "name"))
    var oldName: String?

    @Argument(help: ArgumentHelp("The port.", valueName: "port"))
    var oldPort: Int?

    @Argument(help: ArgumentHelp("How many threads serve connections.", valueName: "threads"))
    var oldThreads: Int?

    @Option(help: "What the log calls the bank. Default: Branchline.")
    var name: String?

    @Option(help: "The port. Default: the port base + 1301, 9001 for an only branch.")
    var port: Int?

    @Option(help: "How many threads serve connections, at most one a core. Default: 1.")
    var threads: Int?

    @Option(help: "The certificate chain, PEM. With it everything is TLS.")
    var certificate: String?

    @Option(help: "The certificate's private key, PEM.")
    var key: String?

    @Option(help: "On another machine than the branch's: what 'branch pair finish' wrote there.")
    var enrolment: String?

    func validate() throws {
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("Name both --certificate and --key, or none.")
        }
        if let port = port ?? oldPort, !(1...65_535).contains(port) {
            throw ValidationError("\(port) is no port; name one from 1 to 65535.")
        }
        if let threads = threads ?? oldThreads, threads < 1 {
            throw ValidationError("Name at least one thread.")
        }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let ports = try Ports(environment: environment)
        var settings = EdgeSettings(
            ports: ports, state: StateDirectory(environment: environment),
            port: port ?? oldPort ?? ports.grpc)
        if let name = name ?? oldName { settings.name = name }
        if let threads = threads ?? oldThreads { settings.threads = threads }
        settings.enrolment = enrolment
        settings.tls = EdgeFiles.tls(certificate, key, in: settings.state)
        try await EdgeShell.run(settings, logger: LineLog.logger("bank-grpc"))
    }
}

/// Which files TLS is made of.
enum EdgeFiles {
    /// Those that were named, else the branch's own where they are there.
    static func tls(
        _ certificate: String?, _ key: String?, in state: StateDirectory
    ) -> EdgeSettings.TLSFiles? {
        if let certificate, let key { return .init(certificate: certificate, key: key) }
        guard FileManager.default.fileExists(atPath: state.grpcCertificate) else { return nil }
        return .init(certificate: state.grpcCertificate, key: state.grpcKey)
    }
}
