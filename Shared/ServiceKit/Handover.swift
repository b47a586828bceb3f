import Synchronization

/// Where one thread leaves for another what replaces whatever was left there before.
public final class Handover<Item: Sendable>: Sendable {
    private let item = Mutex<Item?>(nil)

    public init() {}

    public func put(_ new: Item) { item.withLock { $0 = new } }

    /// - Returns: nil where nothing new is there.
    public func take() -> Item? {
        item.withLock { item in
            defer { item = nil }
            return item
        }
    }
}
