import Messages

extension RefusalCode {
    /// The HTTP status that says the same, RFC 9110; the code itself stands in the body.
    var httpStatus: Int {
        switch self {
        case .malformed, .unsupportedVersion, .idReused, .idExpired, .idFromFuture: 400
        case .sessionExpired, .wrongCredentials: 401
        case .notPermitted: 403
        case .unknownMethod, .notOffered, .userNotFound, .customerNotFound, .deviceNotFound,
            .accountNotFound, .drawerNotFound, .serviceNotFound, .ticketNotFound,
            .counterNotFound, .holdNotFound, .entryNotFound, .moveNotFound, .approvalNotFound:
            404
        case .tooLarge: 413
        case .locked: 429
        case .busy, .unavailable, .storageUnavailable: 503
        case .userTaken, .nationalIDTaken, .phoneTaken, .deviceTaken, .lastAdmin, .sameAccount,
            .currencyMismatch, .accountClosed, .accountFrozen, .accountNotEmpty,
            .amountOutOfRange, .insufficientFunds, .openingTooSmall, .serviceTaken,
            .serviceClosed, .queueFull, .ticketState, .counterTaken, .counterClosed,
            .counterPaused, .counterEmpty, .counterOccupied, .linkedRefused,
            .holdSettled, .holdExceeded, .alreadyReversed, .notReversible, .limitExceeded,
            .dailyLimitExceeded, .notesCannotMakeAmount, .drawerTaken, .drawerClosed,
            .periodPosted, .approvalRequired, .approvalOwn, .drawerStillOpen,
            .slotTaken, .serviceInUse:
            409
        }
    }
}
