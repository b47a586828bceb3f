"""A second person decides; and what else supervisors do with money: limits, reversals, cash."""

import pytest

from browsers import (
    SIZES, axe, complaints, count_of, look, offline, open_page, press, save_files_in,
    shoot, text_of, type_into, wait_for, wait_gone, wait_width)
from chromium import resize
from desk import go, line, log_in, sections
from harness import Branch, Refused, until
from tellers import HOSTILE, Back, at_counter, fill_movement, find_account


@pytest.fixture(scope="module")
def branch():
    """A branch in which 10,000 dollars and more leave an account only with two persons."""
    made = Branch(configuration={
        "approvals": {"ledger.withdraw": 1_000_000, "account.setLimits": 0}})
    yield made
    made.close()


@pytest.fixture(scope="module")
def back(branch):
    made = Back(branch)
    made.supervisor = branch.staff("supervisor", "Sofia Supervisor")
    made.supervision = branch.login(*made.supervisor)
    return made


@pytest.fixture
def rich(back):
    return back.customer("Grace Hopper", 3_000_000)


@pytest.fixture
def supervisor(branch, back, browser):
    return log_in(branch, browser(), *back.supervisor)


def account_page(driver, branch, account):
    open_page(driver, f"{branch.url}/manager#accounts/{account}")
    wait_for(driver, "main h2", str(account))
    wait_for(driver, "main tbody tr")


def ask_for(branch, back, account, amount=1_500_000):
    """A teller's withdrawal that waits: its number."""
    with pytest.raises(Refused) as refused:
        back.call("ledger.withdraw", {"account": account, "amount": amount})
    assert refused.value.code == "approval_required"
    return refused.value.body["details"]["approval"]


def waiting(branch, back):
    listed = branch.call("approval.list", {}, back.supervision)["approvals"]
    return [str(one["approval"]) for one in listed]


def test_a_large_withdrawal_waits_calmly_and_happens_once_it_is_approved(
        branch, back, browser, rich, supervisor):
    teller = browser()
    user, _ = at_counter(teller, back, "31")
    find_account(teller, rich["account"])
    fill_movement(teller, "withdraw", "15000")
    press(teller, "#movement-go")
    press(teller, "#movement-yes")
    notice = wait_for(teller, "#movement .waits", "Waits for a supervisor, number")
    assert count_of(teller, "#movement .hold, #movement [role=alert]") == 0
    shoot(teller, "counter-waits-desktop")
    assert axe(teller) == []
    [number] = waiting(branch, back)
    assert number in notice.text
    press(teller, "#movement-ok")
    wait_for(teller, "#balance", "$30,000.00")

    # The overview says so by itself.
    press(supervisor, ".waits-hint a", "1 thing waits")
    line(supervisor, number, user, "Withdrawal", "$15,000.00", "Grace Hopper")
    press(supervisor, f"[data-key=yes-{number}]")
    type_into(supervisor, "#decide-reason", "seen the papers")
    press(supervisor, "#steps-next")
    wait_for(supervisor, ".steps .sentence", user)
    assert back.balance(rich["account"]) == 3_000_000
    press(supervisor, "#steps-yes", "$15,000.00")
    wait_for(supervisor, ".steps .notice.go", "approved")
    press(supervisor, "#steps-ok")
    wait_gone(supervisor, f"[data-key=yes-{number}]")
    assert back.balance(rich["account"]) == 1_500_000
    # The teller, who still serves the customer, sees it without asking.
    wait_for(teller, "#balance", "$15,000.00")
    assert complaints(teller) == [] and complaints(supervisor) == []


def test_a_rejection_has_a_reason_and_moves_nothing(branch, back, rich, supervisor):
    number = ask_for(branch, back, rich["account"])
    go(supervisor, "approvals")
    press(supervisor, f"[data-key=no-{number}]")
    press(supervisor, "#steps-next")
    wait_for(supervisor, ".steps .notice.hold", "fill this in")
    type_into(supervisor, "#decide-reason", HOSTILE)
    press(supervisor, "#steps-next")
    wait_for(supervisor, ".steps .facts", HOSTILE)
    press(supervisor, "#steps-yes", "Reject")
    wait_for(supervisor, ".steps .notice", "rejected")
    press(supervisor, "#steps-ok")
    wait_gone(supervisor, f"[data-key=no-{number}]")
    assert number not in waiting(branch, back)
    assert back.balance(rich["account"]) == 3_000_000


def test_what_became_impossible_is_said_and_still_waits(branch, back, rich, supervisor):
    number = ask_for(branch, back, rich["account"], 2_500_000)
    back.call("ledger.withdraw", {"account": rich["account"], "amount": 900_000})
    go(supervisor, "approvals")
    press(supervisor, f"[data-key=yes-{number}]")
    wait_for(supervisor, ".steps .facts", "$21,000.00")
    press(supervisor, "#steps-next")
    press(supervisor, "#steps-yes")
    wait_for(supervisor, ".steps .notice.hold", "$21,000.00 is there")
    press(supervisor, ".steps .row.end button", "Back")
    press(supervisor, ".steps .row.end button", "Cancel")
    assert number in waiting(branch, back)
    branch.call("approval.decide", {"approval": int(number), "approve": False, "reason": "gone"},
                back.supervision)


def test_nobody_decides_what_they_asked_for_and_what_is_new_appears_by_itself(
        branch, back, rich, supervisor):
    # Limits wait for a second person in this branch, whoever sets them.
    account_page(supervisor, branch, rich["account"])
    press(supervisor, "main header button", "Limits")
    type_into(supervisor, "#limit-overdraft", "500")
    type_into(supervisor, "#limit-dailyCount", "5")
    press(supervisor, "#steps-next")
    wait_for(supervisor, ".steps .facts", "$500.00")
    press(supervisor, "#steps-yes")
    wait_for(supervisor, ".steps .waits", "Waits for a supervisor")
    press(supervisor, "#steps-ok")
    go(supervisor, "approvals")
    assert not line(supervisor, "New limits", "Yours").has("button")
    number = ask_for(branch, back, rich["account"])
    wait_for(supervisor, f"[data-key=yes-{number}]")
    assert back.call("account.get", {"account": rich["account"]})["available"] == 3_000_000
    for one in waiting(branch, back):
        branch.call("approval.decide", {"approval": int(one), "approve": one != number,
                                        "reason": "tidied"}, back.admin)
    assert back.call("account.get", {"account": rich["account"]})["available"] == 3_050_000


def test_an_entry_is_reversed_once_with_a_reason(branch, back, rich, supervisor):
    entry = back.call("ledger.deposit", {"account": rich["account"], "amount": 12_345})["sequence"]
    account_page(supervisor, branch, rich["account"])
    line(supervisor, "$123.45").press("button")
    press(supervisor, "#steps-next")
    wait_for(supervisor, ".steps .notice.hold", "fill this in")
    type_into(supervisor, "#reverse-reason", "typed twice")
    press(supervisor, "#steps-next")
    wait_for(supervisor, ".steps .sentence", "$123.45 goes back")
    assert back.balance(rich["account"]) == 3_012_345
    press(supervisor, "#steps-yes")
    wait_for(supervisor, ".steps .notice.go", "Reversed")
    press(supervisor, "#steps-ok")
    assert not line(supervisor, "Reversal").has("button")
    assert back.balance(rich["account"]) == 3_000_000
    # A second time is refused, in words.
    line(supervisor, "Deposit", "$123.45").press("button")
    type_into(supervisor, "#reverse-reason", "again")
    press(supervisor, "#steps-next")
    press(supervisor, "#steps-yes")
    wait_for(supervisor, ".steps .notice.hold", "reversed already")
    assert entry > 0 and complaints(supervisor) == []


def test_a_reversal_without_an_answer_stays_in_sight_and_is_done_once(
        branch, back, rich, supervisor):
    back.call("ledger.deposit", {"account": rich["account"], "amount": 777})
    account_page(supervisor, branch, rich["account"])
    line(supervisor, "$7.77").press("button")
    type_into(supervisor, "#reverse-reason", "typed twice")
    press(supervisor, "#steps-next")
    wait_for(supervisor, "#steps-yes")
    offline(supervisor)
    press(supervisor, "#steps-yes")
    wait_for(supervisor, "#steps-again")
    press(supervisor, ".steps .row.end button", "Leave it open")
    wait_for(supervisor, "#doubts li", "Not known yet: Reverse")
    assert back.balance(rich["account"]) == 3_000_777
    offline(supervisor, False)
    supervisor.refresh()
    press(supervisor, "#doubts .doubt-again")
    wait_gone(supervisor, "#doubts li")
    assert back.balance(rich["account"]) == 3_000_000
    line(supervisor, "Reversal")
    # Whoever logs in next in this browser is shown nothing of it.
    press(supervisor, "#logout")
    wait_for(supervisor, "input[name=user]")
    assert count_of(supervisor, "#doubts li") == 0


def test_interest_for_all_says_its_job_and_is_posted_once_for_a_period(
        branch, back, rich, supervisor):
    go(supervisor, "accounts")
    press(supervisor, "main header button", "Interest for all")
    type_into(supervisor, "#interest-rate", "two")
    type_into(supervisor, "#interest-period", "2026-10")
    press(supervisor, "#steps-next")
    wait_for(supervisor, ".steps .notice.hold", "percentage")
    type_into(supervisor, "#interest-rate", "1.5")
    press(supervisor, "#steps-next")
    wait_for(supervisor, ".steps .sentence", "1.5 %")
    press(supervisor, "#steps-yes", "1.5 %")
    wait_for(supervisor, ".steps .notice.go", "job number")
    press(supervisor, "#steps-ok")
    until(lambda: back.balance(rich["account"]) == 3_045_000, "the interest is there")
    press(supervisor, "main header button", "Interest for all")
    type_into(supervisor, "#interest-rate", "1.5")
    type_into(supervisor, "#interest-period", "2026-10")
    press(supervisor, "#steps-next")
    press(supervisor, "#steps-yes")
    wait_for(supervisor, ".steps .notice.hold", "posted already")


def test_cash_is_seen_in_its_places_sent_to_a_machine_and_accepted_by_somebody_else(
        branch, back, browser, rich, supervisor):
    other = branch.staff("supervisor")
    teller = branch.login(*back.teller())
    branch.call("drawer.open", {"drawer": "drawer:32", "counted": {"1000": 7}}, teller)
    go(supervisor, "cash")
    wait_for(supervisor, "[data-place-name='drawer:32']", "has it")
    assert "$70.00" in text_of(supervisor, "[data-place-name='drawer:32']")
    press(supervisor, "main header button", "Send cash")
    press(supervisor, "#send-to option[value='atm:1']")
    # A machine takes notes only.
    assert count_of(supervisor, "#count-25") == 0
    type_into(supervisor, "#count-2000", "50")
    press(supervisor, "#steps-next")
    wait_for(supervisor, ".steps .sentence", "Cash machine 1")
    press(supervisor, "#steps-yes", "$1,000.00")
    wait_for(supervisor, ".steps .notice.go", "on its way")
    press(supervisor, "#steps-ok")
    wait_for(supervisor, ".moves .tag", "the other side")
    assert "50 × $20.00" in text_of(supervisor, ".moves")
    assert count_of(supervisor, ".moves button") == 0

    driver = log_in(branch, browser(), *other)
    go(driver, "cash")
    press(driver, ".moves button", "Accept")
    press(driver, "#steps-yes", "$1,000.00")
    press(driver, "#steps-ok")
    wait_for(driver, "[data-place-name='atm:1']", "$1,000.00")
    assert "50 × $20.00" in text_of(driver, "[data-place-name='atm:1']")
    wait_gone(driver, ".moves li")
    assert complaints(supervisor) == [] and complaints(driver) == []


def test_a_supervisor_saves_a_statement_too(branch, back, rich, supervisor, tmp_path):
    save_files_in(supervisor, tmp_path)
    account_page(supervisor, branch, rich["account"])
    press(supervisor, "main header button", "Statement")
    press(supervisor, "#statement-format option[value=camt053]")
    press(supervisor, "#statement-go")
    wait_for(supervisor, "#statement-state", "1 file is ready")
    file = until(lambda: next(iter(tmp_path.glob("*.xml")), None), "a file")
    assert "camt.053" in file.read_text() and "30000.00" in file.read_text()


def test_every_new_part_fits_every_size_and_is_accessible(branch, back, rich, supervisor):
    number = ask_for(branch, back, rich["account"])
    branch.call("drawer.move", {"from": "vault", "to": "atm:1", "notes": {"2000": 5}},
                branch.login(*branch.staff("supervisor")))

    def at_each_size(what):
        for size in ("phone", "desktop"):
            resize(supervisor, *SIZES[size])
            wide = wait_width(supervisor, SIZES[size][0])
            assert wide <= 0, f"{what} is {wide} pixels too wide on a {size}"
            shoot(supervisor, f"manager-{what}-{size}")
            assert axe(supervisor) == [], f"{what} on a {size}"

    wait_for(supervisor, ".waits-hint a")
    at_each_size("hint")
    go(supervisor, "approvals")
    line(supervisor, number)
    at_each_size("approvals")
    press(supervisor, f"[data-key=yes-{number}]")
    at_each_size("approve")
    press(supervisor, "#steps-next")
    wait_for(supervisor, "#steps-yes")
    at_each_size("approve-review")
    press(supervisor, ".steps .row.end button", "Back")
    press(supervisor, ".steps .row.end button", "Cancel")
    go(supervisor, "cash")
    wait_for(supervisor, ".moves li")
    at_each_size("cash")
    press(supervisor, "main header button", "Send cash")
    at_each_size("send")
    press(supervisor, ".steps .row.end button", "Cancel")
    account_page(supervisor, branch, rich["account"])
    at_each_size("account")
    press(supervisor, "main header button", "Limits")
    at_each_size("limits")


def test_where_there_is_only_a_queue_a_manager_sees_nothing_of_money(browser):
    clinic = Branch(init=("--queue-only",))
    try:
        driver = log_in(clinic, browser(), *clinic.staff("supervisor"))
        assert sections(driver) == ["overview", "services", "reports"]
        look(driver, ".desk")
        assert count_of(driver, ".waits-hint *") == 0
        assert complaints(driver) == []
    finally:
        clinic.close()
