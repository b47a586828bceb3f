/// Who waits for one service, in order.
///
/// Places lie sorted in blocks of at most 512. The first is at hand at once; joining and leaving
/// search among the blocks and move at most one block; the number ahead of somebody is the sum of
/// the sizes of the blocks before, some 400 additions in a row with 100,000 waiting. A heap would
/// not know that number, and a balanced tree is slower at any length that a hall can have.
struct WaitingLine: Sendable, Equatable {
    private static let mostInBlock = 512

    /// None of them empty.
    private var blocks: [[LinePlace]] = []
    private var sizes: [Int32] = []
    private(set) var count = 0

    var first: LinePlace? { blocks.first?.first }

    mutating func insert(_ place: LinePlace) {
        count += 1
        guard !blocks.isEmpty else {
            blocks = [[place]]
            sizes = [1]
            return
        }
        let block = blockIndex(of: place)
        let offset = blocks[block].partition(before: place)
        precondition(
            offset == blocks[block].count || blocks[block][offset] != place,
            "a ticket waits once")
        blocks[block].insert(place, at: offset)
        sizes[block] += 1
        if blocks[block].count > WaitingLine.mostInBlock { split(block) }
    }

    mutating func remove(_ place: LinePlace) {
        let (block, offset) = locate(place)
        blocks[block].remove(at: offset)
        sizes[block] -= 1
        if blocks[block].isEmpty {
            blocks.remove(at: block)
            sizes.remove(at: block)
        }
        count -= 1
    }

    /// How many stand before somebody who waits.
    func ahead(of place: LinePlace) -> Int {
        let (block, offset) = locate(place)
        var sum = offset
        for size in sizes[..<block] { sum += Int(size) }
        return sum
    }

    /// The first of a rank, or of a later one where nobody has it.
    func first(fromRank rank: UInt8) -> LinePlace? {
        let start = LinePlace.start(ofRank: rank)
        guard !blocks.isEmpty else { return nil }
        let block = blockIndex(of: start)
        let offset = blocks[block].partition(before: start)
        if offset < blocks[block].count { return blocks[block][offset] }
        return block + 1 < blocks.count ? blocks[block + 1][0] : nil
    }

    /// How many stand before a place, whether somebody has it or not.
    func count(before place: LinePlace) -> Int {
        guard !blocks.isEmpty else { return 0 }
        let block = blockIndex(of: place)
        var sum = blocks[block].partition(before: place)
        for size in sizes[..<block] { sum += Int(size) }
        return sum
    }

    /// The first `limit` in order.
    func prefix(_ limit: Int) -> [LinePlace] {
        var places: [LinePlace] = []
        places.reserveCapacity(min(limit, count))
        for block in blocks {
            places.append(contentsOf: block.prefix(limit - places.count))
            if places.count == limit { break }
        }
        return places
    }

    mutating func removeAll() {
        self = WaitingLine()
    }

    private mutating func split(_ block: Int) {
        // A line mostly grows at its end: leave the full block behind it full.
        let isLast = block == blocks.count - 1
        let kept = isLast ? WaitingLine.mostInBlock - 1 : WaitingLine.mostInBlock / 2
        let rest = Array(blocks[block][kept...])
        blocks[block].removeSubrange(kept...)
        blocks.insert(rest, at: block + 1)
        sizes[block] = Int32(kept)
        sizes.insert(Int32(rest.count), at: block + 1)
    }

    private func locate(_ place: LinePlace) -> (block: Int, offset: Int) {
        precondition(!blocks.isEmpty, "nobody waits in this line")
        let block = blockIndex(of: place)
        let offset = blocks[block].partition(before: place)
        precondition(
            offset < blocks[block].count && blocks[block][offset] == place,
            "the ticket does not wait in this line")
        return (block, offset)
    }

    /// The last block that starts at or before the place, else the first.
    private func blockIndex(of place: LinePlace) -> Int {
        var (low, high) = (0, blocks.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if blocks[middle][0] <= place { low = middle } else { high = middle }
        }
        return low
    }

    /// Lines are equal that hold the same places, however they are cut into blocks.
    static func == (left: WaitingLine, right: WaitingLine) -> Bool {
        left.count == right.count && left.prefix(left.count) == right.prefix(right.count)
    }
}

extension Array where Element: Comparable {
    /// The number of elements of a sorted array that stand before `element`.
    func partition(before element: Element) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
