import Messages
enum OpenAPIDocument { static func json(branch: String) -> [UInt8] { Array("{}".utf8) } }
extension RefusalCode {
    var httpStatus: Int {
        switch self {
        case .malformed, .unsupportedVersion, .idReused, .idExpired, .idFromFuture: 400
        case .sessionExpired, .wrongCredentials: 401
        case .notPermitted: 403
        case .unknownMethod, .notOffered, .ticketNotFound, .accountNotFound, .deviceNotFound: 404
        case .tooLarge: 413
        case .locked: 429
        case .busy, .unavailable, .storageUnavailable: 503
        default: 409
        }
    }
}
