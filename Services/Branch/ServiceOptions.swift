import ArgumentParser
import Messages

/// What a service may have beside its name, as options of `service add` and `service update`.
struct ServiceOptions: ParsableArguments {
    @Option(help: "What people read, by language: en=Cash; several for several languages.")
    var name: [String] = []
    @Option(help: "The service under which it is listed; '' for none.")
    var parent: String?
    @Option(help: "The first number of a day.")
    var first: Int?
    @Option(help: "The last number of a day; behind it numbers grow a digit.")
    var last: Int?
    @Option(help: "From one number to the next.")
    var step: Int?
    @Option(help: "How many may be inside at once; people are then let in without counters.")
    var capacity: Int?
    @Option(help: "So many places must be free before the next are let in (default: 1).")
    var batch: Int?
    @Option(
        help: """
            When tickets are issued: mon=09:00-13:30,16:00-18:00 or a date, \
            2026-12-25= (closed); several for several days.
            """)
    var hours: [String] = []
    @Option(help: "Who is next: arrival, priority, ratio, longestWait or appointments.")
    var rule: String?
    @Option(help: "Rule priority: a step of it weighs as much as so many seconds of waiting.")
    var ageing: Int?
    @Option(help: "Rule ratio: one with a priority in so many calls.")
    var every: Int?
    @Option(help: "The longest wait that is aimed for, in seconds.")
    var target: Int?
    @Option(help: "Only counters opened with this skill call its tickets.")
    var skill: String?
    @Option(help: "Appointments: minutes from one slot to the next; 0 for none.")
    var slot: Int?
    @Option(help: "Appointments: people that a slot takes (default: 1).")
    var places: Int?
    @Option(help: "Appointments: check-in so many minutes before (default: 30).")
    var early: Int?
    @Option(help: "Appointments: the time holds so many minutes (default: 15).")
    var late: Int?
    @Option(help: "Appointments: bookable so many days ahead (default: 60).")
    var ahead: Int?

    func validate() throws {
        _ = try names()
        _ = try openingHours()
        guard rule != nil || (ageing ?? every ?? target) == nil && skill == nil else {
            throw ValidationError("--ageing, --every, --target and --skill go with --rule.")
        }
        guard slot != nil || (places ?? early ?? late ?? ahead) == nil else {
            throw ValidationError("--places, --early, --late and --ahead go with --slot.")
        }
    }

    /// What people read, by language; nil where nothing was said.
    func names() throws -> [String: String]? {
        var names: [String: String] = [:]
        for pair in name {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw ValidationError("--name is written as en=Cash.") }
            names[parts[0]] = parts[1]
        }
        return names.isEmpty ? nil : names
    }

    private func openingHours() throws -> [String: [String]]? {
        var days: [String: [String]] = [:]
        for entry in hours {
            let parts = entry.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw ValidationError("--hours is written as mon=09:00-13:30,16:00-18:00.")
            }
            days[String(parts[0])] = parts[1].split(separator: ",").map(String.init)
        }
        return days.isEmpty ? nil : days
    }

    func terms() throws -> ServiceTerms {
        ServiceTerms(
            first: first, last: last, step: step, capacity: capacity, batch: batch,
            hours: try openingHours(),
            policy: rule.map {
                CallPolicy(rule: $0, ageing: ageing, every: every, target: target, skill: skill)
            },
            booking: slot.map {
                BookingRules(
                    every: $0, places: places ?? 1, early: early, late: late, ahead: ahead)
            })
    }
}
