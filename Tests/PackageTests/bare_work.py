"""What a branch on a bare machine is asked, and what it takes: requests under load, and figures."""

import concurrent.futures
import http.client
import json
import sys
import threading
import time
import urllib.error
import urllib.request

from bare_debian import CHECKOUT, PATIENCE, Computer

sys.path.insert(0, str(CHECKOUT / "Tests/Browser"))

from harness import new_id  # noqa: E402

FIGURES = r"""
for unit in $(systemctl list-units --plain --no-legend --state=running 'branchline-*.service' |
    cut -d' ' -f1); do
    pid=$(systemctl show -P MainPID "$unit")
    echo "$unit" $(awk '{ sum[$1] += $2 } END { print sum["Rss:"], sum["Pss:"],
        sum["Anonymous:"] }' "/proc/$pid/smaps_rollup") $(cut -d' ' -f14,15 "/proc/$pid/stat")
done
"""


def figures(computer: Computer):
    """Of each service that runs: KiB resident, its share of that, its own, and ticks of CPU."""
    found = {}
    for line in computer.run(FIGURES).stdout.splitlines():
        unit, resident, share, own, user, system = line.split()
        found[unit.removesuffix(".service")] = (
            int(resident), int(share), int(own), int(user) + int(system))
    return found


class Stream:
    """Requests of one kind, one after the other, each under its id until it is answered."""

    def __init__(self, ask, method, body, field, answers=()):
        self._ask, self._method, self._body, self._field = ask, method, body, field
        self.answers = dict(answers)
        self.again = 0
        self.longest = 0.0
        self._open = None

    def go_on(self, ended):
        while not ended.is_set():
            if self._open is None:
                self._open, self._since = new_id(), time.monotonic()
            self._try()

    def finish(self):
        """Insists on an answer to what was asked last."""
        end = time.monotonic() + PATIENCE
        while self._open is not None:
            assert time.monotonic() < end, f"{self._method} is not answered"
            self._try()

    def _try(self):
        number = self.ask_with(self._open)
        if number is None:
            self.again += 1
            time.sleep(0.1)
        else:
            self.answers[self._open] = number
            self.longest = max(self.longest, time.monotonic() - self._since)
            self._open = None

    def ask_with(self, id):
        """The number in the answer; None where the same has to be sent again."""
        answer = self._ask(self._method, self._body, id)
        return answer and answer[self._field]


class Load:
    """Deposits and tickets by way of the pages' JSON, while `with load:` lasts.

    A request that was under way at the end goes on, under its id, when the load does.
    """

    def __init__(self, computer, account, session=None, deposits=(), tickets=()):
        self._computer, self._account, self._session = computer, account, session
        self.deposits = Stream(
            self.ask, "ledger.deposit", {"account": account, "amount": 1}, "sequence", deposits)
        self.tickets = Stream(self.ask, "queue.issue", {"service": "cash"}, "number", tickets)

    @classmethod
    def begin(cls, computer):
        """With an account and a teller of its own."""
        customer = json.loads(computer.run("branch customer register lee Lee --json").stdout)
        teller = json.loads(computer.run("branch staff add ana Ana --json").stdout)
        load = cls(computer, customer["account"])
        load._session = load.ask(
            "auth.login", {"user": "ana", "secret": teller["secret"]}, new_id())["session"]
        return load

    def on(self, computer):
        """The same on another computer with the disk of this one's."""
        return Load(computer, self._account, self._session, self.deposits.answers,
                    self.tickets.answers)

    def __enter__(self):
        self._ended = threading.Event()
        self._pool = concurrent.futures.ThreadPoolExecutor(2)
        self._work = [self._pool.submit(stream.go_on, self._ended)
                      for stream in (self.deposits, self.tickets)]
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._pool.shutdown()
        for work in self._work:
            work.result()

    def await_more(self, count=5):
        """Waits until so many more of both kinds are answered."""
        end = time.monotonic() + PATIENCE
        for stream in (self.deposits, self.tickets):
            wanted = len(stream.answers) + count
            while len(stream.answers) < wanted:
                for work in self._work:
                    if work.done():
                        work.result()
                assert time.monotonic() < end, "nothing is answered any more"
                time.sleep(0.1)

    def ask(self, method, body, id):
        """An answer; None where the same has to be sent again. Refusals for good are raised."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": id}
        if self._session:
            headers["Authorization"] = f"Bearer {self._session}"
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._computer.web}/api/{method}", json.dumps(body).encode(),
            headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            refusal = json.loads(error.read() or b"{}")
            assert refusal.get("retry") == "same_id", f"{method}: {error.code} {refusal}"
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            pass  # nobody there, or gone before the end of the answer
        return None

    def check(self):
        """Whether each that was answered happened, once, and nothing else did."""
        for stream in (self.deposits, self.tickets):
            stream.finish()
            answers = stream.answers
            assert len(set(answers.values())) == len(answers), "two answers are the same"
            for id in (next(iter(answers)), list(answers)[-1]):
                assert stream.ask_with(id) == answers[id], "asked again, another answer"
        account = json.loads(self._computer.run(
            f"branch call account.get '{{\"account\": {self._account}}}'").stdout)
        assert account["balance"] == len(self.deposits.answers), (
            f"{len(self.deposits.answers)} deposits were answered, {account['balance']} made")
        status = json.loads(self._computer.run("branch status --json").stdout)
        waiting = [line["waiting"] for line in status["services"] if line["service"] == "cash"]
        assert waiting == [len(self.tickets.answers)], (
            f"{len(self.tickets.answers)} tickets were answered, {waiting} made")

    def __str__(self):
        streams = (self.deposits, self.tickets)
        return (f"{len(self.deposits.answers)} deposits and {len(self.tickets.answers)} tickets, "
                f"each made once; {sum(one.again for one in streams)} times asked again, the "
                f"longest wait {max(one.longest for one in streams):.1f} s")
