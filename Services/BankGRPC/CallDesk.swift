import BranchDomain
import Bus
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import GRPCProtobuf
import SwiftProtobuf

/// Takes calls straight off the transport: a request, its answer, in one piece.
///
/// The package's own server goes through a dozen layers that this interface has no use for, and
/// takes half as long again over a call; its transport and its generated messages are used as
/// they are.
struct CallDesk: Sendable {
    typealias Transport = HTTP2ServerTransport.Posix
    typealias Stream = RPCStream<Transport.Inbound, Transport.Outbound>
    private typealias Bytes = Transport.Bytes
    private typealias Service = Main_BankAccountService.Method

    /// Metadata by which a client names its call, so that it may repeat it after a lost answer.
    static let key = "idempotency-key"

    let accounts: BankAccounts

    /// Serves until the transport is asked to end.
    ///
    /// - Throws: What the system says of the address.
    func serve(_ transport: Transport) async throws {
        var context = GRPCServerContext()
        context.methods = Service.descriptors
        transport.configure(context: context)
        try await transport.listen { stream, _ in await answer(stream) }
    }

    private func answer(_ stream: Stream) async {
        let parts: [RPCResponsePart<Bytes>]
        do {
            let (metadata, message) = try await CallDesk.request(stream)
            let reply = try await reply(
                to: stream.descriptor, message, key: try CallDesk.key(in: metadata))
            parts = [
                .metadata([:]), .message(reply), .status(Status(code: .ok, message: ""), [:]),
            ]
        } catch {
            let error = CallDesk.shown(error)
            parts = [
                .status(Status(code: Status.Code(error.code), message: error.message), error.metadata)
            ]
        }
        // Who has gone meanwhile hears nothing; the ledger knows what was done.
        try? await stream.outbound.write(contentsOf: parts)
        await stream.outbound.finish()
    }

    /// - Throws: `RPCError` where the client sent no message, or more than one.
    private static func request(_ stream: Stream) async throws -> (Metadata, Bytes) {
        var parts = stream.inbound.makeAsyncIterator()
        guard case .metadata(let metadata) = try await parts.next(),
            case .message(let message) = try await parts.next(), try await parts.next() == nil
        else {
            throw RPCError(code: .internalError, message: "A call has one message.")
        }
        return (metadata, message)
    }

    private func reply(
        to method: MethodDescriptor, _ message: Bytes, key: BankAccounts.Key?
    ) async throws -> Bytes {
        switch method {
        case Service.DepositAccount.descriptor:
            try await perform(accounts.deposit, message, key)
        case Service.WithdrawAccount.descriptor:
            try await perform(accounts.withdraw, message, key)
        case Service.GetBalance.descriptor:
            try await perform(accounts.balance, message, key)
        case Service.AddInterest.descriptor:
            try await perform(accounts.addInterest, message, key)
        case Service.OpenAccount.descriptor:
            try await perform(accounts.open, message, key)
        default:
            throw RPCError(
                code: .unimplemented, message: "There is no method \(method.fullyQualifiedMethod).")
        }
    }

    private func perform<Input: Message, Output: Message>(
        _ method: (Input, BankAccounts.Key?) async throws -> Output, _ message: Bytes,
        _ key: BankAccounts.Key?
    ) async throws -> Bytes {
        let input: Input
        do {
            input = try ProtobufDeserializer().deserialize(message)
        } catch {
            throw RPCError(
                code: .invalidArgument, message: "The message is no \(Input.protoMessageName).")
        }
        return try ProtobufSerializer().serialize(try await method(input, key))
    }

    private static func key(in metadata: Metadata) throws -> BankAccounts.Key? {
        guard let text = metadata[stringValues: key].first(where: { _ in true }) else {
            return nil
        }
        guard let id = BankAccounts.Key(text: text.utf8) else { throw RPCStatus.invalidKey }
        return id
    }

    private static func shown(_ error: any Error) -> RPCError {
        switch error {
        case let error as RPCError: error
        case let error as CallError: RPCStatus.error(error)
        default: RPCError(code: .internalError, message: "The call could not be read.")
        }
    }
}
