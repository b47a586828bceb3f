/// `queue.report`: how long people waited, were served and counters were idle on some days.
public enum QueueReport: BusMethod {
    public static let method = Method.queueReport

    public struct Request: Codable, Sendable, Equatable {
        /// Business days, such as 2026-11-20, both included; at most 62.
        public var from: String
        public var to: String
        public var service: String?
        public var counter: String?
        /// The `next` of the page before.
        public var after: String?

        public init(
            from: String, to: String, service: String? = nil, counter: String? = nil,
            after: String? = nil
        ) {
            self.from = from
            self.to = to
            self.service = service
            self.counter = counter
            self.after = after
        }
    }

    /// Seconds, within one part in 32.
    public struct Spread: Codable, Sendable, Equatable {
        public var count: Int
        public var mean: Int
        public var p50: Int
        public var p90: Int
        public var p99: Int
        public var longest: Int

        public init(count: Int, mean: Int, p50: Int, p90: Int, p99: Int, longest: Int) {
            self.count = count
            self.mean = mean
            self.p50 = p50
            self.p90 = p90
            self.p99 = p99
            self.longest = longest
        }
    }

    public struct Line: Codable, Sendable, Equatable {
        /// `total`, `service`, `counter`, `hour` or `day`.
        public var by: String
        /// `cash`, `2`, `11` or `2026-11-20`; empty for the total.
        public var name: String
        /// Legs of visits that are over.
        public var tickets: Int
        public var served: Int
        public var noShow: Int
        /// Cancelled, or gone without a word.
        public var abandoned: Int
        /// Still waiting at the end of the day.
        public var expired: Int
        /// Until the first call; absent where nobody was called.
        public var wait: Spread?
        public var service: Spread?
        /// Stretches in which an open counter had nobody.
        public var idle: Spread?

        public init(by: String, name: String) {
            self.by = by
            self.name = name
            (tickets, served, noShow, abandoned, expired) = (0, 0, 0, 0, 0)
        }
    }

    /// How often what was estimated at the beginning held.
    public struct Calibration: Codable, Sendable, Equatable {
        /// Tickets that had an estimate and were called.
        public var promised: Int
        public var p50Held: Int
        public var p90Held: Int

        public init(promised: Int, p50Held: Int, p90Held: Int) {
            self.promised = promised
            self.p50Held = p50Held
            self.p90Held = p90Held
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        /// The total first, then services, counters, hours and days.
        public var lines: [Line]
        public var calibration: Calibration
        /// Up to this moment the journal was read, Unix milliseconds; mostly a second ago.
        public var through: Int64
        public var next: String?

        public init(
            lines: [Line], calibration: Calibration, through: Int64, next: String? = nil
        ) {
            self.lines = lines
            self.calibration = calibration
            self.through = through
            self.next = next
        }
    }
}
