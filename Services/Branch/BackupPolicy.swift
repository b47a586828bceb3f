/// Which backups are kept: of each of the last days, weeks and months the newest one.
///
/// Written `7d,4w,12m`. The newest backup is always kept, whatever the policy says.
struct BackupPolicy: Equatable {
    var days = 0
    var weeks = 0
    var months = 0

    /// - Returns: nil where the text is no policy.
    init?(_ text: String) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let number = Int(part.dropLast()), (0...10_000).contains(number) else {
                return nil
            }
            switch part.last {
            case "d": days = number
            case "w": weeks = number
            case "m": months = number
            default: return nil
            }
        }
    }

    /// What is to be kept of these. The last seven days are seven days that have a backup: after
    /// a summer without one nothing is deleted for its age alone.
    func kept(of all: [BackupStamp]) -> Set<BackupStamp> {
        let newestFirst = all.sorted(by: >)
        var kept = Set(newestFirst.prefix(1))
        keep(days, of: newestFirst, by: \.day, in: &kept)
        keep(weeks, of: newestFirst, by: \.week, in: &kept)
        keep(months, of: newestFirst, by: \.month, in: &kept)
        assert(all.isEmpty || !kept.isEmpty, "one backup is always kept")
        return kept
    }

    private func keep(
        _ count: Int, of newestFirst: [BackupStamp], by period: (BackupStamp) -> Int64,
        in kept: inout Set<BackupStamp>
    ) {
        var periods: Set<Int64> = []
        for stamp in newestFirst {
            guard periods.count < count else { return }
            if periods.insert(period(stamp)).inserted { kept.insert(stamp) }
        }
    }
}

/// When a backup was made, as its directory is named: `20261121T104208Z`.
struct BackupStamp: Hashable, Comparable {
    /// Unix seconds.
    let seconds: Int64

    private static let secondsADay: Int64 = 86_400

    init(seconds: Int64) { self.seconds = seconds }

    /// - Returns: nil where the name is not one of a backup.
    init?(name: String) {
        guard
            let match = name.wholeMatch(
                of: /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/),
            let year = Int64(match.1), let month = Int64(match.2), let day = Int64(match.3),
            let hour = Int64(match.4), let minute = Int64(match.5), let second = Int64(match.6)
        else { return nil }
        let days = BackupStamp.days(year, month, day)
        seconds = days * BackupStamp.secondsADay + hour * 3_600 + minute * 60 + second
        guard self.name == name else { return nil }
    }

    var name: String {
        let (year, month, date) = BackupStamp.date(day)
        let rest = seconds - day * BackupStamp.secondsADay
        return BackupStamp.digits(year, 4) + BackupStamp.digits(month, 2)
            + BackupStamp.digits(date, 2) + "T" + BackupStamp.digits(rest / 3_600, 2)
            + BackupStamp.digits(rest / 60 % 60, 2) + BackupStamp.digits(rest % 60, 2) + "Z"
    }

    /// Days since 1970.
    var day: Int64 { seconds / BackupStamp.secondsADay }
    /// Weeks from Monday on.
    var week: Int64 { (day + 3) / 7 }
    /// Months since the year 0.
    var month: Int64 {
        let (year, month, _) = BackupStamp.date(day)
        return year * 12 + month - 1
    }

    static func < (left: BackupStamp, right: BackupStamp) -> Bool { left.seconds < right.seconds }

    private static func digits(_ number: Int64, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }

    /// Days since 1970 of a civil date, by Howard Hinnant's "days_from_civil".
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let ofEra = y - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }

    private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let ofEra = shifted - era * 146_097
        let yearOfEra =
            (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * ofYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * part + 2) / 5 + 1
        )
    }
}
