import Testing

/// The rules see code, not what looks like code in comments and texts.
@Suite struct SourceTextTests {
    @Test(arguments: [
        ("a // b {", "a"),
        ("a /* b /* c */ { */ d", "a d"),
        (#"a("b { \" c") }"#, "a( ) }"),
        ("#\"b \" c\"# d", " d"),
        (#""x \(f("y", Date())) z" e"#, " f( , Date()) e"),
        ("#\"\\(no) \\#(yes)\"#", " yes"),
        ("\"\"", ""),
    ])
    func commentsAndTextsAreBlank(source: String, expected: String) {
        let code = SourceText(source).code
        #expect(code.map(\.count) == [source.count])
        let words = code[0].replacing(/\ +/, with: " ")
        #expect(trimmingEnd(Substring(words)) == expected)
    }

    @Test func aTextOfManyLinesKeepsTheLines() {
        let source = "let a = \"\"\"\n  { \"quoted\" // not\n  \\(b)\n  \"\"\"\nlet c = 1"
        let code = SourceText(source).code.map(trimmingEnd)
        #expect(code == ["let a =", "", "    b", "", "let c = 1"])
    }

    @Test func blocksAreFunctionsWhereverTheyStand() {
        let source = """
            struct S {
                let a = 1
                var b: Int { 2 }
                class func c() -> Int {
                    if true { return 1 }
                    return 2
                }
                enum E {
                    case d
                    init?(x: String) {
                        self.init(x: "{")
                    }
                }
            }
            extension S: P where T == Q {
                func e(
                    f: Int = 1
                ) {
                    let g = { 1 }
                }
            }
            protocol P {
                func h()
                var i: Int { get }
            }
            """
        let blocks = codeBlocks(of: SourceText(source))
        #expect(
            blocks == [
                CodeBlock(name: "var", line: 3, length: 1),
                CodeBlock(name: "c", line: 4, length: 4),
                CodeBlock(name: "init", line: 10, length: 3),
                CodeBlock(name: "e", line: 16, length: 5),
                CodeBlock(name: "var", line: 24, length: 1),
            ])
    }

    private func trimmingEnd(_ line: Substring) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}
