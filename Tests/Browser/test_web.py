"""The web service itself: what every page and every program relies on."""

import concurrent.futures
import http.client
import json
import pathlib
import signal
import subprocess
import threading
import time
import urllib.request

import pytest

from browsers import look, open_page
from chromium import resize
from harness import Branch, Refused, new_id, until

JSON = {"Content-Type": "application/json"}


def request(branch, method, path, body=b"{}", headers=JSON, host=None):
    """One request with just these headers: (status, headers, body)."""
    address = branch.url.removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=15)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    connection.putheader("Host", host or address)
    for name, value in headers.items():
        connection.putheader(name, value)
    if method == "POST":
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body if method == "POST" else None)
    response = connection.getresponse()
    answer = response.read()
    connection.close()
    return response.status, response.headers, answer


def cookie_of(headers):
    return headers.get_all("Set-Cookie")[0]


def log_in(branch, place, user, secret):
    """The cookie of a session at a place, as a browser would send it."""
    status, headers, answer = request(
        branch, "POST", f"/{place}/login", json.dumps({"user": user, "secret": secret}).encode())
    assert status == 200, answer
    return cookie_of(headers).split(";")[0], cookie_of(headers), json.loads(answer)


# Whose request is it


@pytest.mark.parametrize("path", ["/", "/kiosk", "/openapi.json", "/pages/shared/house.css",
                                  "/nothing", "/healthz"])
def test_every_answer_has_the_policy(branch, path):
    _, headers, _ = request(branch, "GET", path)
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Server" not in headers


@pytest.mark.parametrize("headers", [
    JSON | {"Origin": "http://evil.example"},
    JSON | {"Origin": "null"},
    JSON | {"Sec-Fetch-Site": "cross-site"},
])
def test_a_request_of_another_site_is_refused(branch, headers):
    for path in ("/kiosk/api/queue.issue", "/api/queue.issue", "/atm/login", "/pair/take"):
        status, _, answer = request(branch, "POST", path, b'{"service": "cash"}', headers)
        assert (status, json.loads(answer)["code"]) == (403, "not_permitted")
    assert branch.call("queue.status")["services"][1]["waiting"] == 0


@pytest.mark.parametrize("media", [
    "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_form_can_send_is_not_taken(branch, media):
    status, _, answer = request(
        branch, "POST", "/kiosk/api/queue.issue", b'{"service": "cash"}', {"Content-Type": media})
    assert (status, json.loads(answer)["code"]) == (400, "malformed")


def test_a_name_that_was_made_to_point_here_is_refused(branch):
    status, _, answer = request(branch, "POST", "/pair/offers", host="evil.example:8080")
    assert (status, json.loads(answer)["code"]) == (403, "not_permitted")


# Bad input


@pytest.mark.parametrize("method, path, body, status, code", [
    ("POST", "/api/queue.issue", b"x" * 70_000, 413, "too_large"),
    ("POST", "/kiosk/api/queue.issue", b"x" * 2_000_000, 413, "too_large"),
    ("POST", "/api/queue.issue", b"{", 400, "malformed"),
    ("POST", "/api/queue.issue", b"\xff\xfe", 400, "malformed"),
    ("POST", "/api/no.such", b"{}", 404, "unknown_method"),
    ("POST", "/api/" + "x" * 3_000, b"{}", 404, "unknown_method"),
    ("GET", "/api/queue.issue", b"", 404, "unknown_method"),
    ("DELETE", "/kiosk", b"", 404, "unknown_method"),
    ("POST", "/kiosk/api/auth.login", b"{}", 403, "not_permitted"),
    ("POST", "/kiosk/login", b"{}", 404, "unknown_method"),
    ("POST", "/counter/login", b"[]", 400, "malformed"),
])
def test_bad_input_gets_one_clear_no(branch, method, path, body, status, code):
    got, _, answer = request(branch, method, path, body)
    assert (got, json.loads(answer)["code"]) == (status, code)
    assert json.loads(answer)["message"]


@pytest.mark.parametrize("path", [
    "/pages/../Main.swift", "/pages/..%2f..%2fMain.swift", "/pages/%2e%2e/Main.swift",
    "/pages/shared", "/pages/", "/pages//etc/passwd"])
def test_no_path_reaches_the_file_system(branch, path):
    status, _, answer = request(branch, "GET", path)
    assert status == 404 and b"import" not in answer


def test_a_page_is_sent_again_only_when_it_changed(branch):
    status, headers, _ = request(branch, "GET", "/pages/shared/house.css")
    again, _, body = request(
        branch, "GET", "/pages/shared/house.css", headers={"If-None-Match": headers["ETag"]})
    assert (status, again, body) == (200, 304, b"")


# The bus over HTTP


def test_the_same_id_gets_the_same_receipt_and_other_content_is_refused(branch):
    account = branch.customer()["account"]
    session = branch.login(*branch.teller())
    id = new_id()
    body = {"account": account, "amount": 12_550}
    first = branch.call("ledger.deposit", body, session, id)
    assert branch.call("ledger.deposit", body, session, id) == first
    assert branch.call("account.get", {"account": account}, session)["balance"] == 12_550
    with pytest.raises(Refused) as refused:
        branch.call("ledger.deposit", body | {"amount": 1}, session, id)
    assert (refused.value.status, refused.value.code) == (400, "id_reused")


def test_an_id_that_the_server_made_is_told(branch):
    status, headers, answer = request(
        branch, "POST", "/api/queue.issue", b'{"service": "loans"}')
    id = headers["Idempotency-Key"]
    again = request(
        branch, "POST", "/api/queue.issue", b'{"service": "loans"}', JSON | {
            "Idempotency-Key": id})
    assert status == 200 and json.loads(again[2])["number"] == json.loads(answer)["number"]


@pytest.mark.parametrize("id", ["1", "6f1b5f7e-0d0e-4c53-9e5c-0f7b2a4d9c11", "'; drop table"])
def test_an_id_that_is_none_is_refused(branch, id):
    status, _, answer = request(
        branch, "POST", "/api/queue.issue", b'{"service": "loans"}',
        JSON | {"Idempotency-Key": id})
    assert (status, json.loads(answer)["code"]) == (400, "malformed")


def test_the_description_names_every_method(branch):
    _, _, answer = request(branch, "GET", "/openapi.json")
    document = json.loads(answer)
    assert document["openapi"].startswith("3.1")
    assert "/api/ledger.deposit" in document["paths"]
    assert len(document["paths"]) > 45


# Sessions


def test_a_session_is_kept_where_scripts_cannot_read_it(branch):
    _, cookie, answer = log_in(branch, "counter", *branch.teller())
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/counter" in cookie
    assert "session" not in answer and answer["role"] == "teller"


def test_a_cookie_is_good_at_its_own_place_alone(branch):
    pair, _, _ = log_in(branch, "counter", *branch.teller())
    body = b'{"counter": "9"}'

    def opened(path):
        status, _, answer = request(branch, "POST", path, body, JSON | {"Cookie": pair})
        return status, json.loads(answer).get("code")

    assert opened("/counter/api/counter.open") == (200, None)
    assert opened("/manager/api/counter.open") == (403, "not_permitted")
    assert opened("/api/counter.open") == (403, "not_permitted")
    name, value = pair.split("=", 1)
    forged = f"{name}={value[:-2]}{'AA' if value[-2:] != 'AA' else 'BB'}"
    status, _, _ = request(
        branch, "POST", "/counter/api/counter.open", body, JSON | {"Cookie": forged})
    assert status == 403


def test_a_session_that_was_ended_is_refused(branch):
    pair, _, _ = log_in(branch, "counter", *branch.teller())
    request(
        branch, "POST", "/counter/logout", b'{"everywhere": true}', JSON | {"Cookie": pair})
    status, _, answer = request(
        branch, "POST", "/counter/api/counter.list", b"{}", JSON | {"Cookie": pair})
    assert (status, json.loads(answer)["code"]) == (401, "session_expired")


def test_an_account_is_followed_only_by_who_may_see_it(branch):
    account = branch.customer()["account"]
    status, _, _ = request(branch, "GET", f"/counter/events?account={account}")
    assert status == 403
    pair, _, _ = log_in(branch, "counter", *branch.teller())
    stream = events(branch, f"/counter/events?account={account}", {"Cookie": pair})
    next_event(stream, "topics")
    session = branch.login(*branch.teller())
    branch.call("ledger.deposit", {"account": account, "amount": 700}, session)
    assert next_event(stream, "receipt")["balance"] == 700


# Events


def events(branch, path, headers=None):
    return urllib.request.urlopen(
        urllib.request.Request(branch.url + path, headers=headers or {}), timeout=15)


def next_event(stream, name):
    """The data of the next event of this name."""
    while True:
        line = stream.readline().decode()
        assert line, "the stream ended"
        if line == f"event: {name}\n":
            return json.loads(stream.readline().decode().removeprefix("data: "))


def test_pages_hear_every_change_and_when_the_branch_is_away_and_back(branch):
    stream = events(branch, "/board/events")
    before = {state["service"]: state for state in next_event(stream, "topics")}
    number = branch.issue("enquiries")["number"]
    assert number in next_event(stream, "topic")["next"]
    branch.kill("scheduler")
    while next_event(stream, "alive")["live"]:
        pass
    branch.start("scheduler")
    after = {state["service"]: state for state in next_event(stream, "topics")}
    assert after.keys() == before.keys() and number in after["enquiries"]["next"]
    assert next_event(stream, "alive")["live"]


def test_asked_to_end_it_ends_though_pages_listen_and_says_so_to_them(branch):
    stream = events(branch, "/board/events")
    next_event(stream, "topics")
    asked = time.monotonic()
    branch.kill("web", signal.SIGTERM)
    took = time.monotonic() - asked
    branch.start("web")
    until(branch.answers, "the pages are back")
    # Whoever does not let go is cut off after five seconds.
    assert took < 4
    assert stream.read() is not None, "the stream ended as streams end"


def test_with_the_ledger_away_tickets_are_given_and_money_is_refused_at_once(branch):
    session = branch.login(*branch.teller())
    branch.kill("ledger")
    try:
        with pytest.raises(Refused) as refused:
            branch.call("ledger.deposit", {"account": 1, "amount": 1}, session)
        assert (refused.value.status, refused.value.code) == (503, "unavailable")
        assert branch.issue("cash")["number"].startswith("A")
    finally:
        branch.start("ledger")
    until(lambda: outcome(branch, session), "the ledger is back")


def outcome(branch, session):
    try:
        return branch.call("ledger.outcome", {"id": new_id()}, session)
    except Refused:
        return None


def test_with_the_gateway_away_nothing_is_done_and_that_is_said(branch):
    branch.kill("gateway")
    try:
        with pytest.raises(Refused) as refused:
            branch.issue("cash")
        assert refused.value.status in (503, 504)
        assert refused.value.body["retry"] == "same_id"
    finally:
        branch.start("gateway")
    until(lambda: answered(branch), "the gateway is back")


def answered(branch):
    try:
        return branch.call("queue.status")
    except Refused:
        return None


def test_a_hundred_pages_of_one_browser_follow_and_leave(branch):
    before = json.loads(request(branch, "GET", "/healthz")[2])["pages"]
    streams = [events(branch, "/board/events") for _ in range(100)]
    try:
        seen = []
        threads = [
            threading.Thread(target=lambda s=s: seen.append(next_event(s, "topics")))
            for s in streams]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert len(seen) == 100
    finally:
        for stream in streams:
            stream.close()
    until(
        lambda: json.loads(request(branch, "GET", "/healthz")[2])["pages"] <= before,
        "pages that left are forgotten")


# Devices and tickets


def test_a_browser_on_this_machine_becomes_a_device_and_stops_being_one(branch):
    offers = branch.post("/pair/offers", {})["offers"]
    assert {"device": "atm:1", "kind": "atm"} in offers
    assert not any(offer["kind"] in ("bot", "notifier", "rpc") for offer in offers)
    status, headers, _ = request(branch, "POST", "/pair/take", b'{"device": "atm:1"}')
    cookie = cookie_of(headers)
    assert status == 200 and "HttpOnly" in cookie and "Path=/atm" in cookie
    assert branch.secret_of("atm:1") not in cookie
    who = json.loads(request(
        branch, "POST", "/atm/who", b"{}", JSON | {"Cookie": cookie.split(";")[0]})[2])
    assert who["device"] == {"device": "atm:1", "kind": "atm"}
    status, _, _ = request(branch, "POST", "/pair/take", b'{"device": "bot:1"}')
    assert status == 404


def test_cash_moves_only_at_an_enrolled_machine(branch):
    customer = branch.customer(opening=10_000)
    body = json.dumps({"account": customer["account"], "amount": 2_000}).encode()
    at_home, _, _ = log_in(branch, "atm", customer["user"], customer["secret"])
    status, _, answer = request(
        branch, "POST", "/atm/api/ledger.withdraw", body, JSON | {"Cookie": at_home})
    assert (status, json.loads(answer)["code"]) == (403, "not_permitted")
    _, headers, _ = request(branch, "POST", "/pair/take", b'{"device": "atm:1"}')
    machine = cookie_of(headers).split(";")[0]
    status, headers, _ = request(
        branch, "POST", "/atm/login",
        json.dumps({"user": customer["user"], "secret": customer["secret"]}).encode(),
        JSON | {"Cookie": machine})
    person = cookie_of(headers).split(";")[0]
    status, _, answer = request(
        branch, "POST", "/atm/api/ledger.withdraw", body,
        JSON | {"Cookie": f"{machine}; {person}"})
    assert status == 200 and json.loads(answer)["balance"] == 8_000


def test_a_tickets_link_shows_no_name(branch):
    ticket = branch.call("queue.issue", {"service": "cash", "name": "Ada Lovelace",
                                         "contact": "+34 600 000 000"})
    _, _, answer = request(
        branch, "POST", "/t/api/queue.ticket", json.dumps({"ticket": ticket["ticket"]}).encode())
    assert b"Ada" not in answer and b"600 000" not in answer


def test_the_qr_code_leads_to_the_ticket(branch, browser, tmp_path):
    handle = branch.issue("cash")["ticket"]
    driver = browser(600, 600)
    open_page(driver, f"{branch.url}/t/{handle}/qr.svg")
    resize(driver, 600, 600)
    look(driver, "svg")
    picture = tmp_path / "code.png"
    driver.save_screenshot(str(picture))
    read = subprocess.run(
        ["zbarimg", "--raw", "-q", picture], capture_output=True, text=True, check=True)
    assert read.stdout.strip() == f"{branch.url}/t/{handle}"


def test_too_many_log_ins_from_one_address_are_held_back():
    """A branch of its own, since the others log in from the same address."""
    branch = Branch()
    try:
        ways = ["/counter/login", "/api/auth.login"]

        def log_in(turn):
            path = ways[turn % 2]
            status, headers, _ = request(
                branch, "POST", path, b'{"user": "nobody", "secret": "x"}')
            return path, status, headers

        # All at once and by both ways: judging takes time, in which further ones are granted.
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(log_in, range(80)))
        held = [(path, headers.get("Retry-After")) for path, status, headers in answers
                if status == 429]
        assert {path for path, _ in held} == set(ways)
        assert all(int(seconds) >= 1 for _, seconds in held)
        assert branch.issue("cash")["number"] == "A001"
    finally:
        branch.close()


def test_beyond_loopback_the_pages_come_by_tls_alone(tmp_path):
    branch = Branch(host="127.0.0.2", certificate=True)
    try:
        secure = f"https://127.0.0.2:{branch.base + 430}"
        answer = subprocess.run(
            ["curl", "-sk", "-i", "-X", "POST", "-H", "Content-Type: application/json", "-d", "{}",
             secure + "/home/who"], capture_output=True, text=True, check=True).stdout
        assert "HTTP/1.1 200" in answer and "Strict-Transport-Security" in answer
        offers = subprocess.run(
            ["curl", "-sk", "-X", "POST", "-H", "Content-Type: application/json", "-d", "{}",
             secure + "/pair/offers"], capture_output=True, text=True, check=True).stdout
        assert json.loads(offers) == {"offers": []}
        started = subprocess.run(
            ["curl", "-sk", "-i", "-X", "POST", "-H", "Content-Type: application/json", "-d", "{}",
             secure + "/pair/start"], capture_output=True, text=True, check=True).stdout
        assert "__Secure-branchline-waiting=" in started and "; Secure" in started
        plain = subprocess.run(
            ["curl", "-s", f"http://127.0.0.2:{branch.base + 380}/"], capture_output=True)
        assert plain.returncode != 0
        assert not pathlib.Path(branch.directory, "web.log").read_text().count("error")
    finally:
        branch.close()
