/// The text format of Prometheus, version 0.0.4.
struct PrometheusText {
    private(set) var text = ""
    private var name = ""

    /// - Parameter measure: What all lines until the next one are about.
    mutating func begin(_ measure: Measure) {
        name = measure.name
        text += "# HELP \(name) \(measure.help)\n# TYPE \(name) \(measure.kind.rawValue)\n"
    }

    mutating func add(_ value: Double, labels: String) {
        line(name, labels, value)
    }

    mutating func add(_ counts: HistogramSeries.Counts, buckets: [Double], labels: String) {
        var sum: UInt64 = 0
        for (index, count) in counts.inBucket.enumerated() {
            sum += count
            let bound = index < buckets.count ? Self.number(buckets[index]) : "+Inf"
            let all = labels.isEmpty ? "le=\"\(bound)\"" : "\(labels),le=\"\(bound)\""
            line("\(name)_bucket", all, Double(sum))
        }
        line("\(name)_sum", labels, counts.sum)
        line("\(name)_count", labels, Double(counts.count))
    }

    private mutating func line(_ name: String, _ labels: String, _ value: Double) {
        text += labels.isEmpty ? name : "\(name){\(labels)}"
        text += " \(Self.number(value))\n"
    }

    /// Whole numbers without a point.
    static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value) { return String(whole) }
        return "\(value)"
    }

    /// `method="ledger.deposit",code="busy"`, escaped.
    static func labels(_ labels: [(String, String)]) -> String {
        labels.map { label, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
            return "\(name(label))=\"\(escaped)\""
        }.joined(separator: ",")
    }

    /// Letters, digits and underscores; whatever else becomes an underscore.
    static func name(_ text: String) -> String {
        String(
            text.map { letter in
                letter.isASCII && (letter.isLetter || letter.isNumber) ? letter : "_"
            })
    }
}
