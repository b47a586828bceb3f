import BranchDomain
import Journal
import Messages

extension QueueHall {
    /// `appointment.slots`: those of a day that are still to come.
    func slots(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        let request = try JSON.decode(AppointmentSlots.Request.self, from: command.body)
        let service = try existing(service: request.service)
        let (terms, hours) = try bookable(service)
        let day: Int64
        do {
            day = Int64(try CivilDate(request.date).daysSinceEpoch)
        } catch {
            throw Refusal(error)
        }
        let today = environment.calendar.local(at: now).day
        guard (today...today + Int64(terms.ahead)).contains(day) else {
            return .read(JSON.encode(AppointmentSlots.Reply(slots: [])))
        }
        let slots = terms.slots(on: day, hours, environment.calendar).filter { $0 >= now }.map {
            AppointmentSlots.Slot(
                at: $0.milliseconds,
                free: max(0, terms.places - appointments.taken(service, at: $0.milliseconds)))
        }
        return .read(JSON.encode(AppointmentSlots.Reply(slots: slots)))
    }

    /// `appointment.book`: one place of a slot, never more than it has.
    func book(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        let request = try JSON.decode(AppointmentBook.Request.self, from: command.body)
        let name = try IssueOrder.checked(name: request.name) ?? ""
        let contact = try IssueOrder.checked(contact: request.contact)
        let service = try existing(service: request.service)
        let (terms, hours) = try bookable(service)
        // The bounds come first: nothing is reckoned with a time that is none.
        let furthest = now.adding(.seconds(86_400 * (terms.ahead + 2)))
        guard (now.milliseconds...furthest.milliseconds).contains(request.at) else {
            throw noSlot()
        }
        let at = Timestamp(milliseconds: request.at)
        let today = environment.calendar.local(at: now).day
        let day = environment.calendar.local(at: at).day
        guard day <= today + Int64(terms.ahead),
            terms.slots(on: day, hours, environment.calendar).contains(at)
        else { throw noSlot() }
        guard appointments.taken(service, at: request.at) < terms.places else {
            throw Refusal(.slotTaken, "The slot is full; appointment.slots lists the free ones.")
        }
        guard appointments.entries.count < AppointmentDiary.most else {
            throw Refusal(.queueFull, "Too many appointments are booked; none can be taken now.")
        }
        let handle = environment.handle(command.id)
        let booking = Booking(
            high: handle.high, low: handle.low, service: service.place, at: request.at,
            made: now.milliseconds, name: name, contact: contact)
        return .write([HallEvent.booked(booking).record])
    }

    /// `appointment.checkIn`: a ticket. Who is late waits as if there had been no appointment.
    func checkIn(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        let booking = try booked(command)
        let service = booking.index
        let definition = self[service].definition
        let terms = definition.booking
        let at = Timestamp(milliseconds: booking.at)
        let early = at.adding(.seconds(-60 * (terms?.early ?? 30)))
        guard now >= early else {
            throw Refusal(
                .ticketState, "It is too early for this appointment; come nearer to its time.",
                details: ["from": "\(early.milliseconds)", "at": "\(booking.at)"])
        }
        guard tickets.open < TicketBook.mostOpen else {
            throw Refusal(.queueFull, "Too many tickets are open; none can be issued now.")
        }
        let isLate = now > at.adding(.seconds(60 * (terms?.late ?? 15)))
        var details = TicketDetails(name: booking.name, contact: booking.contact)
        details.appointment = isLate ? nil : booking.at
        let ticket = HallTicket(
            key: tickets.next, handle: booking.handle, service: service,
            number: definition.numbering.number(after: self[service].issuedToday), priority: 0,
            issued: now)
        return .write([
            HallEvent.ticket(.checkedIn, TicketFacts(ticket), text: JSON.encode(details)).record
        ])
    }

    /// `appointment.cancel`: the place is free again.
    func cancelBooking(_ command: Command) throws(Refusal) -> Decision {
        .write([HallEvent.bookingCancelled(try booked(command)).record])
    }

    private func bookable(
        _ service: ServiceIndex
    ) throws(Refusal) -> (BookingTerms, OpeningHours) {
        let definition = self[service].definition
        guard let terms = definition.booking, let hours = definition.hours else {
            throw Refusal(.notOffered, "\(definition.service) takes no appointments.")
        }
        return (terms, hours)
    }

    private func booked(_ command: Command) throws(Refusal) -> Booking {
        let text = try PlainBody.text(
            "appointment", in: command.body, else: \AppointmentCheckIn.Request.appointment)
        guard let bits = HandleBits(text: text.utf8), let entry = appointments[bits] else {
            throw Refusal(.ticketNotFound, "There is no such appointment today or later.")
        }
        guard entry.state == .booked else {
            let what = entry.state == .cancelled ? "cancelled" : "checked in"
            throw Refusal(
                .ticketState, "The appointment is \(what) already.",
                details: ["state": entry.state.text])
        }
        return entry.booking
    }

    private func noSlot() -> Refusal {
        Refusal(.slotTaken, "There is no slot at this time; appointment.slots lists them.")
    }
}
