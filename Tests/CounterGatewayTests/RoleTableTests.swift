import Messages
import Testing

@testable import CounterGateway

/// The protocol page's column "roles", written down a second time, method by method.
private let rows: [(method: Messages.Method, callers: String)] = [
    (.systemHello, "everyone"),
    (.authLogin, "everyone"),
    (.authLogout, "C C@atm T S M"),
    (.authChangeSecret, "C C@atm T S M"),
    (.customerRegister, "everyone"),
    (.customerGet, "C C@atm T S M notifier"),
    (.customerUpdate, "C C@atm T S M"),
    (.customerList, "C C@atm T S M"),
    (.customerResetSecret, "T S M"),
    (.staffAdd, "M"),
    (.staffList, "M"),
    (.staffDisable, "M"),
    (.staffResetSecret, "M"),
    (.deviceAdd, "M"),
    (.deviceList, "M"),
    (.deviceDisable, "M"),
    (.accountOpen, "T M rpc"),
    (.accountGet, "C C@atm T S M rpc notifier"),
    (.accountList, "C C@atm T S M rpc"),
    (.accountFreeze, "S M"),
    (.accountUnfreeze, "S M"),
    (.accountClose, "M"),
    (.accountHistory, "C C@atm T S M"),
    (.accountSetLimits, "S M"),
    (.accountStatement, "C C@atm T S M"),
    (.ledgerDeposit, "C@atm T rpc"),
    (.ledgerWithdraw, "C@atm T rpc"),
    (.ledgerTransfer, "C C@atm T"),
    (.ledgerOutcome, "everyone"),
    (.ledgerEntries, "M notifier"),
    (.ledgerTrialBalance, "S M"),
    (.ledgerBulk, "M"),
    (.ledgerHold, "C@atm T"),
    (.ledgerCapture, "C@atm T atm"),
    (.ledgerRelease, "C@atm T atm"),
    (.ledgerReverse, "S M"),
    (.ledgerAddInterest, "S M rpc"),
    (.drawerOpen, "T S"),
    (.drawerCount, "T S"),
    (.drawerClose, "T S"),
    (.drawerMove, "T S"),
    (.drawerAccept, "T S"),
    (.drawerList, "T S"),
    (.dayClose, "S"),
    (.approvalList, "S M"),
    (.approvalDecide, "S M"),
    (.queueServices, "everyone"),
    (.queueIssue, "everyone"),
    (.queueTicket, "everyone"),
    (.queueCancel, "everyone"),
    (.queueLeave, "everyone"),
    (.queueNext, "T"),
    (.queueRecall, "T"),
    (.queueStart, "T"),
    (.queueDone, "T"),
    (.queueNoShow, "T"),
    (.queueHold, "T"),
    (.queueResume, "T"),
    (.queueStatus, "everyone"),
    (.queueList, "T S kiosk board counter atm bot notifier rpc gateway"),
    (.queueSnapshot, "everyone"),
    (.queueCall, "T S"),
    (.queueTransfer, "T"),
    (.queueRequeue, "T S"),
    (.queueReopen, "T S"),
    (.queueWhy, "T S M"),
    (.queueReport, "S M"),
    (.serviceAdd, "S M"),
    (.serviceOpen, "S M bot"),
    (.serviceClose, "S M bot"),
    (.serviceUpdate, "S M"),
    (.serviceRemove, "S M"),
    (.counterOpen, "T"),
    (.counterPause, "T"),
    (.counterClose, "T"),
    (.counterList, "T"),
    (.appointmentSlots, "everyone"),
    (.appointmentBook, "everyone"),
    (.appointmentCheckIn, "everyone"),
    (.appointmentCancel, "everyone"),
]

private let money = ["customer", "account", "ledger", "drawer", "approval", "day"]

@Suite struct RoleTableTests {
    @Test func everyMethodHasItsRow() {
        #expect(rows.map(\.method) == Messages.Method.allCases)
    }

    @Test(arguments: rows.indices)
    func aRowLetsItsCallersPassAndNobodyElse(row: Int) {
        let (method, words) = rows[row]
        let permitted = Set(words.split(separator: " ").map(String.init))
        var admission = Sample.admission()
        for (word, principal) in Sample.callers {
            let verdict = admission.judge(
                Sample.frames(
                    method.rawValue, Sample.body(method), session: Sample.session(principal)),
                now: Sample.now)
            let may = words == "everyone" || permitted.contains(word)
            #expect(verdict.code == (may ? nil : .notPermitted), "\(method) by \(word)")
        }
    }

    @Test func whereNobodyRegistersThemselvesOnlyTellersAndAdminsDo() {
        var admission = Sample.admission(Offer(selfRegistration: false))
        for (word, principal) in Sample.callers {
            let verdict = admission.judge(
                Sample.frames(
                    "customer.register", Sample.body(.customerRegister),
                    session: Sample.session(principal)), now: Sample.now)
            let may = ["T", "M"].contains(word)
            #expect(verdict.code == (may ? nil : .notPermitted), "\(word)")
        }
    }

    @Test func aFirstDepositIsForTellersAdminsAndWhoeverStandsAtAnATM() {
        var admission = Sample.admission()
        let body = #"{"user": "nora", "name": "Nora", "opening": 5000}"#
        for (word, principal) in Sample.callers {
            let verdict = admission.judge(
                Sample.frames("customer.register", body, session: Sample.session(principal)),
                now: Sample.now)
            let may = ["T", "M", "atm", "C@atm"].contains(word)
            #expect(verdict.code == (may ? nil : .notPermitted), "\(word)")
        }
    }

    @Test(arguments: [
        #"{"service": "cash", "priority": 2}"#, #"{"service": "cash", "pr\u0069ority": 2}"#,
    ])
    func aPriorityIsForTellersAndDevices(body: String) {
        var admission = Sample.admission()
        let devices = Set(Sample.callers.filter { $0.principal.role == "device" }.map(\.word))
        for (word, principal) in Sample.callers {
            let verdict = admission.judge(
                Sample.frames("queue.issue", body, session: Sample.session(principal)),
                now: Sample.now)
            let may = word == "T" || devices.contains(word)
            #expect(verdict.code == (may ? nil : .notPermitted), "\(word)")
        }
    }

    @Test func queueAloneOffersNoMoneyToAnyone() {
        for (method, words) in rows {
            // One each: who logs out is out.
            var admission = Sample.admission(Offer(queueOnly: true))
            let group = String(method.rawValue.prefix { $0 != "." })
            for (word, principal) in Sample.callers {
                let verdict = admission.judge(
                    Sample.frames(
                        method.rawValue, Sample.body(method), session: Sample.session(principal)),
                    now: Sample.now)
                if money.contains(group) {
                    #expect(verdict.code == .notOffered, "\(method) by \(word)")
                } else {
                    let may =
                        words == "everyone" || words.split(separator: " ").contains { $0 == word }
                    #expect(verdict.code == (may ? nil : .notPermitted), "\(method) by \(word)")
                }
            }
        }
        #expect(Offer(queueOnly: true).features == ["queue"])
        #expect(Offer().features == ["queue", "money", "selfRegistration"])
        #expect(Offer(selfRegistration: false).features == ["queue", "money"])
    }

    @Test func aRoleOfALaterVersionMayDoWhatEveryoneMay() {
        var admission = Sample.admission()
        for principal in [
            Principal(user: "zed", role: "auditor"),
            Principal(user: "zed", role: "device", kind: "robot"),
            Principal(user: "zed", role: "device"),
        ] {
            let session = Sample.session(principal)
            for (method, words) in rows {
                let verdict = admission.judge(
                    Sample.frames(method.rawValue, Sample.body(method), session: session),
                    now: Sample.now)
                #expect(verdict.code == (words == "everyone" ? nil : .notPermitted), "\(method)")
            }
        }
    }
}
