"""A teller's console: tickets that go elsewhere, and why somebody was called."""

import pytest

from browsers import (
    axe, complaints, look, press, press_keys, text_of, texts_of, type_into, wait_for, wait_gone)
from harness import until
from tellers import HOSTILE, Back, at_counter, call_new, do


@pytest.fixture(scope="module")
def back(branch):
    return Back(branch)


def choose(driver, id, value):
    press(driver, f'#{id} option[value="{value}"]')


def in_line(driver, ticket):
    """The numbers in the list, once this one is among them."""
    wait_for(driver, "#hall-list tr", ticket["number"])
    return texts_of(driver, "#hall-list th.number")


def why(back, ticket):
    return back.call("queue.why", {"ticket": ticket["ticket"]})


def test_a_ticket_is_transferred_to_a_service_and_keeps_its_number(back, browser):
    driver = browser()
    here, there = back.service(), back.service()
    at_counter(driver, back, "30", here)
    ticket = call_new(driver, back, here)
    # Where it is already it cannot go, and a stray key sends nobody.
    press_keys(driver, "v")
    press(driver, "#transfer-dialog-yes")
    wait_for(driver, "#transfer-dialog .notice", "another service")
    assert back.state(ticket) == "called"
    assert axe(driver) == []
    choose(driver, "transfer-service", there)
    choose(driver, "transfer-position", "first")
    press(driver, "#transfer-dialog-yes")
    wait_for(driver, ".at", "Nobody is waiting")
    assert ticket["number"] in look(driver, "#said").get_attribute("textContent")
    moved = back.call("queue.ticket", {"ticket": ticket["ticket"]})
    assert (moved["state"], moved["service"]) == ("waiting", there)
    assert moved["number"] == ticket["number"]
    assert complaints(driver) == []


def test_a_ticket_goes_to_a_counter_and_only_that_one_calls_it(branch, back, browser):
    driver = browser()
    service = back.service()
    other = branch.login(*back.teller())
    branch.call("counter.open", {"counter": "41", "services": [service]}, other)
    at_counter(driver, back, "31", service)
    ticket = call_new(driver, back, service)
    do(driver, "transfer")
    choose(driver, "transfer-counter", "41")
    press(driver, "#transfer-dialog-yes")
    wait_for(driver, ".at.none")
    do(driver, "next")
    until(
        lambda: "Nobody" in look(driver, "#said").get_attribute("textContent"), "nobody for 31")
    assert back.state(ticket) == "waiting"
    reply = branch.call("queue.next", {"counter": "41"}, other)
    assert (reply["ticket"]["number"], reply["why"]) == (ticket["number"], "directed")


def test_pressing_transfer_twice_sends_one_and_a_lost_answer_is_asked_for_again(back, browser):
    driver = browser()
    here, there = back.service(), back.service()
    at_counter(driver, back, "32", here)
    ticket = call_new(driver, back, here)
    do(driver, "transfer")
    choose(driver, "transfer-service", there)
    driver.execute_script("""
        const real = window.fetch;
        window.sent = [];
        window.fetch = async (path, options) => {
          const response = await real(path, options);
          if (!String(path).includes("queue.transfer")) return response;
          window.sent.push(options.headers["Idempotency-Key"]);
          if (!window.mended) throw new TypeError("network");
          return response;
        };
        const yes = document.getElementById("transfer-dialog-yes");
        for (let press = 0; press < 5; press += 1) yes.click();
        """)
    wait_for(driver, "#act-again")
    driver.execute_script("window.mended = true")
    press(driver, "#act-again")
    wait_gone(driver, "#act-again")
    wait_for(driver, ".at.none")
    assert len(set(driver.execute_script("return window.sent"))) == 1
    assert back.waiting(there) == 1
    assert back.state(ticket) == "waiting"


def test_a_called_ticket_goes_back_in_line_and_one_that_waits_gets_another_place(back, browser):
    driver = browser()
    service = back.service()
    at_counter(driver, back, "33", service)
    first = call_new(driver, back, service)
    second, third = back.branch.issue(service), back.branch.issue(service)
    in_line(driver, third)
    do(driver, "requeue")
    choose(driver, "place-position", "last")
    press(driver, "#place-dialog-yes")
    wait_for(driver, ".at.none")
    numbers = [one["number"] for one in (second, third, first)]
    until(lambda: in_line(driver, first) == numbers, "the called one is last")

    press(driver, f'[data-choose="{third["number"]}"]')
    press(driver, "#row-requeue")
    choose(driver, "place-position", "first")
    press(driver, "#place-dialog-yes")
    numbers = [one["number"] for one in (third, second, first)]
    until(lambda: in_line(driver, first) == numbers, "the third is first")


def test_a_ticket_that_ended_by_mistake_is_reopened(back, browser):
    driver = browser()
    service = back.service()
    at_counter(driver, back, "34", service)
    ticket = call_new(driver, back, service)
    do(driver, "done")
    wait_for(driver, ".at.none")
    press_keys(driver, "u")
    type_into(driver, "#ended-number", ticket["number"])
    wait_for(driver, "#ended-dialog li", "Served")
    assert axe(driver) == []
    press(driver, f'[data-reopen="{ticket["number"]}"]')
    press(driver, "#place-dialog-yes")
    wait_for(driver, "#hall-list tr", ticket["number"])
    assert back.state(ticket) == "waiting"


def test_a_call_out_of_turn_needs_a_reason_and_the_reason_is_kept(back, browser):
    driver = browser()
    service = back.service()
    early, late = back.branch.issue(service), back.branch.issue(service)
    at_counter(driver, back, "35", service)
    press(driver, f'[data-choose="{late["number"]}"]')
    press(driver, "#row-call")
    press(driver, "#call-dialog-yes")
    wait_for(driver, "#call-dialog .notice", "fill this in")
    assert back.state(late) == "waiting"
    type_into(driver, "#call-reason", HOSTILE)
    press(driver, "#call-dialog-yes")
    wait_for(driver, ".at.called .number", late["number"])
    assert why(back, late)["reason"] == HOSTILE
    wait_for(driver, "#why-summary", "out of turn")
    press(driver, "#why-summary")
    wait_for(driver, "#why p", HOSTILE)
    assert back.state(early) == "waiting"
    assert "owned" not in driver.title


def test_why_this_one_names_the_rule_and_who_would_have_been_next(back, browser):
    driver = browser()
    service = back.service()
    at_counter(driver, back, "36", service)
    back.branch.issue(service)
    urgent = back.call("queue.issue", {"service": service, "priority": 9})
    plain = in_line(driver, urgent)
    do(driver, "next")
    wait_for(driver, ".at.called .number", urgent["number"])
    wait_for(driver, "#why-summary", "has priority")
    other = next(number for number in plain if number != urgent["number"])
    assert other not in text_of(driver, "#why")
    press_keys(driver, "y")
    wait_for(driver, "#why li", other)
    wait_for(driver, "#why", "Rule of the service: priority")
    # What was unfolded stays so while the ticket does.
    do(driver, "start")
    wait_for(driver, ".at.serving")
    wait_for(driver, "#why li", other)
    assert axe(driver) == []


def test_a_pause_says_why_and_a_reload_still_knows(back, browser):
    driver = browser()
    at_counter(driver, back, "37")
    press_keys(driver, "p")
    type_into(driver, "#pause-reason", "Lunch")
    press(driver, "#pause-dialog-yes")
    wait_for(driver, ".at", "Paused: Lunch")
    assert back.counter("37")["reason"] == "Lunch"
    driver.refresh()
    wait_for(driver, ".at", "Paused: Lunch")
    press(driver, '#pause[aria-disabled="false"]')
    wait_gone(driver, ".at", "Paused")
    assert back.counter("37")["state"] == "idle"
