import BranchDomain
import Credentials
import Messages

/// Secrets and sessions out of the branch's key.
struct BranchSecrets: SecretSource {
    private let maker: SecretMaker
    private let sessions: SessionTokens

    init(key: BranchKey) {
        maker = SecretMaker(key: key)
        sessions = SessionTokens(key: key)
    }

    func customerSecret(id: RequestID, user: String) -> String {
        maker.secret(for: .customer, id: id, user: user)
    }

    func staffSecret(id: RequestID, user: String) -> String {
        maker.secret(for: .staff, id: id, user: user)
    }

    func deviceSecret(id: RequestID, user: String) -> String {
        maker.secret(for: .device, id: id, user: user)
    }

    func session(for principal: Principal, expires: Timestamp) -> String {
        sessions.sign(principal, expires: expires)
    }
}
