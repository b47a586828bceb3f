import Testing

@testable import Bus

@Suite("Allow-lists")
struct AllowListTests {
    @Test("names are file names without extension; what is no key is passed over")
    func directory() throws {
        let folder = try TemporaryDirectory()
        let keys = try CurveKeys.generate()
        try folder.write("  \(keys.publicKey)  \nenrolled by hand\n", to: "kiosk:1.key")
        try folder.write("no key at all", to: "readme.txt")
        try folder.write("", to: "empty")
        let list = AllowList(directory: folder.path, freshness: .zero)
        #expect(list.name(of: keys.publicKey) == "kiosk:1")
        #expect(list.contains(name: "kiosk:1"))
        #expect(!list.contains(name: "readme"))
        try folder.remove("kiosk:1.key")
        #expect(list.name(of: keys.publicKey) == nil)
        #expect(!list.contains(name: "kiosk:1"))
    }

    @Test("keys that come and go are seen, however fast one follows the other")
    func changes() throws {
        let folder = try TemporaryDirectory()
        let list = AllowList(directory: folder.path, freshness: .zero)
        for number in 0..<50 {
            let key = try CurveKeys.generate().publicKey
            try folder.write(key, to: "kiosk:\(number).key")
            #expect(list.name(of: key) == "kiosk:\(number)")
            if number.isMultiple(of: 3) {
                try folder.remove("kiosk:\(number).key")
                #expect(list.name(of: key) == nil)
            }
        }
    }

    @Test("a directory that is not there admits nobody")
    func missing() {
        let list = AllowList(directory: "/nowhere/at/all")
        #expect(list.name(of: String(repeating: "a", count: 40)) == nil)
    }

    @Test("given keys are listed by their names")
    func given() {
        let list = AllowList(keys: ["gateway": "key"])
        #expect(list.name(of: "key") == "gateway")
        #expect(list.contains(name: "gateway"))
    }

    @Test("keys are not printed with their secret half")
    func description() throws {
        let keys = try CurveKeys.generate()
        #expect(!"\(keys)".contains(keys.secretKey))
        #expect(try CurveKeys(secretKey: keys.secretKey) == keys)
    }
}
