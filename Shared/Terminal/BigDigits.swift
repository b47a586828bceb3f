/// The house's own typeface: capitals, digits and a few signs on five by seven points.
public enum BigDigits {
    /// The factors in which it is drawn, largest first.
    public static let scales = [6, 5, 4, 3, 2, 1]

    /// Text in block letters: lines of one width. What the typeface lacks is a gap.
    public static func lines(_ text: String, scale: Int) -> [String] {
        let pictures = glyphs(text).map { $0.scaled(by: scale).lines }
        let gap = String(repeating: " ", count: scale)
        return (0..<rows(scale: scale)).map { row in
            pictures.map { $0[row] }.joined(separator: gap)
        }
    }

    /// Columns of ``lines(_:scale:)``.
    public static func width(_ text: String, scale: Int) -> Int {
        let pictures = glyphs(text)
        return pictures.reduce(0) { $0 + $1.width * scale } + max(0, pictures.count - 1) * scale
    }

    /// Terminal rows of a line of text.
    public static func rows(scale: Int) -> Int { (7 * scale + 1) / 2 }

    /// Whether the typeface has every character of the text.
    public static func canWrite(_ text: String) -> Bool {
        text.uppercased().allSatisfy { font[$0] != nil }
    }

    private static func glyphs(_ text: String) -> [Bitmap] {
        text.uppercased().map { font[$0] ?? blank }
    }

    private static let blank = Bitmap(Array(repeating: "   ", count: 7))

    private static let font: [Character: Bitmap] = drawings.mapValues { drawing in
        Bitmap(drawing.split(separator: "/").map(String.init))
    }

    private static let drawings: [Character: String] = [
        "0": ".###./#...#/#...#/#...#/#...#/#...#/.###.",
        "1": "..#../.##../..#../..#../..#../..#../.###.",
        "2": ".###./#...#/....#/..##./.#.../#..../#####",
        "3": ".###./#...#/....#/..##./....#/#...#/.###.",
        "4": "...#./..##./.#.#./#..#./#####/...#./...#.",
        "5": "#####/#..../####./....#/....#/#...#/.###.",
        "6": ".###./#..../#..../####./#...#/#...#/.###.",
        "7": "#####/....#/...#./..#../..#../..#../..#..",
        "8": ".###./#...#/#...#/.###./#...#/#...#/.###.",
        "9": ".###./#...#/#...#/.####/....#/....#/.###.",
        "A": ".###./#...#/#...#/#####/#...#/#...#/#...#",
        "B": "####./#...#/#...#/####./#...#/#...#/####.",
        "C": ".###./#...#/#..../#..../#..../#...#/.###.",
        "D": "####./#...#/#...#/#...#/#...#/#...#/####.",
        "E": "#####/#..../#..../####./#..../#..../#####",
        "F": "#####/#..../#..../####./#..../#..../#....",
        "G": ".###./#...#/#..../#.###/#...#/#...#/.###.",
        "H": "#...#/#...#/#...#/#####/#...#/#...#/#...#",
        "I": "###/.#./.#./.#./.#./.#./###",
        "J": "....#/....#/....#/....#/#...#/#...#/.###.",
        "K": "#...#/#..#./#.#../##.../#.#../#..#./#...#",
        "L": "#..../#..../#..../#..../#..../#..../#####",
        "M": "#...#/##.##/#.#.#/#.#.#/#...#/#...#/#...#",
        "N": "#...#/##..#/##..#/#.#.#/#..##/#..##/#...#",
        "O": ".###./#...#/#...#/#...#/#...#/#...#/.###.",
        "P": "####./#...#/#...#/####./#..../#..../#....",
        "Q": ".###./#...#/#...#/#...#/#.#.#/#..#./.##.#",
        "R": "####./#...#/#...#/####./#.#../#..#./#...#",
        "S": ".####/#..../#..../.###./....#/....#/####.",
        "T": "#####/..#../..#../..#../..#../..#../..#..",
        "U": "#...#/#...#/#...#/#...#/#...#/#...#/.###.",
        "V": "#...#/#...#/#...#/#...#/#...#/.#.#./..#..",
        "W": "#...#/#...#/#...#/#.#.#/#.#.#/##.##/#...#",
        "X": "#...#/#...#/.#.#./..#../.#.#./#...#/#...#",
        "Y": "#...#/#...#/.#.#./..#../..#../..#../..#..",
        "Z": "#####/....#/...#./..#../.#.../#..../#####",
        "-": "..../..../..../####/..../..../....",
        ":": "./#/#/./#/#/.",
        "→": "...../#..../###../#####/###../#..../.....",
        " ": ".../.../.../.../.../.../...",
    ]
}
