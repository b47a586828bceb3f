import BranchDomain
import Journal
import Messages

/// What is enrolled to talk to the branch by itself.
extension Bank {
    /// A device that was disabled may be enrolled again, as what it was, with a new secret.
    func addDevice(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(InternalDeviceAdd.self)
        let name = try UserName(checked: request.request.device).description
        guard let kind = DeviceKind(rawValue: request.request.kind) else {
            throw Refusal(.malformed, "There is no such kind of device.")
        }
        if let key = request.request.key { try Bank.checkKey(key) }
        let caller = try caller(hearing.command.principal)
        try checkRole(caller, .admin)
        let known = users[name]
        if let known, !(known.isDisabled && known.device == kind) { throw .deviceTaken }
        let cash =
            kind == .atm ? ownAccount(for: OwnAccount.cash(ofATM: name), in: 0, caller) : nil
        if let cash, known == nil, cash.opening == nil { throw .deviceTaken }
        let added = DeviceAdded(
            by: caller.user, device: name, deviceKind: kind.rawValue, key: request.request.key,
            cash: cash?.side.account.number, verifier: request.verifier,
            generation: (known?.generation ?? 0) + 1)
        return .write([cash?.opening, added.record].compactMap(\.self))
    }

    func listDevices(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(DeviceList.Request.self)
        var page = try Page(request.limit)
        let caller = try caller(hearing.command.principal)
        try checkRole(caller, .admin)
        var reply = DeviceList.Reply(devices: [])
        let behind = request.after ?? ""
        for user in users.devices.sorted(by: { $0.user < $1.user }) where user.user > behind {
            guard page.takes(bytes: 160 + 2 * user.user.utf8.count) else {
                reply.next = reply.devices.last?.device
                break
            }
            reply.devices.append(
                Device(
                    device: user.user, kind: user.device?.rawValue ?? "", key: user.key,
                    disabled: user.isDisabled))
        }
        return .read(JSON.encode(reply))
    }

    func disableDevice(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(DeviceDisable.Request.self)
        let caller = try caller(hearing.command.principal)
        try checkRole(caller, .admin)
        guard let device = users[resolve(user: request.device)], device.role == .device else {
            throw .deviceNotFound
        }
        return .write([
            UserDisabled(by: caller.user, user: device.user, generation: device.generation + 1)
                .record
        ])
    }

    /// A CURVE public key in Z85: 40 characters.
    private static func checkKey(_ key: String) throws(Refusal) {
        let allowed: (UInt8) -> Bool = { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || ".-:+=^!/*?&<>()[]{}@%$#".utf8.contains(byte)
        }
        guard key.utf8.count == 40, key.utf8.allSatisfy(allowed) else {
            throw Refusal(.malformed, "A key has 40 characters of Z85.")
        }
    }
}
