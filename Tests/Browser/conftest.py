"""Fixtures of the pages' tests."""

import sys
import pathlib

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from browsers import chromium, start_browser, stop_browser  # noqa: E402
from harness import Branch  # noqa: E402


@pytest.fixture(scope="session", autouse=True)
def a_browser_is_here():
    if None in chromium():
        pytest.skip(
            "no browser is installed: apt-get install chromium chromium-driver",
            allow_module_level=True)


@pytest.fixture(scope="module")
def branch():
    """A branch of real processes for one file of tests."""
    made = Branch()
    yield made
    made.close()


@pytest.fixture
def browser():
    """Makes browsers, each with a profile of its own: `browser(width, height)`."""
    started = []

    def start(width=1440, height=900, **more):
        driver = start_browser(width, height, **more)
        started.append(driver)
        return driver

    yield start
    for driver in started:
        stop_browser(driver)
