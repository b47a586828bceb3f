"""The manager's desk, and how a second browser is let in."""

import pytest

from browsers import (
    axe, complaints, count_of, look, open_page, press, text_of, type_into, wait_for, wait_gone)
from desk import enter, go, line, log_in, sections, submit
from harness import Refused, until


ROWS = "main tbody tr"


@pytest.fixture
def admin(branch, browser):
    return log_in(branch, browser(1440, 900), "admin", branch.secret_of("admin"))


def test_queues_and_counters_are_shown_as_they_change(branch, admin):
    session = branch.counter("12", ["loans"])
    branch.issue("loans")
    wait_for(admin, "[data-service=loans] .big", "1")
    number = branch.call("queue.next", {"counter": "12"}, session)["ticket"]["number"]
    wait_for(admin, "main table", number)
    line(admin, number, "Called")
    branch.call("queue.start", {"counter": "12"}, session)
    branch.call("queue.done", {"counter": "12"}, session)
    wait_for(admin, "[data-service=loans] dl", "Served today")
    press(admin, "main button", "Trial balance")
    wait_for(admin, "caption", "Trial balance")
    assert complaints(admin) == []


def test_a_customer_is_made_with_a_secret_shown_once_and_a_hostile_name_is_text(branch, admin):
    go(admin, "customers")
    press(admin, "main header button.go")
    type_into(admin, "dialog [name=name]", "<img src=x onerror=alert(1)> O'Brien")
    type_into(admin, "dialog [name=user]", "obrien")
    type_into(admin, "dialog [name=opening]", "100.50")
    submit(admin)
    secret = wait_for(admin, ".secret").text
    press(admin, "dialog.step button.go")
    line(admin, "obrien", "<img src=x onerror=alert(1)> O'Brien")
    assert count_of(admin, "main img") == 0
    assert secret not in text_of(admin, "body")
    session = branch.login("obrien", secret)
    assert branch.call("account.list", {}, session)["accounts"][0]["balance"] == 10_050


def test_a_user_that_is_taken_is_said_in_the_form_and_nothing_typed_is_lost(branch, admin):
    branch.customer("Grace Hopper")
    go(admin, "customers")
    taken = branch.call("customer.list", {}, branch.admin())["customers"][-1]["user"]
    press(admin, "main header button.go")
    type_into(admin, "dialog [name=name]", "Somebody")
    type_into(admin, "dialog [name=user]", taken)
    submit(admin)
    wait_for(admin, "dialog .notice", "taken")
    assert look(admin, "dialog [name=name]").get_attribute("value") == "Somebody"


def test_long_lists_come_in_pages_and_the_filter_says_what_it_filters(branch, admin):
    session = branch.admin()
    for number in range(30):
        branch.call("customer.register", {"user": f"many{number}", "name": f"Many {number}"},
                    session)
    go(admin, "customers")
    until(lambda: count_of(admin, ROWS) == 25, "the first page")
    press(admin, "[data-key=more]")
    until(lambda: count_of(admin, ROWS) > 30, "the second page")
    type_into(admin, "input[type=search]", "Many 29")
    until(lambda: count_of(admin, ROWS) == 1, "one is left")
    assert "loaded" in text_of(admin, ".foot")


def test_an_account_is_frozen_thawed_and_closed(branch, admin):
    customer, other = branch.customer("Ada Lovelace", opening=4_000), branch.customer("Other")
    account = customer["account"]
    teller = branch.login(*branch.teller())
    go(admin, "accounts")
    type_into(admin, "input[name=number]", str(account))
    press(admin, "form[role=search] button")
    wait_for(admin, "h2", "Ada Lovelace")
    press(admin, "main button", "Freeze")
    type_into(admin, "dialog [name=reason]", "lost card")
    submit(admin)
    wait_for(admin, ".tag.hold", "Frozen")
    with pytest.raises(Refused) as refused:
        branch.call("ledger.deposit", {"account": account, "amount": 1}, teller)
    assert refused.value.code == "account_frozen"
    press(admin, "main button", "Unfreeze")
    type_into(admin, "dialog [name=reason]", "found")
    submit(admin)
    wait_for(admin, ".tag.go", "Open")
    press(admin, "main button", "Close the account")
    type_into(admin, "dialog [name=to]", str(other["account"]))
    type_into(admin, "dialog [name=secret]", "not the secret")
    submit(admin)
    wait_for(admin, "dialog .notice", "wrong")
    type_into(admin, "dialog [name=secret]", branch.secret_of("admin"))
    submit(admin)
    wait_for(admin, ".tag", "Closed")
    assert branch.call(
        "account.get", {"account": other["account"]}, branch.admin())["balance"] == 4_000


def test_staff_are_added_and_disabled(branch, admin):
    go(admin, "staff")
    press(admin, "main header button.go")
    type_into(admin, "dialog [name=user]", "rosa")
    type_into(admin, "dialog [name=name]", "Rosa")
    submit(admin)
    secret = wait_for(admin, ".secret").text
    press(admin, "dialog.step button.go")
    assert branch.login("rosa", secret)
    line(admin, "rosa").press("button", "Disable")
    submit(admin)
    line(admin, "rosa", "Disabled")
    with pytest.raises(Refused):
        branch.login("rosa", secret)


def test_a_service_is_made_and_closed(branch, admin):
    go(admin, "services")
    press(admin, "main header button.go")
    type_into(admin, "dialog [name=service]", "cards")
    type_into(admin, "dialog [name=prefix]", "k")
    type_into(admin, "dialog [name='name.en']", "Cards")
    submit(admin)
    line(admin, "Cards").press("button", "Close the service")
    submit(admin)
    line(admin, "Cards", "Closed")
    with pytest.raises(Refused) as refused:
        branch.issue("cards")
    assert refused.value.code == "service_closed"


def test_a_supervisor_is_shown_only_what_a_supervisor_may(branch, browser):
    driver = log_in(branch, browser(1440, 900), *branch.staff("supervisor"))
    assert sections(driver) == [
        "overview", "approvals", "cash", "customers", "accounts", "services", "reports"]
    go(driver, "customers")
    wait_for(driver, "main table")
    assert "New customer" not in text_of(driver, "main")


def test_a_teller_is_not_let_in(branch, browser):
    driver = open_page(browser(1440, 900), branch.url + "/manager")
    user, secret = branch.teller()
    enter(driver, user, secret)
    wait_for(driver, ".notice", "supervisors")
    assert not look(driver, "#sections").is_displayed()


def test_a_session_that_ended_asks_for_the_secret_again(branch, browser):
    user, secret = branch.staff("supervisor")
    driver = log_in(branch, browser(1440, 900), user, secret)
    branch.call("auth.logout", {}, branch.login(user, secret))
    press(driver, "[data-section=customers]")
    wait_for(driver, ".notice", "session has ended")
    assert "Ada" not in text_of(driver, "body")


def test_the_back_button_works(branch, admin):
    go(admin, "customers")
    go(admin, "devices")
    admin.back()
    wait_for(admin, "[data-section=customers][aria-current=page]")


def test_a_second_browser_is_let_in_by_its_code_and_put_out_again(branch, admin, browser):
    screen = open_page(browser(1080, 1350), branch.url + "/pair")
    code = until(lambda: text_of(screen, "#code").replace(" ", ""), "a code")
    assert len(code) == 6
    go(admin, "devices")
    press(admin, "main button", "Let a screen in")
    type_into(admin, "dialog [name=code]", "000000" if code != "000000" else "111111")
    type_into(admin, "dialog [name=device]", "kiosk:7")
    submit(admin)
    wait_for(admin, "dialog .notice", "no screen shows this code")
    type_into(admin, "dialog [name=code]", code)
    submit(admin)
    wait_gone(admin, "dialog")
    wait_for(screen, "[data-service=cash]")
    assert screen.current_url.endswith("/kiosk")
    device = "return fetch('/kiosk/who', {method: 'POST', body: '{}', headers: " \
        "{'Content-Type': 'application/json'}}).then((a) => a.json()).then((who) => who.device)"
    assert screen.execute_script(device) == {"device": "kiosk:7", "kind": "kiosk"}
    line(admin, "kiosk:7").press("button", "Disable")
    submit(admin)
    line(admin, "kiosk:7", "Disabled")


def test_every_section_is_accessible(branch, admin):
    branch.customer("Ada Lovelace", opening=100)
    for section in ["overview", "approvals", "customers", "accounts", "entries", "staff",
                    "services", "reports", "devices"]:
        go(admin, section)
        wait_for(admin, "main h2")
        assert axe(admin) == [], section
