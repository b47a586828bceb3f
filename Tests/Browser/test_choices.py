"""What a kiosk and a phone say of services with hours, groups, places and appointments."""

import datetime

import pytest

from browsers import (
    axe, complaints, count_of, open_page, press, press_keys, text_of, type_into, wait_for,
    wait_gone)
from harness import until
from tellers import Back


@pytest.fixture(scope="module")
def back(branch):
    return Back(branch)


def add(back, **terms):
    """A service with these terms; what it is called in them."""
    name = back.service()
    back.branch.call("service.update", {"service": name, **terms}, back.admin)
    return name


def kiosk(branch, browser, service):
    driver = open_page(browser(1080, 1350), branch.url + "/kiosk?seconds=30")
    wait_for(driver, f'[data-service="{service}"]')
    return driver


def phone(branch, browser, handle):
    return open_page(browser(390, 844), f"{branch.url}/t/{handle}")


def every_day(spans):
    return {day: spans for day in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}


def soon(branch, service):
    """The first slot that can be booked, from today on; and the day after where today is over."""
    for days in (0, 1):
        day = datetime.date.today() + datetime.timedelta(days=days)
        slots = branch.call(
            "appointment.slots", {"service": service, "date": day.isoformat()})["slots"]
        if slots:
            return slots
    raise AssertionError("no slot is free")


def test_a_group_opens_and_back_leads_one_level_up(branch, back, browser):
    group = back.service()
    inner = add(back, parent=group)
    leaf = add(back, parent=inner)
    driver = kiosk(branch, browser, group)
    assert count_of(driver, f'[data-service="{leaf}"]') == 0
    press(driver, f'[data-service="{group}"]')
    press(driver, f'[data-service="{inner}"]')
    wait_for(driver, f'[data-service="{leaf}"]')
    assert f"Desk {inner}" in text_of(driver, ".question")
    assert axe(driver) == []
    press(driver, ".up")
    wait_for(driver, f'[data-service="{inner}"]')
    press(driver, ".up")
    wait_for(driver, f'[data-service="{group}"]')
    press(driver, f'[data-service="{group}"]')
    press(driver, f'[data-service="{inner}"]')
    press_keys(driver, "1")
    wait_for(driver, ".ticket .number")
    assert back.waiting(leaf) == 1
    assert complaints(driver) == []


def test_a_closed_service_says_when_it_opens(branch, back, browser):
    # Open for the one minute that is not now.
    minute = (datetime.datetime.now().hour + 12) % 24
    spans = [f"{minute:02}:00-{minute:02}:01"]
    service = add(back, hours=every_day(spans))
    driver = kiosk(branch, browser, service)
    closed = wait_for(driver, f'[data-service="{service}"][aria-disabled=true]', (
        "Closed", "opens", f"{minute:02}:00"))
    closed.click()
    assert count_of(driver, ".ticket") == 0
    assert back.waiting(service) == 0


def test_places_inside_are_counted_down_and_leaving_frees_one(branch, back, browser):
    service = add(back, capacity=2)
    driver = kiosk(branch, browser, service)
    wait_for(driver, f'[data-service="{service}"]', "2 places free")
    first, _ = branch.issue(service), branch.issue(service)
    third = branch.issue(service)
    wait_for(driver, f'[data-service="{service}"]', "All places are taken")
    wait_for(driver, f'[data-service="{service}"]', "1 person waiting")

    waits = phone(branch, browser, third["ticket"])
    wait_for(waits, ".ticket.next", "You are next")
    inside = phone(branch, browser, first["ticket"])
    wait_for(inside, ".ticket.admitted", "come in")
    assert axe(inside) == []
    press(inside, '[data-key="leave"]')
    press(inside, "dialog button.plain")
    wait_gone(inside, "dialog")
    assert back.state(first) == "called"
    press(inside, '[data-key="leave"]')
    press(inside, "dialog button.go")
    wait_for(inside, ".ticket.over", "Thank you")
    wait_for(waits, ".ticket.admitted", "come in")


def test_a_full_branch_says_so_at_the_service(branch, back, browser):
    service = back.service()
    driver = kiosk(branch, browser, service)
    driver.execute_script("""
        const real = window.fetch;
        window.fetch = (path, options) => String(path).includes("queue.issue")
          ? Promise.resolve(new Response(JSON.stringify(
            { code: "queue_full", message: "full", retry: "later" }), { status: 409 }))
          : real(path, options);
        """)
    press(driver, f'[data-service="{service}"]')
    wait_for(driver, ".problem", "No more tickets")
    wait_for(driver, f'[data-service="{service}"][aria-disabled=true]', "Full")


def test_who_has_an_appointment_checks_in_by_its_code(branch, back, browser):
    service = add(
        back, hours=every_day(["00:00-24:00"]),
        booking={"every": 5, "places": 2, "early": 120})
    slots = soon(branch, service)
    booked = branch.call(
        "appointment.book", {"service": service, "at": slots[-1]["at"], "name": "Ada"})
    far = (datetime.date.today() + datetime.timedelta(days=3)).isoformat()
    later = branch.call("appointment.slots", {"service": service, "date": far})["slots"][0]["at"]
    early = branch.call("appointment.book", {"service": service, "at": later, "name": "Grace"})
    near = branch.call(
        "appointment.book", {"service": service, "at": slots[0]["at"], "name": "Mary"})
    assert booked["state"] == "booked"

    driver = kiosk(branch, browser, service)
    press(driver, ".appointment")
    assert axe(driver) == []
    type_into(driver, "#code", "nonsense")
    press(driver, "[data-key=check]")
    wait_for(driver, ".problem", "no such appointment")
    type_into(driver, "#code", early["appointment"])
    press(driver, "[data-key=check]")
    wait_for(driver, ".problem", "come back")
    type_into(driver, "#code", f"{branch.url}/t/{near['appointment']}")
    press(driver, "[data-key=check]")
    number = wait_for(driver, ".ticket .number").text
    kept = branch.call("queue.ticket", {"ticket": near["appointment"]})
    assert (kept["number"], kept["state"]) == (number, "waiting")


def test_a_phone_shows_an_appointment_and_checks_it_in(branch, back, browser):
    service = add(
        back, hours=every_day(["00:00-24:00"]),
        booking={"every": 5, "places": 2, "early": 120})
    far = (datetime.date.today() + datetime.timedelta(days=3)).isoformat()
    later = branch.call("appointment.slots", {"service": service, "date": far})["slots"][0]["at"]
    early = branch.call("appointment.book", {"service": service, "at": later, "name": "Grace"})
    driver = phone(branch, browser, early["appointment"])
    wait_for(driver, ".ticket.booked", "Your appointment")
    wait_for(driver, ".at", "00:00")
    press(driver, '[data-key="checkIn"]')
    wait_for(driver, ".ticket .notice", "too early")
    assert axe(driver) == []

    near = branch.call("appointment.book", {
        "service": service, "at": soon(branch, service)[0]["at"], "name": "Mary"})
    open_page(driver, f"{branch.url}/t/{near['appointment']}")
    press(driver, '[data-key="checkIn"]')
    wait_for(driver, ".ticket.next .number")
    assert back.state({"ticket": near["appointment"]}) == "waiting"


def test_a_phone_keeps_its_number_when_it_is_sent_on_and_when_it_is_parked(
        branch, back, browser):
    here, there = back.service(), back.service()
    session = branch.login(*back.teller())
    branch.call("counter.open", {"counter": "51", "services": [here, there]}, session)
    branch.issue(there)
    ticket = branch.issue(here)
    driver = phone(branch, browser, ticket["ticket"])
    wait_for(driver, ".ticket .number", ticket["number"])

    def call_it():
        branch.call("queue.call", {
            "counter": "51", "ticket": ticket["ticket"], "reason": "test"}, session)
        wait_for(driver, ".ticket.called .counter", "51")

    call_it()
    branch.call(
        "queue.transfer", {"counter": "51", "service": there, "position": "last"}, session)
    wait_for(driver, ".ticket.again", "keep your number")
    wait_for(driver, ".ticket .number", ticket["number"])
    wait_for(driver, ".place b", "1")
    wait_for(driver, ".ticket .service", f"Desk {there}")
    call_it()
    branch.call("queue.hold", {"counter": "51", "minutes": 5}, session)
    wait_for(driver, ".ticket.parked", "on hold")


def test_an_estimate_is_told_as_a_span(branch, back, browser):
    service = back.service()
    branch.issue(service)
    ticket = branch.issue(service)
    driver = open_page(browser(390, 844), f"{branch.url}/t/none")
    wait_for(driver, ".ticket")
    # What the branch has measured cannot be waited for in a test; its answer is told as it is.
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": """
        const real = window.fetch;
        window.fetch = async (path, options) => {
          const response = await real(path, options);
          if (!String(path).includes("queue.ticket")) return response;
          const ticket = await response.json();
          return new Response(JSON.stringify({ ...ticket, estimate: { p50: 240, p90: 530 } }));
        };
        """})
    open_page(driver, f"{branch.url}/t/{ticket['ticket']}")
    wait_for(driver, ".estimate", "4 to 9 minutes")
    until(lambda: text_of(driver, ".place b") == "1", "one before")
