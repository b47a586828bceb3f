import Messages

/// Every method with its shapes, and what it does in one line.
enum MethodCatalogue {
    static var all: [(method: any BusMethod.Type, summary: String)] {
        people + accounts + money + queue + moves + counters
    }

    private static var people: [(method: any BusMethod.Type, summary: String)] {
        [
            (SystemHello.self, "What a client needs to know before it does anything."),
            (AuthLogin.self, "A secret becomes a session."),
            (AuthLogout.self, "Ends every session of the user."),
            (AuthChangeSecret.self, "A new secret for the one that is known."),
            (
                CustomerRegister.self,
                "A new customer with an account; the secret is made by the bank."
            ),
            (CustomerGet.self, "A customer; without a number oneself."),
            (CustomerUpdate.self, "Changes the fields that are given."),
            (CustomerList.self, "Customers in order of their numbers."),
            (CustomerResetSecret.self, "A new secret for a customer, who is unlocked by it."),
            (StaffAdd.self, "A new member of staff."),
            (StaffList.self, "Staff in order of their names."),
            (StaffDisable.self, "Ends a member's sessions and log-ins."),
            (StaffResetSecret.self, "A new secret for a member of staff, who is unlocked by it."),
            (DeviceAdd.self, "Enrols a device with a secret of its own."),
            (DeviceList.self, "Devices in order of their names."),
            (DeviceDisable.self, "Ends a device's sessions and log-ins."),
        ]
    }

    private static var accounts: [(method: any BusMethod.Type, summary: String)] {
        [
            (AccountOpen.self, "One more account for a customer."),
            (AccountGet.self, "An account with its balance."),
            (AccountList.self, "Accounts in order of their numbers."),
            (AccountFreeze.self, "Stops money going out, coming in, or both."),
            (AccountUnfreeze.self, "Lets money move again."),
            (AccountClose.self, "Closes an account for good; what is left goes to another."),
            (AccountHistory.self, "An account's movements, newest first."),
            (AccountStatement.self, "A time's movements as a file: JSON, CSV, OFX or camt.053."),
            (AccountSetLimits.self, "Replaces what an account may do."),
            (LedgerDeposit.self, "Cash is paid in."),
            (LedgerWithdraw.self, "Cash is paid out."),
            (LedgerTransfer.self, "Money goes from one account to another."),
            (LedgerOutcome.self, "What became of a request that got no answer."),
            (LedgerEntries.self, "Every entry of the ledger, in order."),
            (LedgerTrialBalance.self, "Debits and credits of each currency."),
        ]
    }

    private static var money: [(method: any BusMethod.Type, summary: String)] {
        [
            (LedgerBulk.self, "Up to 8,190 movements; its frames travel on the bus alone."),
            (LedgerHold.self, "Reserves money without moving it."),
            (LedgerCapture.self, "Moves what was held, or part of it."),
            (LedgerRelease.self, "Lets go of a hold."),
            (LedgerReverse.self, "Moves the money of an entry back, once."),
            (LedgerAddInterest.self, "A percentage of the balance, once, for one account or all."),
            (DrawerOpen.self, "A teller takes a drawer, with what is counted in it."),
            (DrawerCount.self, "Counts one's own drawer; what differs is posted."),
            (DrawerClose.self, "Counts one's own drawer and gives it back."),
            (DrawerMove.self, "Cash leaves one drawer for another."),
            (DrawerAccept.self, "The other side has the cash."),
            (DrawerList.self, "Who has which drawer, and what is on its way."),
            (DayClose.self, "The business day as it was found, sealed."),
            (ApprovalList.self, "What waits for a second person."),
            (ApprovalDecide.self, "A second person says yes or no."),
        ]
    }

    private static var queue: [(method: any BusMethod.Type, summary: String)] {
        [
            (QueueServices.self, "What may be chosen."),
            (QueueIssue.self, "A new ticket, or the open one with one of the unique keys."),
            (QueueTicket.self, "A ticket as it stands, by its handle."),
            (QueueCancel.self, "The holder gives the place up."),
            (QueueLeave.self, "The holder is done; the place inside is free."),
            (QueueStatus.self, "How many stand where; numbers only."),
            (QueueList.self, "Tickets of today in order of arrival."),
            (QueueSnapshot.self, "The present state of every queue topic."),
            (QueueNext.self, "Finishes the counter's ticket as served and calls the next one."),
            (QueueRecall.self, "Calls the counter's ticket again."),
            (QueueStart.self, "The person has come: serving begins."),
            (QueueDone.self, "The counter's ticket is served."),
            (QueueNoShow.self, "The person did not come."),
            (QueueHold.self, "Parks the counter's ticket for some minutes."),
            (QueueResume.self, "Calls a parked ticket back."),
        ]
    }

    private static var moves: [(method: any BusMethod.Type, summary: String)] {
        [
            (QueueCall.self, "Calls one ticket out of turn; the reason is kept."),
            (QueueTransfer.self, "The counter's ticket goes on elsewhere, same number."),
            (QueueRequeue.self, "A ticket stands elsewhere in its line."),
            (QueueReopen.self, "A ticket that was over waits again."),
            (QueueWhy.self, "Which rule called a ticket, and who was not called."),
            (QueueReport.self, "Waits, services and idle counters of some days."),
            (AppointmentSlots.self, "What can be booked on a day."),
            (AppointmentBook.self, "Takes a place of a slot."),
            (AppointmentCheckIn.self, "The person has come: a ticket."),
            (AppointmentCancel.self, "The place is free again."),
        ]
    }

    private static var counters: [(method: any BusMethod.Type, summary: String)] {
        [
            (ServiceAdd.self, "One more service to choose."),
            (ServiceOpen.self, "Tickets are given from now on."),
            (ServiceClose.self, "No more tickets are given."),
            (ServiceUpdate.self, "Changes the fields that are given."),
            (ServiceRemove.self, "Nothing of it is offered any longer."),
            (CounterOpen.self, "The teller takes a counter, or goes on after a pause."),
            (CounterPause.self, "No further calls until it is opened again."),
            (CounterClose.self, "The teller gives the counter up."),
            (CounterList.self, "The open counters."),
        ]
    }
}
