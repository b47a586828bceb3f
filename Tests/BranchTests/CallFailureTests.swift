import BranchDomain
import Bus
import Messages
import Testing

@testable import Branch

@Suite("Why a call gave no result")
struct CallFailureTests {
    @Test("a refusal has code, message, retry and details")
    func refusal() {
        let failure = CallFailure(
            .refused(
                Refusal(.insufficientFunds, "Too little.", details: ["available": "100"])))
        #expect(
            Screen.json(failure) == """
                {"code":"insufficient_funds","details":{"available":"100"},\
                "message":"Too little.","retry":"later"}
                """)
        #expect(failure.sentence == "insufficient_funds: Too little.\n  available: 100")
    }

    @Test("a refusal off the wire is shown also where its code is not known here")
    func unknownCode() {
        let body = Array(#"{"message":"New.","retry":"never","details":{}}"#.utf8)
        let failure = CallFailure(code: "brand_new", body: body)
        #expect(failure.sentence == "brand_new: New.")
        #expect(CallFailure(code: "odd", body: []).message == "The branch gave no reason.")
    }

    @Test("no answer says with which id to ask again")
    func noAnswer() {
        let id = RequestID(high: 0x0123_4567_89ab_7cde, low: 0x8123_4567_89ab_cdef)
        let failure = CallFailure(.noAnswer(id: id, endpoints: ["tcp://127.0.0.1:7701"]))
        #expect(failure.code == "no_answer")
        #expect(failure.retry == "same_id")
        #expect(failure.sentence.contains("--id \(id)"))
    }

    @Test("a reply is indented with sorted keys, and left alone where it is no JSON")
    func indented() {
        #expect(
            CallCommand.indented(Array(#"{"b":1,"a":"x/y"}"#.utf8))
                == "{\n  \"a\" : \"x/y\",\n  \"b\" : 1\n}")
        #expect(CallCommand.indented(Array("no".utf8)) == "no")
    }
}
