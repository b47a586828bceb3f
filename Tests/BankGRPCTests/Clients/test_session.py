"""A session of the known client, and everything that the old bank answered or got wrong."""

import math

import grpc
import pytest
from google.protobuf import empty_pb2

from conftest import bank_pb2


def open_account(client):
    return client.OpenAccount(empty_pb2.Empty()).account_id


def deposit(client, account, amount, **more):
    return client.DepositAccount(
        bank_pb2.DepositAccountRequest(account_id=account, amount=amount), **more).balance


def withdraw(client, account, amount, **more):
    return client.WithdrawAccount(
        bank_pb2.WithdrawAccountRequest(account_id=account, amount=amount), **more).balance


def balance(client, account):
    return client.GetBalance(bank_pb2.BalanceAccountRequest(account_id=account)).balance


def interest(client, account, rate):
    return client.AddInterest(
        bank_pb2.AddInterestRequest(account_id=account, interestRate=rate)).balance


def refused(call, code, words=None):
    with pytest.raises(grpc.RpcError) as caught:
        call()
    assert caught.value.code() == code
    if words is not None:
        assert caught.value.details() == words


def shown(value):
    """A balance as the known client prints it."""
    return f"{value:.2f}"


def test_the_known_clients_session(own_bank):
    with own_bank.client() as client:
        account = open_account(client)
        assert account == "1"
        assert shown(balance(client, account)) == "0.00"
        assert shown(deposit(client, account, 100.10)) == "100.10"
        # 105.0999984741211 in the old bank.
        assert shown(interest(client, account, 5)) == "105.10"
        assert shown(withdraw(client, account, 5.10)) == "100.00"
        assert shown(balance(client, account)) == "100.00"
        assert open_account(client) == "2"
        assert shown(balance(client, "2")) == "0.00"


def test_account_ids_follow_one_another_whoever_else_opens_accounts(bank, client):
    first = int(open_account(client))
    bank.branch.customer("Somebody Else")
    assert int(open_account(client)) == first + 1


def test_an_account_that_is_not_there(client):
    words = "Account does not exist in the bank server"
    for id in ("", "0", "-1", "01", "+1", "1 ", "one", "999999", "9" * 40, "1e0", "é", "\0"):
        for call in (
            lambda: balance(client, id), lambda: deposit(client, id, 1),
            lambda: withdraw(client, id, 1), lambda: interest(client, id, 1),
        ):
            refused(call, grpc.StatusCode.NOT_FOUND, words)


def test_nobody_reaches_accounts_of_the_banks_customers(bank, client):
    other = bank.branch.customer("Ada Lovelace", opening=10_000)
    last = int(open_account(client))
    for id in range(1, last + 1):
        deposit(client, str(id), 12.34)
    # No id is the ledger's number of somebody else's account.
    account = bank.branch.call(
        "account.get", {"account": other["account"]}, bank.branch.admin())
    assert account["balance"] == 10_000


def test_more_than_there_is(client):
    account = open_account(client)
    deposit(client, account, 10)
    refused(
        lambda: withdraw(client, account, 10.01), grpc.StatusCode.INVALID_ARGUMENT,
        "Not enough funds to withdraw from the account")
    assert shown(balance(client, account)) == "10.00"


def test_rates_outside_0_to_100(client):
    account = open_account(client)
    deposit(client, account, 10)
    for rate in (-0.01, -5, 100.01, 1e30, math.nan, math.inf, -math.inf):
        refused(
            lambda: interest(client, account, rate), grpc.StatusCode.INVALID_ARGUMENT,
            "Invalid input of interest rate")
    assert shown(interest(client, account, 0)) == "10.00"
    assert shown(interest(client, account, 100)) == "20.00"
    assert shown(interest(client, account, 2.5)) == "20.50"
    assert shown(interest(client, account, 1e-9)) == "20.50"


def test_interest_on_nothing_is_nothing(client):
    assert shown(interest(client, open_account(client), 5)) == "0.00"


@pytest.mark.parametrize("amount", [
    -50, -0.01, 0, -0.0, math.nan, math.inf, -math.inf, 0.005, 0.001, 1e-9, 1e-45, 99.999, 1e14,
    3.4e38,
])
def test_amounts_that_are_none(client, amount):
    account = open_account(client)
    deposit(client, account, 5)
    for call in (deposit, withdraw):
        refused(lambda: call(client, account, amount), grpc.StatusCode.INVALID_ARGUMENT)
    assert shown(balance(client, account)) == "5.00"


def test_withdrawing_less_than_nothing_adds_nothing(client):
    account = open_account(client)
    refused(lambda: withdraw(client, account, -1000), grpc.StatusCode.INVALID_ARGUMENT)
    assert balance(client, account) == 0


def test_a_cent_beside_millions_is_kept(bank, client):
    account = open_account(client)
    deposit(client, account, 1_000_000)
    for _ in range(3):
        deposit(client, account, 0.01)
    deposit(client, account, 2 ** 24)
    withdraw(client, account, 2 ** 24)
    withdraw(client, account, 1_000_000)
    # What a float could not show was there all the time.
    assert shown(balance(client, account)) == "0.03"


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost"])
def test_both_loopback_addresses(bank, host):
    with bank.client(host) as client:
        account = open_account(client)
        assert shown(deposit(client, account, 0.1)) == "0.10"


def test_a_call_with_a_key_is_done_once(client):
    account = open_account(client)
    metadata = [("idempotency-key", _uuid7())]
    first = deposit(client, account, 7, metadata=metadata)
    assert deposit(client, account, 7, metadata=metadata) == first
    assert shown(balance(client, account)) == "7.00"
    refused(
        lambda: deposit(client, account, 8, metadata=metadata), grpc.StatusCode.INVALID_ARGUMENT)
    refused(
        lambda: deposit(client, account, 8, metadata=[("idempotency-key", "mine")]),
        grpc.StatusCode.INVALID_ARGUMENT)


def test_a_method_that_is_not_there(bank):
    with grpc.insecure_channel(f"localhost:{bank.port}") as channel:
        call = channel.unary_unary("/main.BankAccountService/CloseAccount")
        refused(lambda: call(b""), grpc.StatusCode.UNIMPLEMENTED)


def test_a_message_that_is_none(bank):
    with grpc.insecure_channel(f"localhost:{bank.port}") as channel:
        call = channel.unary_unary("/main.BankAccountService/DepositAccount")
        with pytest.raises(grpc.RpcError):
            call(b"\xff\xff\xff")
        with pytest.raises(grpc.RpcError):
            call(b"\x0a" + b"\x80\x80\x40" + b"x" * 2 ** 20)
    with bank.client() as client:
        assert open_account(client)


def _uuid7():
    import time
    import uuid
    random = uuid.uuid4().int & ((1 << 76) - 1)
    milliseconds = int(time.time() * 1_000)
    value = milliseconds << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))
