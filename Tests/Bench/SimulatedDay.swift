/// How long `branch simulate` takes for a day of 20,000 tickets at 36 counters.
enum SimulatedDay {
    static let tickets = 20_000.0

    static func run(_ program: String, seed: UInt64) throws -> Measurement {
        let arguments = [
            "simulate", "--service", "cash:2000:60", "--hours", "8-18", "--counters", "36",
            "--seed", "\(seed)",
        ]
        let begin = Moment.monotonic
        try ChildProcess.output(of: program, arguments)
        let taken = Double(Moment.monotonic - begin)
        return Measurement(
            perSecond: tickets / (taken / 1e9), p50: taken / 1_000, p99: taken / 1_000)
    }
}
