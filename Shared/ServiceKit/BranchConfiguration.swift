import FoundationEssentials

/// `branchline.json`: what makes one branch different from another. Secrets are never in it.
public struct BranchConfiguration: Codable, Sendable, Equatable {
    public struct Service: Codable, Sendable, Equatable {
        public var service: String
        public var prefix: String
        public var names: [String: String]

        public init(service: String, prefix: String, names: [String: String]) {
            self.service = service
            self.prefix = prefix
            self.names = names
        }
    }

    public struct Device: Codable, Sendable, Equatable {
        public var device: String
        public var kind: String

        public init(device: String, kind: String) {
            self.device = device
            self.kind = kind
        }
    }

    /// What accounts can be opened under, by name.
    public struct Product: Codable, Sendable, Equatable {
        /// Minor units; what is absent is not limited.
        public struct Limits: Codable, Sendable, Equatable {
            public var overdraft: Int64?
            public var minimum: Int64?
            public var perTransaction: Int64?
            public var dailyAmount: Int64?
            public var dailyCount: Int?
        }

        /// Accrued by the day, posted with `ledger.addInterest` for all.
        public struct Interest: Codable, Sendable, Equatable {
            /// Percent a year, `"2.5"`.
            public var rate: String
            /// `ACT/365` (where absent), `ACT/360`, `30/360` or `30E/360`.
            public var dayCount: String?
            /// `halfEven` (where absent), `halfUp` or `down`.
            public var rounding: String?
        }

        public var limits: Limits?
        /// By `withdrawal` and `transfer`: minor units for each.
        public var fees: [String: Int64]?
        public var interest: Interest?
    }

    /// Minor units; what is absent is not limited.
    public struct RoleLimits: Codable, Sendable, Equatable {
        public var perTransaction: Int64?
        /// Of one person in one business day; for staff alone.
        public var dailyAmount: Int64?
        public var dailyCount: Int?
    }

    /// What holds for all counters of the queue.
    public struct Queue: Codable, Sendable, Equatable {
        /// Recalls before a called ticket may be a no-show; none where absent.
        public var minimumRecalls: Int?
        /// Whether a counter calls the next ticket by itself when one is done.
        public var automatic: Bool?
        /// For so long what is over can be reopened; 30 where absent.
        public var reopenMinutes: Int?
    }

    /// The branch's name in topics.
    public var branch: String
    /// ISO 4217.
    public var currency: String
    /// The IANA name of the time zone by which the business day changes, `Europe/Madrid`.
    public var timeZone: String
    /// Whether only the queue is offered, as in a clinic or a shop.
    public var queueOnly: Bool
    /// Whether people may register themselves as customers.
    public var selfRegistration: Bool
    /// The smallest first deposit at an ATM, in minor units.
    public var minimumOpening: Int64
    /// Methods that wait for a second person, by name, from which amount on, in minor units:
    /// `{"ledger.withdraw": 1000000}`.
    public var approvals: [String: Int64]?
    public var products: [String: Product]?
    /// What people may take out for customers, by role: `{"teller": {"perTransaction": 500000}}`.
    public var limits: [String: RoleLimits]?
    public var queue: Queue?
    /// Who is told what; absent: nobody is.
    public var notifications: NotificationSettings?
    /// The branch in a messenger; absent: it is in none.
    public var chat: ChatSettings?
    /// Made at the first start of the state directory.
    public var services: [Service]
    public var devices: [Device]

    /// The configuration of a first start.
    public static let standard = BranchConfiguration(
        branch: "main", currency: "USD", timeZone: "UTC", queueOnly: false, selfRegistration: true,
        minimumOpening: 5_000,
        services: [
            Service(
                service: "cash", prefix: "A",
                names: [
                    "en": "Cash", "es": "Caja", "pt": "Caixa", "hi": "नकद", "kn": "ನಗದು",
                ]),
            Service(
                service: "accounts", prefix: "B",
                names: [
                    "en": "Accounts", "es": "Cuentas", "pt": "Contas", "hi": "खाते", "kn": "ಖಾತೆಗಳು",
                ]),
            Service(
                service: "loans", prefix: "C",
                names: [
                    "en": "Loans", "es": "Préstamos", "pt": "Empréstimos", "hi": "ऋण", "kn": "ಸಾಲಗಳು",
                ]),
            Service(
                service: "enquiries", prefix: "D",
                names: [
                    "en": "Enquiries", "es": "Consultas", "pt": "Informações", "hi": "पूछताछ",
                    "kn": "ವಿಚಾರಣೆ",
                ]),
        ],
        devices: [
            Device(device: "atm:1", kind: "atm"), Device(device: "kiosk:1", kind: "kiosk"),
            Device(device: "bot:1", kind: "bot"), Device(device: "notifier:1", kind: "notifier"),
            Device(device: "rpc:1", kind: "rpc"),
        ])

    /// The configuration of a first start where only the queue is wanted: a clinic, a shop.
    public static let queueAlone: BranchConfiguration = {
        var configuration = standard
        configuration.queueOnly = true
        configuration.selfRegistration = false
        configuration.services = [
            Service(
                service: "reception", prefix: "A",
                names: [
                    "en": "Reception", "es": "Recepción", "pt": "Receção", "hi": "स्वागत",
                    "kn": "ಸ್ವಾಗತ",
                ]),
            Service(
                service: "appointments", prefix: "B",
                names: [
                    "en": "Appointments", "es": "Citas", "pt": "Marcações", "hi": "अपॉइंटमेंट",
                    "kn": "ಭೇಟಿಗಳು",
                ]),
            Service(
                service: "collection", prefix: "C",
                names: [
                    "en": "Collection", "es": "Recogida", "pt": "Levantamento", "hi": "संग्रह",
                    "kn": "ಸಂಗ್ರಹ",
                ]),
            Service(
                service: "enquiries", prefix: "D",
                names: [
                    "en": "Enquiries", "es": "Consultas", "pt": "Informações", "hi": "पूछताछ",
                    "kn": "ವಿಚಾರಣೆ",
                ]),
        ]
        configuration.devices.removeAll { ["atm", "rpc", "notifier"].contains($0.kind) }
        return configuration
    }()

    /// - Throws: ``ConfigurationError``: a line for each thing that is wrong, with file and line.
    public static func load(from state: StateDirectory) throws -> BranchConfiguration {
        guard let data = FileManager.default.contents(atPath: state.configuration) else {
            throw ConfigurationError(
                "There is no \(state.configuration). Run 'branch init' or deploy/up first.")
        }
        let problems = ConfigurationCheck.problems(in: String(decoding: data, as: UTF8.self))
        guard problems.isEmpty else {
            throw ConfigurationError(
                problems.map { "\(state.configuration):\($0.line): \($0.what)." }
                    .joined(separator: "\n"))
        }
        do {
            return try JSONDecoder().decode(BranchConfiguration.self, from: data)
        } catch {
            throw ConfigurationError("\(state.configuration) is not a configuration: \(error)")
        }
    }

    public func save(to state: StateDirectory) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(
            to: URL(fileURLWithPath: state.configuration), options: .atomic)
    }
}
