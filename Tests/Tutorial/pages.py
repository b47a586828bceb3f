"""Pages as a reader has them: what is to be typed, and what is then to be read.

Commands stand in a fence of `sh`; the fence of `text` right below it is what they print. There `…`
stands for what varies within a line, and a line of `…` alone for any lines; in a command it stands
for what was printed behind the same words. A comment above a fence says what is special about it;
readers of the finished page do not see it:

    <!-- test: not run: REASON -->     it cannot be run here
    <!-- test: at the board -->        it is typed at the other computer
    <!-- test: stays -->               it is typed in a terminal of its own and goes on; what is
                                       below is to be seen there
    <!-- test: given NAME: TEXT -->    before that, the reader has got this file from elsewhere
    <!-- test: saved as NAME -->       it is a text, and the reader saves it under this name
    <!-- test: added to FILE -->       it is a part that the reader adds to this JSON file
"""

import dataclasses
import pathlib
import re

import pytest

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
DOCS = CHECKOUT / "deploy/docs"
PAGES = [CHECKOUT / "README.md", *sorted(DOCS.glob("*.md")), *sorted(DOCS.glob("*/*.md"))]
# Texts of a run of their own: what they show is made or checked by the test that is named.
MADE = {"chat-morning.md": "ChatMorningTests", "scenarios.md": "Tests/Browser",
        "configuration.md": "ConfigurationCheckTests"}
COMMENT = re.compile(r"<!-- test: (.*) -->")


def check(holds, words):
    """Fails with nothing but these words: they name page and line."""
    if not holds:
        pytest.fail(words, pytrace=False)


@dataclasses.dataclass
class Block:
    """A fence, or indented lines."""

    page: str
    line: int  # of its first line of text
    language: str  # "" where nothing or only blanks say one
    text: str
    note: str = ""  # of the comment above
    output: "Block | None" = None

    @property
    def place(self):
        return f"{self.page}:{self.line}"


def blocks(path):
    """All that is set as code in a page, in order; outputs are with their commands."""
    found, lines, comment = [], path.read_text().splitlines(), ""
    index, above = 0, None
    while index < len(lines):
        line = lines[index]
        if line.startswith("```"):
            start = index = index + 1
            while lines[index] != "```":
                index += 1
            block = Block(path.name, start + 1, line[3:].strip(),
                          "\n".join(lines[start:index]), comment)
            if block.language == "text" and above:
                above.output = block
            else:
                found.append(block)
            above, comment = block if block.language == "sh" else None, ""
        elif line.startswith("    ") and (not index or not lines[index - 1].strip()):
            start = index
            while index + 1 < len(lines) and lines[index + 1].startswith("    "):
                index += 1
            text = "\n".join(one[4:] for one in lines[start:index + 1])
            found.append(Block(path.name, start + 1, "", text, comment))
        elif said := COMMENT.fullmatch(line):
            comment = said[1]
        elif line.strip():
            above, comment = None, ""
        index += 1
    return found


def shape(expected):
    """A line of a page as a pattern: `…` is what varies, and how far columns stand apart."""
    parts = re.split(r"(…| {2,})", expected.rstrip())
    return re.compile("".join(
        ".*?" if part == "…" else " {2,}" if part.startswith("  ") else re.escape(part)
        for part in parts) + r"\s*")


def difference(output, came):
    """Where a page and what came part, in words for who mends it; None where they agree."""
    want, have = output.text.splitlines(), came.splitlines()
    at, skips = 0, False
    for number, line in enumerate(want):
        if line.strip() == "…":
            skips = True
            continue
        pattern = shape(line)
        while skips and at < len(have) and not pattern.fullmatch(have[at]):
            at += 1
        if at == len(have) or not pattern.fullmatch(have[at]):
            got = repr(have[at]) if at < len(have) else "nothing more"
            return (f"{output.page}:{output.line + number}: expected {line!r}\n"
                    f"but there came {got}, in\n{came}")
        at, skips = at + 1, False
    if at < len(have) and not skips:
        return (f"{output.page}:{output.line + len(want)}: expected nothing more\n"
                f"but there came {have[at]!r}, in\n{came}")
    return None
