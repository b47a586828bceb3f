/// An enrolled device, without its secret.
public struct Device: Codable, Sendable, Equatable {
    public var device: String
    /// `kiosk`, `board`, `counter`, `atm`, `bot`, `notifier`, `rpc` or `gateway`.
    public var kind: String
    /// Its CURVE public key, Z85, where it has one.
    public var key: String?
    public var disabled: Bool

    public init(device: String, kind: String, key: String? = nil, disabled: Bool) {
        self.device = device
        self.kind = kind
        self.key = key
        self.disabled = disabled
    }
}

/// `device.add`: enrols a device with a secret of its own, and a key for coming over the network.
public enum DeviceAdd: BusMethod {
    public static let method = Method.deviceAdd

    public struct Request: Codable, Sendable, Equatable {
        public var device: String
        public var kind: String
        public var key: String?

        public init(device: String, kind: String, key: String? = nil) {
            self.device = device
            self.kind = kind
            self.key = key
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var device: String
        public var secret: String

        public init(device: String, secret: String) {
            self.device = device
            self.secret = secret
        }
    }
}

/// `device.list`: devices in order of their names.
public enum DeviceList: BusMethod {
    public static let method = Method.deviceList

    public struct Request: Codable, Sendable, Equatable {
        public var after: String?
        public var limit: Int?

        public init(after: String? = nil, limit: Int? = nil) {
            self.after = after
            self.limit = limit
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var devices: [Device]
        public var next: String?

        public init(devices: [Device], next: String? = nil) {
            self.devices = devices
            self.next = next
        }
    }
}

/// `device.disable`: ends the device's sessions and log-ins.
public enum DeviceDisable: BusMethod {
    public static let method = Method.deviceDisable

    public struct Request: Codable, Sendable, Equatable {
        public var device: String

        public init(device: String) {
            self.device = device
        }
    }

    public typealias Reply = Nothing
}
