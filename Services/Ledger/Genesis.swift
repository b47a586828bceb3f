import BranchDomain
import Journal
import Messages

/// The first records of a journal: everything that a branch has before anybody asked for anything.
struct Genesis {
    struct Device {
        let device: String
        let kind: DeviceKind
        /// Its stretched secret.
        let verifier: String
    }

    static let author = "genesis"
    static let admin = "admin"

    let branch: String
    let currency: Currency
    /// The stretched secret of the user `admin`.
    let adminVerifier: String
    let devices: [Device]

    /// In order: the founding, the bank's own accounts, the house customer, the admin, devices.
    ///
    /// - Throws: ``DomainError`` where a device's name is none, or stands twice.
    func records() throws(DomainError) -> [Record] {
        let founded = Founded(by: Genesis.author, branch: branch, currency: currency.code)
        var records = [founded.record]
        var next = AccountBook.ownID(0).number
        func open(_ name: String) -> UInt64 {
            defer { next += 1 }
            records.append(
                OwnAccountOpened(
                    by: Genesis.author, account: next, name: name, currency: currency.code
                ).record)
            return next
        }
        for name in OwnAccount.first { _ = open(name) }
        records.append(
            HouseCustomerAdded(
                by: Genesis.author, customer: CustomerBook.firstHouse, name: CustomerBook.rpc
            ).record)
        records.append(
            StaffAdded(
                by: Genesis.author, user: Genesis.admin, name: "Administrator",
                role: Role.admin.rawValue, verifier: adminVerifier
            ).record)
        var taken: Set = [Genesis.admin]
        for device in devices {
            let name = try UserName(device.device).description
            guard taken.insert(name).inserted else {
                throw DomainError("A device stands twice in the configuration.")
            }
            let cash = device.kind == .atm ? open(OwnAccount.cash(ofATM: name)) : nil
            records.append(
                DeviceAdded(
                    by: Genesis.author, device: name, deviceKind: device.kind.rawValue, key: nil,
                    cash: cash, verifier: device.verifier, generation: 1
                ).record)
        }
        return records
    }
}
