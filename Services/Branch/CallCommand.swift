import ArgumentParser
import Bus
import Foundation
import Messages
import ServiceKit

/// `branch call`: any method, JSON in and JSON out.
struct CallCommand: BusCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Ask any method, with JSON in and JSON out.",
        discussion: """
            The reply goes to standard output, exit code 0. A refusal goes to standard error as \
            {"code", "message", "retry", "details"}, exit code 1; so does {"code": "no_answer"} \
            with the id to ask again with.

            EXAMPLES
              branch call system.hello
              branch call ledger.deposit '{"account": 17, "amount": 12550}' --as ana
              echo '{"service": "cash"}' | branch call queue.issue - --as kiosk:1
              branch call ledger.transfer "$BODY" --id 019aa7c0-1c1e-7d2a-8a51-0242ac120002
            """)

    @Argument(
        help: "The method, such as ledger.deposit.",
        completion: .list(Method.allCases.map(\.rawValue)))
    var method: String

    @Argument(help: "The body, JSON; - reads it from standard input.")
    var body: String = "{}"

    @Flag(help: "Indent the reply.")
    var pretty = false

    @OptionGroup var connection: ConnectionOptions

    func perform(_ branch: Caller) throws {
        let bytes = try readBody()
        let outcome: String
        let reply: [UInt8]
        do {
            (outcome, reply) = try branch.send(method: method, body: bytes)
        } catch let error as CallError {
            Screen.complain(Screen.json(CallFailure(error)))
            throw ExitCode.failure
        }
        guard outcome == Envelope.ok else {
            Screen.complain(Screen.json(CallFailure(code: outcome, body: reply)))
            throw ExitCode.failure
        }
        print(pretty ? CallCommand.indented(reply) : String(decoding: reply, as: UTF8.self))
    }

    /// The bytes as they are: judging them is the branch's matter.
    private func readBody() throws -> [UInt8] {
        guard body == "-" else { return Array(body.utf8) }
        return try [UInt8](FileHandle.standardInput.readToEnd() ?? Data())
    }

    /// The same JSON with line ends and sorted keys; as it is where it is no JSON.
    static func indented(_ reply: [UInt8]) -> String {
        guard let value = try? JSONSerialization.jsonObject(with: Data(reply)),
            let data = try? JSONSerialization.data(
                withJSONObject: value,
                options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        else { return String(decoding: reply, as: UTF8.self) }
        return String(decoding: data, as: UTF8.self)
    }
}
