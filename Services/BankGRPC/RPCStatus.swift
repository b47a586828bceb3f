import Bus
import GRPCCore
import Messages

/// What the clients of this interface hear when a call fails: the three sentences that they know,
/// to the letter, and the branch's own words for what the old bank had not.
enum RPCStatus {
    static let accountNotFound = RPCError(
        code: .notFound, message: "Account does not exist in the bank server")
    static let notEnoughFunds = RPCError(
        code: .invalidArgument, message: "Not enough funds to withdraw from the account")
    static let invalidRate = RPCError(
        code: .invalidArgument, message: "Invalid input of interest rate")
    static let invalidAmount = RPCError(
        code: .invalidArgument,
        message: "Invalid amount: more than zero, with no more decimals than the currency has")
    static let invalidKey = RPCError(
        code: .invalidArgument, message: "The metadata idempotency-key is no UUID of version 7")

    /// Metadata of an error: the branch's own name for the reason.
    static let reason = "refusal"

    static func error(_ error: CallError) -> RPCError {
        switch error {
        case .refused(let refusal):
            return self.error(refusal)
        case .noAnswer(let id, _):
            return RPCError(
                code: .deadlineExceeded,
                message: "Nobody answered: it is not known whether this was done",
                metadata: ["idempotency-key": "\(id)"])
        case .broken(let words):
            return RPCError(code: .internalError, message: words)
        }
    }

    /// The old bank's sentence where it has one, else the kind of the refusal and its own words.
    static func error(_ refusal: Refusal) -> RPCError {
        switch refusal.code {
        case .accountNotFound: accountNotFound
        case .insufficientFunds: notEnoughFunds
        default:
            RPCError(
                code: code(of: refusal.code), message: refusal.message,
                metadata: [reason: .string(refusal.code.rawValue)])
        }
    }

    private static func code(of code: RefusalCode) -> RPCError.Code {
        switch code {
        case .malformed, .amountOutOfRange, .tooLarge, .idReused, .idExpired, .idFromFuture:
            .invalidArgument
        case .busy: .resourceExhausted
        case .unavailable, .storageUnavailable: .unavailable
        case .notPermitted: .permissionDenied
        // The edge's own device, which no client can mend.
        case .sessionExpired, .wrongCredentials, .locked: .unavailable
        case .unknownMethod, .notOffered, .unsupportedVersion: .unimplemented
        default: .failedPrecondition
        }
    }
}
