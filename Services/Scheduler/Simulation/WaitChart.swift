import Foundation

/// Waits of several days side by side: bars in a terminal, or a picture.
struct WaitChart {
    struct Bar: Sendable, Equatable {
        let label: String
        let detail: String
        /// Seconds.
        let median: Double
        let ninetieth: Double
    }

    let title: String
    let bars: [Bar]

    private static let cells = 40

    private var longest: Double { max(1, bars.map(\.ninetieth).max() ?? 1) }

    /// A full block up to the median, a light one up to the 90th percentile.
    var text: String {
        let width = bars.map(\.label.count).max() ?? 0
        let lines = bars.map { bar in
            let full = cells(bar.median)
            let light = max(0, cells(bar.ninetieth) - full)
            let label = bar.label.padding(toLength: width, withPad: " ", startingAt: 0)
            let blocks =
                String(repeating: "█", count: full) + String(repeating: "░", count: light)
            let gap = String(repeating: " ", count: WaitChart.cells - full - light)
            let times = "\(WaitChart.clock(bar.median)) / \(WaitChart.clock(bar.ninetieth))"
            return "\(label)  \(blocks)\(gap)  \(times)"
        }
        return ([title + "  (█ half wait at most, ░ nine in ten)"] + lines)
            .joined(separator: "\n")
    }

    private func cells(_ seconds: Double) -> Int {
        Int((seconds / longest * Double(WaitChart.cells)).rounded())
    }

    /// `4:07`, `1:02:30`.
    static func clock(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        let (hours, rest) = whole.quotientAndRemainder(dividingBy: 3_600)
        let tail = rest % 60 < 10 ? "0\(rest % 60)" : "\(rest % 60)"
        guard hours > 0 else { return "\(rest / 60):\(tail)" }
        return "\(hours):" + (rest / 60 < 10 ? "0" : "") + "\(rest / 60):\(tail)"
    }

    /// A picture that needs nothing else: no script, no style from elsewhere.
    var svg: String {
        let row = 34
        let height = 70 + row * bars.count
        let left = 60 + 8 * (bars.map(\.label.count).max() ?? 0)
        let scale = Double(820 - left) / longest
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 \(height)\" "
                + "font-family=\"system-ui, sans-serif\" font-size=\"14\">",
            "<rect width=\"960\" height=\"\(height)\" fill=\"#fff\"/>",
            "<text x=\"20\" y=\"30\" font-size=\"18\" fill=\"#1b2430\">"
                + "\(WaitChart.escaped(title))</text>",
        ]
        for (index, bar) in bars.enumerated() {
            let top = 48 + row * index
            let (near, far) = (Int(bar.median * scale), Int(bar.ninetieth * scale))
            parts.append(
                "<text x=\"\(left - 10)\" y=\"\(top + 17)\" text-anchor=\"end\" fill=\"#1b2430\">"
                    + "\(WaitChart.escaped(bar.label))</text>")
            for (width, colour) in [(far, "#a9c7ea"), (near, "#1f5fa8")] {
                parts.append(
                    "<rect x=\"\(left)\" y=\"\(top)\" width=\"\(width)\" height=\"24\" "
                        + "fill=\"\(colour)\"/>")
            }
            parts.append(
                "<text x=\"\(left + far + 8)\" y=\"\(top + 17)\" fill=\"#1b2430\">"
                    + "\(WaitChart.clock(bar.median)) / \(WaitChart.clock(bar.ninetieth))</text>")
        }
        parts.append(
            "<text x=\"20\" y=\"\(height - 10)\" font-size=\"12\" fill=\"#52606d\">"
                + "dark: half waited at most so long; light: nine in ten</text>")
        return (parts + ["</svg>", ""]).joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;")
            .replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;")
    }
}
