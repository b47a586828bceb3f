import BranchDomain
import Testing

@Suite struct DenominationsTests {
    @Test func stacksAreSortedAndTotalled() throws {
        let notes = try Denominations([2_000: 1, 5_000: 3, 500: 0])
        #expect(notes.stacks.map(\.value) == [5_000, 2_000, 500])
        #expect(notes.stacks.map(\.count) == [3, 1, 0])
        #expect(notes.total == 17_000)
        #expect(notes.count(of: 5_000) == 3)
        #expect(notes.count(of: 500) == 0)
        #expect(notes.count(of: 7) == 0)
        #expect(Denominations.none.total == 0)
        #expect(try Denominations([:]) == .none)
    }

    @Test(
        arguments: [
            [0: 1], [-5: 1], [5: -1], [Amount.largest + 1: 1], [Amount.largest: 2],
            [Int64.max: Int64.max], [Int64.max: 1, 1: 1], [Amount.largest: 1, 1: 1], [1: Int64.min],
            [Int64.min: 1],
        ] as [[Int64: Int64]])
    func whatAreNoNotesIsRefused(counts: [Int64: Int64]) {
        #expect(throws: DomainError.self) { try Denominations(counts) }
    }

    @Test func thereAreAtMostThirtyTwoKindsAndTheLargestTotalFits() throws {
        let kinds = Dictionary(uniqueKeysWithValues: (1...33).map { (Int64($0), Int64(1)) })
        #expect(throws: DomainError.self) { try Denominations(kinds) }
        let fewer = try Denominations(kinds.filter { $0.key < 33 })
        #expect(fewer.stacks.count == Denominations.mostKinds)
        #expect(throws: DomainError.self) { try fewer.adding(Denominations([33: 0])) }
        #expect(try Denominations([Amount.largest: 1, 1: 0]).total == Amount.largest)
    }

    @Test func notesAreAddedAndTakenKindByKind() throws {
        let drawer = try Denominations([5_000: 2, 2_000: 1])
        let more = try Denominations([2_000: 4, 1_000: 7])
        let sum = try drawer.adding(more)
        #expect(try sum == Denominations([5_000: 2, 2_000: 5, 1_000: 7]))
        #expect(try sum.subtracting(more) == Denominations([5_000: 2, 2_000: 1, 1_000: 0]))
        #expect(try drawer.subtracting(drawer).total == 0)
        #expect(try drawer.subtracting(drawer).stacks.count == 2)
        #expect(throws: DomainError.self) { try drawer.subtracting(more) }
        #expect(throws: DomainError.self) { try drawer.subtracting(Denominations([5_000: 3])) }
        #expect(try drawer.subtracting(Denominations([1: 0])) == drawer)
    }

    @Test func sumsBeyondTheLargestAreRefused() throws {
        let most = try Denominations([Amount.largest: 1])
        #expect(throws: DomainError.self) { try most.adding(most) }
        #expect(throws: DomainError.self) { try most.adding(Denominations([1: 1])) }
        #expect(try most.adding(.none) == most)
    }
}
