import Foundation
import Messages
import ServiceKit

/// What is measured of the web service, on the branch under test.
struct WebTrials {
    let branch: BranchUnderTest
    let clientele: Clientele

    /// Deposits by so many callers over HTTP, each with one in flight.
    func deposits(callers: Int, seconds: Double, seed: UInt64) throws -> Measurement {
        let connections = try (0..<callers).map { _ in try WebConnection(port: branch.ports.web) }
        var waiting = connections.map {
            pollfd(fd: $0.socket.descriptor, events: Int16(POLLIN), revents: 0)
        }
        var random = QuickRandom(seed: seed)
        let next = {
            WebConnection.post(
                "/api/ledger.deposit", session: clientele.teller,
                id: MessageIDs.next(&random),
                body: "{\"account\":\(1 + random.next() % 1_000),\"amount\":12550}")
        }
        var histogram = Histogram()
        let start = Moment.monotonic + 500_000_000
        let end = start + UInt64(seconds * 1e9)
        for connection in connections { try connection.send(next()) }
        while Moment.monotonic < end {
            var left = poll(&waiting, nfds_t(waiting.count), 10_000)
            for index in waiting.indices where left > 0 && waiting[index].revents != 0 {
                left -= 1
                let connection = connections[index]
                guard try connection.takeResponse() != nil else { continue }
                let now = Moment.monotonic
                if now > start { histogram.record(nanoseconds: now - connection.sentAt) }
                try connection.send(next())
            }
        }
        return Measurement(histogram, nanoseconds: Moment.monotonic - start)
    }

    /// From a call to so many open pages.
    func pages(_ count: Int, calls: Int) throws -> Measurement {
        try clientele.open(counters: ["board"])
        let pages = try OpenPages(count, port: branch.ports.web, service: "cash")
        return try BoardTrial.run(
            pages, address: branch.ports.gateway(1), before: [clientele.issue],
            call: clientele.visit(at: "board")[1], calls: calls)
    }

    /// The web service's resident memory with so many pages open, in kibibytes.
    func memory(pages count: Int) throws -> Int {
        try clientele.open(counters: ["board"])
        let pages = try OpenPages(count, port: branch.ports.web, service: "cash")
        _ = try pages.settle {
            _ = try WebConnection(port: branch.ports.web).roundTrip(
                WebConnection.post(
                    "/api/queue.issue", session: "", id: "", body: "{\"service\":\"cash\"}"))
        }
        return try branch.residentKibibytes(of: "web")
    }

    /// A first visit: the page and all that it is made of, one after the other.
    func firstVisit(_ page: String, times: Int) throws -> Measurement {
        var histogram = Histogram()
        let start = Moment.monotonic
        for _ in 0..<times {
            let connection = try WebConnection(port: branch.ports.web)
            let began = Moment.monotonic
            for path in try PageParts.of(page, in: branch.pages) {
                _ = try connection.roundTrip(WebConnection.get(path))
            }
            histogram.record(nanoseconds: Moment.monotonic - began)
        }
        return Measurement(histogram, nanoseconds: Moment.monotonic - start)
    }
}

/// What a browser fetches for a page: what its HTML, its scripts and its styles name.
enum PageParts {
    /// Addresses in the order in which they are found; the page itself first.
    static func of(_ page: String, in pages: String) throws -> [String] {
        var parts = ["/\(page)", "/pages/languages/en.json"]
        var left = ["\(page)/index.html"]
        var seen = Set(left)
        while let name = left.popLast() {
            let text = try String(contentsOfFile: "\(pages)/\(name)", encoding: .utf8)
            let folder = name.split(separator: "/").dropLast().joined(separator: "/")
            for match in text.matches(of: /(?:from|src=|href=|import)\s*"([^"]+\.(?:js|css|svg))"/)
            {
                let found = resolved(String(match.1), from: folder)
                guard seen.insert(found).inserted else { continue }
                parts.append("/pages/\(found)")
                if !found.hasSuffix(".svg") { left.append(found) }
            }
        }
        return parts
    }

    private static func resolved(_ name: String, from folder: String) -> String {
        if name.hasPrefix("/pages/") { return String(name.dropFirst(7)) }
        var parts = folder.split(separator: "/").map(String.init)
        for part in name.split(separator: "/") {
            if part == ".." {
                parts.removeLast()
            } else if part != "." {
                parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}

/// Request ids for HTTP, as text.
enum MessageIDs {
    static func next(_ random: inout QuickRandom) -> String {
        let time = String(Moment.wall / 1_000_000, radix: 16)
        let millis = String(repeating: "0", count: 12 - time.count) + time
        func digits(_ count: Int) -> String {
            let text = String(random.next(), radix: 16)
            return String((String(repeating: "0", count: 16) + text).suffix(count))
        }
        return "\(millis.prefix(8))-\(millis.suffix(4))-7\(digits(3))-8\(digits(3))-\(digits(12))"
    }
}
