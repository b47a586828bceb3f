import Messages
import Testing

/// The samples are the compatibility contract: what they say is decoded, and encoded again alike.
@Suite struct GoldenTests {
    @Test func everyMethodHasItsType() {
        let listed = GoldenShape.methods.map(\.method)
        #expect(Set(listed) == Set(Method.allCases))
        #expect(listed.count == Method.allCases.count)
    }

    @Test func everyFileIsTheSampleOfAShape() throws {
        var known: Set<String> = ["refusals.txt"]
        for shape in GoldenShape.all {
            known.formUnion(try GoldenFiles.files(shape.stem).map(\.name))
        }
        #expect(Set(try GoldenFiles.names()) == known)
    }

    @Test(arguments: GoldenShape.all.map(\.stem))
    func aShapeReadsAndWritesItsSamples(stem: String) throws {
        let shape = try #require(GoldenShape.all.first { $0.stem == stem })
        let samples = try GoldenFiles.files(stem)
        #expect(samples.contains { $0.name == stem + ".json" }, "no \(stem).json")
        for sample in samples {
            let value = try shape.roundTrip(sample.bytes).value
            #expect(try value == JSON.decode(JSONValue.self, from: sample.bytes), "\(sample.name)")
        }
    }

    @Test func everyOptionalFieldIsShownBySomeSampleOfItsType() throws {
        for (type, shapes) in Dictionary(grouping: GoldenShape.all, by: \.typeName) {
            let absent = try shapes.flatMap { try GoldenFiles.files($0.stem).map(\.bytes) }
                .map { try shapes[0].roundTrip($0).nils }
            let neverShown = absent.dropFirst().reduce(absent[0]) { $0.intersection($1) }
            #expect(neverShown.isEmpty, "no sample of \(type) shows these fields")
        }
    }

    @Test(arguments: GoldenShape.all.map(\.stem))
    func fieldsOfLaterVersionsAreIgnored(stem: String) throws {
        let shape = try #require(GoldenShape.all.first { $0.stem == stem })
        for sample in try GoldenFiles.files(stem) {
            let value = try JSON.decode(JSONValue.self, from: sample.bytes)
            let later = JSON.encode(value.withUnknownFields)
            #expect(try shape.roundTrip(later).value == value, "\(sample.name)")
        }
    }

    @Test func anAbsentTicketAndAdmissionAreSpelledNull() throws {
        let next = JSON.encode(QueueNext.Reply(why: "nobody waits"))
        #expect(String(decoding: next, as: UTF8.self).contains("\"ticket\":null"))
        let topic = QueueTopic(
            service: "cash", open: true, waiting: 0, next: [], serving: [], recent: [])
        let state = JSON.encode(topic)
        #expect(String(decoding: state, as: UTF8.self).contains("\"admission\":null"))
    }

    @Test func theWireNamesOfMethodsFindThem() {
        for method in Method.allCases {
            #expect(Method(frame: Array(method.rawValue.utf8)) == method)
        }
        #expect(Method(frame: Array("ledger.Deposit".utf8)) == nil)
        #expect(Method(frame: Array("".utf8)) == nil)
        #expect(Method(frame: [UInt8](repeating: 0xff, count: 64)) == nil)
        #expect(Method(frame: [UInt8](repeating: 97, count: 100_000)) == nil)
    }

    @Test func everyMethodGoesWhereItsGroupIs() {
        for method in Method.allCases {
            let group = method.rawValue.prefix { $0 != "." }
            switch group {
            case "system": #expect(method.destination == .gateway)
            case "queue", "service", "counter", "appointment":
                #expect(method.destination == .scheduler)
            default: #expect(method.destination == .ledger)
            }
        }
    }
}
