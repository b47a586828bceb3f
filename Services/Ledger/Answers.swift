import BranchDomain
import Journal
import Messages

/// The reply to each verdict. A first answer and its repeats come from here alike, so nothing in
/// it may be kept anywhere but in the record and the state.
extension Bank {
    func answer(to record: Record, at position: Position, principal: Principal) -> [UInt8] {
        if let entry = Entry(record) {
            if entry.kind == .opening { return registration(of: entry.credit, id: record.id) }
            return receipt(of: entry, record, at: position).bytes
        }
        guard let kind = EventKind(rawValue: record.kind) else {
            preconditionFailure("a verdict is an entry or an event, not of kind \(record.kind)")
        }
        do throws(JournalFault) {
            return try answer(kind, record, position)
        } catch {
            preconditionFailure("record \(position.sequence) was applied and is none: \(error)")
        }
    }

    private func answer(
        _ kind: EventKind, _ record: Record, _ position: Position
    ) throws(JournalFault) -> [UInt8] {
        switch kind {
        case .customerRegistered:
            let event = try CustomerRegistered(record)
            return registration(
                customer: event.customer, account: event.account, user: event.user, id: record.id)
        case .customerUpdated: return JSON.encode(customer(try CustomerUpdated(record).customer))
        case .accountOpened: return shown(try AccountOpened(record).account)
        case .accountFrozen: return shown(try AccountFrozen(record).account)
        case .accountUnfrozen: return shown(try AccountUnfrozen(record).account)
        case .accountClosed: return shown(try AccountClosed(record).account)
        case .accountLimitsSet: return shown(try AccountLimitsSet(record).account)
        case .holdPlaced:
            let event = try HoldPlaced(record)
            return JSON.encode(
                LedgerHold.Reply(
                    hold: position.sequence, available: availableNow(event.account),
                    notes: event.notes))
        case .holdSettled:
            let account = try HoldSettled(record).account
            return JSON.encode(LedgerRelease.Reply(available: availableNow(account)))
        case .holdRefusedAhead: return JSON.encode(LedgerRelease.Reply())
        case .interestBegan: return JSON.encode(LedgerAddInterest.Reply.job(position.sequence))
        case .drawerOpened:
            let event = try DrawerOpened(record)
            return counted(event.drawer, event.expected, event.counted)
        case .drawerCounted:
            let event = try DrawerCountedEvent(record)
            return counted(event.drawer, event.expected, event.counted)
        case .drawerGivenBack:
            let event = try DrawerGivenBack(record)
            return counted(event.drawer, event.expected, event.counted)
        case .cashSent: return JSON.encode(DrawerMove.Reply(move: position.sequence))
        case .dayClosed: return try reply(to: try DayClosed(record))
        case .approvalDecided: return JSON.encode(ApprovalDecide.Reply.rejected)
        case .staffAdded:
            let user = try StaffAdded(record).user
            let secret = secrets.staffSecret(id: record.id, user: user)
            return JSON.encode(StaffAdd.Reply(user: user, secret: secret))
        case .deviceAdded:
            let device = try DeviceAdded(record).device
            let secret = secrets.deviceSecret(id: record.id, user: device)
            return JSON.encode(DeviceAdd.Reply(device: device, secret: secret))
        case .logInSucceeded:
            let event = try LogInSucceeded(record)
            return session(for: event.user, at: event.at, now: position.at)
        case .secretReset: return reset(try SecretReset(record).user, id: record.id)
        case .userDisabled, .sessionsEnded, .secretChanged: return JSON.encode(Nothing())
        case .holdSuspended, .entryReversed, .interestPosted, .cashAccepted, .approvalAsked,
            .dayBegan, .founded, .bulkTaken, .ownAccountOpened, .houseCustomerAdded, .logInFailed:
            preconditionFailure("a \(kind) record is no verdict on a request")
        }
    }

    private func counted(_ drawer: String, _ expected: Int64, _ counted: Int64) -> [UInt8] {
        JSON.encode(
            DrawerCounted(
                drawer: .name(drawer), expected: expected, counted: counted,
                difference: counted - expected))
    }

    private func availableNow(_ number: UInt64) -> Int64 {
        guard let account = try? AccountID(number), let state = accounts.state(of: account) else {
            preconditionFailure("an applied event is of an account that exists")
        }
        return available(account, state)
    }

    private func shown(_ number: UInt64) -> [UInt8] {
        guard let account = try? AccountID(number) else {
            preconditionFailure("an applied event is of an account that exists")
        }
        return JSON.encode(self.account(account))
    }

    /// The reply to a registration with a first deposit: its verdict is that deposit.
    private func registration(of account: AccountID, id: RequestID) -> [UInt8] {
        guard let owner = accounts.state(of: account)?.owner, let customer = customers[owner] else {
            preconditionFailure("an opening is paid into a customer's account")
        }
        return registration(
            customer: owner, account: account.number, user: customer.user, id: id)
    }

    private func registration(
        customer: UInt64, account: UInt64, user: String, id: RequestID
    ) -> [UInt8] {
        let secret = secrets.customerSecret(id: id, user: user)
        return JSON.encode(
            CustomerRegister.Reply(customer: customer, account: account, secret: secret))
    }

    private func reset(_ user: String, id: RequestID) -> [UInt8] {
        if users[user]?.role == .customer {
            let secret = secrets.customerSecret(id: id, user: user)
            return JSON.encode(CustomerResetSecret.Reply(secret: secret))
        }
        let secret = secrets.staffSecret(id: id, user: user)
        return JSON.encode(StaffResetSecret.Reply(secret: secret))
    }
}
