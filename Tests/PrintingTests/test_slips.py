"""Slips as an emulated printer prints them: what `branch` sends is drawn, and read again."""

import os
import pathlib
import subprocess

import pytest

from printer import Printer, on_table

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(os.environ.get("BRANCHLINE_PROGRAMS") or CHECKOUT / ".build/debug")
PAGES = "https://bank.example"
LINK = "https://bank.example/t/test-slip"


def branch(*arguments):
    return subprocess.run(
        [PROGRAMS / "branch", "printer", *arguments], capture_output=True, text=True, timeout=60)


def print_test(printer, *more):
    done = branch("test", "--printer", printer.address, "--pages", PAGES, *more)
    assert printer.error is None, printer.error
    return done


def decoded(slip, folder):
    file = folder / "slip.png"
    on_table(slip).save(file)
    read = subprocess.run(["zbarimg", "-q", "--raw", file], capture_output=True, text=True)
    return read.stdout.strip()


@pytest.mark.parametrize("language, words", [
    ("en", ["YOUR NUMBER", "Place in line", "Cash"]),
    ("es", ["SU TURNO", "Puesto en la fila", "Escanee para seguir su turno en el teléfono"]),
    ("pt", ["A SUA SENHA", "Guarde este talão até ser atendido."]),
])
@pytest.mark.parametrize("page", ["cp850", "cp858", "cp1252"])
def test_every_word_arrives_with_its_accents(language, words, page):
    with Printer() as printer:
        done = print_test(printer, "--language", language, "--code-page", page)
    assert done.returncode == 0, done.stderr
    text = "\n".join(printer.paper.texts)
    assert "?" not in text
    for word in [*words, "A012", "3"]:
        assert word in text


@pytest.mark.parametrize("qr", ["printer", "raster"])
@pytest.mark.parametrize("paper, dots", [("80", 576), ("58", 384)])
def test_the_code_on_the_paper_is_the_tickets_own_link(qr, paper, dots, tmp_path):
    with Printer(dots) as printer:
        done = print_test(printer, "--qr", qr, "--paper", paper)
    assert "printed by" in done.stdout
    [slip] = printer.paper.slips
    assert decoded(slip, tmp_path) == LINK
    keep = os.environ.get("SLIPS")
    if keep:
        on_table(slip).save(pathlib.Path(keep) / f"slip-{paper}-{qr}.png")


@pytest.mark.parametrize("paper, dots", [("80", 576), ("58", 384)])
def test_the_number_is_the_largest_thing_and_nothing_is_cut_off(paper, dots):
    with Printer(dots) as printer:
        print_test(printer, "--paper", paper, "--language", "es")
    [slip] = printer.paper.slips
    ink = slip.point(lambda grey: 255 - grey)
    left, top, right, bottom = ink.getbbox()
    assert 0 <= left and right <= dots
    number = printer.paper.texts.index("A012")
    assert number == 2, "under the branch and the words for it"
    # Letters that do not fit are put on a line of their own: that would be one more.
    assert len(printer.paper.texts) == (10 if paper == "80" else 12), printer.paper.texts


@pytest.mark.parametrize("switch, words", [
    ("is_out_of_paper", "out of paper"), ("is_cover_open", "cover is open"),
    ("is_offline", "offline"),
])
def test_a_printer_that_cannot_print_is_told_apart_and_gets_nothing(switch, words):
    with Printer() as printer:
        setattr(printer, switch, True)
        done = print_test(printer)
        assert done.returncode == 1
        assert words in done.stderr
        assert branch("status", "--printer", printer.address).returncode == 1
        assert printer.paper.slips == [] and printer.paper.texts == []
        setattr(printer, switch, False)
        assert print_test(printer).returncode == 0
    assert len(printer.paper.slips) == 1


def test_paper_that_ends_within_a_slip_is_seen():
    with Printer() as printer:
        printer.runs_out = True
        done = print_test(printer)
    assert done.returncode == 1
    assert "out of paper" in done.stderr


def test_a_roll_near_its_end_is_said():
    with Printer() as printer:
        printer.is_low = True
        assert "near its end" in print_test(printer).stdout


def test_a_printer_that_says_nothing_prints_all_the_same():
    with Printer() as printer:
        printer.is_mute = True
        done = print_test(printer)
        assert done.returncode == 0 and "does not say" in done.stdout
    assert len(printer.paper.slips) == 1


def test_nobody_at_the_address_is_one_line():
    with Printer() as printer:
        address = printer.address
    done = branch("test", "--printer", address)
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr and done.stderr.count("\n") == 1


def test_a_file_gets_the_same_bytes_slip_after_slip(tmp_path):
    for _ in range(2):
        assert branch("test", "--printer", f"file:{tmp_path}/slips.bin").returncode == 0
    data = (tmp_path / "slips.bin").read_bytes()
    half = len(data) // 2
    assert data[:half] == data[half:] and data.startswith(b"\x1b@")
