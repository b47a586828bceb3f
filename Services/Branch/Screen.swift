import BranchDomain
import Bus
import Foundation
import Messages

/// Where a command's result goes: text for people, or the reply as JSON for programs.
struct Screen {
    let json: Bool

    /// Shows a reply: its JSON in one line where asked for, else `text`.
    func show(_ reply: some Encodable, _ text: () throws -> String) rethrows {
        print(json ? Screen.json(reply) : try text())
    }

    /// One line of JSON with sorted keys.
    static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("a wire type always encodes: \(type(of: value))")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// A line on standard error.
    static func complain(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Asks on standard error; only a `y` is a yes.
    static func agrees(to question: String) -> Bool {
        FileHandle.standardError.write(Data(question.utf8))
        return ["y", "yes"].contains(readLine()?.lowercased())
    }

    /// Says on standard error why the branch did not do it.
    func complain(_ error: CallError) {
        let failure = CallFailure(error)
        Screen.complain(json ? Screen.json(failure) : failure.sentence)
    }
}

/// Why a call gave no result, in the shape in which `branch call` prints it.
struct CallFailure: Codable, Equatable {
    var code: String
    var message: String
    var retry: String
    var details: [String: String]

    private init(code: String, message: String, retry: Retry, details: [String: String]) {
        self.code = code
        self.message = message
        self.retry = retry.rawValue
        self.details = details
    }

    init(_ error: CallError) {
        switch error {
        case .refused(let refusal):
            self.init(refusal)
        case .noAnswer(let id, let endpoints):
            self.init(
                code: "no_answer",
                message: "Nobody answered at \(endpoints.joined(separator: ", ")). "
                    + "Is the branch up?",
                retry: .sameID, details: ["id": id.description])
        case .broken(let reason):
            self.init(code: "broken", message: reason, retry: .never, details: [:])
        }
    }

    init(_ refusal: Refusal) {
        self.init(
            code: refusal.code.rawValue, message: refusal.message, retry: refusal.retry,
            details: refusal.details)
    }

    /// A refusal as it came over the wire, also with a code that this version does not know.
    init(code: String, body: [UInt8]) {
        let parsed = try? JSON.decode(Refusal.Body.self, from: body)
        self.init(
            code: code, message: parsed?.message ?? "The branch gave no reason.",
            retry: parsed?.retry ?? .never, details: parsed?.details ?? [:])
    }

    /// One or two lines for the person who has to act.
    var sentence: String {
        var text = "\(code): \(message)"
        for (key, value) in details.sorted(by: { $0.key < $1.key }) where key != "id" {
            text += "\n  \(key): \(value)"
        }
        if retry == Retry.sameID.rawValue, let id = details["id"] {
            text += "\nIt may have been done or not. To be sure, ask again with --id \(id)"
        }
        return text
    }
}
