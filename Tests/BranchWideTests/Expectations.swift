import Bus
import Messages

/// Runs `body` and gives the code with which the branch refused it, or nil.
func refusal(_ body: () throws -> some Any) -> RefusalCode? {
    do {
        _ = try body()
        return nil
    } catch CallError.refused(let refusal) {
        return refusal.code
    } catch {
        return nil
    }
}
