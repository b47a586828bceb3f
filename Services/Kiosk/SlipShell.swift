import Foundation
import Printing
import Synchronization

/// The kiosk's printer, on a thread of its own, so that a slow one holds up nobody's number.
final class SlipShell: Sendable {
    private struct State: Sendable {
        var isBusy = false
        var waiting: [UInt8]?
        var results: [Result<PrintOutcome, PrintFailure>] = []
    }

    private let printer: PrinterShell
    private let state = Mutex(State())

    init(_ printer: PrinterShell) {
        self.printer = printer
    }

    /// Prints when the printer is free; of slips that wait, only the last.
    func print(_ slip: [UInt8]) {
        let isFree = state.withLock { state in
            guard !state.isBusy else {
                state.waiting = slip
                return false
            }
            state.isBusy = true
            return true
        }
        if isFree { start(slip) }
    }

    /// What came of slips since the last question.
    func results() -> [Result<PrintOutcome, PrintFailure>] {
        state.withLock { state in
            defer { state.results = [] }
            return state.results
        }
    }

    private func start(_ slip: [UInt8]) {
        Thread.detachNewThread { [self] in
            var next: [UInt8]? = slip
            while let bytes = next {
                let result = Result { () throws(PrintFailure) in try printer.deliver(bytes) }
                next = state.withLock { state in
                    state.results.append(result)
                    defer { state.waiting = nil }
                    state.isBusy = state.waiting != nil
                    return state.waiting
                }
            }
        }
    }
}
