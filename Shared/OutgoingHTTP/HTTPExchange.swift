/// A request to somebody else's server.
public struct OutgoingRequest: Sendable, Equatable {
    public var url: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// How long the whole exchange may take.
    public var timeout: Duration
    /// A longer answer is broken.
    public var mostBytes: Int

    /// A POST; what is asked for and what is answered is in the caller's words.
    public init(
        url: String, headers: [(name: String, value: String)], body: [UInt8],
        timeout: Duration = .seconds(15), mostBytes: Int = 65_536
    ) {
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.mostBytes = mostBytes
    }

    /// An address to which paths are added: without a slash at its end.
    public static func base(_ url: String) -> String {
        url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    public static func == (left: OutgoingRequest, right: OutgoingRequest) -> Bool {
        left.url == right.url && left.body == right.body && left.timeout == right.timeout
            && left.mostBytes == right.mostBytes
            && left.headers.map { "\($0.name): \($0.value)" }
                == right.headers.map { "\($0.name): \($0.value)" }
    }
}

/// What came back.
public struct OutgoingAnswer: Sendable, Equatable {
    public let status: Int
    /// Of `Retry-After`, where it was given in seconds.
    public let retryAfter: Duration?
    public let body: [UInt8]

    public init(status: Int, retryAfter: Duration? = nil, body: [UInt8] = []) {
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
    }
}

/// Why nothing usable came back; the request may have arrived all the same.
public struct OutgoingTrouble: Error, Equatable, CustomStringConvertible {
    /// Without the address: it may hold a credential.
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}

/// Whoever can send a request; in tests, anybody.
public protocol HTTPExchange: Sendable {
    func post(_ request: OutgoingRequest) async throws(OutgoingTrouble) -> OutgoingAnswer
}
