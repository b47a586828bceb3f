import Bus

/// What a device on another machine needs to reach its branch; `branch pair` writes it there, to a
/// file of mode 0600.
public struct Enrolment: Codable, Equatable, Sendable {
    public let device: String
    public let kind: String
    /// Z85.
    public let publicKey: String
    public let secretKey: String
    /// What the branch answered; none before `branch pair finish`.
    public var answer: Answer?

    /// What the branch gives an accepted device to take home: a file, as secret as the device.
    public struct Answer: Codable, Equatable, Sendable {
        public let device: String
        /// What it logs in with.
        public let secret: String
        public let gateways: [String]
        public let queueTopics: String?
        public let accountTopics: String?
        /// Z85, by ``CurveDomain``.
        public let serverKeys: [String: String]

        public init(
            device: String, secret: String, gateways: [String], queueTopics: String?,
            accountTopics: String?, serverKeys: [String: String]
        ) {
            self.device = device
            self.secret = secret
            self.gateways = gateways
            self.queueTopics = queueTopics
            self.accountTopics = accountTopics
            self.serverKeys = serverKeys
        }
    }

    public init(
        device: String, kind: String, publicKey: String, secretKey: String, answer: Answer? = nil
    ) {
        self.device = device
        self.kind = kind
        self.publicKey = publicKey
        self.secretKey = secretKey
        self.answer = answer
    }

    public var keys: CurveKeys { CurveKeys(publicKey: publicKey, secretKey: secretKey) }
    public var secret: String? { answer?.secret }
    public var gateways: [String] { answer?.gateways ?? [] }
    public var serverKeys: [String: String] { answer?.serverKeys ?? [:] }
}
