import BranchDomain

/// How many forwarded requests have not been answered yet, for one service.
///
/// Requests are not remembered one by one: replies come back in about the order of the requests,
/// what a killed service took with it is forgotten with its link, and whatever else never comes
/// is written off after a while.
struct InFlight: Sendable {
    /// After this time a request counts as lost; clients asked again long ago.
    static let writtenOffAfter: Duration = .seconds(30)

    private struct Second {
        let start: Timestamp
        var count: Int
    }

    /// The most that may be under way.
    let bound: Int
    private(set) var count = 0
    private var seconds: [Second] = []

    init(bound: Int) {
        precondition(bound > 0, "something may be under way")
        self.bound = bound
    }

    var isFull: Bool { count >= bound }

    mutating func sent(at now: Timestamp) {
        if let last = seconds.last, now.since(last.start) < .seconds(1) {
            seconds[seconds.count - 1].count += 1
        } else {
            seconds.append(Second(start: now, count: 1))
        }
        count += 1
    }

    /// A reply came; one to a request that was written off counts for nothing.
    mutating func answered() {
        guard let oldest = seconds.indices.first(where: { seconds[$0].count > 0 }) else { return }
        seconds[oldest].count -= 1
        count -= 1
        assert(count >= 0, "there are no more replies than requests")
    }

    /// The link is down: no reply comes to anything that was sent.
    mutating func lost() {
        seconds = []
        count = 0
    }

    /// Forgets what was sent too long ago, and seconds of which all was answered.
    mutating func writeOff(now: Timestamp) {
        seconds.removeAll { second in
            guard second.count == 0 || now.since(second.start) >= InFlight.writtenOffAfter else {
                return false
            }
            count -= second.count
            return true
        }
        assert(count == seconds.reduce(0) { $0 + $1.count }, "the sum is the parts")
    }
}
