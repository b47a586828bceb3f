import ArgumentParser
import BranchDomain
import Messages

/// `branch approval …`: what waits for a second person.
struct ApprovalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approval",
        abstract: "What waits for a second person: list, approve, reject.",
        discussion: """
            Which methods wait, and from which sums on, stands under "approvals" in \
            branchline.json. Nobody decides what they asked for themselves.

            EXAMPLES
              branch approval list --as sam
              branch approval approve 4715 --as sam
            """,
        subcommands: [List.self, Approve.self, Reject.self])

    struct List: BusCommand {
        static let configuration = CommandConfiguration(abstract: "List what waits, oldest first.")

        @OptionGroup var list: ListOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let (waiting, next) = try branch.pages(limit: list.limit) { after, limit in
                let page = try branch.call(
                    ApprovalList.self, ApprovalList.Request(after: after, limit: limit))
                return (page.approvals, page.next)
            }
            let code = try branch.currency().code
            branch.screen.show(ApprovalList.Reply(approvals: waiting, next: next)) {
                var table = Table(
                    .right("approval"), .left("when"), .left("by"), .left("what"),
                    .right("account"), .right("amount"))
                for one in waiting {
                    table.add(
                        String(one.approval), Wording.time(one.at), one.by, one.method,
                        one.account.map(Wording.account) ?? "",
                        one.amount.map { Wording.amount($0, code) } ?? "")
                }
                return table.text(empty: "nothing waits") + list.more(next != nil)
            }
        }
    }

    struct Approve: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Say yes; it is done then.")

        @Argument(help: "The approval's number.")
        var approval: UInt64
        @Option(help: "Why.")
        var reason: String?
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            try ApprovalCommand.decide(approval, true, reason, branch)
        }
    }

    struct Reject: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Say no; nothing is done.")

        @Argument(help: "The approval's number.")
        var approval: UInt64
        @Option(help: "Why.")
        var reason: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            try ApprovalCommand.decide(approval, false, reason, branch)
        }
    }

    private static func decide(
        _ approval: UInt64, _ isApproved: Bool, _ reason: String?, _ branch: Caller
    ) throws {
        let reply = try branch.call(
            ApprovalDecide.self,
            ApprovalDecide.Request(approval: approval, approve: isApproved, reason: reason))
        branch.screen.show(reply) {
            switch reply {
            case .receipt(let receipt): LedgerCommand.text(receipt)
            case .account(let account): AccountCommand.table([account]).text()
            case .rejected: "\(approval) is rejected."
            }
        }
    }
}
