import BranchDomain

/// The statement as OFX 2.2, the XML form that personal finance programs import.
extension StatementFacts {
    /// The answer to a statement download (OFX 2.2, 11.4): sign-on, account, lines, balances.
    ///
    /// Moments are in GMT, money is decimals of the major unit. Texts are cut to the lengths that
    /// the specification gives. A line's FITID is its sequence, so that an importer knows again
    /// what it has read; pages and the chain have no place in OFX.
    var ofx: String {
        var xml = XMLWriter(
            prolog: """
                <?xml version="1.0" encoding="UTF-8" standalone="no"?>
                <?OFX OFXHEADER="200" VERSION="220" SECURITY="NONE" OLDFILEUID="NONE" \
                NEWFILEUID="NONE"?>

                """)
        xml.element("OFX") { xml in
            xml.element("SIGNONMSGSRSV1") { $0.element("SONRS", signOn) }
            xml.element("BANKMSGSRSV1") { xml in
                xml.element("STMTTRNRS") { xml in
                    // What no request asked for has the id 0.
                    xml.leaf("TRNUID", "0")
                    success(&xml)
                    xml.element("STMTRS", statement)
                }
            }
        }
        return xml.text
    }

    private func signOn(_ xml: inout XMLWriter) {
        success(&xml)
        xml.leaf("DTSERVER", made.utc.ofx)
        xml.leaf("LANGUAGE", "ENG")
        xml.element("FI") { $0.leaf("ORG", bank.singleLine(most: 32) ?? branch.description) }
    }

    private func success(_ xml: inout XMLWriter) {
        xml.element("STATUS") { xml in
            xml.leaf("CODE", "0")
            xml.leaf("SEVERITY", "INFO")
        }
    }

    private func statement(_ xml: inout XMLWriter) {
        xml.leaf("CURDEF", currency.code)
        xml.element("BANKACCTFROM") { xml in
            xml.leaf("BANKID", bank.singleLine(most: 9) ?? "0")
            xml.leaf("BRANCHID", branch.description, most: 22)
            xml.leaf("ACCTID", account, most: 22)
            xml.leaf("ACCTTYPE", "CHECKING")
        }
        xml.element("BANKTRANLIST") { xml in
            xml.leaf("DTSTART", from.utc.ofx)
            // Where the next download begins so that it misses nothing.
            xml.leaf("DTEND", min(to, made).utc.ofx)
            for line in lines {
                xml.element("STMTTRN") { line.ofx(&$0, currency) }
            }
        }
        balance(&xml, "LEDGERBAL", closing)
        if let available, isLastPage { balance(&xml, "AVAILBAL", available) }
    }

    private func balance(_ xml: inout XMLWriter, _ name: StaticString, _ minorUnits: Int64) {
        xml.element(name) { xml in
            xml.leaf("BALAMT", currency.text(minorUnits: minorUnits))
            xml.leaf("DTASOF", closingMoment.utc.ofx)
        }
    }
}

extension StatementLine {
    fileprivate func ofx(_ xml: inout XMLWriter, _ currency: Currency) {
        xml.leaf("TRNTYPE", transactionType)
        xml.leaf("DTPOSTED", at.utc.ofx)
        xml.leaf("TRNAMT", currency.text(minorUnits: amount))
        xml.leaf("FITID", String(sequence))
        xml.leaf("NAME", counterparty?.singleLine(most: 32) ?? kind.rawValue)
        xml.leaf("MEMO", memo, most: 255)
    }

    /// OFX 2.2, 11.4.4.3. `DEP` and `CASH` say which way money goes; the bank's own accounts see
    /// the other side of it.
    private var transactionType: String {
        switch kind {
        case .deposit where amount >= 0: "DEP"
        case .withdrawal where amount < 0: "CASH"
        case .transfer, .cash: "XFER"
        case .interest: "INT"
        case .fee: "FEE"
        case .deposit, .withdrawal, .reversal, .opening: amount < 0 ? "DEBIT" : "CREDIT"
        }
    }
}
