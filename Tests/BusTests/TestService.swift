import BranchDomain
import Glibc
import Messages
import Synchronization
import Testing
import ZeroMQ

@testable import Bus

/// A value that another thread brings.
final class Promise<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let waker: Waker

    init() throws { waker = try Waker() }

    func keep(_ value: Value) {
        self.value.withLock { $0 = value }
        waker.ring()
    }

    /// Waits for the value, half a minute at most.
    func wait() throws -> Value {
        var poller = Poller()
        _ = poller.watch(waker)
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            if let value = value.withLock({ $0 }) { return value }
            _ = try poller.wait(atMost: ContinuousClock.now.duration(to: end))
        }
        throw TestError("nothing came within half a minute")
    }
}

struct TestError: Error {
    let text: String

    init(_ text: String) { self.text = text }
}

/// A service on a thread of its own, which answers each request as its handler says.
final class TestService: Sendable {
    typealias Answer = @Sendable (IncomingRequest, Int) -> [[UInt8]]?

    let addresses: [String]
    private let stopper: Stopper
    private let ended: Promise<RequestServer.Dropped>
    private let seen = Mutex<[IncomingRequest]>([])

    /// - Parameter answer: From a request and its number, from 0, to the frames of the reply.
    init(
        _ binding: [ServerBinding], context: Context? = nil, mostRoutingFrames: Int = 4,
        answer: @escaping Answer = { request, _ in TestService.echo(request) }
    ) throws {
        let stopper = try Stopper()
        let bound = try Promise<Result<[String], any Error>>()
        let ended = try Promise<RequestServer.Dropped>()
        let context = try context ?? Context()
        self.stopper = stopper
        self.ended = ended
        let noted = try Promise<@Sendable (IncomingRequest) -> Int>()
        PinnedThread.start(name: "test service") {
            do {
                let server = try RequestServer(
                    context: context, binding: binding, mostRoutingFrames: mostRoutingFrames)
                bound.keep(.success(server.boundAddresses))
                let note = try noted.wait()
                let reactor = try Reactor(stopper: stopper)
                reactor.onReadable(server) {
                    for request in server.receive(atMost: 256) {
                        let number = note(request)
                        if let frames = answer(request, number) {
                            server.reply(frames, to: request.route)
                        }
                    }
                }
                try reactor.run()
                ended.keep(server.dropped)
            } catch {
                bound.keep(.failure(error))
            }
        }
        addresses = try bound.wait().get()
        noted.keep { [weak self] request in
            self?.seen.withLock { seen in
                seen.append(request)
                return seen.count - 1
            } ?? 0
        }
    }

    deinit { stopper.stop() }

    var address: String { addresses[0] }
    var endpoint: Endpoint { Endpoint(address: address) }
    var requests: [IncomingRequest] { seen.withLock { $0 } }

    /// Ends the service and gives what it had to drop.
    @discardableResult
    func stop() throws -> RequestServer.Dropped {
        stopper.stop()
        return try ended.wait()
    }

    static func echo(_ request: IncomingRequest) -> [[UInt8]]? {
        guard request.frames.count >= 5 else { return nil }
        return reply(to: request, "ok", request.frames[4])
    }

    static func reply(
        to request: IncomingRequest, _ outcome: String, _ body: [UInt8]
    ) -> [[UInt8]] {
        [Array("BRL1".utf8), request.frames[2], Array(outcome.utf8), body]
    }
}

/// Ids that count, with the seed in their random part.
struct CountingIDs: RequestIDSource {
    private var count: UInt64 = 0
    private let seed: UInt64

    init(seed: UInt64 = 1) { self.seed = seed }

    mutating func next() -> RequestID {
        count += 1
        return RequestID(
            at: Timestamp(milliseconds: 1_795_212_345_678), random: (seed, count << 20))
    }
}

/// A directory that goes away with its owner.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/branchline-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TestError("no temporary directory") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for file in (try? files()) ?? [] { unlink("\(path)/\(file)") }
        rmdir(path)
    }

    func ipc(_ name: String) -> String { "ipc://\(path)/\(name)" }

    func write(_ text: String, to name: String) throws {
        guard let file = fopen("\(path)/\(name)", "w") else { throw TestError("cannot write") }
        fputs(text, file)
        fclose(file)
    }

    func remove(_ name: String) throws {
        guard unlink("\(path)/\(name)") == 0 else { throw TestError("cannot remove") }
    }

    private func files() throws -> [String] {
        guard let directory = opendir(path) else { throw TestError("cannot list") }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}

/// A wait of a few milliseconds between two looks, for what tells nobody.
struct Pause {
    private let nobody: Waker

    init() throws { nobody = try Waker() }

    func wait() throws {
        var poller = Poller()
        _ = poller.watch(nobody)
        _ = try poller.wait(atMost: .milliseconds(5))
    }
}

/// Tries until a condition holds, half a minute at most; `attempt` itself waits a little.
func eventually(_ attempt: () throws -> Bool) rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < end {
        if try attempt() { return true }
    }
    return false
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
