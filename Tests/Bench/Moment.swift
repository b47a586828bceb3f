import Glibc

/// Clocks in nanoseconds, read as cheaply as the system allows.
enum Moment {
    /// Since some moment in the past, never set back.
    static var monotonic: UInt64 { read(CLOCK_MONOTONIC) }
    /// Since 1970.
    static var wall: UInt64 { read(CLOCK_REALTIME) }

    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

/// A small, fast source of numbers that need not be unguessable (xorshift64*).
struct QuickRandom {
    private var state: UInt64

    init(seed: UInt64) {
        // Neighbouring seeds must not give neighbouring sequences: ids are made of them.
        var mixed = seed &+ 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        state = (mixed ^ mixed >> 31) | 1 << 63
    }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 2_685_821_657_736_338_717
    }
}

/// Why a benchmark cannot be run, as one line for whoever started it.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// What the system said to a call that failed.
    static func system(_ call: String) -> BenchError {
        BenchError("\(call): \(String(cString: strerror(errno)))")
    }
}
