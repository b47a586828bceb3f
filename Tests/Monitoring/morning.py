"""A morning at a branch in a few minutes, for the dashboard's picture in the documentation.

    python Tests/Monitoring/morning.py --minutes 7 deploy/docs/screenshots/dashboard.png

People come, few at first, then too many, then few again; two tellers, and a third in the rush,
call them and move their money; the bank's older clients and a phone do too; pages follow the
queues. Half-way the ledger is away for a moment. Programs come from BRANCHLINE_PROGRAMS.
"""

import argparse
import contextlib
import http.client
import random
import signal
import threading
import time

import grpc

from dashboard import Span
from draw_dashboard import picture
from watched import WatchedBranch, harness

INTERVAL = 5
PAGES = 4
# What a visitor wants, and how many of ten want it.
WANTS = ["cash"] * 5 + ["accounts"] * 3 + ["loans", "enquiries"]
# Share of the morning, and seconds between two people.
ARRIVALS = [(0.25, 5.0), (0.65, 1.4), (1.0, 8.0)]
RUSH = (0.40, 0.80)
# Two of the five customers want no messages.
PHONES = ["+34600000001", "+34600000002", "+34600000003", None, None]
# Seconds without the ledger.
AWAY = 15


class Morning:
    def __init__(self, branch, seconds):
        self.branch = branch
        self.chance = random.Random(7)
        self.begin, self.seconds = time.monotonic(), seconds
        self.over = threading.Event()
        self.accounts = []
        self.threads = []

    def share(self):
        """How much of the morning is over, 0 to 1."""
        return (time.monotonic() - self.begin) / self.seconds

    def does(self, work, *arguments):
        def until_the_end():
            while not self.over.is_set():
                # Whoever is not answered, as during the restart, comes again.
                with contextlib.suppress(harness.Refused, OSError, grpc.RpcError):
                    work(*arguments)

        self.threads.append(threading.Thread(target=until_the_end))
        self.threads[-1].start()

    def waits(self, seconds):
        self.over.wait(seconds * self.chance.uniform(0.5, 1.5))

    def arrives(self):
        self.waits(next(pause for end, pause in ARRIVALS if self.share() < end or end == 1))
        self.branch.issue(self.chance.choice(WANTS))

    def serves(self, number, session):
        """The next of the line: called, greeted, money moved, done."""
        counter = {"counter": number}
        if not self.branch.call("queue.next", counter, session)["ticket"]:
            return self.over.wait(1)
        self.waits(1)
        self.branch.call("queue.start", counter, session)
        for _ in range(self.chance.randint(1, 4)):
            with contextlib.suppress(harness.Refused):
                self.moves_money(session)
            self.waits(1.5)
        return self.branch.call("queue.done", counter, session)

    def helps(self, number, session):
        """A third teller, who is at the counter while there is a rush."""
        if RUSH[0] < self.share() < RUSH[1]:
            self.branch.call("counter.open", {"counter": number}, session)
            while self.share() < RUSH[1]:
                self.serves(number, session)
            self.branch.call("counter.close", {"counter": number}, session)
        self.over.wait(1)

    def moves_money(self, session):
        how = self.chance.choice(["deposit", "withdraw"])
        # One withdrawal in six asks for more than anybody has.
        is_too_much = how == "withdraw" and self.chance.random() < 1 / 6
        amount = 10**9 if is_too_much else self.chance.randint(10, 300) * 100
        self.insists(
            f"ledger.{how}", {"account": self.chance.choice(self.accounts), "amount": amount},
            session)

    def insists(self, method, body, session):
        """Asks again, under the same id, until there is a word on it."""
        id = harness.new_id()
        while not self.over.is_set():
            try:
                return self.branch.call(method, body, session, id)
            except harness.Refused as refused:
                if refused.status < 500:
                    raise
                self.over.wait(1)

    def asks_as_of_old(self, call, account):
        self.waits(1)
        call("GetBalance", account)

    def looks(self):
        """A phone that follows its ticket, a page that is opened."""
        self.waits(1.5)
        self.branch.post("/home/who", {})

    def pass_by(self):
        session = self.branch.counter("1")
        self.accounts = [
            self.branch.call("customer.register", {
                "user": f"customer-{number}", "name": "A customer", "opening": 100_000,
                **({"phone": phone, "smsConsent": True} if phone else {})}, session)["account"]
            for number, phone in enumerate(PHONES)]
        self.does(self.arrives)
        self.does(self.looks)
        self.does(self.serves, "1", session)
        self.does(self.serves, "2", self.branch.counter("2"))
        self.does(self.helps, "3", self.branch.login(*self.branch.teller()))
        pages = [follow(self.branch) for _ in range(PAGES)]
        with self.branch.old_client() as call:
            self.does(self.asks_as_of_old, call, call("OpenAccount", b""))
            self.over.wait(self.seconds / 2)
            self.branch.kill("ledger", signal.SIGTERM)
            self.over.wait(AWAY)
            self.branch.start("ledger")
            self.over.wait(self.seconds / 2 - AWAY)
            self.over.set()
            for thread in self.threads:
                thread.join()
        for page in pages:
            page.close()


def follow(branch):
    page = http.client.HTTPConnection(branch.url.removeprefix("http://"), timeout=60)
    page.request("GET", "/board/events")
    page.getresponse()
    return page


def main():
    wanted = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    wanted.add_argument("--minutes", type=float, default=7)
    wanted.add_argument("file")
    asked = wanted.parse_args()
    branch = WatchedBranch(interval=f"{INTERVAL}s")
    try:
        begin = time.time()
        Morning(branch, 60 * asked.minutes).pass_by()
        picture(branch.prometheus, Span(begin, time.time(), INTERVAL), asked.file)
    finally:
        branch.close()


if __name__ == "__main__":
    main()
