import Foundation
import Testing

/// The rules of pages over the pages themselves, and that each can fail.
@Suite struct PageRulesTests {
    let repository: Repository
    let languages: [Words]

    init() throws {
        repository = try Repository.here.get()
        languages = try ["en", "es", "pt", "hi", "kn"].map { code in
            let file = Repository.root.appendingPathComponent(
                "Services/Web/Pages/languages/\(code).json")
            return try Words(language: code, json: try Data(contentsOf: file))
        }
    }

    @Test func pagesAreShort() {
        expectNone(repository.files.flatMap(pageLengths))
    }

    @Test func pagesMakeNoMarkupOfTextAndFetchNothingFromElsewhere() throws {
        expectNone(try repository.files.flatMap(unsafePages))
    }

    @Test func everyLanguageHasEveryWord() {
        #expect(languages.allSatisfy { $0.keys.count > 50 })
        #expect(wordDifferences(languages) == [])
    }

    @Test func pagesNameOnlyWordsThatThereAre() {
        expectNone(repository.files.flatMap { unknownWords($0, known: languages[0].keys) })
    }

    @Test(arguments: [
        "x.innerHTML = name;", "document.write(name)", "eval(text)",
        "<script src=\"https://elsewhere.example/x.js\"></script>", "<p style=\"color: red\">",
        "<button onclick=\"go()\">", "<script>go()</script>",
        "<link href=\"//elsewhere.example/x.css\">",
    ])
    func anUnsafePageIsFound(line: String) throws {
        let file = RepositoryFile(path: "Services/Web/Pages/kiosk/index.html", text: line)
        #expect(try unsafePages(file).count == 1)
    }

    @Test func aMissingWordIsFound() throws {
        let first = try Words(language: "en", json: Data(#"{"a":{"b":"x {n}","c":"y"}}"#.utf8))
        let second = try Words(language: "es", json: Data(#"{"a":{"b":"x","d":" "}}"#.utf8))
        #expect(
            wordDifferences([first, second]) == [
                "es alone has a.d", "es lacks a.c", "es: a.b fills in other values",
                "es: a.d is empty",
            ])
    }

    @Test func aWordThatNoLanguageHasIsFound() {
        let text = "say(\"a.b\"); say(\"a.x\", { n }); <p data-word=\"a.y\">"
        let file = RepositoryFile(path: "Services/Web/Pages/kiosk/kiosk.js", text: text)
        #expect(unknownWords(file, known: ["a.b"]).count == 2)
    }

    private func expectNone(_ findings: [Finding]) {
        #expect(findings.isEmpty, "\(findings.map { "\n\($0)" }.joined())")
    }
}
