import ArgumentParser
import BranchDomain
import Bus
import Foundation
import ServiceKit

/// `branch init`: everything a branch needs before its first start.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make the state directory: configuration, keys and secrets.",
        discussion: """
            What is there already is never overwritten, so it may run again at any time. The \
            services read branchline.json when they start; edit it before the first start to have \
            other services, devices or a higher first deposit.

            EXAMPLES
              branch init
              branch init --queue-only --branch clinic --time-zone Europe/Madrid
              BRANCHLINE_HOST=10.0.0.5 branch init        # with keys for the network
            """)

    @Option(help: "The branch's name in topics: small letters, digits and hyphens.")
    var branch: String?

    @Option(help: "The branch's currency, ISO 4217.")
    var currency: String?

    @Option(help: "The time zone by which the business day changes, such as Europe/Madrid.")
    var timeZone: String?

    @Flag(help: "Only the queue, as in a clinic or a shop; nothing about money.")
    var queueOnly = false

    @Flag(help: "Make keys for the network although BRANCHLINE_HOST does not ask for them.")
    var curve = false

    @Flag(name: .shortAndLong, help: "Say nothing but what is wrong.")
    var quiet = false

    func run() throws {
        do {
            try setUp(Surroundings.process)
        } catch let error as ConfigurationError {
            Screen.complain("branch: \(error.description)")
            throw ExitCode.failure
        }
    }

    /// - Returns: The standard configuration with what was asked for in its place.
    func wanted() throws(DomainError) -> BranchConfiguration {
        var configuration =
            queueOnly ? BranchConfiguration.queueAlone : BranchConfiguration.standard
        if let branch { configuration.branch = try BranchID(branch).description }
        if let currency { configuration.currency = try Currency(currency).code }
        if let timeZone {
            guard TimeZone(identifier: timeZone) != nil else {
                throw DomainError("There is no time zone \(timeZone).")
            }
            configuration.timeZone = timeZone
        }
        return configuration
    }

    private func setUp(_ surroundings: Surroundings) throws {
        let state = surroundings.state
        let configuration: BranchConfiguration
        do {
            configuration = try wanted()
        } catch {
            throw ConfigurationError(error.description)
        }
        let needsKeys = try curve || Ports(environment: surroundings.environment).isBeyondLoopback
        let makeKeys = {
            let keys = try CurveKeys.generate()
            return (publicKey: keys.publicKey, secretKey: keys.secretKey)
        }
        let steps = try Setup(
            state: state, configuration: configuration, random: SystemRandom.bytes,
            curveKeys: needsKeys ? makeKeys : nil
        ).run()
        try sayWhatWasMade(steps, configuration, state)
    }

    private func sayWhatWasMade(
        _ steps: [Setup.Step], _ wanted: BranchConfiguration, _ state: StateDirectory
    ) throws {
        let present = try BranchConfiguration.load(from: state)
        for difference in differences(wanted, present) {
            Screen.complain(
                "branch: \(state.configuration) says \(difference); it is kept as it is. "
                    + "Choose another BRANCHLINE_STATE for another branch.")
        }
        guard !quiet else { return }
        for step in steps { print(step.made ? "made  \(step.path)" : "kept  \(step.path)") }
    }

    /// What was asked for and is otherwise in the configuration that is there.
    func differences(_ wanted: BranchConfiguration, _ present: BranchConfiguration) -> [String] {
        var found: [String] = []
        if branch != nil, wanted.branch != present.branch {
            found.append("branch \(present.branch)")
        }
        if currency != nil, wanted.currency != present.currency {
            found.append("currency \(present.currency)")
        }
        if timeZone != nil, wanted.timeZone != present.timeZone {
            found.append("time zone \(present.timeZone)")
        }
        if queueOnly, !present.queueOnly { found.append("money is offered too") }
        return found
    }
}
