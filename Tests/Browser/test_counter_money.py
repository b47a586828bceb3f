"""A customer's money at the counter: once, with names, and never lost from sight."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from browsers import (
    before_each_page, complaints, count_of, look, offline, open_page, press, press_keys, text_of,
    type_into, wait_for, wait_gone)
from chromium import open_tab
from harness import until
from tellers import HOSTILE, Back, at_counter, fill_movement, find_account, reach


@pytest.fixture(scope="module")
def back(branch):
    return Back(branch)


def click_at_once(driver, css):
    """Before the page itself notices that the session ended, or after."""
    driver.execute_script("document.querySelector(arguments[0]).click()", css)


@pytest.fixture
def ada(back):
    return back.customer(f"Ada {HOSTILE}", 100_000)


def test_a_double_click_deposits_once_and_prints_a_receipt(branch, back, browser, ada):
    driver = browser()
    at_counter(driver, back, "9")
    find_account(driver, ada["account"])
    assert HOSTILE in text_of(driver, "#holder")
    fill_movement(driver, "deposit", "125.50")
    wait_for(driver, "#movement-go")
    driver.execute_script("""
        const button = document.getElementById("movement-go");
        button.click(); button.click(); button.form.requestSubmit();
        """)
    wait_for(driver, "#receipt-amount", "$125.50")
    assert "$1,125.50" in text_of(driver, "#receipt") and HOSTILE in text_of(driver, "#receipt")
    assert back.balance(ada["account"]) == 112_550
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not look(driver, "#console").is_displayed()
    assert look(driver, "#receipt-amount").is_displayed()
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    driver.execute_script("window.print = () => { window.printed = true; }")
    press(driver, "#do-print")
    assert driver.execute_script("return window.printed")
    press(driver, "#receipt-done")

    fill_movement(driver, "deposit", "1")
    wait_for(driver, "#movement-go").double_click()
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

    # Older movements are a press away; a frozen account offers only what it may still do.
    for _ in range(8):
        back.call("ledger.deposit", {"account": ada["account"], "amount": 1})
    press(driver, "#account-close")
    find_account(driver, ada["account"])
    press(driver, "#history-more")
    until(lambda: count_of(driver, "#history tbody tr") == 12, "all movements are shown")
    branch.call(
        "account.freeze", {"account": ada["account"], "side": "debit", "reason": "Asked for"},
        back.admin)
    press(driver, "#find-go")
    wait_for(driver, "#holder + p", "nothing goes out")
    assert look(driver, "#do-deposit").is_displayed()
    assert count_of(driver, "#do-withdraw, #do-transfer") == 0


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
    user, secret = at_counter(driver, back, "12")
    find_account(driver, ada["account"])
    fill_movement(driver, "deposit", "30")
    offline(driver)
    press(driver, "#movement-go")
    wait_for(driver, "#movement-again")
    assert "not know yet" in text_of(driver, "#movement")
    assert back.balance(ada["account"]) == 100_000
    offline(driver, False)
    # A reload does not lose what is not known.
    open_page(driver, branch.url + "/counter")
    wait_for(driver, "#unfinished", "$30.00")
    # Nor does a session that ended meanwhile.
    branch.call("auth.logout", {}, branch.login(user, secret))
    click_at_once(driver, ".ask-again")
    wait_for(driver, "#login-again")
    type_into(driver, "#again-secret", secret).send_keys(Keys.ENTER)
    wait_gone(driver, "#login-again")
    assert back.balance(ada["account"]) == 100_000
    press(driver, ".ask-again")
    wait_for(driver, "#receipt-amount", "$30.00")
    assert back.balance(ada["account"]) == 103_000
    press(driver, "#receipt-done")
    wait_gone(driver, "#unfinished li")
    open_page(driver, branch.url + "/counter")
    wait_for(driver, "#live")
    assert count_of(driver, "#unfinished li") == 0
    assert len(back.call("account.history", {"account": ada["account"]})["entries"]) == 2


def test_an_ended_session_keeps_what_was_typed(branch, back, browser, ada):
    driver = browser()
    user, secret = at_counter(driver, back, "13")
    find_account(driver, ada["account"])
    fill_movement(driver, "deposit", "77")
    branch.call("auth.logout", {}, branch.login(user, secret))
    click_at_once(driver, "#movement-go")
    wait_for(driver, "#login-again", "still here")
    type_into(driver, "#again-secret", secret).send_keys(Keys.ENTER)
    wait_gone(driver, "#login-again")
    assert look(driver, "#amount").get_attribute("value") == "77"
    press(driver, "#movement-go")
    wait_for(driver, "#receipt-amount", "$77.00")
    assert back.balance(ada["account"]) == 107_700

    # Where the browser forgot the session altogether it is the same.
    press(driver, "#receipt-done")
    fill_movement(driver, "withdraw", "7")
    press(driver, "#movement-go")
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    click_at_once(driver, "#movement-yes")
    type_into(driver, "#again-secret", secret).send_keys(Keys.ENTER)
    wait_gone(driver, "#login-again")
    press(driver, "#movement-yes")
    wait_for(driver, "#receipt-amount", "$7.00")
    assert back.balance(ada["account"]) == 107_000


def test_another_teller_in_the_same_browser_sees_nothing_of_the_first(
        branch, back, browser, ada):
    driver = browser()
    at_counter(driver, back, "16")
    find_account(driver, ada["account"])
    first = driver.current_window_handle
    open_tab(driver)
    open_page(driver, branch.url + "/counter")
    wait_for(driver, "#sign", "Counter 16")
    press(driver, "#logout")
    press(driver, "dialog.step button.go")
    wait_for(driver, "#login-user")
    assert back.counter("16") is None
    driver.switch_to.window(first)
    wait_for(driver, "#login-user")
    assert HOSTILE not in look(driver, "body").get_attribute("textContent")


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
    press_keys(driver, Keys.ENTER, Keys.ESCAPE, Keys.ESCAPE)
    assert look(driver, "#secret-text").is_displayed()
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
        press_keys(driver, *pressed)

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
