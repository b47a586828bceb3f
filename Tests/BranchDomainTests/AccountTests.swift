import BranchDomain
import Testing

@Suite struct AccountTests {
    @Test func customersAccountsStartAtOneAndTheBanksFarBeyond() throws {
        #expect(try !AccountID(1).isOwn)
        #expect(try !AccountID((1 << 52) - 1).isOwn)
        #expect(try AccountID(1 << 52).isOwn)
        #expect(try AccountID((1 << 53) - 1).isOwn)
        #expect(try AccountID(1) < AccountID(2))
    }

    @Test(arguments: [0, 1 << 53, UInt64.max])
    func outsideThatNothingIsAnAccount(number: UInt64) {
        #expect(throws: DomainError.self) { try AccountID(number) }
    }

    @Test func customersAreNumberedFromOne() throws {
        #expect(throws: DomainError.self) { try CustomerID(0) }
        #expect(try CustomerID(1) < CustomerID(2))
    }
}

@Suite struct TimestampTests {
    @Test func timeGoesForwardAndBackByWholeMilliseconds() {
        let time = Timestamp(milliseconds: 1_795_212_345_678)
        #expect(time.adding(.seconds(1)).milliseconds == 1_795_212_346_678)
        #expect(time.adding(.milliseconds(-678)).milliseconds == 1_795_212_345_000)
        #expect(time.adding(.seconds(86_400)).since(time) == .seconds(86_400))
        #expect(time.since(time.adding(.milliseconds(5))) == .milliseconds(-5))
        #expect(time < time.adding(.milliseconds(1)))
    }
}
