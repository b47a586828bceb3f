"""Cash out of the machine: held, given and confirmed, or let go of."""

import pytest

from browsers import look, wait_for
from harness import until
from machines import Machine, available, balance


@pytest.fixture
def machine(branch, browser):
    return Machine(branch, browser(1440, 900))


@pytest.fixture
def ada(branch):
    return branch.customer("Ada Lovelace", opening=50_000)


def lose(machine, method, arrives=True):
    """From now on no answer to a method comes, until `window.mended`."""
    machine.driver.execute_script("""
        const [method, arrives] = arguments;
        const real = window.fetch;
        window.asked ??= [];
        window.fetch = async (path, options) => {
          const isIt = String(path).endsWith("/api/" + method) && !window.mended;
          if (isIt) window.asked.push(options.headers["Idempotency-Key"]);
          if (isIt && !arrives) throw new TypeError("cut");
          const response = await real(path, options);
          if (isIt) throw new TypeError("cut");
          return response;
        };
        """, method, arrives)


def withdraw_twenty(machine, person):
    machine.log_in(person["account"], person["secret"])
    machine.title("Hola")
    machine.side("L1")
    machine.side("L1")


def kept(machine):
    return machine.driver.execute_script("return localStorage.getItem('branch.dispenses')")


@pytest.mark.parametrize("arrives", [True, False])
def test_a_capture_without_an_answer_is_asked_for_again_and_cash_comes_once(
        branch, machine, ada, arrives):
    lose(machine, "ledger.capture", arrives)
    withdraw_twenty(machine, ada)
    machine.title("Un momento más")
    assert look(machine.driver, "#cash").get_attribute("data-total") == "2000"
    machine.driver.execute_script("window.mended = true")
    wait_for(machine.driver, ".slip", "480.00 USD")
    assert look(machine.driver, "#cash").get_attribute("data-total") == "2000"
    assert len(set(machine.driver.execute_script("return window.asked"))) == 1
    assert balance(branch, ada["account"]) == 48_000
    assert kept(machine) is None


@pytest.mark.parametrize("arrives", [True, False])
def test_a_hold_without_an_answer_is_let_go_of(branch, machine, ada, arrives):
    lose(machine, "ledger.hold", arrives)
    withdraw_twenty(machine, ada)
    wait_for(machine.driver, ".complaint", "no respondió a tiempo")
    assert not look(machine.driver, "#cash").is_displayed()
    assert available(branch, ada["account"]) == balance(branch, ada["account"]) == 50_000
    assert kept(machine) is None


def test_a_jam_gives_the_money_back(branch, browser, ada):
    machine = Machine(branch, browser(1440, 900), "?fault=jam")
    withdraw_twenty(machine, ada)
    wait_for(machine.driver, ".complaint", "no puede entregar")
    assert not look(machine.driver, "#cash").is_displayed()
    assert available(branch, ada["account"]) == balance(branch, ada["account"]) == 50_000
    assert kept(machine) is None


def test_a_reload_after_the_notes_began_to_come_confirms_them(branch, machine, ada):
    lose(machine, "ledger.capture", arrives=False)
    withdraw_twenty(machine, ada)
    machine.title("Un momento más")
    assert balance(branch, ada["account"]) == 50_000
    machine.driver.refresh()
    wait_for(machine.driver, "#cash:not([hidden]) .note")
    wait_for(machine.driver, ".slip", "480.00 USD")
    assert balance(branch, ada["account"]) == 48_000
    assert kept(machine) is None


def test_a_reload_before_anything_was_given_lets_go(branch, machine, ada):
    lose(machine, "ledger.hold")
    withdraw_twenty(machine, ada)
    until(lambda: available(branch, ada["account"]) == 48_000, "the hold")
    machine.driver.refresh()
    machine.title("Bienvenido")
    until(lambda: available(branch, ada["account"]) == 50_000, "the release")
    assert balance(branch, ada["account"]) == 50_000
    until(lambda: kept(machine) is None, "nothing is left")


def test_a_crash_after_the_notes_began_to_come_confirms_them_with_nobody_there(
        branch, machine, ada):
    lose(machine, "ledger.capture", arrives=False)
    withdraw_twenty(machine, ada)
    machine.title("Un momento más")
    # What a crash leaves: the shelf, as it was a minute ago, but neither tab nor customer.
    machine.driver.execute_script("""
        const shelf = JSON.parse(localStorage.getItem("branch.dispenses"));
        for (const entry of Object.values(shelf)) entry.touched -= 60_000;
        window.addEventListener("pagehide", () => {
          localStorage.setItem("branch.dispenses", JSON.stringify(shelf));
          sessionStorage.clear();
        });
        """)
    machine.driver.execute_async_script("""
        const done = arguments[0];
        fetch("/atm/logout", { method: "POST", body: '{"everywhere": true}',
          headers: { "Content-Type": "application/json" } }).then(done);
        """)
    machine.driver.refresh()
    machine.title("Bienvenido")
    until(lambda: balance(branch, ada["account"]) == 48_000, "the capture")
    until(lambda: kept(machine) is None, "nothing is left")
    assert not look(machine.driver, "#cash").is_displayed()
