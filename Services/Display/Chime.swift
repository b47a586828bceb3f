/// Two falling tones, as a sound file (RIFF WAVE, 16 bits, mono): pure.
enum Chime {
    static let rate = 16_000
    /// Hertz, and how long each sounds: a third apart, the second longer.
    private static let tones = [(659, 0.45), (523, 0.9)]

    static let file: [UInt8] = {
        let samples = tones.flatMap { tone(hertz: Double($0.0), seconds: $0.1) }
        let size = samples.count * 2
        var bytes = Array("RIFF".utf8) + word(36 + size) + Array("WAVEfmt ".utf8)
        bytes += word(16) + half(1) + half(1) + word(rate) + word(rate * 2) + half(2) + half(16)
        bytes += Array("data".utf8) + word(size)
        for sample in samples { bytes += half(Int(UInt16(bitPattern: sample))) }
        return bytes
    }()

    /// A bell: a sine that dies away, without a click at its start. The sine is turned on a circle
    /// step by step, which needs no library of functions.
    private static func tone(hertz: Double, seconds: Double) -> [Int16] {
        let count = Int(seconds * Double(rate))
        let angle = 2 * Double.pi * hertz / Double(rate)
        // sin and cos of a small angle, to the fifth power: exact to a millionth.
        let square = angle * angle
        let sine = angle * (1 - square / 6 * (1 - square / 20))
        let cosine = 1 - square / 2 * (1 - square / 12 * (1 - square / 30))
        var (x, y, loudness) = (1.0, 0.0, 1.0)
        return (0..<count).map { index in
            (x, y) = (x * cosine - y * sine, x * sine + y * cosine)
            loudness *= 0.99985
            let attack = min(1, Double(index) / 160)
            return Int16(max(-1, min(1, y)) * loudness * attack * 16_000)
        }
    }

    private static func word(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(value >> (8 * $0) & 0xff) }
    }

    private static func half(_ value: Int) -> [UInt8] {
        [UInt8(value & 0xff), UInt8(value >> 8 & 0xff)]
    }
}
