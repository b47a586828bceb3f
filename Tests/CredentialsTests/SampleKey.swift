import Credentials

extension BranchKey {
    /// 00 01 02 … 1f, for tests.
    static let sample: BranchKey = {
        do {
            return try BranchKey(bytes: Array(0..<32))
        } catch {
            preconditionFailure("32 bytes are a key")
        }
    }()
}
