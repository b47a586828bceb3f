import BranchDomain
import Journal
import Messages

/// The whole state as bytes and back, exactly. What can be derived (names to places, holders of
/// national ids) is not written, but made again.
extension Bank {
    private static let format: UInt32 = 2

    func snapshot() -> [UInt8] {
        var writer = ByteWriter()
        writer.put(Bank.format)
        writer.put(head)
        accounts.write(to: &writer)
        customers.write(to: &writer)
        users.write(to: &writer)
        writer.put(String(decoding: JSON.encode(SideBooks(self)), as: UTF8.self))
        return writer.bytes
    }

    /// A bank out of a snapshot; no bytes at all are the bank before its first record.
    ///
    /// - Throws: ``SnapshotFault``.
    init(snapshot: [UInt8]) throws {
        self.init()
        if snapshot.isEmpty { return }
        var reader = ByteReader(snapshot)
        guard try reader.number(UInt32.self) == Bank.format else {
            throw SnapshotFault("its format is another")
        }
        head = try reader.number()
        accounts = try AccountBook(&reader)
        customers = try CustomerBook(&reader)
        users = try UserBook(&reader)
        guard let books = try? JSON.decode(SideBooks.self, from: Array(try reader.text().utf8))
        else { throw SnapshotFault("its small books cannot be read") }
        books.fill(&self)
        guard reader.isAtEnd else { throw SnapshotFault("there is more behind its end") }
        guard accounts.customers.allSatisfy({ customers[$0.owner] != nil }) else {
            throw SnapshotFault("an account has no owner")
        }
    }
}

/// The books that hold little: as JSON, since nothing depends on how fast they are read.
private struct SideBooks: Codable {
    var terms: TermsBook
    /// Absent in snapshots before it was counted.
    var staffUse: StaffUse?
    var holds: HoldBook
    var drawers: DrawerBook
    var corrections: CorrectionBook
    var approvals: ApprovalBook
    var products: ProductBook
    var day: DayBegan?

    init(_ bank: Bank) {
        terms = bank.terms
        staffUse = bank.staffUse
        holds = bank.holds
        drawers = bank.drawers
        corrections = bank.corrections
        approvals = bank.approvals
        products = bank.products
        day = bank.day.map(DayBegan.init)
    }

    func fill(_ bank: inout Bank) {
        bank.terms = terms
        bank.staffUse = staffUse ?? StaffUse()
        bank.holds = holds
        bank.drawers = drawers
        bank.corrections = corrections
        bank.approvals = approvals
        bank.products = products
        bank.day = day?.day
    }
}

extension AccountBook {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.put(currencies) { $0.put($1.code) }
        writer.put(totals) { writer, totals in
            writer.put(totals.debits)
            writer.put(totals.credits)
        }
        writer.put(customers) { $1.write(to: &$0) }
        writer.put(own) { $1.write(to: &$0) }
        writer.put(ownNames) { $0.put($1) }
    }

    fileprivate init(_ reader: inout ByteReader) throws(SnapshotFault) {
        let currencies = try reader.list { reader throws(SnapshotFault) in
            guard let currency = try? Currency(try reader.text()) else {
                throw SnapshotFault("a currency in it is unknown")
            }
            return currency
        }
        let totals = try reader.list { reader throws(SnapshotFault) in
            CurrencyTotals(debits: try reader.number(), credits: try reader.number())
        }
        let customers = try reader.list(AccountState.init)
        let own = try reader.list(AccountState.init)
        let names = try reader.list { reader throws(SnapshotFault) in try reader.text() }
        guard own.count == names.count, currencies.count == totals.count,
            (customers + own).allSatisfy({ $0.currency < currencies.count })
        else { throw SnapshotFault("its accounts do not fit together") }
        self.init(
            currencies: currencies, totals: totals, customers: customers, own: own,
            ownNames: names)
    }
}

extension AccountState {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.put(balance.minorUnits)
        writer.put(last)
        writer.put(held)
        writer.put(floor)
        writer.put(owner)
        writer.put(currency)
        writer.put(marks.rawValue)
    }

    fileprivate init(_ reader: inout ByteReader) throws(SnapshotFault) {
        guard let balance = try? Balance(minorUnits: try reader.number()) else {
            throw SnapshotFault("a balance in it is out of range")
        }
        self.balance = balance
        last = try reader.number()
        held = try reader.number()
        floor = try reader.number()
        owner = try reader.number()
        currency = try reader.number()
        marks = Marks(rawValue: try reader.number())
    }
}

extension CustomerBook {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.put(people) { $1.write(to: &$0) }
        writer.put(house) { $1.write(to: &$0) }
    }

    fileprivate init(_ reader: inout ByteReader) throws(SnapshotFault) {
        self.init(
            people: try reader.list(CustomerState.init),
            house: try reader.list(CustomerState.init))
    }
}

extension CustomerState {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.put(user)
        writer.put(person.name)
        writer.put(person.nationalID)
        writer.put(person.phone)
        writer.put(person.email)
        writer.put(person.language)
        writer.put(UInt8(person.smsConsent ? 1 : 0))
        writer.put(accounts) { $0.put($1) }
    }

    fileprivate init(_ reader: inout ByteReader) throws(SnapshotFault) {
        user = try reader.text()
        person = Person(
            name: try reader.text(), nationalID: try reader.optionalText(),
            phone: try reader.optionalText(), email: try reader.optionalText(),
            language: try reader.optionalText(), smsConsent: try reader.number(UInt8.self) == 1)
        accounts = try reader.list { reader throws(SnapshotFault) in try reader.number() }
    }
}

extension UserBook {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.put(all) { $1.write(to: &$0) }
        writer.put(raised) { $0.put(UInt64($1)) }
    }

    fileprivate init(_ reader: inout ByteReader) throws(SnapshotFault) {
        let all = try reader.list(UserState.init)
        let raised = try reader.list { reader throws(SnapshotFault) in
            try reader.number(UInt64.self)
        }
        guard raised.allSatisfy({ $0 < all.count }) else {
            throw SnapshotFault("a user in it is unknown")
        }
        self.init(all: all, raised: raised.map { Int($0) })
    }
}

extension UserState {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.put(user)
        writer.put(role.rawValue)
        writer.put(verifier)
        writer.put(name)
        writer.put(customer)
        writer.put(device?.rawValue)
        writer.put(key)
        writer.put(cash)
        writer.put(generation)
        writer.put(UInt8(isDisabled ? 1 : 0))
        writer.put(failures)
        writer.put(locks)
        writer.put(lockedUntil?.milliseconds ?? 0)
    }

    fileprivate init(_ reader: inout ByteReader) throws(SnapshotFault) {
        let user = try reader.text()
        guard let role = Role(rawValue: try reader.text()) else {
            throw SnapshotFault("a role in it is unknown")
        }
        self.init(user: user, role: role, verifier: try reader.text())
        name = try reader.text()
        customer = try reader.number()
        if let kind = try reader.optionalText() {
            guard let device = DeviceKind(rawValue: kind) else {
                throw SnapshotFault("a device in it is of an unknown kind")
            }
            self.device = device
        }
        key = try reader.optionalText()
        cash = try reader.number()
        generation = try reader.number()
        isDisabled = try reader.number(UInt8.self) == 1
        failures = try reader.number()
        locks = try reader.number()
        let until: Int64 = try reader.number()
        lockedUntil = until == 0 ? nil : Timestamp(milliseconds: until)
    }
}
