import BranchDomain
import Foundation

extension BusinessCalendar {
    /// The days of a place: its midnights follow its clocks.
    public init(timeZone: TimeZone) {
        self.init { moment in
            let date = Date(timeIntervalSince1970: Double(moment.milliseconds) / 1_000)
            return Int64(timeZone.secondsFromGMT(for: date))
        }
    }
}
