"""A teller's drawer: taken with counted cash, filled from the vault, counted, given back."""

import json
import pathlib

import pytest
from selenium.webdriver.common.keys import Keys

from browsers import (
    SIZES, axe, complaints, count_of, focused, look, offline, open_page, press, press_keys,
    save_files_in, shoot, text_of, type_into, wait_for, wait_gone, wait_width)
from chromium import resize
from harness import Branch, until
from tellers import (
    Back, at_counter, do, fill_movement, find_account, reach)


@pytest.fixture(scope="module")
def back(branch):
    """The vault has cash: what customers brought while no drawer was open."""
    made = Back(branch)
    made.supervisor = branch.login(*branch.staff("supervisor"))
    made.customer("First Saver", 2_000_000)
    return made


def count(driver, **counts):
    """Types how many there are of each value: `n5000=3`."""
    for value, number in counts.items():
        type_into(driver, f"#count-{value[1:]}", str(number))


def on_to_the_last_step(driver):
    press(driver, "#steps-next")
    return wait_for(driver, "#steps-yes")


def take_drawer(driver, **counts):
    """Opens the drawer of the counter's number."""
    press(driver, "#drawer")
    press(driver, "#drawer-open")
    count(driver, **counts)
    on_to_the_last_step(driver).click()
    press(driver, "#steps-ok")
    wait_for(driver, "#drawer-balance")


def drawer(back, name):
    listed = back.branch.call("drawer.list", {}, back.supervisor)["drawers"]
    return next(one for one in listed if one["drawer"] == name)


def test_a_drawer_is_taken_counted_and_given_back_and_what_is_missing_is_said_in_words(
        branch, back, browser):
    driver = browser()
    user, _ = at_counter(driver, back, "21")
    wait_for(driver, "#drawer", "No drawer")
    press(driver, "#drawer")
    assert wait_for(driver, "#drawer-which").get_attribute("value") == "21"
    press(driver, "#drawer-open")
    count(driver, n10000=2, n2000=3, n25=5)
    assert text_of(driver, "#count-total") == "$261.25"
    type_into(driver, "#count-2000", "3x")
    press(driver, "#steps-next")
    wait_for(driver, ".steps .notice.hold", "whole numbers")
    type_into(driver, "#count-2000", "3")
    on_to_the_last_step(driver)
    assert text_of(driver, "#difference").startswith("$261.25 over")
    press(driver, "#steps-yes", "$261.25")
    wait_for(driver, ".steps", "Drawer 21 is yours")
    press(driver, "#steps-ok")
    wait_for(driver, "#drawer-balance", "$261.25")
    press(driver, "#drawer-shut")
    wait_for(driver, "#drawer", "Drawer 21 · $261.25")
    assert drawer(back, "drawer:21")["teller"] == user

    # Cash that is paid in and out goes through it.
    ada = back.customer("Ada Lovelace", 10_000)
    find_account(driver, ada["account"])
    fill_movement(driver, "deposit", "8.75")
    press(driver, "#movement-go")
    press(driver, "#receipt-done")
    wait_for(driver, "#drawer", "Drawer 21 · $270.00")

    # In between half a dollar is missing: it is booked, and the drawer is right again.
    press(driver, "#drawer")
    press(driver, "#drawer-count")
    count(driver, n10000=2, n2000=3, n500=1, n100=4, n50=1)
    on_to_the_last_step(driver)
    assert text_of(driver, "#expected") == "$270.00"
    assert text_of(driver, "#counted") == "$269.50"
    assert text_of(driver, "#difference").startswith("$0.50 short")
    press(driver, "#steps-yes")
    wait_for(driver, ".steps", "is counted")
    press(driver, "#steps-ok")
    wait_for(driver, "#drawer-balance", "$269.50")

    # Given back: nothing happens before the second step.
    press(driver, "#drawer-close")
    count(driver, n10000=2, n5000=1, n1000=2)
    on_to_the_last_step(driver)
    assert text_of(driver, "#difference").startswith("$0.50 over")
    press(driver, ".steps .row.end button", "Back")
    assert look(driver, "#count-5000").get_attribute("value") == "1"
    assert drawer(back, "drawer:21")["teller"] == user
    on_to_the_last_step(driver).click()
    wait_for(driver, ".steps", "given back")
    press(driver, "#steps-ok")
    wait_for(driver, "#drawer-which")
    press(driver, "#drawer-shut")
    wait_for(driver, "#drawer", "No drawer")
    assert "teller" not in drawer(back, "drawer:21")
    assert drawer(back, "drawer:21")["balance"] == 27_000
    assert complaints(driver) == []


def test_a_drawer_that_somebody_has_is_not_offered_and_not_given(branch, back, browser):
    other = branch.login(*back.teller())
    branch.call("drawer.open", {"drawer": "drawer:22", "counted": {"1000": 1}}, other)
    driver = browser()
    at_counter(driver, back, "22")
    press(driver, "#drawer")
    assert not wait_for(driver, "[data-drawer='22']").is_enabled()
    assert "maria" in text_of(driver, "[data-drawer='22']")
    type_into(driver, "#drawer-which", "22")
    press(driver, "#drawer-open")
    on_to_the_last_step(driver).click()
    wait_for(driver, ".steps .notice.hold", "Another teller")
    press(driver, ".steps .row.end button", "Back")
    press(driver, ".steps .row.end button", "Cancel")
    type_into(driver, "#drawer-which", "not a name!")
    press(driver, "#drawer-open")
    wait_for(driver, "#drawer-dialog .notice.hold", "letters, digits")


def test_cash_from_the_vault_is_booked_when_it_is_accepted(branch, back, browser):
    driver = browser()
    at_counter(driver, back, "23")
    take_drawer(driver, n1000=5)
    vault = drawer(back, "vault")["balance"]
    move = branch.call(
        "drawer.move", {"from": "vault", "to": "drawer:23", "notes": {"5000": 10}},
        back.supervisor)["move"]
    # It is seen as the list is opened anew.
    press(driver, "#drawer-shut")
    press(driver, "#drawer")
    wait_for(driver, f"[data-move='{move}']", "10 × $50.00")
    press(driver, f"[data-key='accept-{move}']")
    wait_for(driver, ".steps .sentence", "Drawer 23")
    assert drawer(back, "drawer:23")["balance"] == 5_000
    press(driver, "#steps-yes", "$500.00")
    press(driver, "#steps-ok")
    wait_for(driver, "#drawer-balance", "$550.00")
    wait_gone(driver, f"[data-move='{move}']")
    assert drawer(back, "vault")["balance"] == vault - 50_000

    # What one sent oneself waits for the other side.
    press(driver, "#drawer-toVault")
    count(driver, n5000=4)
    on_to_the_last_step(driver)
    assert "$200.00" in text_of(driver, ".steps .sentence")
    press(driver, "#steps-yes")
    wait_for(driver, ".steps .notice.go", "on its way")
    press(driver, "#steps-ok")
    wait_for(driver, ".moves .tag", "the other side")
    assert count_of(driver, ".moves button") == 0
    wait_for(driver, "#drawer-balance", "$550.00")
    # Whoever counts meanwhile is told why it may look short.
    press(driver, "#drawer-count")
    count(driver, n5000=6, n1000=5)
    on_to_the_last_step(driver)
    wait_for(driver, ".steps .notice.wait", "$200.00 is on its way")
    press(driver, ".steps .row.end button", "Back")
    press(driver, ".steps .row.end button", "Cancel")
    moves = branch.call("drawer.list", {}, back.supervisor)["moves"]
    own = next(one for one in moves if one["from"] == "drawer:23")
    branch.call("drawer.accept", {"move": own["move"]}, back.supervisor)
    press(driver, "#drawer-shut")
    wait_for(driver, "#drawer", "Drawer 23 · $350.00")

    # More than there is goes nowhere.
    press(driver, "#drawer")
    press(driver, "#drawer-toVault")
    count(driver, n10000=4)
    on_to_the_last_step(driver).click()
    wait_for(driver, ".steps .notice.hold", "$350.00 is there")


def test_a_count_that_got_no_answer_is_asked_for_again_with_its_own_id(branch, back, browser):
    driver = browser()
    at_counter(driver, back, "24")
    take_drawer(driver, n1000=5)
    press(driver, "#drawer-toVault")
    count(driver, n1000=2)
    on_to_the_last_step(driver)
    offline(driver)
    press(driver, "#steps-yes")
    wait_for(driver, "#steps-again")
    press(driver, ".steps .row.end button", "Leave it open")
    offline(driver, False)
    open_page(driver, branch.url + "/counter")
    wait_for(driver, "#drawer", "Not known yet")
    press(driver, "#drawer")
    press(driver, ".doubt-again")
    wait_for(driver, ".moves .tag", "the other side")
    moves = branch.call("drawer.list", {}, back.supervisor)["moves"]
    assert len([one for one in moves if one["from"] == "drawer:24"]) == 1


def downloads(driver, directory):
    save_files_in(driver, directory)

    def kept():
        return sorted(
            path for path in pathlib.Path(directory).iterdir()
            if path.suffix != ".crdownload" and not path.name.startswith("."))

    return kept


def test_a_statement_is_saved_as_files_each_page_its_own(branch, back, browser, tmp_path):
    ada = back.customer("Ada Lovelace", 10_000)
    for _ in range(240):
        back.call("ledger.deposit", {"account": ada["account"], "amount": 1})
    driver = browser()
    kept = downloads(driver, tmp_path)
    at_counter(driver, back, "25")
    find_account(driver, ada["account"])
    press(driver, "#do-statement")
    press(driver, "#statement-format option[value=json]")
    press(driver, "#statement-go")
    wait_for(driver, "#statement-state", "files are ready")
    links = count_of(driver, ".files a")
    assert links > 1
    files = until(lambda: len(kept()) == links and kept(), "all files are saved")
    pages = [json.loads(file.read_text()) for file in files]
    assert all("page" in file.name and str(ada["account"]) in file.name for file in files)
    assert json.dumps(pages).count('"deposit"') == 240

    for file in files:
        file.unlink()
    press(driver, "#statement-format option[value=csv]")
    press(driver, "#statement-go")
    until(lambda: any(one.suffix == ".csv" and one.read_text() for one in kept()), "a CSV file")

    driver.execute_script("""
        document.getElementById("statement-from").value = "2026-02-01";
        document.getElementById("statement-to").value = "2026-01-01";""")
    press(driver, "#statement-go")
    wait_for(driver, "#statement .notice.hold", "after the last one")
    assert complaints(driver) == []


def test_the_keyboard_is_enough_for_a_drawer(branch, back, browser):
    driver = browser()
    at_counter(driver, back, "26")
    wait_for(driver, "#drawer", "No drawer")
    press_keys(driver, "m")
    wait_for(driver, "#drawer-which")
    reach(driver, "drawer-which")
    press_keys(driver, Keys.ENTER)
    wait_for(driver, "#count-10000")
    press_keys(driver, "1", Keys.ARROW_DOWN, "2", Keys.ENTER)
    wait_for(driver, "#steps-yes")
    press_keys(driver, Keys.ENTER)
    wait_for(driver, "#steps-ok")
    press_keys(driver, Keys.ENTER)
    wait_for(driver, "#drawer-balance", "$200.00")
    press_keys(driver, Keys.ESCAPE)
    wait_gone(driver, "#drawer-dialog")
    # The focus is back where the key was pressed.
    until(lambda: focused(driver) == "main", "the focus is back")


def test_drawer_and_statement_fit_every_size_and_are_accessible(branch, back, browser):
    driver = browser(*SIZES["desktop"])
    at_counter(driver, back, "27")
    take_drawer(driver, n10000=2, n2000=6, n25=4)
    branch.call("drawer.move", {"from": "vault", "to": "drawer:27", "notes": {
        "5000": 10, "2000": 5}}, back.supervisor)
    press(driver, "#drawer-shut")
    ada = back.customer("Ada Lovelace", 10_000)
    find_account(driver, ada["account"])

    def at_each_size(what, close):
        for size in ("desktop", "phone"):
            resize(driver, *SIZES[size])
            wide = wait_width(driver, SIZES[size][0])
            assert wide <= 0, f"{what} is {wide} pixels too wide on a {size}"
            shoot(driver, f"counter-{what}-{size}")
            assert axe(driver) == [], f"{what} on a {size}"
        resize(driver, *SIZES["desktop"])
        for css in close:
            press(driver, css)

    at_each_size("console", [])
    press(driver, "#drawer")
    wait_for(driver, ".moves li")
    at_each_size("drawer", [])
    press(driver, "#drawer-close")
    count(driver, n10000=2, n2000=6)
    at_each_size("drawer-count", ["#steps-next"])
    wait_for(driver, "#difference", "short")
    at_each_size("drawer-difference", ["#steps-yes"])
    wait_for(driver, ".steps", "given back")
    press(driver, "#steps-ok")
    wait_for(driver, "#drawer-which")
    at_each_size("drawer-choice", ["#drawer-shut"])
    press(driver, "#do-statement")
    at_each_size("statement", ["#statement-go"])


def test_notes_and_coins_are_whole_minor_units_in_every_currency(branch, browser):
    driver = open_page(browser(), branch.url + "/counter")
    currencies = ["USD", "EUR", "GBP", "INR", "JPY", "KWD", "BRL", "MXN", "CLP", "BHD", "SEK"]
    values = driver.execute_async_script("""
        const [currencies, done] = arguments;
        import("/pages/shared/denominations.js").then(({ denominations, worth, readCount }) =>
          done({
            of: Object.fromEntries(currencies.map((one) => [one, denominations(one)])),
            worth: worth({ 5: 3, 25: 999999, 10000: 1000000 }),
            read: ["", " 7 ", "1000000", "1000001", "-1", "1.5", "1e3"].map(readCount),
          }));""", currencies)
    for currency, kinds in values["of"].items():
        both = kinds["notes"] + kinds["coins"]
        assert all(isinstance(value, int) and value > 0 for value in both), currency
        assert both == sorted(set(both), reverse=True), currency
        assert len(both) <= 32, currency
    assert values["of"]["USD"]["coins"] == [50, 25, 10, 5, 1]
    assert values["of"]["JPY"]["notes"] == [10_000, 5_000, 2_000, 1_000]
    assert values["of"]["KWD"]["coins"][-1] == 5 and values["of"]["KWD"]["notes"][0] == 20_000
    assert values["worth"] == 15 + 24_999_975 + 10_000_000_000
    assert values["read"] == [0, 7, 1_000_000, None, None, None, None]


def test_where_there_is_only_a_queue_there_is_no_drawer(browser):
    clinic = Branch(init=("--queue-only",))
    try:
        driver = browser()
        at_counter(driver, Back(clinic), "1")
        clinic.issue(clinic.call("queue.services")["services"][0]["service"])
        do(driver, "next")
        wait_for(driver, ".at.called .number")
        assert count_of(driver, "#drawer, #do-statement") == 0
        press(driver, "#help")
        shown = wait_for(driver, "#help-dialog").text
        assert "drawer" not in shown and "Statement" not in shown
    finally:
        clinic.close()
