import Synchronization

/// Work that is ended and begun anew by another plan while its process goes on.
public final class Rounds<Plan: Sendable>: Sendable {
    private struct State {
        var next: Plan?
        var stop: @Sendable () -> Void = {}
        var isEnded = false
    }

    private let state: Mutex<State>

    /// - Parameter first: What the first round goes by.
    public init(first: Plan) {
        state = Mutex(State(next: first))
    }

    /// What the next round goes by; nil where there is to be none.
    ///
    /// - Parameter stop: Called when that round is to end; must make it return soon.
    public func begin(stop: @escaping @Sendable () -> Void) -> Plan? {
        state.withLock { state in
            guard !state.isEnded, let plan = state.next else { return nil }
            state.next = nil
            state.stop = stop
            return plan
        }
    }

    /// Ends the present round; the next one goes by this plan.
    public func renew(by plan: Plan) {
        stop { $0.next = plan }
    }

    /// Ends the present round for good, whatever was to follow it.
    public func end() {
        stop { $0.isEnded = true }
    }

    private func stop(_ change: (inout State) -> Void) {
        let stop = state.withLock { state in
            change(&state)
            return state.stop
        }
        stop()
    }
}
