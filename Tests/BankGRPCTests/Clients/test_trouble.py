"""What the clients of the old bank notice when something dies, and how the edge may be started."""

import concurrent.futures
import pathlib
import signal
import subprocess
import threading

import grpc
import pytest

import harness
from conftest import Bank, bank_pb2, bank_pb2_grpc
from test_session import balance, deposit, interest, open_account, refused, shown, withdraw


def test_a_restart_keeps_everything(own_bank):
    with own_bank.client() as client:
        assert [open_account(client) for _ in range(3)] == ["1", "2", "3"]
        deposit(client, "2", 100.10)
        interest(client, "2", 5)
    for service in ("grpc", "gateway", "ledger"):
        own_bank.branch.kill(service, signal.SIGKILL)
    for service in ("ledger", "gateway"):
        own_bank.branch.start(service)
    own_bank.start()
    with own_bank.client() as client:
        assert shown(harness.until(lambda: _soon(client, "2"), "the ledger answers")) == "105.10"
        assert shown(balance(client, "1")) == "0.00"
        assert open_account(client) == "4"


def test_two_edges_give_the_same_ids(own_bank):
    other = subprocess.Popen(
        [harness.PROGRAMS / "branchline-bank-grpc", "serve", "--port", str(own_bank.port + 1)],
        env=own_bank.branch.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with own_bank.client() as one, \
                grpc.insecure_channel(f"localhost:{own_bank.port + 1}") as channel:
            grpc.channel_ready_future(channel).result(timeout=harness.PATIENCE)
            two = bank_pb2_grpc.BankAccountServiceStub(channel)
            ids = [open_account(client) for client in (one, two, two, one, two)]
            assert ids == ["1", "2", "3", "4", "5"]
            for place, id in enumerate(ids):
                deposit(one, id, place + 1)
                assert balance(two, id) == place + 1
    finally:
        other.terminate()
        other.wait()


class Crowd:
    """Clients that deposit 0.01 to accounts of their own until they are told to stop."""

    def __init__(self, bank, count=4):
        self.bank = bank
        self.stop = threading.Event()
        self.acknowledged = [0] * count
        self.tried = [0] * count
        with bank.client() as client:
            self.accounts = [open_account(client) for _ in range(count)]
        self.pool = concurrent.futures.ThreadPoolExecutor(count)
        self.work = [self.pool.submit(self._run, place) for place in range(count)]

    def _run(self, place):
        with self.bank.client() as client:
            while not self.stop.is_set():
                self.tried[place] += 1
                try:
                    deposit(client, self.accounts[place], 0.01, wait_for_ready=True, timeout=20)
                    self.acknowledged[place] += 1
                except grpc.RpcError:
                    pass

    def until(self, count):
        before = sum(self.acknowledged)
        harness.until(
            lambda: sum(self.acknowledged) >= before + count, f"{count} more deposits", 60)

    def end(self):
        self.stop.set()
        for work in self.work:
            work.result()
        self.pool.shutdown()


@pytest.mark.parametrize("victim", ["ledger", "gateway", "grpc"])
def test_a_kill_under_load_loses_no_acknowledged_deposit(own_bank, victim):
    crowd = Crowd(own_bank)
    for _ in range(3):
        crowd.until(40)
        own_bank.branch.kill(victim, signal.SIGKILL)
        own_bank.branch.start(victim)
    crowd.until(40)
    crowd.end()
    with own_bank.client() as client:
        for place, account in enumerate(crowd.accounts):
            cents = round(balance(client, account) * 100)
            # What was tried and not answered may have been done, once each.
            assert crowd.acknowledged[place] <= cents <= crowd.tried[place]
            if victim != "grpc":
                # The edge asks again under the same id, so that its clients hear the outcome.
                withdraw(client, account, cents / 100)
                assert balance(client, account) == 0


def test_where_the_ledger_is_away_the_answer_comes_at_once(own_bank):
    with own_bank.client() as client:
        account = open_account(client)
        own_bank.branch.kill("ledger")
        own_bank.branch.kill("gateway")
        refused(lambda: deposit(client, account, 1, timeout=10), grpc.StatusCode.UNAVAILABLE)
        ping = _ping(own_bank)
        assert (ping.returncode, ping.stdout.strip()) == (0, "alone")
        own_bank.branch.start("ledger")
        own_bank.branch.start("gateway")
        harness.until(lambda: _soon(client, account) is not None, "the ledger answers")
        assert shown(deposit(client, account, 1)) == "1.00"
        assert _ping(own_bank).stdout.strip() == "ok"
    own_bank.branch.kill("grpc")
    assert _ping(own_bank).returncode == 1


def test_it_ends_when_it_is_asked_to_although_clients_stay(own_bank):
    with own_bank.client() as client:
        open_account(client)
        process = own_bank.branch.processes.pop("grpc")
        process.terminate()
        assert process.wait(timeout=harness.PATIENCE) == 0


def test_the_old_servers_arguments(own_bank):
    port = str(own_bank.port + 1)
    process = subprocess.Popen(
        [harness.PROGRAMS / "branchline-bank-grpc", "First Bank", port, "10"],
        env=own_bank.branch.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True)
    try:
        with grpc.insecure_channel(f"localhost:{port}") as channel:
            grpc.channel_ready_future(channel).result(timeout=harness.PATIENCE)
            assert open_account(bank_pb2_grpc.BankAccountServiceStub(channel)) == "1"
    finally:
        process.terminate()
        output = process.communicate()[0]
    assert "First Bank" in output
    for wrong in (["--port", "0"], ["--threads", "0"], ["--key", "only.pem"]):
        assert subprocess.run(
            [harness.PROGRAMS / "branchline-bank-grpc", "serve", *wrong],
            capture_output=True).returncode == 64


def test_tls_with_a_certificate(own_bank):
    own_bank.branch.kill("grpc")
    place = pathlib.Path(own_bank.branch.environment["BRANCHLINE_STATE"], "grpc")
    place.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", place / "key.pem", "-out",
         place / "certificate.pem"], check=True, capture_output=True)
    own_bank.branch.start("grpc")
    trust = grpc.ssl_channel_credentials((place / "certificate.pem").read_bytes())
    with grpc.secure_channel(f"localhost:{own_bank.port}", trust) as channel:
        grpc.channel_ready_future(channel).result(timeout=harness.PATIENCE)
        assert open_account(bank_pb2_grpc.BankAccountServiceStub(channel)) == "1"
    with own_bank.client() as plain:
        refused(lambda: open_account(plain), grpc.StatusCode.UNAVAILABLE)
    assert _ping(own_bank).stdout.strip() == "ok"


def test_the_edge_listens_for_this_machine_alone_without_a_certificate():
    bank = Bank(host="127.0.0.2", init=("--curve",))
    try:
        with bank.client("127.0.0.1") as client:
            assert open_account(client) == "1"
        with bank.client("127.0.0.2") as client:
            refused(lambda: open_account(client), grpc.StatusCode.UNAVAILABLE)
        assert "there is no certificate" in bank.log()
    finally:
        bank.branch.close()


def _soon(client, account):
    try:
        return client.GetBalance(bank_pb2.BalanceAccountRequest(account_id=account)).balance
    except grpc.RpcError:
        return None


def _ping(bank):
    return subprocess.run(
        [harness.PROGRAMS / "branchline-bank-grpc", "ping"], env=bank.branch.environment,
        capture_output=True, text=True)
