import Messages

/// A method's two shapes, by its own name.
private func shapes<M: BusMethod>(_ method: M.Type) -> (Method, [GoldenShape]) {
    let name = M.method.rawValue
    return (
        M.method,
        [
            GoldenShape(name + ".request", M.Request.self),
            GoldenShape(name + ".reply", M.Reply.self),
        ]
    )
}

extension GoldenShape {
    /// Every method's type: a method that is missing here has no contract.
    static let methods: [(method: Method, shapes: [GoldenShape])] = [
        shapes(SystemHello.self),
        shapes(AuthLogin.self), shapes(AuthLogout.self), shapes(AuthChangeSecret.self),
        shapes(CustomerRegister.self), shapes(CustomerGet.self), shapes(CustomerUpdate.self),
        shapes(CustomerList.self), shapes(CustomerResetSecret.self),
        shapes(StaffAdd.self), shapes(StaffList.self), shapes(StaffDisable.self),
        shapes(StaffResetSecret.self),
        shapes(DeviceAdd.self), shapes(DeviceList.self), shapes(DeviceDisable.self),
        shapes(AccountOpen.self), shapes(AccountGet.self), shapes(AccountList.self),
        shapes(AccountFreeze.self), shapes(AccountUnfreeze.self), shapes(AccountClose.self),
        shapes(AccountHistory.self), shapes(AccountSetLimits.self), shapes(AccountStatement.self),
        shapes(LedgerDeposit.self), shapes(LedgerWithdraw.self), shapes(LedgerTransfer.self),
        shapes(LedgerOutcome.self), shapes(LedgerEntries.self), shapes(LedgerTrialBalance.self),
        shapes(LedgerBulk.self), shapes(LedgerHold.self), shapes(LedgerCapture.self),
        shapes(LedgerRelease.self), shapes(LedgerReverse.self), shapes(LedgerAddInterest.self),
        shapes(DrawerOpen.self), shapes(DrawerCount.self), shapes(DrawerClose.self),
        shapes(DrawerMove.self), shapes(DrawerAccept.self), shapes(DrawerList.self),
        shapes(DayClose.self), shapes(ApprovalList.self), shapes(ApprovalDecide.self),
        shapes(QueueServices.self), shapes(QueueIssue.self), shapes(QueueTicket.self),
        shapes(QueueCancel.self), shapes(QueueLeave.self), shapes(QueueNext.self),
        shapes(QueueRecall.self), shapes(QueueStart.self), shapes(QueueDone.self),
        shapes(QueueNoShow.self), shapes(QueueHold.self), shapes(QueueResume.self),
        shapes(QueueStatus.self), shapes(QueueList.self), shapes(QueueSnapshot.self),
        shapes(ServiceAdd.self), shapes(ServiceOpen.self), shapes(ServiceClose.self),
        shapes(CounterOpen.self), shapes(CounterPause.self), shapes(CounterClose.self),
        shapes(CounterList.self),
        shapes(QueueCall.self), shapes(QueueTransfer.self), shapes(QueueRequeue.self),
        shapes(QueueReopen.self), shapes(QueueWhy.self), shapes(QueueReport.self),
        shapes(ServiceUpdate.self), shapes(ServiceRemove.self),
        shapes(AppointmentSlots.self), shapes(AppointmentBook.self),
        shapes(AppointmentCheckIn.self), shapes(AppointmentCancel.self),
    ]

    static let published: [GoldenShape] = [
        GoldenShape("topic.header", TopicHeader.self),
        GoldenShape("topic.queue", QueueTopic.self),
        GoldenShape("topic.account", Receipt.self),
        GoldenShape("topic.ledger", LedgerHeartbeat.self),
    ]

    static let backLink: [GoldenShape] = [
        GoldenShape("backlink.principal", Principal.self),
        GoldenShape("backlink.auth.resolve.request", InternalResolve.self),
        GoldenShape("backlink.auth.resolve.reply", InternalResolved.self),
        GoldenShape("backlink.auth.login", InternalLogin.self),
        GoldenShape("backlink.auth.changeSecret", InternalChangeSecret.self),
        GoldenShape("backlink.customer.register", InternalRegister.self),
        GoldenShape("backlink.customer.resetSecret", InternalCustomerReset.self),
        GoldenShape("backlink.staff.add", InternalStaffAdd.self),
        GoldenShape("backlink.staff.resetSecret", InternalStaffReset.self),
        GoldenShape("backlink.device.add", InternalDeviceAdd.self),
        GoldenShape("backlink.account.close", InternalClose.self),
        GoldenShape("backlink.system.ping.reply", SystemPing.Reply.self),
    ]

    static let refusals: [GoldenShape] = RefusalCode.allCases.map {
        GoldenShape("refusal." + $0.rawValue, Refusal.Body.self)
    }

    static let all = methods.flatMap(\.shapes) + published + backLink + refusals
}
