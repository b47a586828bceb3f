"""A teller's console: calling, parking, closing, and what goes wrong at a counter."""

import pytest

from browsers import (
    SIZES, axe, before_each_page, complaints, look, open_page, press, shoot,
    text_of, type_into, wait_for, wait_gone, wait_width)
from chromium import open_tab, put_behind, resize
from harness import Branch, Refused, until
from tellers import (
    HOSTILE, Back, at_counter, call_new, do, enter, fill_movement, find_account, log_in,
    open_counter)


@pytest.fixture(scope="module")
def back(branch):
    return Back(branch)


# The queue


def test_a_visit_from_log_in_to_done(branch, back, browser):
    driver = browser()
    service = back.service()
    ticket = branch.issue(service, name=HOSTILE)
    at_counter(driver, back, "2", service)
    wait_for(driver, "#hall-list tr", (ticket["number"], HOSTILE, f"Desk {service}"))
    do(driver, "next")
    wait_for(driver, ".at.called .number", ticket["number"])
    assert HOSTILE in text_of(driver, "#ticket")
    assert ticket["number"] in look(driver, "#said").get_attribute("textContent")
    do(driver, "recall")
    wait_for(driver, "#ticket", "Called 2 times")
    do(driver, "start")
    wait_for(driver, ".at.serving")
    assert back.state(ticket) == "serving"
    assert look(driver, "#act-noShow").get_attribute("aria-disabled") == "true"

    # A reload, or one tab of a hundred, finds the same counter as it stands.
    open_page(driver, branch.url + "/counter")
    wait_for(driver, ".at.serving .number", ticket["number"])
    late = branch.issue(service)
    wait_for(driver, "#hall-list tr", late["number"])
    do(driver, "done")
    until(lambda: back.state(ticket) == "served", "it is served")
    wait_for(driver, ".at", "free")
    assert "owned" not in driver.title
    assert complaints(driver) == []


def test_hold_resume_no_show_and_closing_ask_where_it_is_final(back, browser):
    driver = browser()
    service = back.service()
    at_counter(driver, back, "3", service)
    ticket = call_new(driver, back, service)
    do(driver, "hold")
    wait_for(driver, ".parked li", ticket["number"])
    assert back.state(ticket) == "parked"
    press(driver, f'.resume[data-ticket="{ticket["number"]}"][aria-disabled="false"]')
    wait_for(driver, ".at.called .number", ticket["number"])

    do(driver, "noShow")
    press(driver, "dialog.step button.plain")
    assert back.state(ticket) == "called"
    do(driver, "noShow")
    press(driver, "dialog.step button.hold")
    until(lambda: back.state(ticket) == "noShow", "nobody came")

    ticket = call_new(driver, back, service)
    press(driver, '#leave[aria-disabled="false"]')
    wait_for(driver, "dialog.step", ticket["number"])
    press(driver, "dialog.step button.plain")
    assert back.counter("3")["state"] == "called"
    press(driver, '#leave[aria-disabled="false"]')
    press(driver, "dialog.step button.hold")
    wait_for(driver, "#opening-counter")
    assert back.state(ticket) == "served"
    assert back.counter("3") is None


def test_three_wrong_secrets_lock_and_the_page_says_so(branch, back, browser):
    driver = browser()
    user, secret = back.teller()
    open_page(driver, branch.url + "/counter")
    enter(driver, user, "wrong")
    wait_for(driver, "#login-form .notice", "Three wrong attempts")
    for _ in range(2):
        wait_gone(driver, '#login-form button[aria-busy="true"]')
        enter(driver, user, "wrong")
    wait_for(driver, "#login-form .notice", "third wrong attempt")
    enter(driver, user, secret)
    wait_for(driver, "#login-form .notice", "until")


def test_only_tellers_come_in(branch, back, browser):
    driver = browser()
    log_in(driver, branch, "admin", branch.secret_of("admin"))
    wait_for(driver, "#login-form .notice", "for tellers")
    assert not look(driver, "#console").is_displayed()


def test_a_counter_has_one_teller(branch, back, browser):
    first, second = browser(), browser()
    user, secret = at_counter(first, back, "5")
    log_in(second, branch, *back.teller())
    assert not wait_for(second, '.tile[data-counter="5"]').is_enabled()
    type_into(second, "#opening-counter", "5")
    press(second, "#opening-go")
    wait_for(second, "#opening-form .notice", user)

    session = branch.login(user, secret)
    branch.call("counter.close", {"counter": "5"}, session)
    press(second, "#opening-go")
    wait_for(second, "#sign", "Counter 5")
    # The first is told without pressing anything, and presses nothing that would be heard.
    wait_for(first, ".at.gone", "was taken by")
    press(first, "#reopen")
    wait_for(first, "#opening-counter")


def test_many_tabs_are_one_teller(branch, back, browser):
    driver = browser()
    service = back.service()
    at_counter(driver, back, "19", service)
    first = driver.current_window_handle
    for _ in range(7):
        put_behind(driver)
        open_tab(driver)
        open_page(driver, branch.url + "/counter")
        wait_for(driver, "#sign", "Counter 19")
    ticket = call_new(driver, back, service)
    put_behind(driver)
    driver.switch_to.window(first)
    put_behind(driver, False)
    wait_for(driver, ".at.called .number", ticket["number"])
    do(driver, "start")
    wait_for(driver, ".at.serving")


def test_a_double_press_calls_one_ticket(branch, back, browser):
    driver = browser()
    service = back.service()
    at_counter(driver, back, "6", service)
    for _ in range(3):
        branch.issue(service)
    wait_for(driver, "#hall-count", "3")
    # A third press at the moment in which the ticket appears, from where nobody is slow.
    driver.execute_script("""
        new MutationObserver(() => {
          if (window.thirdPress || !document.querySelector(".at.called")) return;
          window.thirdPress = true;
          document.getElementById("act-next").click();
        }).observe(document.body, { childList: true, subtree: true, attributes: true });
        """)
    wait_for(driver, '#act-next[aria-disabled="false"]').double_click()
    wait_for(driver, ".at.called")
    until(lambda: driver.execute_script("return window.thirdPress"), "the third press")
    do(driver, "start")
    wait_for(driver, ".at.serving")
    assert back.waiting(service) == 2


def test_a_pause_stays_and_the_lease_goes_on(back, browser):
    driver = browser()
    # Five minutes pass in a tenth of a second; what was renewed before is forgotten.
    before_each_page(driver, """
        const wait = window.setInterval;
        window.setInterval = (work, time) => wait(work, time >= 300000 ? 100 : time);
        const keep = Storage.prototype.setItem;
        Storage.prototype.setItem = function (key, text) {
          keep.call(this, key, text.replace(/"renewed":\\d+/, '"renewed":0'));
        };""")
    at_counter(driver, back, "7")
    lease = back.counter("7")["lease"]
    until(lambda: back.counter("7")["lease"] > lease, "the lease goes on")
    press(driver, '#pause[aria-disabled="false"]')
    press(driver, "#pause-dialog-yes")
    wait_for(driver, ".at", "Paused")
    lease = back.counter("7")["lease"]
    until(lambda: back.counter("7")["lease"] > lease, "a pause has a lease, too")
    assert back.counter("7")["state"] == "paused"
    assert look(driver, "#act-next").get_attribute("aria-disabled") == "true"


def test_what_is_not_live_says_since_when_and_offers_nothing(branch, back, browser):
    driver = browser()
    at_counter(driver, back, "8")
    wait_for(driver, '#act-next[aria-disabled="false"]')
    branch.kill("scheduler")
    try:
        wait_for(driver, "#stale", "Not live since")
        assert look(driver, "#act-next").get_attribute("aria-disabled") == "true"
    finally:
        branch.start("scheduler")
    wait_gone(driver, "#stale")
    wait_for(driver, '#act-next[aria-disabled="false"]')


def test_a_branch_that_does_not_answer_is_not_live(branch, back, browser):
    driver = browser()
    at_counter(driver, back, "17")
    # The queues go on being heard, but nothing that is asked is answered.
    branch.kill("gateway")
    try:
        wait_for(driver, "#stale", "Not live since")
        assert look(driver, "#act-next").get_attribute("aria-disabled") == "true"
    finally:
        branch.start("gateway")
    wait_gone(driver, "#stale")


def test_a_call_without_an_answer_is_asked_for_again_with_its_id(branch, back, browser):
    driver = browser()
    service = back.service()
    first, second = branch.issue(service), branch.issue(service)
    at_counter(driver, back, "18", service)
    wait_for(driver, '#act-next[aria-disabled="false"]')
    # The branch hears the call; each of its answers is lost until the page is loaded again.
    driver.execute_script("""
        const ask = window.fetch;
        window.fetch = async (path, options) => {
          const answer = await ask(path, options);
          if (path.includes("queue.next")) throw new TypeError("lost");
          return answer;
        };""")
    do(driver, "next")
    wait_for(driver, "#trouble", "Not known yet")
    assert look(driver, "#act-done").get_attribute("aria-disabled") == "true"
    open_page(driver, branch.url + "/counter")
    wait_for(driver, "#trouble", "Not known yet")
    press(driver, "#act-again")
    wait_for(driver, ".at.called .number", first["number"])
    wait_gone(driver, "#act-again")
    assert back.state(second) == "waiting"


def test_a_browser_that_is_a_counter_begins_with_its_own_number(branch, back, browser):
    driver = open_page(browser(), branch.url + "/counter")
    wait_for(driver, "#login-user")
    enrolled = driver.execute_async_script("""
        const done = arguments[arguments.length - 1];
        const post = (path, body) => fetch(path, {method: "POST", body: JSON.stringify(body),
          headers: {"Content-Type": "application/json"}}).then((answer) => answer.json());
        (async () => {
          await post("/manager/login", {user: "admin", secret: arguments[0]});
          const {code} = await post("/pair/start", {});
          await post("/manager/pair", {code, device: "counter:4", kind: "counter"});
          return (await post("/pair/poll", {})).state;
        })().then(done, (error) => done(String(error)));
        """, branch.secret_of("admin"))
    assert enrolled == "paired"
    log_in(driver, branch, *back.teller())
    assert wait_for(driver, "#opening-counter").get_attribute("value") == "4"
    press(driver, "#opening-go")
    wait_for(driver, "#sign", "Counter 4")


def test_it_fits_and_is_accessible_at_every_size(branch, back, browser):
    driver = browser()
    rich = back.customer("Ada Lovelace", 250_000)
    back.call("ledger.deposit", {"account": rich["account"], "amount": 48_020, "memo": "Wages"})
    back.call("ledger.withdraw", {"account": rich["account"], "amount": 6_000})
    open_page(driver, branch.url + "/counter")
    wait_for(driver, "#login-user")
    assert axe(driver) == []
    enter(driver, *back.teller())
    wait_for(driver, "#opening-counter")
    assert axe(driver) == []
    open_counter(driver, "16")
    for service in ("cash", "accounts", "cash", "loans", "cash", "enquiries"):
        branch.issue(service, **({"name": "Grace Hopper"} if service == "loans" else {}))
    do(driver, "next")
    do(driver, "start")
    find_account(driver, rich["account"])
    for name, (width, height) in SIZES.items():
        resize(driver, width, height)
        assert wait_width(driver, width) <= 0, name
        driver.execute_script("scrollTo(0, 0)")
        shoot(driver, f"counter-{name}")
        assert axe(driver) == [], name
    resize(driver, *SIZES["desktop"])
    fill_movement(driver, "withdraw", "20")
    press(driver, "#movement-go")
    wait_for(driver, "#movement-yes")
    shoot(driver, "counter-withdrawal")
    assert axe(driver) == []
    press(driver, "#movement-yes")
    wait_for(driver, "#receipt-done")
    shoot(driver, "counter-receipt")
    assert axe(driver) == []


def test_without_money_there_is_only_the_queue(browser):
    clinic = Branch(init=("--queue-only",))
    try:
        driver = browser()
        at_counter(driver, Back(clinic), "1")
        ticket = clinic.issue(clinic.call("queue.services")["services"][0]["service"])
        do(driver, "next")
        wait_for(driver, ".at.called .number", ticket["number"])
        assert not look(driver, "#money").is_displayed()
        press(driver, "#help")
        assert "Deposit" not in wait_for(driver, "#help-dialog").text
        with pytest.raises(Refused):
            clinic.call("account.get", {"account": 1}, clinic.admin())
    finally:
        clinic.close()
