/// `appointment.slots`: what is free on a day.
public enum AppointmentSlots: BusMethod {
    public static let method = Method.appointmentSlots

    public struct Request: Codable, Sendable, Equatable {
        public var service: String
        /// `2026-11-23`, a day of the branch.
        public var date: String

        public init(service: String, date: String) {
            self.service = service
            self.date = date
        }
    }

    public struct Slot: Codable, Sendable, Equatable {
        /// Unix milliseconds.
        public var at: Int64
        /// Places that are left.
        public var free: Int

        public init(at: Int64, free: Int) {
            self.at = at
            self.free = free
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        /// In order, the full ones too.
        public var slots: [Slot]

        public init(slots: [Slot]) {
            self.slots = slots
        }
    }
}

/// `appointment.book`: takes a place of a slot.
public enum AppointmentBook: BusMethod {
    public static let method = Method.appointmentBook

    public struct Request: Codable, Sendable, Equatable {
        public var service: String
        /// The `at` of a slot.
        public var at: Int64
        public var name: String
        public var contact: String?

        public init(service: String, at: Int64, name: String, contact: String? = nil) {
            self.service = service
            self.at = at
            self.name = name
            self.contact = contact
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        /// A handle, as a ticket has one; after check-in it is the ticket's.
        public var appointment: String
        public var service: String
        public var at: Int64
        /// `booked`, `cancelled` …
        public var state: String

        public init(appointment: String, service: String, at: Int64, state: String) {
            self.appointment = appointment
            self.service = service
            self.at = at
            self.state = state
        }
    }
}

/// `appointment.checkIn`: the person has come; the appointment becomes a ticket.
public enum AppointmentCheckIn: BusMethod {
    public static let method = Method.appointmentCheckIn

    public struct Request: Codable, Sendable, Equatable {
        public var appointment: String

        public init(appointment: String) {
            self.appointment = appointment
        }
    }

    public typealias Reply = Ticket
}

/// `appointment.cancel`: the place is free again.
public enum AppointmentCancel: BusMethod {
    public static let method = Method.appointmentCancel
    public typealias Request = AppointmentCheckIn.Request
    public typealias Reply = AppointmentBook.Reply
}
