import BranchDomain

/// At most so many in any span of time, wherever it begins.
public struct SlidingWindow: Sendable {
    public let limit: Int
    public let span: Duration
    /// When how many were taken, oldest first; as many entries as the limit at most.
    private var taken: [(at: Int64, count: Int)] = []
    private var total = 0

    public init(limit: Int, span: Duration) {
        precondition(limit > 0 && span > .zero, "a window lets something pass")
        self.limit = limit
        self.span = span
    }

    /// How many more fit in now.
    public mutating func free(now: Timestamp) -> Int {
        forget(now)
        return limit - total
    }

    public mutating func take(_ count: Int, now: Timestamp) {
        guard count > 0 else { return }
        forget(now)
        total += count
        assert(total <= limit, "no more is taken than is free")
        if let last = taken.last, last.at >= now.milliseconds {
            taken[taken.count - 1].count += count
        } else {
            taken.append((now.milliseconds, count))
        }
    }

    /// Gives back what was taken last and not used.
    public mutating func giveBack(_ count: Int) {
        var left = min(count, total)
        total -= left
        while left > 0, let last = taken.indices.last {
            let part = min(left, taken[last].count)
            taken[last].count -= part
            left -= part
            if taken[last].count == 0 { taken.removeLast() }
        }
    }

    /// When at least one fits in.
    public mutating func opens(after now: Timestamp) -> Timestamp {
        guard free(now: now) <= 0, let oldest = taken.first else { return now }
        return Timestamp(milliseconds: oldest.at).adding(span)
    }

    /// Whether nothing of the past counts any more.
    public mutating func isIdle(now: Timestamp) -> Bool {
        forget(now)
        return taken.isEmpty
    }

    private mutating func forget(_ now: Timestamp) {
        let cut = taken.prefix {
            now.since(Timestamp(milliseconds: $0.at)) >= span
        }
        for entry in cut { total -= entry.count }
        taken.removeFirst(cut.count)
    }
}
