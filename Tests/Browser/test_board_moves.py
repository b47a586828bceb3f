"""The board: tickets that were sent on or parked are not shown at a counter."""

import pytest

from browsers import axe, complaints, open_page, text_of, wait_for, wait_gone
from harness import until
from tellers import HOSTILE, Back


@pytest.fixture(scope="module")
def back(branch):
    return Back(branch)


@pytest.fixture(scope="module")
def counter(branch, back):
    """A counter for two services of its own: session, both."""
    here, there = back.service(), back.service()
    session = branch.login(*back.teller())
    branch.call("counter.open", {"counter": "61", "services": [here, there]}, session)
    return session, here, there


def calls(driver):
    return text_of(driver, "#calls") + text_of(driver, "#hero")


def test_a_ticket_that_is_sent_on_waits_there_and_is_at_no_counter(
        branch, browser, counter):
    session, here, there = counter
    driver = open_page(browser(1920, 1080), branch.url + "/board")
    wait_for(driver, f'[data-service="{there}"]')
    number = branch.issue(here)["number"]
    branch.call("queue.next", {"counter": "61"}, session)
    wait_for(driver, "#calls li", number)
    branch.call(
        "queue.transfer", {"counter": "61", "service": there, "position": "last"}, session)
    wait_for(driver, f'[data-service="{there}"] .next', number)
    until(lambda: number not in calls(driver), "it is at no counter")
    # The same counter calls it again, which is news.
    branch.call("queue.next", {"counter": "61"}, session)
    wait_for(driver, ".hero .number", number)
    branch.call("queue.done", {"counter": "61"}, session)
    assert complaints(driver) == []


def test_a_board_that_was_let_in_shows_what_is_parked_without_names(
        branch, browser, counter):
    session, here, _ = counter
    driver = open_page(browser(1920, 1080), branch.url + "/board")
    assert driver.execute_async_script("""
        const done = arguments[arguments.length - 1];
        const post = (path, body) => fetch(path, {method: "POST", body: JSON.stringify(body),
          headers: {"Content-Type": "application/json"}}).then((answer) => answer.json());
        (async () => {
          await post("/manager/login", {user: "admin", secret: arguments[0]});
          const {code} = await post("/pair/start", {});
          await post("/manager/pair", {code, device: "board:9", kind: "board"});
          return (await post("/pair/poll", {})).state;
        })().then(done, (error) => done(String(error)));
        """, branch.secret_of("admin")) == "paired"
    driver.refresh()
    wait_for(driver, f'[data-service="{here}"]')
    number = branch.issue(here, name=HOSTILE)["number"]
    branch.call("queue.next", {"counter": "61"}, session)
    wait_for(driver, "#calls li", number)
    branch.call("queue.hold", {"counter": "61", "minutes": 30}, session)
    wait_for(driver, f'[data-service="{here}"] .on-hold', number)
    until(lambda: number not in calls(driver), "it is at no counter")
    assert "script" not in text_of(driver, "body")
    assert axe(driver) == []
    parked = branch.call("queue.list", {"state": "parked"}, session)["tickets"][0]["ticket"]
    branch.call("queue.resume", {"counter": "61", "ticket": parked}, session)
    wait_for(driver, ".hero .number", number)
    wait_gone(driver, ".on-hold")
    assert complaints(driver) == []
