import BranchDomain

/// The statement as ISO 20022 camt.053.001.08, which bookkeeping programs import.
extension StatementFacts {
    /// Bank-to-customer statement: one message for each page, with one statement in it.
    ///
    /// Moments are in UTC, money is decimals of the major unit with its side beside it. Texts are
    /// cut to the lengths of the schema. The statement's id is its period in Unix milliseconds
    /// and the same on all pages; the message's id begins with the moment it was made.
    var camt053: String {
        var xml = XMLWriter(prolog: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        xml.root("Document", namespace: "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08") { xml in
            xml.element("BkToCstmrStmt") { xml in
                xml.element("GrpHdr", groupHeader)
                xml.element("Stmt", statement)
            }
        }
        return xml.text
    }

    private func groupHeader(_ xml: inout XMLWriter) {
        xml.leaf("MsgId", "\(made.milliseconds)-\(page)-\(account)", most: 35)
        xml.leaf("CreDtTm", made.utc.dateTime)
        xml.element("MsgPgntn") { xml in
            xml.leaf("PgNb", String(page))
            xml.leaf("LastPgInd", isLastPage ? "true" : "false")
        }
    }

    private func statement(_ xml: inout XMLWriter) {
        xml.leaf("Id", "\(from.milliseconds)-\(to.milliseconds)")
        // Grows with every statement that is made; nobody counts the ones before it.
        xml.leaf("ElctrncSeqNb", String(made.milliseconds))
        xml.leaf("CreDtTm", made.utc.dateTime)
        xml.element("FrToDt") { xml in
            xml.leaf("FrDtTm", from.utc.dateTime)
            xml.leaf("ToDtTm", lastMoment.utc.dateTime)
        }
        xml.element("Acct", accountBlock)
        balance(&xml, "OPBD", opening, openingMoment, isIntermediate: page > 1)
        balance(&xml, "CLBD", closing, closingMoment, isIntermediate: !isLastPage)
        if let available, isLastPage {
            balance(&xml, "CLAV", available, closingMoment, isIntermediate: false)
        }
        for line in lines {
            xml.element("Ntry") { line.entry(&$0, currency) }
        }
        xml.leaf("AddtlStmtInf", "chain \(chain)", most: 500)
    }

    private func accountBlock(_ xml: inout XMLWriter) {
        xml.element("Id") { xml in
            xml.element("Othr") { $0.leaf("Id", account, most: 34) }
        }
        xml.leaf("Ccy", currency.code)
        if owner.singleLine(most: 140) != nil {
            xml.element("Ownr") { $0.leaf("Nm", owner, most: 140) }
        }
        xml.element("Svcr") { xml in
            xml.element("FinInstnId") { xml in
                xml.leaf("Nm", bank.singleLine(most: 140) ?? branch.description)
            }
            xml.element("BrnchId") { $0.leaf("Id", branch.description, most: 35) }
        }
    }

    /// - Parameter isIntermediate: Whether the balance is one between two pages.
    private func balance(
        _ xml: inout XMLWriter, _ code: String, _ minorUnits: Int64, _ moment: Timestamp,
        isIntermediate: Bool
    ) {
        xml.element("Bal") { xml in
            xml.element("Tp") { xml in
                xml.element("CdOrPrtry") { $0.leaf("Cd", code) }
                if isIntermediate { xml.element("SubTp") { $0.leaf("Cd", "INTM") } }
            }
            xml.side(minorUnits, currency)
            xml.element("Dt") { $0.leaf("Dt", moment.utc.date) }
        }
    }
}

extension StatementLine {
    /// Pieces of a memo: the schema takes any number of 140 code points each.
    private static let mostPieces = 4

    fileprivate func entry(_ xml: inout XMLWriter, _ currency: Currency) {
        xml.side(amount, currency)
        if kind == .reversal { xml.leaf("RvslInd", "true") }
        xml.element("Sts") { $0.leaf("Cd", "BOOK") }
        xml.element("BookgDt") { $0.leaf("DtTm", at.utc.dateTime) }
        xml.element("ValDt") { $0.leaf("Dt", at.utc.date) }
        xml.leaf("AcctSvcrRef", String(sequence))
        xml.element("BkTxCd") { $0.element("Domn", transactionCode) }
        xml.element("NtryDtls") { xml in
            xml.element("TxDtls") { details(&$0, currency) }
        }
    }

    private func details(_ xml: inout XMLWriter, _ currency: Currency) {
        let instruction = request.filter { $0 != "-" }
        xml.element("Refs") { xml in
            xml.leaf("AcctSvcrRef", String(sequence))
            // A UUID has 36 characters and the field 35: it stands without its hyphens.
            xml.leaf("InstrId", instruction, most: 35)
        }
        xml.side(amount, currency)
        if let name = counterparty?.singleLine(most: 140) {
            xml.element("RltdPties") { xml in
                xml.element(amount < 0 ? "Cdtr" : "Dbtr") { xml in
                    xml.element("Pty") { $0.leaf("Nm", name) }
                }
            }
        }
        let pieces = memo?.singleLines(most: 140, count: StatementLine.mostPieces) ?? []
        guard !pieces.isEmpty else { return }
        xml.element("RmtInf") { xml in
            for piece in pieces { xml.leaf("Ustrd", piece) }
        }
    }

    private func transactionCode(_ xml: inout XMLWriter) {
        let code = domainCode
        xml.leaf("Cd", code.domain)
        xml.element("Fmly") { xml in
            xml.leaf("Cd", code.family)
            xml.leaf("SubFmlyCd", code.subFamily)
        }
    }

    /// ISO 20022 external code sets: payments (`PMNT`) over the counter (`CNTR`) and between
    /// accounts (`RCDT`, `ICDT`); account management (`ACMT`), miscellaneous credit and debit
    /// operations (`MCOP`, `MDOP`).
    private var domainCode: (domain: String, family: String, subFamily: String) {
        let miscellaneous = amount < 0 ? "MDOP" : "MCOP"
        return switch kind {
        case .deposit: ("PMNT", "CNTR", "CDPT")
        case .withdrawal: ("PMNT", "CNTR", "CWDL")
        case .cash: ("PMNT", "CNTR", "OTHR")
        case .transfer: ("PMNT", amount < 0 ? "ICDT" : "RCDT", "BOOK")
        case .interest: ("ACMT", miscellaneous, "INTR")
        case .fee: ("ACMT", miscellaneous, "FEES")
        case .reversal: ("ACMT", miscellaneous, "ADJT")
        case .opening: ("ACMT", "OPCL", "ACCO")
        }
    }
}

extension XMLWriter {
    /// An amount without its sign and the side that the sign was; zero is a credit.
    fileprivate mutating func side(_ minorUnits: Int64, _ currency: Currency) {
        let unsigned = Int64(clamping: minorUnits.magnitude)
        leaf("Amt", minorUnits: unsigned, currency)
        leaf("CdtDbtInd", minorUnits < 0 ? "DBIT" : "CRDT")
    }
}
