import ArgumentParser
import ServiceKit

@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branch",
        abstract: "Sets up, runs and asks a branch: the operator's tool.",
        discussion: """
            On the branch's own machine commands are asked as admin, with the secret in the state \
            directory. Elsewhere, and for another user, log in first and say --as USER.

            EXAMPLES
              branch status
              branch customer register ana 'Ana García' --opening 50.00 --as teller1
              branch account history 17
              branch ticket issue cash
              branch call ledger.trialBalance
              branch call account.get '{"account": 17}'

            SHELL COMPLETION
              branch --generate-completion-script bash > /etc/bash_completion.d/branch
              (also: zsh, fish)

            ENVIRONMENT
              BRANCHLINE_STATE      the state directory (default: .branchline here)
              BRANCHLINE_PORT_BASE  moves all ports together (default: 7700)
              BRANCHLINE_HOST       where the branch listens (default: 127.0.0.1)
              BRANCHLINE_USER       who asks, where --as does not say it
            """,
        version: Version.text,
        groupedSubcommands: [
            CommandGroup(
                name: "A branch:",
                subcommands: [
                    InitCommand.self, StatusCommand.self, PingCommand.self,
                    ConfirmClockCommand.self, PairCommand.self, ResetAdminCommand.self,
                    DoctorCommand.self, ConfigCommand.self,
                ]),
            CommandGroup(
                name: "The ledger's journal:",
                subcommands: [
                    VerifyCommand.self, VerifyReceiptCommand.self, BackupCommand.self,
                    RestoreCommand.self, ImportCommand.self, ExportCommand.self,
                ]),
            CommandGroup(
                name: "Anything:",
                subcommands: [CallCommand.self, LoginCommand.self, LogoutCommand.self]),
            CommandGroup(
                name: "The queue:",
                subcommands: [
                    TicketCommand.self, CounterCommand.self, ServiceCommand.self,
                    PrinterCommand.self,
                    AppointmentCommand.self, ReportCommand.self, SimulateCommand.self,
                ]),
            CommandGroup(
                name: "Money:",
                subcommands: [
                    AccountCommand.self, LedgerCommand.self, HoldCommand.self,
                    DrawerCommand.self, ApprovalCommand.self, DayCommand.self,
                ]),
            CommandGroup(
                name: "People and devices:",
                subcommands: [
                    CustomerCommand.self, StaffCommand.self, DeviceCommand.self,
                    NotificationsCommand.self,
                ]),
        ])
}
