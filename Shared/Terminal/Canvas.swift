/// A rectangle of cells: `row` and `column` count from 0 at the top left.
public struct Area: Hashable, Sendable {
    public var row: Int
    public var column: Int
    public var width: Int
    public var height: Int

    /// Negative extents become zero.
    public init(row: Int, column: Int, width: Int, height: Int) {
        self.row = row
        self.column = column
        self.width = max(0, width)
        self.height = max(0, height)
    }

    public var endRow: Int { row + height }
    public var endColumn: Int { column + width }

    /// The area without a margin on each side.
    public func inset(columns: Int, rows: Int = 0) -> Area {
        Area(
            row: row + rows, column: column + columns, width: width - 2 * columns,
            height: height - 2 * rows)
    }

    /// Cuts `height` rows off the top, at most what there is.
    public mutating func takeTop(_ height: Int) -> Area {
        let taken = min(max(0, height), self.height)
        defer {
            row += taken
            self.height -= taken
        }
        return Area(row: row, column: column, width: width, height: taken)
    }

    /// Cuts `height` rows off the bottom, at most what there is.
    public mutating func takeBottom(_ height: Int) -> Area {
        let taken = min(max(0, height), self.height)
        self.height -= taken
        return Area(row: endRow, column: column, width: width, height: taken)
    }

    /// Cuts `width` columns off the left, at most what there is.
    public mutating func takeLeft(_ width: Int) -> Area {
        let taken = min(max(0, width), self.width)
        defer {
            column += taken
            self.width -= taken
        }
        return Area(row: row, column: column, width: taken, height: height)
    }
}

/// A screen in memory. Nothing that is put on it ever leaves it: what does not fit is cut.
public struct Canvas: Sendable, Equatable {
    /// One column of one row. No character: the right half of the wide one before it.
    public struct Cell: Sendable, Hashable {
        public var character: Character?
        public var style: Style
    }

    public let width: Int
    public let height: Int
    private var cells: [Cell]

    public init(width: Int, height: Int, style: Style = .plain) {
        self.width = max(1, width)
        self.height = max(1, height)
        cells = Array(
            repeating: Cell(character: " ", style: style), count: self.width * self.height)
    }

    public var area: Area { Area(row: 0, column: 0, width: width, height: height) }

    public subscript(row: Int, column: Int) -> Cell {
        precondition(row >= 0 && row < height && column >= 0 && column < width, "off the canvas")
        return cells[row * width + column]
    }

    /// Puts text from `column` on, at most `limit` columns of it.
    ///
    /// - Parameter style: Its background, where it has none, is what is there already.
    public mutating func put(
        _ text: some StringProtocol, row: Int, column: Int, style: Style, limit: Int = .max
    ) {
        guard row >= 0, row < height else { return }
        var at = column
        let end = limit > width ? width : min(width, column + limit)
        for safe in text.lazy.flatMap(DisplayWidth.cells) {
            let columns = DisplayWidth.of(safe)
            guard at + columns <= end else { return }
            if at >= 0 { set(safe, columns: columns, row: row, column: at, style: style) }
            at += columns
        }
    }

    /// Puts text in the middle of an area's row, cut to the area.
    public mutating func centre(
        _ text: String, row: Int, in area: Area, style: Style
    ) {
        let fitted = text.fitted(to: area.width)
        let indent = (area.width - DisplayWidth.of(fitted)) / 2
        put(fitted, row: row, column: area.column + indent, style: style, limit: area.width)
    }

    /// Puts text so that it ends before `column`.
    public mutating func putLeft(of column: Int, _ text: String, row: Int, style: Style) {
        put(text, row: row, column: column - DisplayWidth.of(text), style: style)
    }

    /// Blanks an area in a style.
    public mutating func fill(_ area: Area, _ style: Style, with character: Character = " ") {
        for row in max(0, area.row)..<max(0, min(height, area.endRow), area.row) {
            for column in max(0, area.column)..<max(0, min(width, area.endColumn), area.column) {
                set(character, columns: 1, row: row, column: column, style: style)
            }
        }
    }

    /// The rows as text, without spaces at their ends.
    public var lines: [String] {
        (0..<height).map { row in
            var text = String(cells[(row * width)..<((row + 1) * width)].compactMap(\.character))
            while text.last == " " { text.removeLast() }
            return text
        }
    }

    private mutating func set(
        _ character: Character, columns: Int, row: Int, column: Int, style: Style
    ) {
        let first = row * width + column
        var style = style
        style.background = style.background ?? cells[first].style.background
        for index in first..<(first + columns) { separate(index, row: row) }
        cells[first] = Cell(character: character, style: style)
        if columns == 2 { cells[first + 1] = Cell(character: nil, style: style) }
    }

    /// Blanks the other half of a wide character that is about to be overwritten.
    private mutating func separate(_ index: Int, row: Int) {
        if cells[index].character == nil, index > row * width { cells[index - 1].character = " " }
        let next = index + 1
        if next < (row + 1) * width, cells[next].character == nil { cells[next].character = " " }
    }
}
