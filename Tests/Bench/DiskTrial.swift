import Foundation

/// What the disk itself can do: a 4 KiB append and its fdatasync, one after the other.
enum DiskTrial {
    static func run(in folder: String, seconds: Double) throws -> Measurement {
        let path = folder + "/fdatasync.probe"
        let file = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_APPEND, 0o600)
        guard file >= 0 else { throw BenchError.system("open \(path)") }
        defer {
            close(file)
            unlink(path)
        }
        let page = [UInt8](repeating: 0x5a, count: 4_096)
        var histogram = Histogram()
        let start = Moment.monotonic
        let end = start + UInt64(seconds * 1e9)
        var now = start
        while now < end {
            guard write(file, page, page.count) == page.count, fdatasync(file) == 0 else {
                throw BenchError.system("fdatasync")
            }
            let after = Moment.monotonic
            histogram.record(nanoseconds: after - now)
            now = after
        }
        return Measurement(histogram, nanoseconds: now - start)
    }
}
