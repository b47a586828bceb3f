/// Something that waits for a second person.
public struct Approval: Codable, Sendable, Equatable {
    public var approval: UInt64
    public var method: String
    /// Who asked; never who decides.
    public var by: String
    /// Unix milliseconds.
    public var at: Int64
    public var account: AccountReference?
    /// Minor units.
    public var amount: Int64?

    public init(
        approval: UInt64, method: String, by: String, at: Int64, account: AccountReference? = nil,
        amount: Int64? = nil
    ) {
        self.approval = approval
        self.method = method
        self.by = by
        self.at = at
        self.account = account
        self.amount = amount
    }
}

/// `approval.list`: what waits, oldest first.
public enum ApprovalList: BusMethod {
    public static let method = Method.approvalList

    public struct Request: Codable, Sendable, Equatable {
        public var after: UInt64?
        public var limit: Int?

        public init(after: UInt64? = nil, limit: Int? = nil) {
            self.after = after
            self.limit = limit
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var approvals: [Approval]
        public var next: UInt64?

        public init(approvals: [Approval], next: UInt64? = nil) {
            self.approvals = approvals
            self.next = next
        }
    }
}

/// `approval.decide`: a second person says yes or no to it.
public enum ApprovalDecide: BusMethod {
    public static let method = Method.approvalDecide

    public struct Request: Codable, Sendable, Equatable {
        public var approval: UInt64
        public var approve: Bool
        public var reason: String?

        public init(approval: UInt64, approve: Bool, reason: String? = nil) {
            self.approval = approval
            self.approve = approve
            self.reason = reason
        }
    }

    /// The outcome of what waited: its own reply, or that it was rejected.
    public enum Reply: Alternatives, Equatable {
        case receipt(Receipt)
        case account(Account)
        case rejected

        public struct Rejected: Codable, Sendable, Equatable {
            /// `rejected`.
            public var state: String
        }

        public static var shapes: [any (Codable & Sendable).Type] {
            [Receipt.self, Account.self, Rejected.self]
        }

        public init(from decoder: any Decoder) throws {
            if (try? Rejected(from: decoder)) != nil {
                self = .rejected
            } else if let account = try? Account(from: decoder) {
                self = .account(account)
            } else {
                self = .receipt(try Receipt(from: decoder))
            }
        }

        public func encode(to encoder: any Encoder) throws {
            switch self {
            case .receipt(let receipt): try receipt.encode(to: encoder)
            case .account(let account): try account.encode(to: encoder)
            case .rejected: try Rejected(state: "rejected").encode(to: encoder)
            }
        }
    }
}
