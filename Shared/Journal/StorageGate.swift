import Messages

/// Whether the disk takes appends: judged before a start serves anyone, then once a second.
struct StorageGate {
    static let refusal = Refusal(
        .storageUnavailable, "The branch cannot write at present; nothing was decided.")

    private let path: String
    private let leastFreeBytes: UInt64
    private let freeBytes: @Sendable (String) -> UInt64?
    private var failedProbe: String?
    private var lowSpace: String?
    private var nextLook = ContinuousClock.now

    init(_ configuration: JournalConfiguration) {
        path = configuration.path
        leastFreeBytes = configuration.leastFreeBytes
        freeBytes = configuration.freeBytes
    }

    /// Why writes are refused, nil where they are not.
    var closed: String? { failedProbe ?? lowSpace }

    /// Looks at the free space, and tries a failed probe again; at most once a second.
    mutating func refresh(_ store: JournalStore) {
        let now = ContinuousClock.now
        guard now >= nextLook else { return }
        nextLook = now + .seconds(1)
        if failedProbe != nil { probe(store) } else { look() }
    }

    mutating func probe(_ store: JournalStore) {
        nextLook = ContinuousClock.now + .seconds(1)
        look()
        do {
            try store.probe()
            failedProbe = nil
        } catch {
            failedProbe = "\(error)"
        }
    }

    private mutating func look() {
        let free = freeBytes(path) ?? 0
        lowSpace =
            free < leastFreeBytes
            ? "only \(free >> 20) MiB are free, \(leastFreeBytes >> 20) MiB are needed" : nil
    }
}
