"""A whole morning: from the kiosk to the cash machine, with the board in a second window."""

import threading

import pytest

from browsers import look, open_page, press, shoot, text_of, wait_for, wait_gone
from harness import Cable, until
from tellers import (
    Back, at_counter, do, fill_movement, find_account, log_in, open_counter)


@pytest.fixture(scope="module")
def back(branch):
    return Back(branch)


def test_a_visit_from_the_kiosk_to_the_cash_machine(branch, back, browser):
    ada = back.customer("Ada Lovelace", 20_000)
    board = open_page(browser(1920, 1080), branch.url + "/board?lang=en")
    wait_for(board, ".service")
    teller = browser(1440, 900)
    at_counter(teller, back, "2", "cash")

    # The kiosk
    kiosk = open_page(browser(1080, 1350), branch.url + "/kiosk?seconds=60")
    press(kiosk, "[data-service=cash]")
    number = wait_for(kiosk, ".ticket .number").text
    link = look(kiosk, ".follow img").get_attribute("src").removesuffix("/qr.svg")
    wait_for(board, "[data-service=cash] .next", number)

    # The phone and the board hear the call
    phone = open_page(browser(390, 844), link)
    wait_for(phone, ".ticket.next", "You are next")
    do(teller, "next")
    wait_for(teller, ".at.called .number", number)
    wait_for(board, ".hero .number", number)
    wait_for(board, ".hero .goes", "2")
    wait_for(phone, ".ticket.called .counter", "2")

    # Money at the counter
    do(teller, "start")
    find_account(teller, ada["account"])
    fill_movement(teller, "deposit", "50")
    press(teller, "#movement-go")
    wait_for(teller, "#receipt-amount", "$50.00")
    press(teller, "#receipt-done")
    do(teller, "done")
    wait_for(phone, ".ticket.over", "Thank you")

    # And at the machine
    machine = open_page(browser(1440, 900), branch.url + "/pair")
    press(machine, "[data-device='atm:1']")
    wait_for(machine, ".screen h2", "Bienvenido")
    press(machine, "[data-side=R2]")
    wait_for(machine, ".screen h2", "Welcome")
    press(machine, "[data-side=L1]")
    for digits in (str(ada["account"]), ada["secret"]):
        for digit in digits:
            press(machine, f"[data-digit='{digit}']")
        press(machine, "[data-press=confirm]")
    wait_for(machine, ".screen h2", "Ada Lovelace")
    press(machine, "[data-side=L1]")
    press(machine, "[data-side=R1]")
    wait_for(machine, "#cash:not([hidden]) .note")
    assert back.balance(ada["account"]) == 15_000
    press(machine, "[data-side=L4]")
    wait_for(machine, ".screen h2", "Thank you")


def test_two_tellers_never_call_the_same_ticket(branch, back, browser):
    service = back.service()
    tickets = [branch.issue(service)["number"] for _ in range(6)]
    tellers = [browser(1280, 900), browser(1280, 900)]
    for counter, driver in zip(("21", "22"), tellers):
        at_counter(driver, back, counter, service)
    called = {0: [], 1: []}

    def work(index):
        driver = tellers[index]
        for _ in range(3):
            do(driver, "next")
            number = wait_for(driver, ".at.called .number").text
            called[index].append(number)
            do(driver, "start")
            wait_for(driver, ".at.serving .number", number)
            do(driver, "done")
            wait_gone(driver, ".at.serving .number")

    threads = [threading.Thread(target=work, args=(index,)) for index in called]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert sorted(called[0] + called[1]) == sorted(tickets)


def test_every_page_survives_a_cut_network(branch, back, browser):
    with Cable(branch) as cable:
        board = open_page(browser(1920, 1080), cable.url + "/board")
        kiosk = open_page(browser(1080, 1350), cable.url + "/kiosk")
        teller = browser(1440, 900)
        user, secret = back.teller()
        on_cable = type("OnCable", (), {"url": cable.url})
        log_in(teller, on_cable, user, secret)
        open_counter(teller, "41")
        wait_for(board, ".service")
        wait_for(kiosk, "[data-service=cash]")
        cable.cut()
        wait_for(board, "#stale", "Not live since")
        wait_for(kiosk, ".out", "Out of service")
        wait_for(teller, "#stale", "Not live since")
        shoot(board, "board-not-live")
        number = branch.issue("cash")["number"]
        cable.mend()
        wait_gone(board, "#stale")
        wait_for(kiosk, "[data-service=cash]")
        wait_gone(teller, "#stale")
        wait_for(board, "[data-service=cash] .next", number)


def test_the_web_service_killed_in_the_middle_is_forgotten_by_nobody(branch, back, browser):
    board = open_page(browser(1920, 1080), branch.url + "/board")
    teller = browser(1440, 900)
    service = back.service()
    at_counter(teller, back, "51", service)
    wait_for(board, ".service")
    branch.kill("web")
    wait_for(board, "#stale", "Not live since")
    branch.start("web")
    wait_gone(board, "#stale")
    number = until(lambda: branch.issue(service)["number"], "the web service is back")
    wait_gone(teller, "#stale")
    do(teller, "next")
    wait_for(teller, ".at.called .number", number)
    wait_for(board, ".hero .number", number)
    assert "51" in text_of(board, ".hero .goes")
