"""The cash machine, pressed key by key."""

import pytest
from selenium.webdriver.common.keys import Keys

from browsers import (
    axe, complaints, look, open_page, press, press_keys, text_of, texts_of, wait_for)
from harness import until
from machines import Machine, balance


@pytest.fixture
def machine(branch, browser):
    return Machine(branch, browser(1440, 900))


@pytest.fixture
def ada(branch):
    return branch.customer("Ada Lovelace", opening=50_000)


def test_a_whole_visit_from_a_new_account_to_the_card(branch, machine):
    driver = machine.driver
    machine.side("L2")
    machine.title("llama")
    wait_for(driver, "#typed").send_keys("José O'Brien <script>")
    machine.side("R4")
    machine.title("ingresa")
    machine.digits("4999")
    machine.confirm()
    wait_for(driver, ".complaint", "50,00")
    press(driver, "[data-press=clear]")
    machine.digits("12000")
    machine.confirm()
    machine.title("abierta")
    # In one go: the facts may be drawn anew while they are read.
    account, pin = driver.execute_script(
        "return [...document.querySelectorAll('.facts dd')].map((one) => one.textContent)")
    assert len(pin) == 4
    machine.side("R4")
    machine.title("PIN")
    machine.digits(pin)
    wait_for(driver, "#typed", "●" * 4)
    machine.confirm()
    machine.title("Hola, José O'Brien <script>")
    # Deposit 125.50
    machine.side("L2")
    machine.digits("12550")
    machine.confirm()
    wait_for(driver, ".slip", "125.50 USD")
    assert "245.50 USD" in text_of(driver, ".slip")
    machine.side("R4")
    # Withdraw 100: one note, after the receipt
    machine.side("L1")
    machine.side("R1")
    wait_for(driver, "#cash:not([hidden]) .note")
    assert look(driver, "#cash").get_attribute("data-total") == "10000"
    wait_for(driver, ".slip", "145.50 USD")
    machine.side("R4")
    machine.side("L4")
    wait_for(driver, ".facts", "145,50")
    machine.side("R4")
    machine.side("R1")
    kinds = until(
        lambda: [one for one in [texts_of(driver, ".screen tbody tr")] if len(one) == 3],
        "movements")[0]
    assert "Retirada" in kinds[0] and "Ingreso" in kinds[1] and "Ingreso inicial" in kinds[2]
    machine.side("R4")
    machine.side("R2")
    wait_for(driver, ".facts", "José O'Brien <script>")
    machine.side("R4")
    machine.side("R4")
    machine.title("Gracias")
    machine.title("Bienvenido")
    assert balance(branch, int(account)) == 14_550
    left = driver.execute_script(
        "return document.documentElement.outerHTML + JSON.stringify({...sessionStorage}) "
        "+ JSON.stringify({...localStorage}) + document.cookie")
    assert "O'Brien" not in left and "145" not in left and pin not in left
    assert complaints(driver) == []


def test_money_goes_to_another_account_after_it_was_spelled_out(branch, machine, ada):
    other = branch.customer("Grace Hopper")
    machine.log_in(ada["account"], ada["secret"])
    machine.title("Hola")
    machine.side("L3")
    machine.digits(str(other["account"]))
    machine.confirm()
    machine.digits("2500")
    machine.confirm()
    wait_for(machine.driver, ".line", "25,00")
    assert str(other["account"]) in text_of(machine.driver, ".line")
    assert balance(branch, other["account"]) == 0
    machine.side("R4")
    wait_for(machine.driver, ".slip", "25.00 USD")
    assert balance(branch, other["account"]) == 2_500
    assert balance(branch, ada["account"]) == 47_500


def test_three_wrong_pins_lock(branch, machine, ada):
    wrong = "0000" if ada["secret"] != "0000" else "1111"
    machine.log_in(ada["account"], wrong)
    for _ in range(2):
        wait_for(machine.driver, ".complaint", "no es correcto")
        machine.digits(wrong)
        machine.confirm()
    wait_for(machine.driver, ".complaint", "Bloqueado")
    machine.side("R4")
    machine.log_in(ada["account"], ada["secret"])
    wait_for(machine.driver, ".complaint", "Bloqueado")


def test_more_than_there_is_gives_no_cash(branch, machine, ada):
    machine.log_in(ada["account"], ada["secret"])
    machine.title("Hola")
    machine.side("L1")
    machine.side("R4")
    machine.digits("900")
    machine.confirm()
    wait_for(machine.driver, ".complaint", "suficiente")
    assert not look(machine.driver, "#cash").is_displayed()
    assert balance(branch, ada["account"]) == 50_000
    machine.side("R4")
    machine.title("Hola")


def test_what_notes_cannot_pay_is_not_asked_of_the_bank(branch, machine, ada):
    machine.log_in(ada["account"], ada["secret"])
    machine.title("Hola")
    machine.side("L1")
    machine.side("R4")
    machine.digits("15")
    machine.confirm()
    wait_for(machine.driver, ".complaint", "10,00")
    assert balance(branch, ada["account"]) == 50_000


def test_a_card_that_is_forgotten_comes_back(branch, browser, ada):
    machine = Machine(branch, browser(1440, 900), "?timeout=8")
    machine.log_in(ada["account"], ada["secret"])
    machine.title("Hola")
    wait_for(machine.driver, ".left-seconds", "tarjeta")
    # Where nothing is asked for the machine waits three quarters of a minute.
    machine.title("Bienvenido")
    assert machine.driver.execute_async_script("""
        const done = arguments[0];
        fetch("/atm/who", { method: "POST", body: "{}",
          headers: { "Content-Type": "application/json" } })
          .then((answer) => answer.json()).then((who) => done(who.user ?? null));
        """) is None


def test_a_page_loaded_anew_hands_the_card_back(branch, machine, ada):
    machine.log_in(ada["account"], ada["secret"])
    machine.title("Hola")
    machine.driver.refresh()
    machine.title("Bienvenido")
    assert "Ada" not in machine.text()


def test_keys_of_a_keyboard_do_the_same(branch, machine, ada):
    driver = machine.driver

    def keys(*pressed):
        press_keys(driver, *pressed)

    keys(Keys.F1)
    machine.title("cuenta")
    keys(*str(ada["account"]), Keys.ENTER)
    machine.title("PIN")
    keys(*ada["secret"], Keys.ENTER)
    machine.title("Hola")
    keys(Keys.F4)
    wait_for(driver, ".facts", "500,00")
    keys(Keys.ESCAPE)
    machine.title("Hola")
    keys(Keys.ESCAPE)
    machine.title("Gracias")


def test_five_languages(branch, machine):
    for side, word in [("R2", "Welcome"), ("R3", "Bem-vindo"), ("R4", "स्वागत"),
                       ("L4", "ಸ್ವಾಗತ"), ("R1", "Bienvenido")]:
        machine.side(side)
        machine.title(word)


def test_a_screen_that_is_no_machine_says_so(branch, browser):
    driver = open_page(browser(1440, 900), branch.url + "/atm?lang=en")
    wait_for(driver, ".screen", "not a cash machine")
    assert look(driver, ".screen a").get_attribute("href").endswith("/pair")


def test_it_is_out_of_service_without_the_branch_and_comes_back(branch, machine):
    branch.kill("gateway")
    machine.title("Fuera de servicio")
    branch.start("gateway")
    machine.title("Bienvenido")


def test_it_is_accessible(branch, machine, ada):
    assert axe(machine.driver) == []
    machine.log_in(ada["account"], ada["secret"])
    machine.title("Hola")
    assert axe(machine.driver) == []
    machine.side("R1")
    wait_for(machine.driver, ".screen table")
    assert axe(machine.driver) == []
