import ArgumentParser
import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import ServiceKit
import SwiftProtobuf

struct PingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ping",
        abstract: "Whether calls are taken: one is made.",
        discussion: """
            Prints ok where the ledger answered the call, alone where only this service did. Exit \
            code 0 then, 1 where nobody answers. Looks where serve listens with the same \
            BRANCHLINE_STATE and BRANCHLINE_PORT_BASE.
            """)

    @Option(help: "The port. Default: the port base + 1301.")
    var port: Int?

    /// How long an answer may take.
    private static let patience = Duration.seconds(5)

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let port = try port ?? Ports(environment: environment).grpc
        let tls = EdgeFiles.tls(nil, nil, in: StateDirectory(environment: environment))
        do {
            try await ask(port, tls)
            print("ok")
        } catch let error as RPCError where error.code == .notFound {
            print("ok")
        } catch let error as RPCError where error.isOfTheBranch {
            print("alone")
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            print("silent")
            throw ExitCode.failure
        }
    }

    /// Asks for an account that is not there, so that the ledger is asked.
    private func ask(_ port: Int, _ tls: EdgeSettings.TLSFiles?) async throws {
        let transport = try HTTP2ClientTransport.Posix(
            target: .ipv4(address: "127.0.0.1", port: port),
            transportSecurity: tls.map { files in
                .tls { config in
                    config.trustRoots = .certificates([
                        .file(path: files.certificate, format: .pem)
                    ])
                    config.serverCertificateVerification = .noVerification
                }
            } ?? .plaintext)
        try await withGRPCClient(transport: transport) { client in
            let service = Main_BankAccountService.Client(wrapping: client)
            var options = CallOptions.defaults
            options.timeout = PingCommand.patience
            options.waitForReady = false
            _ = try await service.getBalance(
                .with { $0.accountID = String(Int.max) }, options: options)
        }
    }
}

extension RPCError {
    /// Whether the service answered but what is behind it did not.
    fileprivate var isOfTheBranch: Bool {
        metadata[stringValues: RPCStatus.reason].contains { _ in true }
    }
}
