"""The kiosk, and the ticket on a phone."""

import subprocess

from selenium.webdriver.common.keys import Keys

from browsers import (
    axe, before_each_page, complaints, count_of, look, open_page, press, press_keys, text_of,
    wait_for, wait_gone)
from harness import Cable, until


def kiosk(branch, browser, query=""):
    driver = open_page(browser(1080, 1350), branch.url + "/kiosk" + query)
    wait_for(driver, "[data-service=cash]")
    return driver


def waiting(branch, service):
    lines = branch.call("queue.status")["services"]
    return next(line["waiting"] for line in lines if line["service"] == service)


def test_a_press_gives_a_number_and_the_next_person_finds_the_first_screen(branch, browser):
    driver = kiosk(branch, browser, "?seconds=3")
    press(driver, "[data-service=accounts]")
    # All at one moment: in three seconds it is gone.
    number, ticket, spoken = until(lambda: driver.execute_script("""
        const number = document.querySelector(".ticket .number");
        return number && [number.innerText, document.querySelector(".ticket").innerText,
          document.getElementById("spoken").textContent];
        """), "a ticket")
    assert number == "B001"
    assert "first in line" in ticket
    assert "B 0 0 1" in spoken
    wait_for(driver, "[data-service=cash]", seconds=12)
    assert "B001" not in text_of(driver, "body")
    assert complaints(driver) == []


def test_pressing_twice_gives_one_number(branch, browser):
    driver = kiosk(branch, browser)
    before = waiting(branch, "loans")
    driver.execute_script("""
        const button = document.querySelector("[data-service=loans]");
        for (let press = 0; press < 5; press += 1) button.click();
        """)
    wait_for(driver, ".ticket .number", "C00")
    assert waiting(branch, "loans") == before + 1


def test_a_lost_answer_and_another_press_give_one_number(branch, browser):
    driver = kiosk(branch, browser)
    before = waiting(branch, "enquiries")
    # The request arrives, its answer does not: as a network that fails in between.
    driver.execute_script("""
        const real = window.fetch;
        let lost = 0;
        window.fetch = async (path, options) => {
          const response = await real(path, options);
          if (String(path).includes("queue.issue") && lost < 20 && !window.mended) {
            lost += 1;
            throw new TypeError("network");
          }
          return response;
        };
        """)
    press(driver, "[data-service=enquiries]")
    wait_for(driver, ".problem")
    driver.execute_script("window.mended = true")
    press(driver, "[data-service=enquiries]")
    wait_for(driver, ".ticket .number", "D00")
    assert waiting(branch, "enquiries") == before + 1


def test_the_languages_change_every_word(branch, browser):
    driver = kiosk(branch, browser)
    for code, welcome, cash in [
            ("es", "Bienvenido", "Caja"), ("pt", "Bem-vindo", "Caixa"),
            ("hi", "स्वागत", "नकद"), ("kn", "ಸ್ವಾಗತ", "ನಗದು")]:
        press(driver, f"[data-language={code}]")
        wait_for(driver, "#welcome", welcome)
        wait_for(driver, "[data-service=cash]", cash)
        assert look(driver, "html").get_attribute("lang") == code


def test_it_works_by_keyboard_alone(branch, browser):
    driver = kiosk(branch, browser)
    look(driver, "body").send_keys("2")
    wait_for(driver, ".ticket .number", "B0")
    is_done = "return document.activeElement.matches('[data-left]')"
    for _ in range(20):
        if driver.execute_script(is_done):
            break
        press_keys(driver, Keys.TAB)
    assert driver.execute_script(is_done)
    press_keys(driver, Keys.ENTER)
    wait_for(driver, "[data-service=cash]")


def test_it_says_out_of_service_when_the_branch_is_away_and_comes_back(branch, browser):
    driver = kiosk(branch, browser)
    branch.kill("scheduler")
    wait_for(driver, ".out", "Out of service")
    assert "since" in text_of(driver, ".out .since")
    assert count_of(driver, "[data-service]") == 0
    branch.start("scheduler")
    wait_for(driver, "[data-service=cash]")


def test_a_closed_service_gives_no_ticket(branch, browser):
    driver = kiosk(branch, browser)
    branch.call("service.close", {"service": "loans"}, branch.admin())
    try:
        wait_for(driver, "[data-service=loans][aria-disabled=true]", "Closed")
        before = waiting(branch, "loans")
        look(driver, "[data-service=loans]").click()
        assert count_of(driver, ".ticket") == 0
        assert waiting(branch, "loans") == before
    finally:
        branch.call("service.open", {"service": "loans"}, branch.admin())


def test_paper_has_the_number_and_a_code_that_a_phone_can_read(branch, browser, tmp_path):
    driver = kiosk(branch, browser)
    press(driver, "[data-service=cash]")
    number = wait_for(driver, ".ticket .number").text
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    wait_for(driver, ".paper .number", number)
    assert not look(driver, ".ticket").is_displayed()
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "screen"})
    picture = tmp_path / "kiosk.png"
    driver.save_screenshot(str(picture))
    read = subprocess.run(
        ["zbarimg", "--raw", "-q", picture], capture_output=True, text=True, check=True)
    assert read.stdout.startswith(branch.url + "/t/")


# The phone


def phone(branch, browser, ticket):
    return open_page(browser(390, 844), f"{branch.url}/t/{ticket['ticket']}")


def test_a_phone_follows_its_ticket_from_the_line_to_the_counter(branch, browser):
    session = branch.counter("7", ["enquiries"])
    while branch.call("queue.next", {"counter": "7"}, session)["ticket"]:
        pass
    first, second = branch.issue("enquiries"), branch.issue("enquiries")
    driver = phone(branch, browser, second)
    wait_for(driver, ".ticket .number", second["number"])
    wait_for(driver, ".place b", "1")
    called = branch.call("queue.next", {"counter": "7"}, session)["ticket"]
    assert called["number"] == first["number"]
    wait_for(driver, ".ticket.next", "You are next")
    branch.call("queue.next", {"counter": "7"}, session)
    wait_for(driver, ".ticket.called .counter", "7")
    branch.call("queue.start", {"counter": "7"}, session)
    wait_for(driver, ".ticket.serving .counter", "7")
    branch.call("queue.done", {"counter": "7"}, session)
    wait_for(driver, ".ticket.over", "Thank you")
    assert complaints(driver) == []


def test_giving_up_asks_twice(branch, browser):
    ticket = branch.issue("accounts")
    driver = phone(branch, browser, ticket)
    press(driver, ".ticket button")
    press(driver, "dialog button.plain")
    wait_gone(driver, "dialog")
    state = branch.call("queue.ticket", {"ticket": ticket["ticket"]})["state"]
    assert state == "waiting"
    press(driver, ".ticket button")
    press(driver, "dialog button.hold")
    wait_for(driver, ".ticket.over", "cancelled")
    state = branch.call("queue.ticket", {"ticket": ticket["ticket"]})["state"]
    assert state == "cancelled"


def test_a_link_that_is_none_says_so(branch, browser):
    for link in ("nonsense", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "A001", "x" * 400):
        driver = open_page(browser(390, 844), f"{branch.url}/t/{link}")
        wait_for(driver, ".ticket", "There is no such ticket")


def test_a_phone_whose_network_was_cut_says_so_and_catches_up(branch, browser):
    session = branch.counter("8", ["accounts"])
    while branch.call("queue.next", {"counter": "8"}, session)["ticket"]:
        pass
    ticket = branch.issue("accounts")
    with Cable(branch) as cable:
        driver = open_page(browser(390, 844), f"{cable.url}/t/{ticket['ticket']}")
        wait_for(driver, ".ticket", "You are next")
        cable.cut()
        wait_for(driver, "#stale", "Not live since")
        branch.call("queue.next", {"counter": "8"}, session)
        cable.mend()
        wait_for(driver, ".ticket.called .counter", "8")
        wait_gone(driver, "#stale")


def test_many_changes_ask_for_the_ticket_seldom(branch, browser):
    ticket = branch.issue("cash")
    driver = browser(390, 844)
    before_each_page(driver, """
        window.asked = 0;
        const real = window.fetch;
        window.fetch = (path, options) => {
          if (String(path).includes("queue.ticket")) window.asked += 1;
          return real(path, options);
        };
        """)
    open_page(driver, f"{branch.url}/t/{ticket['ticket']}")
    wait_for(driver, ".ticket .number", ticket["number"])
    for _ in range(40):
        branch.issue("cash")
    until(lambda: driver.execute_script("return window.asked") >= 2, "it asked again")
    assert driver.execute_script("return window.asked") <= 6


def test_both_pages_are_accessible(branch, browser):
    driver = kiosk(branch, browser)
    assert axe(driver) == []
    press(driver, "[data-service=cash]")
    wait_for(driver, ".ticket .number")
    assert axe(driver) == []
    assert axe(phone(branch, browser, branch.issue("cash"))) == []
