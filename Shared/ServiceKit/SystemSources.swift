import BranchDomain
import Bus
import FoundationEssentials

/// The wall clock, for the shells that hand it to the rules.
public struct SystemClock: Sendable {
    public init() {}

    public var now: Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }
}

/// Request ids out of the system's clock and random source.
public struct SystemRequestIDs: RequestIDSource, Sendable {
    public init() {}

    public mutating func next() -> RequestID {
        var random = SystemRandomNumberGenerator()
        return RequestID(at: SystemClock().now, random: (random.next(), random.next()))
    }

    /// A new id, for whoever has no source of its own.
    @Sendable public static func fresh() -> RequestID {
        var identifiers = SystemRequestIDs()
        return identifiers.next()
    }
}

/// Random text for secrets and epochs, out of the system's random source.
public enum SystemRandom {
    /// `count` bytes from the operating system.
    public static func bytes(_ count: Int) -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    /// A UUID as text, for epochs.
    public static func uuid() -> String { UUID().uuidString.lowercased() }
}
