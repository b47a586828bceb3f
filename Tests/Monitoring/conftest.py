"""One watched branch for all tests of what is watched, and what has happened on it."""

import collections
import http.client
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

# So that what differs is shown.
pytest.register_assert_rewrite("watched")

import grpc  # noqa: E402

from watched import CHATTING, WatchedBranch, harness  # noqa: E402

# As the old bank's clients write them: the account "nobody", and a thousand of the currency.
NOBODY, THOUSAND = b"\x0a\x06nobody", b"\x15\x00\x00\x7a\x44"


class WorkedBranch(WatchedBranch):
    """Counts what it is asked and what it refuses."""

    def __init__(self):
        super().__init__()
        self.asked, self.refused = collections.Counter(), collections.Counter()

    def call(self, method, *more, **named):
        self.asked[method] += 1
        try:
            return super().call(method, *more, **named)
        except harness.Refused as refused:
            self.refused[refused.code] += 1
            raise

    def open(self):
        """A counter, two customers of whom one cannot be told anything, callers and a page."""
        self.teller_session = self.counter("1", ["cash"])
        self.told = self._register("told", phone="+34600000001")
        # What was before the notifier's first start is not told.
        harness.until(
            lambda: self._deposit(self.told) or self.taken("text"), "the notifier tells")
        # A number that nobody can dial: for want of a country.
        self._deposit(self._register("unreachable", phone="600000002"))
        with self.old_client() as call:
            account = call("OpenAccount", b"")
            for method, body in (("GetBalance", NOBODY), ("WithdrawAccount", account + THOUSAND)):
                with pytest.raises(grpc.RpcError):
                    call(method, body)
        self.page = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=60)
        self.page.request("GET", "/board/events")
        assert self.page.getresponse().status == 200
        self.asked["queue.issue"] += CHATTING

    def work(self):
        """Somebody comes, is called and pays in; another asks for more than there is."""
        self.issue("cash")
        self.call("queue.next", {"counter": "1"}, self.teller_session)
        self._deposit(self.told)
        for method, body, code in (
                ("ledger.withdraw", {"account": self.told, "amount": 10**9}, "insufficient_funds"),
                ("queue.start", {"counter": "9"}, "counter_closed")):
            with pytest.raises(harness.Refused, match=code):
                self.call(method, body, self.teller_session)

    def _register(self, user, **more):
        return self.call("customer.register", {
            "user": user, "name": user, "smsConsent": True, **more}, self.teller_session)["account"]

    def _deposit(self, account):
        self.call("ledger.deposit", {"account": account, "amount": 100}, self.teller_session)


@pytest.fixture(scope="session")
def branch():
    made = WorkedBranch()
    try:
        made.open()
        for _ in range(4):
            made.work()
        yield made
    finally:
        made.close()
