/// One thing that is measured, as it stands at `/metrics` and in the reference.
public struct Measure: Sendable, Hashable {
    public enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    /// As Prometheus wants names: the unit last, `_total` behind what only grows.
    public let name: String
    public let kind: Kind
    /// One line for the operator.
    public let help: String
    public let labels: [String]
    /// Upper bounds of a histogram's buckets, in the unit of the name.
    public let buckets: [Double]

    public init(
        _ name: String, _ kind: Kind, _ help: String, labels: [String] = [],
        buckets: [Double] = []
    ) {
        precondition(buckets == buckets.sorted(), "buckets are in order")
        precondition((kind == .histogram) == !buckets.isEmpty, "a histogram has buckets")
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
        self.buckets = buckets
    }

    /// From a tenth of a millisecond to five seconds.
    public static let latencyBuckets: [Double] = [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5,
        5,
    ]
    /// From a quarter of a minute to two hours: what people wait.
    public static let waitBuckets: [Double] = [
        15, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 2_700, 3_600, 7_200,
    ]
    /// Powers of two up to the largest group.
    public static let sizeBuckets: [Double] = [1, 2, 4, 8, 16, 32, 64, 128, 256]
}
