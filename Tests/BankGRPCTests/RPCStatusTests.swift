import BranchDomain
import Bus
import GRPCCore
import Messages
import Testing

@testable import BankGRPC

@Suite("What the old bank's clients hear")
struct RPCStatusTests {
    @Test("the three sentences of the old bank are kept to the letter")
    func sentences() {
        #expect(RPCStatus.accountNotFound.code == .notFound)
        #expect(RPCStatus.accountNotFound.message == "Account does not exist in the bank server")
        #expect(RPCStatus.notEnoughFunds.code == .invalidArgument)
        #expect(
            RPCStatus.notEnoughFunds.message == "Not enough funds to withdraw from the account")
        #expect(RPCStatus.invalidRate.code == .invalidArgument)
        #expect(RPCStatus.invalidRate.message == "Invalid input of interest rate")
        #expect(RPCStatus.error(Refusal(.accountNotFound, "x")) == RPCStatus.accountNotFound)
        #expect(RPCStatus.error(Refusal(.insufficientFunds, "x")) == RPCStatus.notEnoughFunds)
    }

    @Test(
        "what the old bank had not is told in the branch's words",
        arguments: [
            (RefusalCode.unavailable, RPCError.Code.unavailable),
            (.storageUnavailable, .unavailable), (.busy, .resourceExhausted),
            (.accountFrozen, .failedPrecondition), (.accountClosed, .failedPrecondition),
            (.limitExceeded, .failedPrecondition), (.approvalRequired, .failedPrecondition),
            (.amountOutOfRange, .invalidArgument), (.idReused, .invalidArgument),
            (.notPermitted, .permissionDenied), (.sessionExpired, .unavailable),
            (.notOffered, .unimplemented),
        ])
    func words(refusal: RefusalCode, code: RPCError.Code) {
        let error = RPCStatus.error(.refused(Refusal(refusal, "The reason.")))
        #expect(error.code == code)
        #expect(error.message == "The reason.")
        #expect(Array(error.metadata[stringValues: "refusal"]) == [refusal.rawValue])
    }

    @Test("a lost answer says so, and by which key to ask again")
    func lost() {
        let id = BranchDomain.RequestID(at: Timestamp(milliseconds: 1), random: (2, 3))
        let error = RPCStatus.error(.noAnswer(id: id, endpoints: []))
        #expect(error.code == .deadlineExceeded)
        #expect(Array(error.metadata[stringValues: "idempotency-key"]) == ["\(id)"])
    }

    @Test("no refusal is an error of nobody's")
    func all() {
        for code in RefusalCode.allCases {
            #expect(RPCStatus.error(Refusal(code, "x")).code != .unknown)
        }
    }
}
