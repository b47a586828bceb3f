"""The manager's services: hours, places, who is next, what can be booked."""

import datetime

import pytest

from browsers import (
    SIZES, axe, complaints, press, text_of, type_into, wait_for, wait_gone, wait_width)
from chromium import resize
from desk import line, log_in, submit
from tellers import Back


@pytest.fixture(scope="module")
def back(branch):
    return Back(branch)


@pytest.fixture
def manager(branch, browser):
    return log_in(branch, browser(), "admin", branch.secret_of("admin"), "services")


def press_in(driver, service, what):
    line(driver, service)
    press(driver, f'[data-key="manager.{what}.{service}"]')


def definition(branch, service):
    every = branch.call("queue.services")["services"]
    return next(one for one in every if one["service"] == service)


def put(driver, field, text):
    type_into(driver, f'dialog [name="{field}"]', text)


def test_hours_places_rule_and_booking_are_changed_and_only_what_changed(branch, back, manager):
    service = back.service()
    branch.call("service.update", {
        "service": service, "policy": {"rule": "priority", "target": 300}}, back.admin)
    manager.refresh()
    press_in(manager, service, "change")
    put(manager, "mon", "9 to 5")
    submit(manager)
    wait_for(manager, "dialog .notice", "09:00-13:30")
    assert axe(manager) == []
    put(manager, "mon", "09:00-13:30, 16:00-18:00")
    put(manager, "dates", "2026-12-24: 09:00-12:00; 2026-12-25:")
    put(manager, "every", "30")
    put(manager, "places", "2")
    press(manager, 'dialog [name=rule] option[value="longestWait"]')
    submit(manager)
    wait_gone(manager, "dialog")
    now = definition(branch, service)
    assert now["hours"] == {
        "mon": ["09:00-13:30", "16:00-18:00"], "2026-12-24": ["09:00-12:00"], "2026-12-25": []}
    assert now["policy"] == {"rule": "longestWait", "target": 300}
    assert (now["booking"]["every"], now["booking"]["places"]) == (30, 2)
    assert "capacity" not in now and "parent" not in now
    wait_for(manager, "main tbody tr", "longest wait first")

    # Emptied again, it is as it was: opened by hand, without bookings.
    press_in(manager, service, "change")
    for field in ("mon", "dates", "every"):
        put(manager, field, "")
    submit(manager)
    wait_gone(manager, "dialog")
    now = definition(branch, service)
    assert "hours" not in now and "booking" not in now
    assert now["policy"] == {"rule": "longestWait", "target": 300}
    assert complaints(manager) == []


def test_who_is_inside_is_seen_as_it_changes(branch, back, manager):
    service = back.service()
    manager.refresh()
    press_in(manager, service, "change")
    put(manager, "capacity", "3")
    submit(manager)
    wait_gone(manager, "dialog")
    wait_for(manager, "main tbody tr", "0 of 3, 3 free")
    ticket = branch.issue(service)
    wait_for(manager, "main tbody tr", "1 of 3, 2 free")
    press(manager, "[data-section=overview]")
    wait_for(manager, f'[data-service="{service}"] dl', "1 of 3, 2 free")
    branch.call("queue.leave", {"ticket": ticket["ticket"]})
    wait_for(manager, f'[data-service="{service}"] dl', "0 of 3, 3 free")


def test_a_service_goes_below_another_and_is_closed_and_opened(branch, back, manager):
    group, service = back.service(), back.service()
    manager.refresh()
    press_in(manager, service, "change")
    wait_for(manager, "dialog")
    press(manager, f'dialog [name=parent] option[value="{group}"]')
    submit(manager)
    wait_gone(manager, "dialog")
    assert definition(branch, service)["parent"] == group
    press_in(manager, service, "closeService")
    submit(manager)
    wait_for(manager, f'[data-key="manager.openService.{service}"]')
    assert definition(branch, service)["open"] is False
    # Whoever else opens it, the list follows.
    branch.call("service.open", {"service": service}, back.admin)
    wait_for(manager, f'[data-key="manager.closeService.{service}"]')


def test_the_appointments_of_a_day_are_counted(branch, back, manager):
    service = back.service()
    branch.call("service.update", {
        "service": service, "booking": {"every": 60, "places": 2},
        "hours": {day: ["09:00-12:00"] for day in
                  ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}}, back.admin)
    day = (datetime.date.today() + datetime.timedelta(days=2)).isoformat()
    slots = branch.call("appointment.slots", {"service": service, "date": day})["slots"]
    assert len(slots) == 3
    branch.call("appointment.book", {"service": service, "at": slots[1]["at"], "name": "Ada"})
    manager.refresh()
    press_in(manager, service, "appointments")
    wait_for(manager, "#slots-day")
    manager.execute_script("""
        const day = document.getElementById("slots-day");
        day.value = arguments[0];
        day.dispatchEvent(new Event("change"));
        """, day)
    wait_for(manager, "#slots caption", "1 appointment on this day")
    taken = wait_for(manager, f'#slots tr[data-at="{slots[1]["at"]}"]').text.split()
    assert taken[-2:] == ["1", "1"]
    assert "Ada" not in text_of(manager, "#slots")
    assert axe(manager) == []


def test_the_list_and_the_form_fit_every_screen(back, manager):
    service = back.service()
    manager.refresh()
    wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for name, (width, height) in SIZES.items():
        resize(manager, width, height)
        line(manager, service)
        assert wait_width(manager, width) <= 0, name
        press_in(manager, service, "change")
        wait_for(manager, "dialog")
        assert manager.execute_script(wide) <= 0, name
        press(manager, "dialog button.plain")
        wait_gone(manager, "dialog")
