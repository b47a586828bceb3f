import Messages

/// The frames of what a gateway answers by itself.
enum Answer {
    static let ok = Array(Envelope.ok.utf8)

    /// - Parameter id: The request's id frame, empty where it had none.
    static func refusal(_ refusal: Refusal, id: [UInt8]) -> [[UInt8]] {
        [
            RequestShape.versionFrame, id, Array(refusal.code.rawValue.utf8),
            JSON.encode(refusal.body),
        ]
    }

    static func reply(_ body: some Encodable, id: [UInt8]) -> [[UInt8]] {
        [RequestShape.versionFrame, id, ok, JSON.encode(body)]
    }
}
