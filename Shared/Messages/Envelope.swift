/// What frames a request and a reply have, and how large they may be.
///
/// The frames are listed in the protocol page under "A request". They stand behind the routing
/// frames and the empty delimiter that ROUTER and DEALER sockets keep.
public enum Envelope {
    /// Protocol and major version, the first frame of every request and reply.
    public static let version = "BRL1"
    /// The first frame behind the topic of every published message.
    public static let publishedVersion = "BRLP1"
    /// The outcome of a reply that is no refusal.
    public static let ok = "ok"

    /// The largest frame of a request, in bytes; bulk methods may send ``largestBulkFrame``.
    public static let largestFrame = 64 * 1024
    /// The largest frame of all: above it the connection is closed without a word.
    public static let largestBulkFrame = 1024 * 1024
    /// How many frames may follow the delimiter.
    public static let mostFrames = 8
    /// How many routing frames may stand before the delimiter at a gateway, and behind one.
    public static let mostRoutingFramesAtGateway = 2
    public static let mostRoutingFramesBehindGateway = 4

    /// The place of each frame of a request as a client sends it.
    public enum ClientFrame: Int, CaseIterable {
        case version, method, id, session, body, bulk
    }

    /// The place of each frame of a request as a gateway forwards it: one more, the principal.
    public enum ServiceFrame: Int, CaseIterable {
        case version, method, id, session, principal, body, bulk
    }

    /// The place of each frame of a reply.
    public enum ReplyFrame: Int, CaseIterable {
        case version, id, outcome, body, bulk
    }
}
