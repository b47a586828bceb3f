"""What a program can check of what the pages say: commands, options, files, tests, links."""

import functools
import json
import re
import shlex
import subprocess

import pytest

from computers import PROGRAMS
from pages import CHECKOUT, DOCS, MADE, PAGES, blocks, check

CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)|<doc:([^>]+)>")
PLACES = re.compile(r"(?:Shared|Services|Tests|deploy|Package\.swift|README\.md)(?:/[\w.+-]+)*/?")
SOURCES = re.compile(r"[A-Z]\w+/[A-Z]\w+")  # of a module, `Bus/RequestClient`
each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)


@functools.cache
def grammar(program):
    """What a program takes, as it says itself."""
    said = subprocess.run(
        [PROGRAMS / program, "--experimental-dump-help"], check=True, capture_output=True)
    return json.loads(said.stdout)["command"]


def options(command):
    named = command.get("arguments", [])
    return {name["name"] for argument in named for name in argument.get("names", [])}


def all_options(command):
    return options(command).union(*map(all_options, command.get("subcommands", [])))


def wrong_words(words):
    """The words of a command that its program does not know."""
    if words[:2] == ["branch", "simulate"]:
        words = ["branchline-scheduler", *words[1:]]  # to whom it is passed on
    program, words = words[0], words[1:]
    if program.startswith("deploy/"):
        script = CHECKOUT / program
        text = script.read_text() if script.is_file() else ""
        return [word for word in words if word.startswith("--") and word not in text] \
            if text else [program]
    command = grammar(program)
    while words and not words[0].startswith("-"):
        known = {one["commandName"]: one for one in command.get("subcommands", [])}
        if words[0] not in known:
            # An argument, unless it stands where only commands may.
            takes = any(one["kind"] == "positional" for one in command.get("arguments", []))
            if known and not takes:
                return [words[0]]
            break
        command, words = known[words[0]], words[1:]
    default = command.get("defaultSubcommand")
    allowed = options(command) | {"help", "version"}
    for one in command.get("subcommands", []):
        allowed |= options(one) if one["commandName"] == default else set()
    asked = [re.match(r"--([a-z-]+)", word) for word in words]
    return [one[0] for one in asked if one and one[1] not in allowed]


def commands(text):
    """The commands in a text that are ours: each a list of words."""
    for line in re.sub(r"\\\n", " ", text).splitlines():
        try:
            words = shlex.split(line, comments=True)
        except ValueError:
            continue
        while words:
            end = next((at for at, word in enumerate(words) if word in ("&&", "||", "|", ";")),
                       len(words))
            if is_program(words[0]):
                yield words[:end]
            words = words[end + 1:]


def is_program(word):
    name = re.fullmatch(r"branch|branchline-[a-z-]+", word)
    return word.startswith("deploy/") and (CHECKOUT / word).is_file() or \
        bool(name and (PROGRAMS / word).is_file())


@each_page
def test_programs_know_each_command_and_option(path):
    text = path.read_text()
    sources = [block.text for block in blocks(path) if block.language in ("sh", "")]
    for source in sources + CODE.findall(text):
        for words in commands(source):
            check(not wrong_words(words),
                  f"{path.name}: {' '.join(words)!r} has unknown {wrong_words(words)}")


@each_page
def test_options_that_are_named_alone_are_somebodys(path):
    named = re.findall(r"branchline-[a-z-]+[a-z]", path.read_text())
    programs = {"branch", "branchline-scheduler", *named}
    known = set().union(*(all_options(grammar(name)) for name in programs
                          if (PROGRAMS / name).is_file()))
    scripts = "".join(file.read_text() for file in CHECKOUT.glob("deploy/*") if file.is_file())
    for option in re.findall(r"`--([a-z-]+)", path.read_text()):
        check(option in known or f"--{option}" in scripts, f"{path.name}: nobody takes --{option}")


@each_page
def test_links_lead_somewhere(path):
    for link, name in LINK.findall(path.read_text()):
        if name:
            there = {page.stem for page in PAGES} | {"refusals", "commands", "decisions"}
            check(name in there, f"{path.name}: there is no page {name}")
        elif "://" not in link:
            file, _, anchor = link.partition("#")
            target = (path.parent / file) if file else path
            check(target.exists(), f"{path.name}: {link} leads nowhere")
            check(not anchor or anchor in anchors(target), f"{path.name}: {link} has no such part")


def anchors(page):
    heads = re.findall(r"^#+ (.*)$", page.read_text(), re.M)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize(
    "path", [path for path in PAGES if path.name not in MADE], ids=lambda path: path.name)
def test_files_and_tests_that_are_named_are_there(path):
    for code in CODE.findall(path.read_text()):
        if PLACES.fullmatch(code):
            check((CHECKOUT / code).exists(), f"{path.name}: there is no {code}")
        elif SOURCES.fullmatch(code):
            check(any(CHECKOUT.glob(f"*/{code}*")), f"{path.name}: there is no {code}")
        elif test := re.fullmatch(r"(?:\w+/)?(\w+Tests)(?:\.(\w+))?", code):
            check(has_test(*test.groups()), f"{path.name}: there is no test {code}")


def test_a_client_has_ten_lines():
    client = next(block for block in blocks(CHECKOUT / "README.md") if block.language == "python")
    assert len(client.text.splitlines()) <= 12


def test_the_map_has_every_module():
    text = (CHECKOUT / "README.md").read_text()
    for folder in [*CHECKOUT.glob("Shared/*/"), *CHECKOUT.glob("Services/*/")]:
        place = f"{folder.parent.name}/{folder.name}"
        check(f"`{place}`" in text, f"README.md: {place} is not on the map")


@functools.cache
def has_test(suite, name):
    files = [*CHECKOUT.glob(f"Tests/*/{suite}.swift"), *CHECKOUT.glob(f"Tests/{suite}/*")]
    return any(name is None or f"func {name}(" in file.read_text() for file in files)


def test_every_variable_is_somebodys():
    """A BRANCHLINE_… that no program and no script looks at does nothing."""
    lists = subprocess.run(
        ["git", "grep", "-hoE", "BRANCHLINE_[A-Z_]+", "--", "Services", "Shared", "deploy/[a-z]*",
         "Tests", ":!deploy/docs", ":!Tests/Tutorial"],
        cwd=CHECKOUT, check=True, capture_output=True, text=True)
    known = set(lists.stdout.split())
    for path in PAGES:
        for name in re.findall(r"BRANCHLINE_[A-Z_]+", path.read_text()):
            check(name in known, f"{path.name}: nobody looks at {name}")


def test_the_table_of_refusals_is_the_programs():
    source = (CHECKOUT / "Shared/Messages/Refusal.swift").read_text()
    source = source.split("enum RefusalCode", 1)[1]
    cases = re.findall(r"^    case (\w+)(?: = \"(\w+)\")?$", source, re.M)
    retries = source.split("public var retry: Retry {")[1].split("default: .never")[0]
    same, later = (re.findall(r"\.(\w+)", part) for part in retries.split(": .sameID"))

    def row(number, name, code):
        retry = "same_id" if name in same else "later" if name in later else "never"
        return str(number), code or name, retry
    page = (DOCS / "protocol.md").read_text().split("## Refusals")[1]
    assert re.findall(r"^\| (\d+) \| `(\w+)` \| (\w+) \|", page, re.M) == [
        row(number, *case) for number, case in enumerate(cases, 2)]


def test_every_method_and_its_fields_are_on_the_protocol_page():
    page = (DOCS / "protocol.md").read_text()
    words = set(re.findall(r"\w+", page))
    for file in sorted(CHECKOUT.glob("Tests/MessagesTests/Golden/[!b]*.json")):  # no back links
        method = ".".join(file.name.split(".")[:2])
        if ".request" in file.name:
            check(f"`{method}`" in page, f"protocol.md: there is no {method}")
        missing = [name for name in json.loads(file.read_text()) if name not in words]
        check(not missing, f"protocol.md: {missing} of {method} are not there")
