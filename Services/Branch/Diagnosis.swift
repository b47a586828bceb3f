/// What the doctor found at one place, and what to do about it.
struct Finding: Codable, Equatable {
    enum Grade: String, Codable, Comparable {
        case ok, warning, wrong

        static func < (left: Grade, right: Grade) -> Bool {
            let order: [Grade] = [.ok, .warning, .wrong]
            return order.firstIndex(of: left) ?? 0 < order.firstIndex(of: right) ?? 0
        }
    }

    let check: String
    let grade: Grade
    let what: String
    /// nil where nothing has to be done.
    let remedy: String?

    static func ok(_ check: String, _ what: String) -> Finding {
        Finding(check: check, grade: .ok, what: what, remedy: nil)
    }

    static func warning(_ check: String, _ what: String, do remedy: String) -> Finding {
        Finding(check: check, grade: .warning, what: what, remedy: remedy)
    }

    static func wrong(_ check: String, _ what: String, do remedy: String) -> Finding {
        Finding(check: check, grade: .wrong, what: what, remedy: remedy)
    }

    /// One line, and what to do on the next.
    var text: String {
        let sign =
            switch grade {
            case .ok: "ok     "
            case .warning: "warning"
            case .wrong: "WRONG  "
            }
        let name = check.padding(to: 13)
        let advice = remedy.map { "\n                        do: \($0)" } ?? ""
        return "\(sign)  \(name)  \(what)\(advice)"
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}

/// Judgements of single facts: facts go in, findings come out.
enum Diagnosis {
    /// Writes are refused below the first; whoever sees the second has time to act.
    static let leastFreeBytes: Int64 = 128 << 20
    static let comfortableFreeBytes: Int64 = 1 << 30
    /// A nightly backup and two hours to spare.
    static let backupAge: Int64 = 26 * 3_600
    /// A second of another clock is no reason to wake anyone.
    static let clockTolerance: Int64 = 60

    static func disk(free: Int64?) -> Finding {
        guard let free else {
            return .wrong(
                "disk", "cannot be asked how much room it has",
                do: "see 'df' and 'dmesg'; the disk may be gone")
        }
        let text = "\(free >> 20) MiB are free"
        if free < leastFreeBytes {
            return .wrong(
                "disk", "\(text); below 128 MiB the branch takes no writes",
                do: "make room: old logs, backups that are elsewhere too, other programs' files")
        }
        if free < comfortableFreeBytes {
            return .warning("disk", text, do: "make room before it is less than 128 MiB")
        }
        return .ok("disk", text)
    }

    /// - Parameters:
    ///   - now: Unix seconds, as are the others.
    ///   - journal: The time of the ledger's last row; nil where there is none.
    ///   - isSynchronised: As the kernel says; nil where it cannot be asked.
    ///   - step: What a running service does not follow until it is confirmed.
    static func clock(
        now: Int64, journal: Int64?, isSynchronised: Bool?, step: Int64?
    ) -> Finding {
        if let journal, now < journal - clockTolerance {
            return .wrong(
                "clock", "is \(journal - now) s before the journal's last row",
                do: "set the computer's clock ('timedatectl'), then 'branch confirm-clock'")
        }
        if now < 1_735_689_600 {
            return .wrong(
                "clock", "is before 2025",
                do: "set the computer's clock ('timedatectl'), then 'branch confirm-clock'")
        }
        if let step, step != 0 {
            return .wrong(
                "clock", "was set by \(step) s while the branch ran, and is not followed",
                do: "where it is right now: branch confirm-clock")
        }
        if isSynchronised == false {
            return .warning(
                "clock", "nobody keeps it right",
                do: "install a time service: apt-get install chrony")
        }
        return .ok("clock", "is after the journal's last row")
    }

    /// How one sees why services are down, and starts them.
    static func starting(bySystemd: Bool) -> String {
        bySystemd
            ? "journalctl -u 'branchline-*' says why; systemctl start branchline.target"
            : "deploy/status, then deploy/logs; deploy/up starts"
    }

    /// - Parameter age: Seconds since the newest backup; nil where there is none.
    static func backup(age: Int64?, place: String) -> Finding {
        let remedy = "branch backup --into DIRECTORY ON ANOTHER DISK --keep 7d,4w,12m, each night"
        guard let age else {
            return .warning("last backup", "there is none in \(place)", do: remedy)
        }
        let text = "\(age / 3_600) h \(age / 60 % 60) min old, in \(place)"
        if age < -clockTolerance {
            return .warning(
                "last backup", "is from the future, in \(place)", do: "set the computer's clock")
        }
        return age > backupAge
            ? .warning("last backup", text, do: remedy) : .ok("last backup", text)
    }

    /// - Parameters:
    ///   - mode: Permission bits; nil where there is no such file.
    ///   - most: The bits that it may have.
    static func owner(
        of path: String, user: UInt32, own: UInt32, mode: UInt16, most: UInt16
    ) -> String? {
        if user != own { return "\(path) belongs to user \(user), not to \(own)" }
        guard mode & 0o777 & ~most == 0 else {
            return "\(path) has mode \(String(mode & 0o777, radix: 8)), others can read it"
        }
        return nil
    }
}
