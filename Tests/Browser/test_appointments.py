"""Appointments: made at the kiosk, cancelled on the phone, always in the branch's own time."""

import datetime

import pytest

from browsers import (
    SIZES, attributes_of, axe, complaints, look, open_page, press, shoot, text_of, texts_of,
    type_into, wait_for, wait_gone, wait_width)
from chromium import resize
from harness import until
from tellers import Back

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@pytest.fixture(scope="module")
def back(branch):
    return Back(branch)


def day_in(days):
    """A day of the branch, whose time is UTC."""
    return (datetime.datetime.now(datetime.UTC).date()
            + datetime.timedelta(days=days)).isoformat()


@pytest.fixture
def service(back):
    """One that takes one person an hour, from nine to twelve."""
    name = back.service()
    back.branch.call("service.update", {
        "service": name, "hours": {day: ["09:00-12:00"] for day in DAYS},
        "booking": {"every": 60, "places": 1, "ahead": 20}}, back.admin)
    return name


def slots(branch, service, day):
    return branch.call("appointment.slots", {"service": service, "date": day})["slots"]


def booking(branch, driver, service):
    open_page(driver, branch.url + "/kiosk?seconds=60")
    press(driver, "[data-key=book]")
    # With one service that takes appointments there is nothing to choose.
    if len(branch_services(branch)) > 1:
        press(driver, f'[data-book="{service}"]')
    wait_for(driver, ".days")
    return driver


def branch_services(branch):
    return [one for one in branch.call("queue.services")["services"] if one.get("booking")]


def choose(driver, day, slot):
    press(driver, f'[data-day="{day}"]')
    press(driver, f'[data-at="{slot["at"]}"]')
    wait_for(driver, "#book-name")


def test_an_appointment_is_made_at_the_kiosk_and_cancelled_on_the_phone(
        branch, back, browser, service):
    day = day_in(2)
    nine, ten, _ = slots(branch, service, day)
    branch.call("appointment.book", {"service": service, "at": nine["at"], "name": "Grace"})
    driver = booking(branch, browser(*SIZES["tablet"]), service)
    press(driver, f'[data-day="{day}"]')
    wait_for(driver, f'[data-at="{ten["at"]}"]', "10:00")
    # What is taken cannot be chosen.
    assert not wait_for(driver, f'[data-at="{nine["at"]}"]').is_enabled()
    assert axe(driver) == []
    press(driver, f'[data-at="{ten["at"]}"]')
    press(driver, "[data-key=book]", "Book it")
    wait_for(driver, ".problem", "fill this in")
    assert slots(branch, service, day)[1]["free"] == 1
    type_into(driver, "#book-name", "Ada <b>Lovelace")
    assert axe(driver) == []
    # Pressing it often books it once.
    driver.execute_script("""
        const form = document.querySelector("form.check-in");
        for (let press = 0; press < 5; press += 1) form.requestSubmit();
        """)
    wait_for(driver, ".ticket .time", "10:00")
    assert [slot["free"] for slot in slots(branch, service, day)] == [0, 0, 1]
    assert "10:00" in look(driver, "#spoken").get_attribute("textContent")
    assert axe(driver) == []
    link = look(driver, ".follow img").get_attribute("src").removesuffix("/qr.svg")
    press(driver, "[data-left]")
    wait_for(driver, "[data-service=cash]")
    assert "Ada" not in text_of(driver, "body")
    assert complaints(driver) == []

    phone = open_page(browser(*SIZES["phone"]), link)
    wait_for(phone, ".ticket.booked .at", "10:00")
    press(phone, "[data-key=unbook]")
    press(phone, "dialog button.plain")
    wait_gone(phone, "dialog")
    assert slots(branch, service, day)[1]["free"] == 0
    press(phone, "[data-key=unbook]")
    press(phone, "dialog button.hold")
    wait_for(phone, ".ticket.over", "appointment was cancelled")
    assert slots(branch, service, day)[1]["free"] == 1
    assert axe(phone) == []
    phone.refresh()
    wait_for(phone, ".ticket.over")
    assert complaints(phone) == []


def test_a_time_that_somebody_else_took_meanwhile_is_said_and_others_are_offered(
        branch, browser, service):
    day = day_in(1)
    driver = booking(branch, browser(*SIZES["tablet"]), service)
    taken, free, _ = slots(branch, service, day)
    choose(driver, day, taken)
    type_into(driver, "#book-name", "Ada")
    branch.call("appointment.book", {"service": service, "at": taken["at"], "name": "Grace"})
    press(driver, "[data-key=book]", "Book it")
    wait_for(driver, ".problem")
    wait_for(driver, f'[data-at="{taken["at"]}"]:disabled')
    press(driver, f'[data-at="{free["at"]}"]')
    # The name is still there.
    assert wait_for(driver, "#book-name").get_attribute("value") == "Ada"
    press(driver, "[data-key=book]", "Book it")
    wait_for(driver, ".ticket .time", "10:00")


def test_days_go_as_far_as_the_service_takes_appointments(branch, browser, service):
    driver = booking(branch, browser(*SIZES["tablet"]), service)
    assert attributes_of(driver, ".day", "data-day") == [day_in(days) for days in range(7)]
    assert not wait_for(driver, "[data-key=earlier]").is_enabled()
    for first, count in ((7, 7), (14, 7)):
        press(driver, "[data-key=later]")
        until(lambda: attributes_of(driver, ".day", "data-day") == [
            day_in(days) for days in range(first, first + count)], f"days from {first}")
    assert not wait_for(driver, "[data-key=later]").is_enabled()


def test_times_are_the_branchs_wherever_the_screen_stands(branch, back, browser, service):
    """The branch of the tests has the time of Greenwich."""
    day = day_in(2)
    nine, *_ = slots(branch, service, day)
    now = datetime.datetime.now(datetime.UTC)
    later = (now.hour + 12) % 24
    closed = back.service()
    branch.call("service.update", {
        "service": closed,
        "hours": {day: [f"{later:02}:00-{later:02}:01"] for day in DAYS}}, back.admin)
    driver = browser(*SIZES["tablet"])
    driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "Pacific/Auckland"})
    open_page(driver, branch.url + "/kiosk?seconds=60")
    wait_for(driver, f'[data-service="{closed}"]', f"at {later:02}:00")
    day_word = "today" if later > now.hour else "tomorrow"
    said = text_of(driver, f'[data-service="{closed}"]')
    weekday = (now + datetime.timedelta(days=1)).strftime("%A")
    assert (weekday in said) == (day_word == "tomorrow")
    booking(branch, driver, service)
    press(driver, f'[data-day="{day}"]')
    wait_for(driver, f'[data-at="{nine["at"]}"]')
    assert texts_of(driver, ".times button") == ["09:00", "10:00", "11:00"]
    made = branch.call("appointment.book", {"service": service, "at": nine["at"], "name": "Ada"})
    open_page(driver, f"{branch.url}/t/{made['appointment']}")
    wait_for(driver, ".ticket.booked .at", "09:00")
    # A statement's day begins there, too.
    begins = driver.execute_async_script("""
        const [day, done] = arguments;
        import("/pages/shared/zone.js").then(({ dayBegins, branchDay, useZone }) => {
          const at = (zone, text) => {
            useZone(zone);
            const begins = dayBegins(text);
            return [new Date(begins).toISOString().slice(0, 16), branchDay(begins).clock];
          };
          done([at("UTC", day), at("Europe/Madrid", "2026-03-29"),
            at("America/New_York", "2026-11-01"), at("Asia/Kolkata", "2026-11-21")]);
        });
        """, day)
    assert begins == [
        [f"{day}T00:00", "00:00"], ["2026-03-28T23:00", "00:00"], ["2026-11-01T04:00", "00:00"],
        ["2026-11-20T18:30", "00:00"]]


def test_making_an_appointment_fits_every_screen(branch, back, browser, service):
    branch.call("service.update", {
        "service": service, "names": {"en": "Advice on loans"}}, back.admin)
    driver = booking(branch, browser(*SIZES["tablet"]), service)

    def at_each_size(what):
        for name, (width, height) in SIZES.items():
            resize(driver, width, height)
            assert wait_width(driver, width) <= 0, f"{what} on a {name}"
            shoot(driver, f"kiosk-{what}-{name}")

    day = day_in(2)
    press(driver, f'[data-day="{day}"]')
    slot = slots(branch, service, day)[1]
    wait_for(driver, f'[data-at="{slot["at"]}"]')
    at_each_size("booking")
    press(driver, f'[data-at="{slot["at"]}"]')
    type_into(driver, "#book-name", "Ada Lovelace")
    press(driver, "[data-key=book]", "Book it")
    wait_for(driver, ".ticket .time")
    at_each_size("booked")
