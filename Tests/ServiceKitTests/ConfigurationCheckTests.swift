import Foundation
import Testing

@testable import ServiceKit

/// What is wrong with a configuration is named with its line; what is right passes.
@Suite struct ConfigurationCheckTests {
    private func standard(_ change: (String) -> String = { $0 }) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return change(
            String(decoding: try encoder.encode(BranchConfiguration.standard), as: UTF8.self))
    }

    private func line(of part: String, in text: String) throws -> Int {
        let range = try #require(text.range(of: part))
        return text[..<range.lowerBound].count { $0 == "\n" } + 1
    }

    private func check(
        _ old: String, _ new: String, says words: String, at place: String? = nil,
        source: SourceLocation = #_sourceLocation
    ) throws {
        let text = try standard { $0.replacing(old, with: new) }
        #expect(text != (try standard()), "the text was changed", sourceLocation: source)
        let problems = ConfigurationCheck.problems(ofConfiguration: text)
        #expect(problems.count == 1, "\(problems)", sourceLocation: source)
        #expect(problems.first?.what.contains(words) == true, "\(problems)", sourceLocation: source)
        let expected = try line(of: place ?? new, in: text)
        #expect(problems.first?.line == expected, "\(problems)", sourceLocation: source)
    }

    @Test func whatBranchInitWritesHolds() throws {
        #expect(ConfigurationCheck.problems(ofConfiguration: try standard()) == [])
    }

    @Test func anUnknownKeyIsNamedWithItsLineAndTheOneThatWasMeant() throws {
        try check(
            "\"minimumOpening\" : 5000", "\"minimumOpening\" : 5000,\n  \"timeZon\" : \"UTC\"",
            says: "no key timeZon; is it timeZone?", at: "\"timeZon\"")
        try check(
            "\"prefix\" : \"B\"", "\"prefix\" : \"B\", \"colour\" : 1",
            says: "no key services[1].colour", at: "\"colour\"")
    }

    @Test func aWrongValueIsNamedWithItsLine() throws {
        try check("\"UTC\"", "\"Mars/Olympus\"", says: "timeZone is no IANA time zone")
        try check("\"USD\"", "\"dollars\"", says: "currency is not right")
        try check("5000", "-5", says: "minimumOpening is a whole number from 0")
        try check("5000", "50.5", says: "not 50.5")
        try check(
            "\"queueOnly\" : false", "\"queueOnly\" : \"no\"",
            says: "queueOnly is true or false, not a text")
        try check(
            "\"kind\" : \"bot\"", "\"kind\" : \"robot\"",
            says: "devices[2].kind is one of")
        try check("\"prefix\" : \"C\"", "\"prefix\" : \"c\"", says: "capital letters")
        try check(
            "5000", "5000, \"approvals\" : {\"ledger.steal\": 1}",
            says: "is no method: ledger.steal")
    }

    @Test(arguments: [
        ("on", "\"money\"", "notifications.rules[0].on is one of account, queue"),
        ("perSecond", "0", "notifications.sms.perSecond is a whole number from 1"),
        ("url", "\"http://127.0.0.1.example.org\"", "sms.url begins with https://"),
        ("from", "\"24:00\"", "quietHours.from is a time of day as 22:00"),
        ("flatPattern", "\"[A-Z\"", "chat.flatPattern is no regular expression"),
        ("administrators", "[1, \"me\"]", "chat.administrators[1] is a whole number"),
        ("tokenFile", "7", "chat.tokenFile is a text"), ("language", "\"de\"", "is one of en, es"),
    ])
    func whatIsToldToPeopleIsCheckedBeforeAnybodyReadsIt(
        key: String, value: String, words: String
    ) throws {
        let parts = """
              "notifications" : {
                "sms" : {
                  "account":"AC1", "keyFile":"k", "from":"+1",
                  "url" : "http://[::1]:7",
                  "perSecond" : 10
                },
                "quietHours" : {
                  "from" : "22:00",
                  "to" : "07:00"
                },
                "rules" : [ {
                  "on" : "queue",
                  "to" : "+34600000000"
                } ]
              },
              "chat" : {
                "tokenFile" : "t",
                "url" : "https://api.telegram.org",
                "flatPattern" : "[A-Z]",
                "administrators" : [1, -2],
                "language" : "en"
              },
            """
        let good = try standard {
            $0.replacing("{\n  \"branch\"", with: "{\n\(parts)\n  \"branch\"")
        }
        #expect(good.contains("\"tokenFile\""), "the parts are there")
        #expect(ConfigurationCheck.problems(ofConfiguration: good) == [])
        var lines = good.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let place = try #require(lines.firstIndex { $0.contains(" \"\(key)\" : ") })
        lines[place] =
            "\"\(key)\" : \(value)" + (lines[place].hasSuffix(",") ? "," : "")
        let problems = ConfigurationCheck.problems(ofConfiguration: lines.joined(separator: "\n"))
        #expect(problems.map(\.line) == [place + 1])
        #expect(problems.first?.what.contains(words) == true, "\(problems)")
    }

    @Test func aMissingKeyAndASecondOneAreNamed() throws {
        try check("\"queueOnly\" : false,", "", says: "the key queueOnly is missing", at: "{")
        try check(
            "\"queueOnly\" : false,", "\"queueOnly\" : false,\n\"queueOnly\" : true,",
            says: "a second time", at: "\"queueOnly\" : true")
    }

    @Test func everyHalfOfAConfigurationIsRefusedWithALine() throws {
        let text = Array(try standard().utf8)
        for length in stride(from: 0, to: text.count - 1, by: 7) {
            let half = String(decoding: text[..<length], as: UTF8.self)
            let problems = ConfigurationCheck.problems(ofConfiguration: half)
            #expect(problems.count == 1 && problems[0].line >= 1, "\(length): \(problems)")
        }
        let cut = String(decoding: text[..<(text.count - 2)], as: UTF8.self)
        let last = ConfigurationCheck.problems(ofConfiguration: cut).first
        #expect(
            last?.what.contains("ends here") == true && last?.line == cut.count { $0 == "\n" } + 1)
    }

    @Test func everyKeyOfTheTypeHasALineInTheReferenceAndTheOtherWayRound() {
        let properties = Mirror(reflecting: BranchConfiguration.standard).children
            .compactMap(\.label)
        #expect(Set(properties) == Set(BranchConfiguration.keys.map(\.name)))
    }

    @Test func theReferencePageIsWhatTheCodeSays() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../deploy/docs/configuration.md").standardized
        let text = try String(contentsOf: page, encoding: .utf8)
        #expect(
            text == ConfigurationReference.markdown(),
            "run: branch config reference > deploy/docs/configuration.md")
    }

    @Test func aServiceIsToldEverythingThatIsWrongAtOnce() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/config-" + SystemRandom.uuid()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let state = StateDirectory(path: folder)
        let text = try standard {
            $0.replacing("\"USD\"", with: "\"dollars\"").replacing("\"UTC\"", with: "7")
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: state.configuration))
        do {
            _ = try BranchConfiguration.load(from: state)
            Issue.record("it was taken")
        } catch let error as ConfigurationError {
            let lines = error.description.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines.allSatisfy { $0.contains(#/branchline\.json:\d+: /#) })
        }
    }
}

@Suite struct ConfigurationChangeTests {
    @Test func changesAreNamedByTheirKeysAndSayWhenTheyCount() {
        let old = BranchConfiguration.standard
        #expect(BranchConfiguration.changes(from: old, to: old).isEmpty)
        var new = old
        new.timeZone = "Asia/Tokyo"
        new.approvals = ["ledger.withdraw": 100]
        new.devices.removeLast()
        let changes = BranchConfiguration.changes(from: old, to: new)
        #expect(changes.map(\.name) == ["timeZone", "approvals", "devices"])
        #expect(changes.map(\.counts) == [.fromRestart, .fromReload, .fromFirstStart])
    }

    @Test func aReloadTakesWhatCountsThenAndLeavesTheRest() {
        let old = BranchConfiguration.standard
        var new = BranchConfiguration.queueAlone
        (new.branch, new.currency, new.timeZone) = ("south", "EUR", "Asia/Tokyo")
        (new.selfRegistration, new.minimumOpening) = (!old.selfRegistration, 1)
        new.approvals = ["ledger.withdraw": 100]
        let taken = old.reloaded(from: new)
        #expect(
            BranchConfiguration.changes(from: old, to: taken).allSatisfy {
                $0.counts == .fromReload
            })
        #expect(
            BranchConfiguration.changes(from: new, to: taken).allSatisfy {
                $0.counts != .fromReload
            })
        #expect(taken != old)
    }

    @Test(arguments: ["Europe/Madrid", "UTC", "America/Argentina/Buenos_Aires"])
    func zonesThatTheSystemKnowsAreTaken(_ name: String) {
        #expect(TimeZoneName.fault(name) == nil)
    }

    @Test(arguments: ["", "Mars/Olympus", "/etc/passwd", "../passwd", "Europe", "zone.tab"])
    func whatIsNoZoneIsNamed(_ name: String) {
        #expect(TimeZoneName.fault(name) == "is no IANA time zone: \(name)")
    }
}
