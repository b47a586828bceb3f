import ArgumentParser
import Foundation
import ServiceKit

@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branchline-notifier",
        abstract: "Tells people and programs what happened: text messages, signed webhooks.",
        discussion: """
            What is told to whom stands in branchline.json under "notifications":

              "notifications": {
                "sms": {"account": "AC…", "keyFile": "twilio.key", "from": "+15550001111"},
                "webhooks": [{"name": "crm", "url": "https://crm.example/hook",
                              "secretFile": "crm.secret"}],
                "quietHours": {"from": "22:00", "to": "07:00"},
                "rules": [
                  {"on": "account", "to": "customer"},
                  {"on": "account", "to": "webhook:crm", "kinds": ["transfer"]},
                  {"on": "queue", "to": "+34600000000", "waitingAbove": 20}
                ]
              }

            What waits and what could not be delivered: branch notifications --help
            Honours BRANCHLINE_STATE, BRANCHLINE_PORT_BASE and BRANCHLINE_HOST.
            """,
        version: Version.text, subcommands: [ServeCommand.self, ConfiguredCommand.self])
}

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the notifier until it is asked to end.")

    @Option(help: "On another machine than the branch's: what 'branch pair finish' wrote there.")
    var enrolment: String?

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        try await NotifierShell.serve(
            state: StateDirectory(environment: environment),
            ports: try Ports(environment: environment), enrolment: enrolment,
            logger: LineLog.logger("notifier"))
    }
}

struct ConfiguredCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "configured",
        abstract: "Checks the configuration; exit code 3 where nobody is to be told anything.",
        discussion: "Says what is wrong with it, and where, and exits with 1, where it is.")

    func run() throws {
        let state = StateDirectory(environment: ProcessInfo.processInfo.environment)
        do {
            guard try NotifierShell.isConfigured(state) else { throw ExitCode(3) }
            _ = try NotifierPlan(BranchConfiguration.load(from: state), in: state)
        } catch let error as ConfigurationError {
            FileHandle.standardError.write(Data("branchline-notifier: \(error)\n".utf8))
            throw ExitCode.failure
        }
    }
}
