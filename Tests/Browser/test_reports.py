"""The manager's reports: a day that is known, in figures, charts, tables and a file."""

import csv
import json

import pytest

import desk
from browsers import (
    SIZES, attributes_of, axe, before_each_page, complaints, count_of, press,
    save_files_in, shoot, text_of, texts_of, wait_for, wait_gone, wait_width)
from chromium import resize
from harness import until
from tellers import Back


@pytest.fixture(scope="module")
def back(branch):
    made = Back(branch)
    made.supervisor = branch.staff("supervisor", "Sofia Supervisor")
    return made


def reports(branch, back, driver):
    desk.log_in(branch, driver, *back.supervisor, "reports")
    wait_for(driver, "#report-state", "As of")
    return driver


def figures_of(driver, by):
    """The table of a card: the cells of each line."""
    return [row.split("\t") for row in texts_of(driver, f"#report-{by} tbody tr")]


def choose(driver, id, value):
    """As a person does with the keyboard or a list."""
    driver.execute_script("""
        const field = document.getElementById(arguments[0]);
        field.value = arguments[1];
        field.dispatchEvent(new Event("change"));
        """, id, value)


def test_a_known_day_is_reported_and_saved(branch, back, browser, tmp_path):
    service, other = back.service(), back.service()
    session = branch.login(*back.teller())
    branch.call("counter.open", {"counter": "71", "services": [service]}, session)
    tickets = [branch.issue(service) for _ in range(4)]
    for ending in ("queue.done", "queue.done", "queue.noShow"):
        branch.call("queue.next", {"counter": "71"}, session)
        if ending == "queue.done":
            branch.call("queue.start", {"counter": "71"}, session)
        branch.call(ending, {"counter": "71"}, session)
    branch.call("queue.cancel", {"ticket": tickets[3]["ticket"]})

    driver = browser()
    save_files_in(driver, tmp_path)
    reports(branch, back, driver)

    def known():
        # Reports follow the queue by a moment.
        press(driver, "[data-span=today]")
        return "Visits\n4" in text_of(driver, "[data-tile=visits]")

    until(known, "four visits")
    visits = text_of(driver, "[data-tile=visits]").split("\n")
    assert visits == ["Visits", "4", "Served", "2 · 50%", "Did not come", "1 · 25%",
                      "Left or cancelled", "1 · 25%", "Never called", "0 · 0%"]
    press(driver, "[data-key=ended]")
    wait_for(driver, "#report-service", "How visits ended")
    assert figures_of(driver, "service") == [[f"Desk {service}", "4", "2", "1", "1", "0"]]
    assert figures_of(driver, "counter") == [["71", "3", "2", "1", "0", "0"]]
    assert count_of(driver, "#report-day") == 0

    press(driver, "#report-save")
    file = until(lambda: next(tmp_path.glob("queue-*.csv"), None), "a file")
    until(lambda: file.read_text().count("\n") > 3, "it is whole")
    rows = list(csv.DictReader(file.open()))
    assert [(row["by"], row["tickets"], row["served"], row["wait_count"]) for row in rows
            if row["by"] in ("total", "counter")] == [("total", "4", "2", "3"),
                                                      ("counter", "3", "2", "3")]

    choose(driver, "report-service", other)
    wait_for(driver, ".report", "nobody was served")
    assert count_of(driver, ".chart") == 0
    choose(driver, "report-service", service)
    wait_for(driver, "#report-counter option[value='71']")
    press(driver, "[data-span=yesterday]")
    wait_gone(driver, ".chart")
    assert complaints(driver) == []


def test_days_that_cannot_be_are_said_and_nothing_of_others_stays(branch, back, browser):
    driver = reports(branch, back, browser())
    choose(driver, "report-from", "2026-03-02")
    choose(driver, "report-to", "2026-03-01")
    wait_for(driver, "main .notice.hold", "not before the first one")
    assert text_of(driver, ".report") == ""
    assert not wait_for(driver, "#report-save").is_enabled()
    press(driver, "[data-span=today]")
    wait_gone(driver, "main .notice.hold")
    wait_for(driver, "#report-state", "As of")


# A week in a branch, as its scheduler tells it: seconds.


def spread(count, mean, p50, p90, p99, longest):
    return {"count": count, "mean": mean, "p50": p50, "p90": p90, "p99": p99, "longest": longest}


def line(by, name, tickets, wait, service, idle=None):
    """One in twenty did not come, one in ten left; `wait` and `service`: half, nine in ten."""
    no_show, abandoned = tickets // 20, tickets // 10
    made = {
        "by": by, "name": name, "tickets": tickets, "noShow": no_show, "abandoned": abandoned,
        "expired": 0, "served": tickets - no_show - abandoned}
    for key, times in (("wait", wait), ("service", service), ("idle", idle)):
        if times:
            half, nine = times
            made[key] = spread(tickets - abandoned, int(half * 1.2), half, nine, nine * 2, nine * 3)
    return made


HOURS = [(8, 24, 130, 420), (9, 61, 312, 790), (10, 88, 546, 1_240), (11, 94, 730, 1_560),
         (12, 70, 480, 1_105), (13, 41, 240, 610), (14, 22, 95, 260)]
KNOWN = {
    "lines": [
        line("total", "", 400, (420, 1_180), (205, 480), (35, 150)),
        *(line("service", name, *rest) for name, *rest in [
            ("cash", 210, (390, 1_060), (150, 330)), ("accounts", 90, (450, 1_240), (310, 640)),
            ("loans", 40, (760, 1_620), (900, 1_500)), ("enquiries", 60, (210, 600), (120, 240))]),
        *(line("counter", name, *rest) for name, *rest in [
            ("1", 130, (400, 1_100), (160, 350), (20, 75)),
            ("2", 120, (410, 1_120), (170, 360), (25, 90)),
            ("3", 110, (430, 1_190), (240, 560), (40, 160))]),
        *(line("hour", str(hour), count, (half, nine), (205, 480))
          for hour, count, half, nine in HOURS),
        *(line("day", f"2026-11-{16 + day}", 80, (380 + day * 30, 1_000 + day * 90), (205, 480))
          for day in range(5))],
    "calibration": {"promised": 340, "p50Held": 177, "p90Held": 299},
    "through": 1_795_000_000_000,
}


@pytest.fixture
def week(branch, back, browser):
    """The page with that week: what a branch has measured cannot be waited for in a test."""
    driver = browser(*SIZES["desktop"])
    before_each_page(driver, """
        const real = window.fetch;
        window.fetch = (path, options) => String(path).endsWith("/api/queue.report")
          ? Promise.resolve(new Response(JSON.stringify(%s))) : real(path, options);
        """ % json.dumps(KNOWN))
    reports(branch, back, driver)
    wait_for(driver, "#report-hour svg[role=img]")
    return driver


def bars(driver, by, look):
    """Length and place of each bar of a look, in the order of the lines."""
    return driver.execute_script("""
        return [...document.querySelectorAll(`#report-${arguments[0]} .plot .${arguments[1]}`)]
          .map((one) => ["x", "y", "width", "height"].map((name) =>
            Number(one.getAttribute(name))));
        """, by, look)


def test_charts_are_as_long_as_what_they_show_and_their_tables_say_the_same(week):
    tall = [height for *_, height in bars(week, "hour", "ninety")]
    for (_, _, half, nine), whole, (*_, front) in zip(HOURS, tall, bars(week, "hour", "half")):
        assert whole / tall[3] == pytest.approx(nine / 1_560, abs=0.01)
        assert front / whole == pytest.approx(half / nine, abs=0.01)
    long = [width for _, _, width, _ in bars(week, "service", "ninety")]
    assert long[2] == max(long) and long[3] / long[2] == pytest.approx(600 / 1_620, abs=0.01)
    assert figures_of(week, "hour")[3] == [
        "11:00 – 12:00", "85", "12:10", "26:00", "52:00", "1:18:00", "14:36"]
    assert attributes_of(week, "#report-hour svg[role=img]", "aria-label") == [
        "Waits · by hour. The highest: 11:00 – 12:00, 26:00. All figures are in the table."]
    assert text_of(week, "[data-tile=wait]").startswith("Waits\nHalf within 7:00")
    promises = text_of(week, "[data-tile=promises]")
    assert "340 tickets" in promises and "52% within" in promises and "88% within" in promises

    press(week, "[data-key=ended]")
    wait_for(week, "#report-hour", "How visits ended")
    stacked = [bars(week, "hour", look)[3] for look in ("kept", "late", "lost")]
    for (_, _, _, height), count in zip(stacked, (81, 4, 9)):
        assert height / stacked[0][3] == pytest.approx(count / 81, abs=0.01)
    # Each stands on the one before it.
    assert stacked[1][1] + stacked[1][3] == pytest.approx(stacked[0][1], abs=0.01)
    press(week, "[data-key=idle]")
    wait_for(week, "#report-counter", "Free counters")
    assert count_of(week, "#report-hour") == 0
    assert complaints(week) == []


def test_the_charts_fit_every_screen_and_are_accessible(week):
    for measure in ("ended", "service", "wait"):
        press(week, f"[data-key={measure}]")
    for name, (width, height) in SIZES.items():
        resize(week, width, height)
        assert wait_width(week, width) <= 0, name
        # The chart is drawn anew for its place.
        until(lambda: week.execute_script("""
            return [...document.querySelectorAll(".plot")].every((one) =>
              one.firstChild.getBoundingClientRect().width <= one.clientWidth + 1);
            """), f"charts fit a {name}")
        week.execute_script(
            "document.getElementById('report-hour').scrollIntoView({ block: arguments[0] })",
            "start" if name == "phone" else "end")
        shoot(week, f"manager-reports-{name}")
        assert axe(week) == [], name


@pytest.mark.parametrize("code, word", [
    ("es", "Esperas"), ("pt", "Esperas"), ("hi", "प्रतीक्षा"), ("kn", "ಕಾಯುವಿಕೆ")])
def test_reports_speak_every_language(week, code, word):
    press(week, f"#language option[value={code}]")
    wait_for(week, "[data-tile=wait]", word)
    wait_for(week, "#report-hour", word)
    for text in texts_of(week, "main"):
        assert "reports." not in text and "shared." not in text and "manager." not in text
    assert axe(week) == []
