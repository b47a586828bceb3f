"""The tutorial and the how-tos are done here as they are written there, in one branch."""

import json
import re

import pytest

from computers import Town, may_be_made
from pages import COMMENT, MADE, PAGES, blocks, check, difference, shape

FIRST = "FirstBranch.md"
AFTER = [
    "OpenACounter.md", "AddAService.md", "ChangeWhoIsNext.md", "SetUpADisplay.md",
    "RunACashMachine.md", "printing.md", "simulation.md", "README.md", "RestoreABackup.md",
    "RunABot.md",
]
RUN = [FIRST, *AFTER]
NOTE = re.compile(
    r"|not run: \S.*|at the board(, stays)?|stays|(saved as|added to) \S+|given \S+: .+")
PROGRAM = re.compile(r"^(branch|branchline-[a-z-]+|deploy/[a-z/]+|apt|systemctl)( |$)", re.M)


@pytest.fixture(scope="module")
def beginner():
    if not may_be_made():
        pytest.skip("SKIPPED: no root, or a container that lends no computers")
    with Town() as town:
        yield Lesson(town)


@pytest.fixture
def lesson(beginner):
    """Who has done the tutorial, from which everything else goes on."""
    if FIRST not in beginner.begun:
        beginner.read(FIRST)
    if FIRST not in beginner.done:
        pytest.skip("the tutorial was not done to its end")
    return beginner


class Lesson:
    """Somebody who reads page after page and types what stands there."""

    def __init__(self, town):
        self.town = town
        self.begun = set()
        self.done = set()
        self.secrets = {}
        self.printed = ""
        self.stays = []

    def read(self, page):
        self.printed = ""
        self.begun.add(page)
        for block in blocks(next(path for path in PAGES if path.name == page)):
            if not block.note.startswith("not run"):
                self.do(block)
        for terminal, place in self.stays:
            check(terminal.goes_on(), f"{place}: it was to stay, and ended")
            terminal.kill()
            terminal.wait()
        self.stays = []
        self.done.add(page)

    def do(self, block):
        what, _, name = block.note.rpartition(" ")
        if what == "saved as":
            (self.town.branch.home / name).write_text(block.text)
        elif what == "added to":
            file = self.town.branch.home / name
            added = json.loads("{" + block.text + "}")
            file.write_text(json.dumps(json.loads(file.read_text()) | added))
        elif block.language == "sh":
            self.type(block)

    def type(self, block):
        if given := re.fullmatch(r"given (\S+): (.*)", block.note):
            (self.town.branch.home / given[1]).write_text(given[2] + "\n")
        at_board = block.note.startswith("at the board")
        computer = self.town.board if at_board else self.town.branch
        terminal = computer.open(self.fill(block))
        if block.note.endswith("stays"):
            return self.leave(terminal, block)
        status = terminal.watch(self.answer)
        self.printed += terminal.said
        check(status == 0, f"{block.place}: ended with {status}\n{block.text}\n{terminal.said}")
        wrong = block.output and difference(block.output, terminal.said)
        check(not wrong, wrong)

    def leave(self, terminal, block):
        """A program that goes on: what is to be seen is waited for."""
        check(block.output, f"{block.place}: nothing says what is to be seen")
        wanted = block.output.text.splitlines()

        def all_seen(said):
            return all(shape(line).search(said) for line in wanted)
        status = terminal.watch(self.answer, all_seen)
        check(status is None, f"{block.place}: it ended, or not all was seen\n{terminal.said}")
        self.stays.append((terminal, block.place))
        terminal.drain()

    def fill(self, block):
        """The commands, with `…` filled by what was printed behind the same words."""
        text, printed = block.text, re.sub(r"\\\n\s*", "", self.printed)
        while "…" in text:
            before, after = text.split("…", 1)
            end = "[^']+" if after.startswith("'") else r"\S+"
            for words in r"\S+\s+\S+\s*$", r"\S+\s*$":
                found = re.findall(
                    re.escape(re.search(words, before)[0]) + f"({end})", printed)
                if found:
                    break
            check(found, f"{block.place}: nothing was printed that … could be in {text!r}")
            text = before + found[-1] + after
        return text

    def answer(self, asked, said):
        """What somebody types who is asked something, and whether it is hidden."""
        self.secrets |= dict(re.findall(r"^user +(\S+)\nsecret +(\S+) ", said, re.M))
        if who := re.fullmatch(r"Secret of (\S+): ", asked):
            return self.secrets[who[1]], True
        return ("y", False) if asked.endswith("[y/N] ") else None


def test_the_tutorial_prints_what_it_says(beginner):
    beginner.read(FIRST)


@pytest.mark.parametrize("page", AFTER)
def test_a_page_prints_what_it_says(lesson, page):
    lesson.read(page)


def test_addresses_that_pages_name_answer(lesson):
    text = "".join(path.read_text() for path in PAGES if path.name in (*RUN, "operations.md"))
    screens = set(re.findall(r"[`*](/[a-z]+)[`*]", text)) - {"/metrics", "/healthz"}
    addresses = set(re.findall(r"http://127\.0\.0\.1:8080/[\w/]*", text))
    addresses |= {"http://127.0.0.1:8080" + screen for screen in screens}
    # Of those that every branch has; a notifier is where it was asked for.
    addresses |= {f"http://127.0.0.1:{port}/metrics" for port in re.findall(
        r"^\| (?:ledger|scheduler|web|bank-grpc|counter gateway.*?) \| .* \| (\d+)", text, re.M)}
    assert len(addresses) > 10, addresses
    terminal = lesson.town.branch.open("\n".join(
        f"curl -sS -f -o /dev/null {address} || echo {address}" for address in sorted(addresses)))
    terminal.watch(lesson.answer)
    check(not terminal.said, f"these do not answer:\n{terminal.said}")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_command_is_run_or_says_why_not(path):
    for block in blocks(path):
        check(NOTE.fullmatch(block.note), f"{block.place}: there is no such note: {block.note}")
        if block.language == "sh":
            check(path.name in RUN or block.note.startswith("not run"),
                  f"{block.place}: commands that are not run need a comment with the reason")
        elif path.name not in MADE and block.language in ("", "text"):
            found = PROGRAM.search(block.text)
            check(not found, f"{block.place}: commands stand in ```sh")
    notes = [line for line in path.read_text().splitlines() if "<!-- test" in line]
    assert all(COMMENT.fullmatch(line) for line in notes), notes
