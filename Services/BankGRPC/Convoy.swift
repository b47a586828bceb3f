import Synchronization

/// Lets calls travel to the branch together: who comes while others are on their way waits until
/// the first of them is back, and then all who wait leave at once.
///
/// A lone caller never waits. With many, gateway and ledger have one group to carry and to sync
/// instead of each call by itself, which leaves them the more time for others. Who waits longer
/// than ``patience`` leaves anyhow, so that one slow call holds nobody up.
final class Convoy: Sendable {
    private struct State {
        /// Numbers the groups; the one that left last.
        var group: UInt64 = 0
        var isUnderWay = false
        var waiting: [CheckedContinuation<UInt64, Never>] = []

        /// A group of one leaves, where none is under way.
        mutating func leaveAlone() -> UInt64? {
            guard !isUnderWay else { return nil }
            isUnderWay = true
            group += 1
            return group
        }

        /// Those who waited are the next group; where nobody did, none is under way.
        mutating func nextGroup() -> [CheckedContinuation<UInt64, Never>] {
            defer { waiting = [] }
            isUnderWay = !waiting.isEmpty
            if isUnderWay { group += 1 }
            return waiting
        }
    }

    /// How long anybody waits for others to come back.
    let patience: Duration

    private let state = Mutex(State())

    init(patience: Duration = .milliseconds(5)) {
        self.patience = patience
    }

    /// How many wait now for others to come back.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Makes a call with the next group.
    func travel<Result>(_ call: () async -> Result) async -> Result {
        let group = await leave()
        let result = await call()
        back(group)
        return result
    }

    /// - Returns: The group with which the caller leaves.
    private func leave() async -> UInt64 {
        if let group = state.withLock({ $0.leaveAlone() }) { return group }
        return await withCheckedContinuation { continuation in
            let (alone, isFirst, ahead) = state.withLock { state in
                let alone = state.leaveAlone()
                if alone == nil { state.waiting.append(continuation) }
                return (alone, state.waiting.count == 1, state.group)
            }
            if let alone { return continuation.resume(returning: alone) }
            if isFirst { Task { await holdUp(behind: ahead) } }
        }
    }

    /// The first that is back of the last group lets the next one leave.
    private func back(_ group: UInt64) {
        let (waiting, next) = state.withLock { state in
            (state.group == group ? state.nextGroup() : [], state.group)
        }
        for continuation in waiting { continuation.resume(returning: next) }
    }

    private func holdUp(behind group: UInt64) async {
        try? await Task.sleep(for: patience)
        back(group)
    }
}
