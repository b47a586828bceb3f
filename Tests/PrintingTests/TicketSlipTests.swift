import BranchDomain
import Foundation
import Messages
import Testing

@testable import Printing

@Suite struct TicketSlipTests {
    private static let utc = TimeZone(identifier: "UTC") ?? .current

    private func slip(
        _ number: String = "A012", estimate: Estimate? = Estimate(p50: 480, p90: 870),
        language: String = "en", link: String? = "https://bank.example/t/x",
        reprinted: Timestamp? = nil
    ) -> TicketSlip {
        TicketSlip(
            branch: "Main",
            ticket: Ticket(
                ticket: "x", number: number, service: "loans", state: "waiting", position: 3,
                estimate: estimate, issued: 1_795_171_320_000, calls: 0),
            names: ["en": "Loans", "es": "Préstamos", "hi": "ऋण"], link: link, language: language,
            zone: TicketSlipTests.utc, reprinted: reprinted)
    }

    private func text(_ slip: TicketSlip, _ profile: PrinterProfile = .init()) -> String {
        String(decoding: slip.bytes(for: profile).filter { $0 >= 0x20 && $0 < 0x7f }, as: UTF8.self)
    }

    @Test func aSlipHasNumberServiceTimePlaceAndWait() {
        let text = text(slip())
        for part in ["A012", "Loans", "20 Nov 2026, 10:42", "about 8 min, at most 15"] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test func aWaitOfSecondsIsNoNumberOfMinutesAndNoEstimateIsNoLine() {
        #expect(text(slip(estimate: Estimate(p50: 10, p90: 59))).contains("under a minute"))
        #expect(!text(slip(estimate: nil)).contains("Wait"))
    }

    @Test func aLanguageThatThePrinterHasNoLettersForIsPrintedInEnglish() {
        let text = text(slip(language: "hi"))
        #expect(text.contains("YOUR NUMBER") && text.contains("Loans"))
        #expect(!text.contains("?"))
    }

    @Test func aCopySaysSo() {
        let again = slip(reprinted: Timestamp(milliseconds: 1_795_171_920_000))
        #expect(text(again).contains("Printed again at 10:52"))
        #expect(!text(slip()).contains("again"))
    }

    @Test func withoutALinkThereIsNoCode() {
        let code: [UInt8] = [0x1d, 0x28, 0x6b]
        #expect(slip().bytes(for: .init()).contains(code))
        #expect(!slip(link: nil).bytes(for: .init()).contains(code))
    }

    @Test(arguments: ["A012", "A", "LONG-NUMBER-0012345678901234567890123456789012345678901234"])
    func everyNumberFitsTheRollItIsPrintedOn(number: String) {
        for paper in PrinterProfile.Paper.allCases {
            let bytes = slip(number).bytes(for: PrinterProfile(paper: paper))
            #expect(bytes.suffix(4) == [0x1d, 0x56, 66, 0], "cut once, at the end")
        }
    }

    @Test(arguments: 1...60)
    func noPictureHoldsAByteThatPrintersObey(length: Int) {
        // The job traps on one.
        var job = PrintJob(PrinterProfile(paper: .mm58, qr: .raster))
        job.qrCode(String(repeating: "k7", count: length * 4), dots: 192)
        #expect(!job.bytes.isEmpty)
    }
}
