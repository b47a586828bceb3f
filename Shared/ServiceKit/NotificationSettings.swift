/// The part `notifications` of `branchline.json`: who is told what, and by which way.
///
/// Files are named from the state directory, or absolutely; they hold one secret each.
public struct NotificationSettings: Codable, Sendable, Equatable {
    /// Text messages through Twilio's REST API, or whoever speaks it.
    public struct SMS: Codable, Sendable, Equatable {
        /// `https://api.twilio.com` where absent.
        public var url: String?
        /// The account, `AC…`.
        public var account: String
        /// A file with the account's key.
        public var keyFile: String
        /// A telephone number with `+`, or a messaging service, `MG…`.
        public var from: String
        /// Messages a second; 10 where absent.
        public var perSecond: Int?
        /// `+34`, put before customers' numbers that have no country.
        public var countryPrefix: String?
    }

    /// A program that is told, with a signature.
    public struct Webhook: Codable, Sendable, Equatable {
        /// By which rules name it: `crm`.
        public var name: String
        public var url: String
        /// A file with the secret that both sides know.
        public var secretFile: String
        /// Messages a second; 50 where absent.
        public var perSecond: Int?
        /// Whether account numbers are given in full; masked where absent.
        public var fullAccounts: Bool?
    }

    /// One line of who is told what.
    public struct Rule: Codable, Sendable, Equatable {
        /// `account`: movements of customers' accounts; `queue`: calls of numbers, or lines that
        /// grow long.
        public var on: String
        /// `customer` (a text message to the account's owner who consented), `webhook:NAME`, or a
        /// telephone number of the staff.
        public var to: String
        /// Only these kinds of movement, `["deposit", "withdrawal"]`; all where absent.
        public var kinds: [String]?
        /// Only movements of at least so much, in minor units.
        public var minimum: Int64?
        /// Also in quiet hours.
        public var urgent: Bool?
        /// Only this service's queue.
        public var service: String?
        /// Not calls, but each time that more than so many begin to wait.
        public var waitingAbove: Int?

        public init(
            on: String, to: String, kinds: [String]? = nil, minimum: Int64? = nil,
            urgent: Bool? = nil, service: String? = nil, waitingAbove: Int? = nil
        ) {
            self.on = on
            self.to = to
            self.kinds = kinds
            self.minimum = minimum
            self.urgent = urgent
            self.service = service
            self.waitingAbove = waitingAbove
        }
    }

    /// When no text messages are sent, by the branch's time zone: `22:00` to `07:00`.
    public struct Quiet: Codable, Sendable, Equatable {
        public var from: String
        public var to: String
    }

    public var sms: SMS?
    public var webhooks: [Webhook]?
    public var rules: [Rule]
    public var quietHours: Quiet?
    /// Of messages to customers who have none of their own, and to the staff; `en` where absent.
    public var language: String?
}
