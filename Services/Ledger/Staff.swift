import BranchDomain
import Journal
import Messages

/// Those who work at the branch.
extension Bank {
    func addStaff(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(InternalStaffAdd.self)
        let user = try UserName(checked: request.request.user)
        let name = try PersonName(checked: request.request.name)
        guard let role = Role(rawValue: request.request.role),
            [.teller, .supervisor, .admin].contains(role)
        else { throw Refusal(.malformed, "The role is teller, supervisor or admin.") }
        let caller = try caller(hearing.command.principal)
        try checkRole(caller, .admin)
        guard users[user.description] == nil else { throw .userTaken }
        return .write([
            StaffAdded(
                by: caller.user, user: user.description, name: name.description,
                role: role.rawValue, verifier: request.verifier
            ).record
        ])
    }

    func listStaff(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(StaffList.Request.self)
        var page = try Page(request.limit)
        let caller = try caller(hearing.command.principal)
        try checkRole(caller, .admin)
        var reply = StaffList.Reply(staff: [])
        let behind = request.after ?? ""
        for user in users.staff.sorted(by: { $0.user < $1.user }) where user.user > behind {
            guard page.takes(bytes: 160 + 2 * (user.user.utf8.count + user.name.utf8.count)) else {
                reply.next = reply.staff.last?.user
                break
            }
            reply.staff.append(
                StaffMember(
                    user: user.user, name: user.name, role: user.role.rawValue,
                    disabled: user.isDisabled, locked: user.isLocked(at: hearing.now)))
        }
        return .read(JSON.encode(reply))
    }

    func disableStaff(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(StaffDisable.Request.self)
        let caller = try caller(hearing.command.principal)
        try checkRole(caller, .admin)
        let user = try member(request.user)
        let others = users.staff.contains {
            $0.role == .admin && !$0.isDisabled && $0.user != user.user
        }
        guard others || user.role != .admin || user.isDisabled else { throw .lastAdmin }
        return .write([
            UserDisabled(by: caller.user, user: user.user, generation: user.generation + 1).record
        ])
    }

    /// The bank's new secret for one of the staff; unlocks and enables.
    func resetStaffSecret(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(InternalStaffReset.self)
        let caller = try caller(hearing.command.principal)
        try checkRole(caller, .admin)
        let user = try member(request.user)
        return .write([
            SecretReset(
                by: caller.user, user: user.user, verifier: request.verifier,
                generation: user.generation + 1
            ).record
        ])
    }

    private func member(_ name: String) throws(Refusal) -> UserState {
        guard let user = users[resolve(user: name)], user.role != .customer, user.role != .device
        else { throw .userNotFound }
        return user
    }
}
