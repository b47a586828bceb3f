"""A teller's console: the queue, the money beside it, and what goes wrong at a counter."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browsers import (
    SIZES, axe, before_each_page, complaints, look, offline, open_page, press, resize, shoot,
    text_of, type_into, wait_for, wait_gone)
from harness import Branch, Refused, until

HOSTILE = "<script>document.title='owned'</script>"


class Back:
    """The back office of the tests: one admin and one teller for everything they look up.

    A log-in of their own for each look would be too many for the branch.
    """

    def __init__(self, branch):
        self.branch = branch
        self.admin = branch.admin()
        self.made = 0
        self.session = branch.login(*self.teller())

    def call(self, method, body=None):
        return self.branch.call(method, body or {}, self.session)

    def teller(self):
        self.made += 1
        made = self.branch.call(
            "staff.add",
            {"user": f"maria{self.made}", "name": "Maria Fernández", "role": "teller"},
            self.admin)
        return made["user"], made["secret"]

    def service(self):
        """A service that nobody waits for yet."""
        self.made += 1
        name = f"service-{self.made}"
        letters = "EFGHIJKLMNOPQRSTUVWXYZ"
        prefix = letters[self.made // 22] + letters[self.made % 22]
        self.branch.call(
            "service.add", {"service": name, "prefix": prefix, "names": {"en": f"Desk {name}"}},
            self.admin)
        return name

    def customer(self, name, opening):
        self.made += 1
        return self.call(
            "customer.register",
            {"user": f"customer{self.made}", "name": name, "opening": opening})

    def counter(self, number):
        """What the branch says about a counter, or None where it is closed."""
        lines = self.call("counter.list")["counters"]
        return next((line for line in lines if line["counter"] == number), None)

    def state(self, ticket):
        return self.call("queue.ticket", {"ticket": ticket["ticket"]})["state"]

    def waiting(self, service):
        lines = self.call("queue.status")["services"]
        return next(line["waiting"] for line in lines if line["service"] == service)

    def balance(self, account):
        return self.call("account.get", {"account": account})["balance"]


@pytest.fixture(scope="module")
def back(branch):
    return Back(branch)


def log_in(driver, branch, user, secret):
    open_page(driver, branch.url + "/counter")
    enter(driver, user, secret)


def enter(driver, user, secret):
    type_into(driver, "#login-user", user)
    type_into(driver, "#login-secret", secret).send_keys(Keys.ENTER)


def open_counter(driver, number, service=None):
    wait_for(driver, "#opening-counter")
    if service:
        driver.execute_script("""
            for (const box of document.querySelectorAll(".services input")) {
              box.checked = box.value === arguments[0];
            }""", service)
    type_into(driver, "#opening-counter", number)
    press(driver, "#opening-go")
    wait_for(driver, "#act-next")
    wait_for(driver, "#live")


def at_counter(driver, back, number, service=None):
    """A teller with an open counter: who it is."""
    user, secret = back.teller()
    log_in(driver, back.branch, user, secret)
    open_counter(driver, number, service)
    return user, secret


def do(driver, what):
    press(driver, f'#act-{what}[aria-disabled="false"]')


def call_new(driver, back, service, **more):
    """Issues a ticket, and calls it."""
    ticket = back.branch.issue(service, **more)
    do(driver, "next")
    wait_for(driver, ".at.called .number", ticket["number"])
    return ticket


def find_account(driver, account):
    type_into(driver, "#find-text", str(account)).send_keys(Keys.ENTER)
    wait_for(driver, "#holder + p", f"{account}")
    wait_for(driver, "#history tbody tr")


def fill_movement(driver, kind, amount, to=None):
    press(driver, f"#do-{kind}")
    if to:
        type_into(driver, "#to", str(to))
    type_into(driver, "#amount", amount)


# The queue


def test_a_visit_from_log_in_to_done(branch, back, browser):
    driver = browser()
    service = back.service()
    ticket = branch.issue(service, name="Grace Hopper")
    at_counter(driver, back, "2", service)
    row = wait_for(driver, "#hall-list tr", ticket["number"])
    assert "Grace Hopper" in row.text and f"Desk {service}" in row.text
    do(driver, "next")
    wait_for(driver, ".at.called .number", ticket["number"])
    assert "Grace Hopper" in text_of(driver, "#ticket")
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


def test_a_double_press_calls_one_ticket(branch, back, browser):
    driver = browser()
    service = back.service()
    at_counter(driver, back, "6", service)
    for _ in range(3):
        branch.issue(service)
    wait_for(driver, "#hall-count", "3")
    button = wait_for(driver, '#act-next[aria-disabled="false"]')
    ActionChains(driver).double_click(button).perform()
    wait_for(driver, ".at.called")
    driver.execute_script("document.getElementById('act-next').click()")
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


# Money


@pytest.fixture
def ada(back):
    return back.customer(f"Ada {HOSTILE}", 100_000)


def test_a_double_click_deposits_once_and_prints_a_receipt(branch, back, browser, ada):
    driver = browser()
    at_counter(driver, back, "9")
    find_account(driver, ada["account"])
    assert HOSTILE in text_of(driver, "#holder")
    fill_movement(driver, "deposit", "125.50")
    button = wait_for(driver, "#movement-go")
    driver.execute_script(
        "arguments[0].click(); arguments[0].click(); arguments[0].form.requestSubmit()", button)
    wait_for(driver, "#receipt-amount", "$125.50")
    assert "$1,125.50" in text_of(driver, "#receipt") and HOSTILE in text_of(driver, "#receipt")
    assert back.balance(ada["account"]) == 112_550
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not look(driver, "#console").is_displayed()
    assert look(driver, "#receipt-amount").is_displayed()
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    press(driver, "#receipt-done")

    fill_movement(driver, "deposit", "1")
    ActionChains(driver).double_click(wait_for(driver, "#movement-go")).perform()
    wait_for(driver, "#receipt-amount", "$1.00")
    assert back.balance(ada["account"]) == 112_650
    assert driver.title != "owned"
    assert complaints(driver) == []


def test_withdrawal_and_transfer_are_shown_with_names_before_they_are_sent(
        branch, back, browser, ada):
    driver = browser()
    bob = back.customer("Bob Builder", 5_000)
    at_counter(driver, back, "10")
    find_account(driver, ada["account"])
    fill_movement(driver, "transfer", "20", to=bob["account"])
    press(driver, "#movement-go")
    wait_for(driver, ".sentence", "Bob Builder")
    assert HOSTILE in text_of(driver, ".sentence") and "$20.00" in text_of(driver, ".sentence")
    assert back.balance(bob["account"]) == 5_000
    press(driver, "#movement-yes")
    wait_for(driver, "#receipt", "Bob Builder")
    assert back.balance(bob["account"]) == 7_000
    press(driver, "#receipt-done")

    fill_movement(driver, "withdraw", "5000")
    press(driver, "#movement-go")
    press(driver, "#movement-yes")
    wait_for(driver, "#movement .notice.hold", "$980.00 is available")
    type_into(driver, "#amount", "80")
    press(driver, "#movement-go")
    press(driver, "#movement-yes")
    wait_for(driver, "#receipt-amount", "$80.00")
    assert back.balance(ada["account"]) == 90_000

    # A movement made elsewhere is seen here without asking.
    press(driver, "#receipt-done")
    back.call("ledger.deposit", {"account": ada["account"], "amount": 11})
    wait_for(driver, "#balance", "$900.11")


def test_a_lost_answer_is_asked_for_again_and_moves_money_once(branch, back, browser, ada):
    driver = browser()
    # The first answer to a deposit is lost on its way; the request was heard.
    before_each_page(driver, """
        const ask = window.fetch;
        let lose = true;
        window.fetch = async (path, options) => {
          const answer = await ask(path, options);
          if (lose && path.includes("ledger.deposit")) { lose = false; throw new TypeError(); }
          return answer;
        };""")
    at_counter(driver, back, "11")
    find_account(driver, ada["account"])
    fill_movement(driver, "deposit", "10")
    press(driver, "#movement-go")
    wait_for(driver, "#receipt-amount", "$10.00")
    assert back.balance(ada["account"]) == 101_000


def test_a_cut_network_during_a_deposit_leaves_one_deposit(branch, back, browser, ada):
    driver = browser()
    at_counter(driver, back, "12")
    find_account(driver, ada["account"])
    fill_movement(driver, "deposit", "30")
    offline(driver)
    press(driver, "#movement-go")
    wait_for(driver, "#movement-again", seconds=15)
    assert "not know yet" in text_of(driver, "#movement")
    assert back.balance(ada["account"]) == 100_000
    offline(driver, False)
    # A reload does not lose what is not known.
    open_page(driver, branch.url + "/counter")
    wait_for(driver, "#unfinished", "$30.00")
    press(driver, ".ask-again")
    wait_for(driver, "#receipt-amount", "$30.00")
    assert back.balance(ada["account"]) == 103_000
    press(driver, "#receipt-done")
    wait_gone(driver, "#unfinished li")
    open_page(driver, branch.url + "/counter")
    wait_for(driver, "#live")
    assert not driver.find_elements(By.CSS_SELECTOR, "#unfinished li")
    assert len(back.call("account.history", {"account": ada["account"]})["entries"]) == 2


def test_an_ended_session_keeps_what_was_typed(branch, back, browser, ada):
    driver = browser()
    user, secret = at_counter(driver, back, "13")
    find_account(driver, ada["account"])
    fill_movement(driver, "deposit", "77")
    branch.call("auth.logout", {}, branch.login(user, secret))
    press(driver, "#movement-go")
    wait_for(driver, "#login-again", "still here")
    type_into(driver, "#again-secret", secret).send_keys(Keys.ENTER)
    wait_gone(driver, "#login-again")
    assert look(driver, "#amount").get_attribute("value") == "77"
    press(driver, "#movement-go")
    wait_for(driver, "#receipt-amount", "$77.00")
    assert back.balance(ada["account"]) == 107_700


def test_a_new_customer_gets_a_secret_that_is_shown_once(branch, back, browser):
    driver = browser()
    at_counter(driver, back, "14")
    press(driver, "#register")
    type_into(driver, "#reg-name", "Katherine Johnson")
    type_into(driver, "#reg-user", "katherine")
    type_into(driver, "#reg-opening", "50")
    press(driver, "#registration-go")
    secret = wait_for(driver, "#secret-text").text
    assert branch.login("katherine", secret)
    press(driver, "#secret-given")
    wait_for(driver, "#holder", "Katherine Johnson")
    wait_for(driver, "#balance", "$50.00")
    kept = driver.execute_script(
        "return document.body.outerHTML + JSON.stringify(sessionStorage)"
        " + JSON.stringify(localStorage)")
    assert f">{secret}<" not in kept and f'"{secret}"' not in kept

    type_into(driver, "#find-text", "john kath").send_keys(Keys.ENTER)
    press(driver, ".result", "Katherine Johnson")
    wait_for(driver, "#holder", "Katherine Johnson")


def test_the_keyboard_is_enough(branch, back, browser, ada):
    driver = browser()
    user, secret = back.teller()
    service = back.service()
    ticket = branch.issue(service)
    # What was chosen the last time is chosen again.
    before_each_page(driver, f"""
        if (!localStorage.getItem("branch.counter")) {{
          localStorage.setItem("branch.counter", '{{"services": ["{service}"]}}');
        }}""")
    open_page(driver, branch.url + "/counter")
    wait_for(driver, "#login-user")

    def keys(*pressed):
        ActionChains(driver).send_keys(*pressed).perform()

    keys(user, Keys.TAB, secret, Keys.ENTER)
    wait_for(driver, "#opening-counter")
    reach(driver, "opening-counter")
    keys(Keys.CONTROL + "a" + Keys.NULL, "15", Keys.ENTER)
    wait_for(driver, '#act-next[aria-disabled="false"]')
    wait_for(driver, "#hall-list tr", ticket["number"])
    keys("n")
    wait_for(driver, ".at.called")
    keys("s")
    wait_for(driver, ".at.serving .number", ticket["number"])
    keys("f", str(ada["account"]), Keys.ENTER)
    wait_for(driver, "#balance")
    keys("i")
    wait_for(driver, "#amount")
    keys("15", Keys.ENTER)
    wait_for(driver, "#receipt-amount", "$15.00")
    keys(Keys.ENTER)
    wait_gone(driver, "#receipt")
    # In a field a letter is a letter, and a shortcut only with Alt.
    keys("f")
    keys("d")
    assert back.state(ticket) == "serving"
    ActionChains(driver).key_down(Keys.ALT).send_keys("d").key_up(Keys.ALT).perform()
    until(lambda: back.state(ticket) == "served", "Alt+D is done")
    ActionChains(driver).key_down(Keys.ALT).send_keys("?").key_up(Keys.ALT).perform()
    wait_for(driver, "#help-dialog", "Next")
    keys(Keys.ESCAPE)
    wait_gone(driver, "#help-dialog")


def reach(driver, id):
    """Goes on with the tab key until the element has the focus."""
    for _ in range(40):
        if driver.switch_to.active_element.get_attribute("id") == id:
            return
        ActionChains(driver).send_keys(Keys.TAB).perform()
    raise AssertionError(f"{id} is not reached with the tab key")


# Everywhere


def test_it_fits_and_is_accessible_at_every_size(branch, back, browser):
    driver = browser()
    rich = back.customer("Ada Lovelace", 250_000)
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
        wide = "return document.documentElement.scrollWidth - window.innerWidth"
        until(lambda: driver.execute_script(wide) <= 0, f"nothing sticks out at {name}", 5)
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
