/// A colour by its three parts.
public struct Colour: Hashable, Sendable {
    public let red: UInt8
    public let green: UInt8
    public let blue: UInt8

    /// From `0xRRGGBB`.
    public init(_ hex: UInt32) {
        red = UInt8(hex >> 16 & 0xff)
        green = UInt8(hex >> 8 & 0xff)
        blue = UInt8(hex & 0xff)
    }

    private init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// The colour `step` of `steps` on the way to `other`; the last step is `other` itself.
    public func towards(_ other: Colour, step: Int, of steps: Int) -> Colour {
        guard steps > 0 else { return self }
        let between: (UInt8, UInt8) -> UInt8 = { from, to in
            UInt8(clamping: Int(from) + (Int(to) - Int(from)) * min(max(step, 0), steps) / steps)
        }
        return Colour(
            red: between(red, other.red), green: between(green, other.green),
            blue: between(blue, other.blue))
    }

    /// The nearest of the 6 × 6 × 6 cube and the 24 greys of 256-colour terminals.
    var paletteIndex: Int {
        let levels = [0, 95, 135, 175, 215, 255]
        let nearest: (UInt8) -> Int = { part in
            levels.indices.min { abs(levels[$0] - Int(part)) < abs(levels[$1] - Int(part)) } ?? 0
        }
        let (r, g, b) = (nearest(red), nearest(green), nearest(blue))
        let mean = (Int(red) + Int(green) + Int(blue)) / 3
        let grey = min(max((mean - 3) / 10, 0), 23)
        let cubeError = distance(levels[r], levels[g], levels[b])
        let greyLevel = 8 + 10 * grey
        let isGreyNearer = distance(greyLevel, greyLevel, greyLevel) < cubeError
        return isGreyNearer ? 232 + grey : 16 + 36 * r + 6 * g + b
    }

    /// The one of the sixteen colours that every colour terminal has which is most alike in hue:
    /// an orange is a yellow there, never a red.
    var basicIndex: Int {
        let (r, g, b) = (Int(red), Int(green), Int(blue))
        let (most, least) = (max(r, g, b), min(r, g, b))
        if most < 64 { return 0 }
        if (most - least) * 10 < most * 3 {
            return most < 100 ? 8 : most < 215 ? 7 : 15
        }
        let spread = most - least
        let degrees =
            most == r
            ? 60 * (g - b) / spread
            : most == g
                ? 120 + 60 * (b - r) / spread
                : 240 + 60 * (r - g) / spread
        let hue = [1, 3, 2, 6, 4, 5][((degrees + 390) / 60) % 6]
        return most > 200 ? hue + 8 : hue
    }

    private func distance(_ r: Int, _ g: Int, _ b: Int) -> Int {
        let (x, y, z) = (Int(red) - r, Int(green) - g, Int(blue) - b)
        return 2 * x * x + 4 * y * y + 3 * z * z
    }
}

/// How many colours a terminal shows.
public enum ColourDepth: Sendable, Hashable, CaseIterable {
    case none, basic, palette, full

    /// What the environment promises; `NO_COLOR` (no-color.org) and pipes have none.
    public init(environment: [String: String], isTerminal: Bool) {
        let term = environment["TERM"] ?? ""
        let colourTerm = environment["COLORTERM"] ?? ""
        if !isTerminal || environment["NO_COLOR", default: ""] != "" || term.isEmpty
            || term == "dumb"
        {
            self = .none
        } else if colourTerm == "truecolor" || colourTerm == "24bit" || term.hasSuffix("-direct") {
            self = .full
        } else if term.contains("256color") {
            self = .palette
        } else if term.hasPrefix("vt1") || term.hasPrefix("vt2") {
            self = .none
        } else {
            self = .basic
        }
    }

    /// - Parameter choice: `always` is all colours where the environment names none.
    public init(environment: [String: String], isTerminal: Bool, choice: ColourChoice) {
        let depth = ColourDepth(
            environment: environment, isTerminal: isTerminal || choice == .always)
        switch choice {
        case .never: self = .none
        case .always: self = depth == .none ? .full : depth
        case .auto: self = depth
        }
    }
}

/// How a cell looks.
public struct Style: Hashable, Sendable {
    public var foreground: Colour?
    public var background: Colour?
    public var isBold: Bool
    public var isFaint: Bool
    /// Whether the cell must catch the eye: inverse where the terminal has no colours.
    public var standsOut: Bool

    public static let plain = Style()

    public init(
        _ foreground: Colour? = nil, on background: Colour? = nil, bold: Bool = false,
        faint: Bool = false, standsOut: Bool = false
    ) {
        self.foreground = foreground
        self.background = background
        isBold = bold
        isFaint = faint
        self.standsOut = standsOut
    }

    /// The same on another background.
    public func on(_ background: Colour?) -> Style {
        var style = self
        style.background = background
        return style
    }
}
