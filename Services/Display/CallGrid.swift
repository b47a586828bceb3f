import Messages
import Terminal

/// How the calls at the counters are laid out: in block letters where all of them fit, else one
/// line each. The newest is above in the largest letters, so that it may be left out here.
struct CallGrid {
    /// Of the block letters; nil: lines of text.
    let scale: Int?
    let calls: [ServiceCall]
    /// How many found no room.
    let missing: Int

    private let area: Area
    private let columns: Int
    private let size: (width: Int, height: Int)

    private static let lineSize = (width: 20, height: 1)
    private static let gap = 2

    init(calls: [ServiceCall], area: Area) {
        self.area = area
        for scale in [2, 1] {
            let size = CallGrid.cardSize(calls, scale: scale)
            let (columns, rows) = CallGrid.capacity(area, size, rowGap: 1)
            guard columns * rows >= calls.count - 1, columns * rows > 0 else { continue }
            let shown = columns * rows >= calls.count ? calls : Array(calls.dropFirst())
            (self.scale, self.calls, missing) = (scale, shown, 0)
            (self.columns, self.size) = (columns, (size.width, size.height + 1))
            return
        }
        let (columns, rows) = CallGrid.capacity(area, CallGrid.lineSize, rowGap: 0)
        let room = max(1, columns) * rows
        scale = nil
        self.calls = Array(calls.prefix(room))
        missing = calls.count - self.calls.count
        (self.columns, size) = (max(1, columns), CallGrid.lineSize)
        assert(missing >= 0, "no more is shown than there is")
    }

    /// Where the call with this index goes.
    func place(_ index: Int) -> Area {
        Area(
            row: area.row + index / columns * size.height,
            column: area.column + index % columns * (size.width + CallGrid.gap),
            width: min(size.width, area.width), height: size.height - (scale == nil ? 0 : 1))
    }

    private static func cardSize(_ calls: [ServiceCall], scale: Int) -> (width: Int, height: Int) {
        let widths = calls.map {
            BigDigits.width($0.call.number, scale: scale)
                + BigDigits.width($0.call.counter, scale: scale)
        }
        return ((widths.max() ?? 0) + 7, BigDigits.rows(scale: scale) + (scale == 1 ? 1 : 2))
    }

    private static func capacity(
        _ area: Area, _ size: (width: Int, height: Int), rowGap: Int
    ) -> (columns: Int, rows: Int) {
        (
            max(0, (area.width + gap) / (size.width + gap)),
            max(0, (area.height + rowGap) / (size.height + rowGap))
        )
    }
}
