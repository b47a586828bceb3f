/// Black and white picture points, a row after the other.
struct Bitmap: Hashable, Sendable {
    let width: Int
    let height: Int
    private let points: [Bool]

    /// From rows in which `#` is a point.
    init(_ rows: [String]) {
        precondition(Set(rows.map(\.count)).count == 1, "rows of one length")
        width = rows[0].count
        height = rows.count
        points = rows.joined().map { $0 == "#" }
    }

    private init(width: Int, height: Int, point: (_ row: Int, _ column: Int) -> Bool) {
        self.width = width
        self.height = height
        points = (0..<(width * height)).map { point($0 / width, $0 % width) }
    }

    /// Outside of the picture there is nothing.
    subscript(row: Int, column: Int) -> Bool {
        guard row >= 0, row < height, column >= 0, column < width else { return false }
        return points[row * width + column]
    }

    /// Larger by a whole factor, with round corners and smooth diagonals.
    func scaled(by factor: Int) -> Bitmap {
        precondition(factor >= 1, "a picture is only enlarged")
        switch factor {
        case 1: return self
        case 2: return doubled
        default: return doubled.doubled.resampled(width: width * factor, height: height * factor)
        }
    }

    /// Each new point is what the larger part of the old ones under it is, with a slight
    /// preference for ink: thin diagonals must not break.
    private func resampled(width newWidth: Int, height newHeight: Int) -> Bitmap {
        Bitmap(width: newWidth, height: newHeight) { row, column in
            var ink = 0
            for sample in 0..<16 {
                let y = (row * 4 + sample / 4) * height / (newHeight * 4)
                let x = (column * 4 + sample % 4) * width / (newWidth * 4)
                if self[y, x] { ink += 1 }
            }
            return ink >= 7
        }
    }

    /// Scale2x: a corner takes the colour of the two neighbours that agree around it.
    private var doubled: Bitmap {
        Bitmap(width: width * 2, height: height * 2) { row, column in
            let (y, x) = (row / 2, column / 2)
            let (up, down) = (self[y - 1, x], self[y + 1, x])
            let (left, right) = (self[y, x - 1], self[y, x + 1])
            guard up != down, left != right else { return self[y, x] }
            let vertical = row % 2 == 0 ? up : down
            let horizontal = column % 2 == 0 ? left : right
            return vertical == horizontal ? vertical : self[y, x]
        }
    }

    /// The picture in half blocks, two rows of points to a line.
    var lines: [String] {
        stride(from: 0, to: height, by: 2).map { row in
            String(
                (0..<width).map { column -> Character in
                    switch (self[row, column], self[row + 1, column]) {
                    case (true, true): "█"
                    case (true, false): "▀"
                    case (false, true): "▄"
                    case (false, false): " "
                    }
                })
        }
    }
}
