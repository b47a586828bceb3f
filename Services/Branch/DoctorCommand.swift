import ArgumentParser
import BranchDomain
import Foundation
import ServiceKit

/// `branch doctor`: what is not as it should be, and what to do.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what is wrong with this branch, and say what to do.",
        discussion: """
            Looks at the state directory and its owner, secrets and their permissions, \
            configuration, keys, disk, clock, ports, versions, the journal's head, the services \
            and the last backup. Works whether the branch is up or down, and changes nothing. \
            Exit code 1 where something is wrong; warnings alone are 0.

            EXAMPLES
              branch doctor
              branch doctor --backups /media/usb
              branch doctor --json
            """)

    @Option(help: "Where the backups are (default: 'backups' in the state directory).")
    var backups: String?
    @Flag(help: "Print the findings as JSON.")
    var json = false

    func run() throws {
        try reporting {
            let surroundings = Surroundings.process
            let examination = Examination(
                state: surroundings.state, ports: try Ports(environment: surroundings.environment),
                now: SystemClock().now.milliseconds / 1_000,
                backups: backups ?? surroundings.state.backups)
            let findings = try examination.findings(
                asking: PingTarget.all(device: nil, surroundings))
            if json {
                print(Screen.json(findings))
            } else {
                for finding in findings { print(finding.text) }
            }
            guard findings.allSatisfy({ $0.grade < .wrong }) else { throw ExitCode.failure }
        }
    }
}
