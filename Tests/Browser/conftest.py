"""Fixtures of the pages' tests."""

import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from chromium import Browsers, chromium  # noqa: E402
from harness import CHECKOUT, Branch  # noqa: E402


@pytest.fixture(scope="session", autouse=True)
def a_browser_is_here():
    if None in chromium():
        pytest.skip(
            "no browser is installed: apt-get install chromium-headless-shell chromium-driver",
            allow_module_level=True)


@pytest.fixture(scope="module")
def branch():
    """A branch of real processes for one file of tests."""
    made = Branch()
    yield made
    made.close()


@pytest.fixture(scope="session")
def browsers():
    """Chromium's processes, for all tests."""
    kept = Browsers()
    yield kept
    kept.close()


@pytest.fixture
def browser(browsers):
    """Makes browsers, each as with a profile of its own: `browser(width, height)`."""
    taken = []

    def take(width=1440, height=900):
        driver = browsers.take(width, height)
        taken.append(driver)
        return driver

    yield take
    for driver in taken:
        browsers.give_back(driver)


SCENARIOS = """# What is tested in a real browser

Made by `BRANCHLINE_SCREENSHOTS=1` and the tests in `Tests/Browser`, with Debian's Chromium on
real processes of a branch. The sentences are the names of the tests.
"""


def pytest_terminal_summary(terminalreporter):
    """With BRANCHLINE_SCREENSHOTS the list of scenarios in the documentation is made anew."""
    if not os.environ.get("BRANCHLINE_SCREENSHOTS"):
        return
    pages = {}
    for result in ("passed", "failed", "skipped"):
        for report in terminalreporter.stats.get(result, []):
            file, _, name = report.nodeid.partition("::")
            name, _, what = name.removeprefix("test_").partition("[")
            scenario = name.replace("_", " ") + (f" ({what.rstrip(']')})" if what else "")
            page = pathlib.Path(file).stem.removeprefix("test_").replace("_", " ")
            pages.setdefault(page, []).append(f"- {result}: {scenario}")
    parts = [f"## {page}\n\n" + "\n".join(lines) + "\n" for page, lines in sorted(pages.items())]
    (CHECKOUT / "deploy/docs/scenarios.md").write_text("\n".join([SCENARIOS, *parts]))
