import BranchDomain
import Messages

/// What `system.hello` says of the branch.
struct Greeting: Sendable {
    let branch: String
    /// ISO 4217.
    let currency: String
    var offer: Offer

    func reply(now: Timestamp, gateways: [String]) -> SystemHello.Reply {
        SystemHello.Reply(
            branch: branch, currency: currency, protocol: 1, time: now.milliseconds,
            gateways: gateways, features: offer.features)
    }
}
