"""A branch with every service that there is, and Debian's Prometheus watching all of them.

Prometheus has the files of deploy/monitoring, with the branch's own ports and a shorter interval.
"""

import contextlib
import json
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import urllib.error

import grpc

from prometheus import Prometheus, get

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
MONITORING = CHECKOUT / "deploy/monitoring"
sys.path.insert(0, str(CHECKOUT / "Tests/Browser"))

import harness  # noqa: E402

DEFAULT_BASE = 7700
TOKEN, KEY, FROM = "42:AAAAAAAAAA", "a-key", "+15550001111"
# Each asks the bot four things as soon as it starts.
CHATTING = 3


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def becomes(look, expected):
    """Looks until it is so; where it never is, the difference is shown."""
    try:
        harness.until(lambda: look() == expected, "as expected")
    except AssertionError:
        assert look() == expected


class RunningPrometheus(Prometheus):
    """Debian's, for as long as it is wanted."""

    def __init__(self, directory, configuration):
        super().__init__(f"http://127.0.0.1:{free_port()}")
        self._log = pathlib.Path(directory, "prometheus.log")
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(
                ["prometheus", f"--config.file={configuration}",
                 f"--storage.tsdb.path={directory}/prometheus",
                 f"--web.listen-address={self.url.removeprefix('http://')}"],
                stdout=log, stderr=log)
        harness.until(self._is_ready, "Prometheus is ready")

    def _is_ready(self):
        assert self._process.poll() is None, self._log.read_text()
        with contextlib.suppress(urllib.error.URLError):
            return get(f"{self.url}/-/ready")[0] == 200

    def close(self):
        self._process.kill()
        self._process.wait()


class WatchedBranch(harness.Branch):
    """Ledger, scheduler, gateway, web, gRPC edge, notifier and chatbot under one Prometheus."""

    def __init__(self, interval="500ms"):
        self.prometheus = None
        self._providers = []
        self.texts, self.messenger = free_port(), free_port()
        super().__init__(configuration={
            "notifications": {
                "sms": {"account": "ACbench", "keyFile": "texts.key", "from": FROM,
                        "url": f"http://127.0.0.1:{self.texts}"},
                "rules": [{"on": "account", "to": "customer"}]},
            "chat": {"tokenFile": "messenger.token", "service": "cash",
                     "url": f"http://127.0.0.1:{self.messenger}"}})
        try:
            self._start_the_rest(interval)
        except BaseException:
            self.close()
            raise

    def _start_the_rest(self, interval):
        # First: it takes five seconds until it asks anybody.
        self.prometheus = RunningPrometheus(self.directory, self._configure_prometheus(interval))
        self._provide("text", self.texts, 1_000, KEY, "texts.key")
        self._provide("chat", self.messenger, 4 * CHATTING, TOKEN, "messenger.token")
        for edge in ("grpc", "notifier", "chatbot"):
            self.start(edge)

    def _provide(self, kind, port, count, secret, file):
        """A stand-in that speaks as Twilio or Telegram do; it ends with its standard input."""
        state = pathlib.Path(self.environment["BRANCHLINE_STATE"])
        state.joinpath(file).write_text(secret)
        state.joinpath(file).chmod(0o600)
        tally = pathlib.Path(self.directory, f"{kind}.tally")
        self._providers.append(subprocess.Popen(
            [harness.PROGRAMS / "branchline-bench-provider", kind, str(port), str(count), secret,
             tally], stdin=subprocess.PIPE))
        harness.until(tally.exists, f"the stand-in for {kind} listens")

    def taken(self, kind):
        """How many messages the stand-in has taken."""
        return json.loads(pathlib.Path(self.directory, f"{kind}.tally").read_text())["taken"]

    def _configure_prometheus(self, interval):
        text = (MONITORING / "prometheus.yml").read_text()
        text = re.sub(r"127\.0\.0\.1:(\d+)", lambda port: self.here(int(port[1])), text)
        # What most branches do not have is there in comments.
        lines = [line.replace("# - {", "- {") for line in text.splitlines()
                 if "counter-gateway-2" not in line]
        text = re.sub("_interval: 5s", f"_interval: {interval}", "\n".join(lines))
        shutil.copy(MONITORING / "alerts.yml", self.directory)
        file = pathlib.Path(self.directory, "prometheus.yml")
        file.write_text(text)
        return file

    def here(self, port):
        """The address that this branch has for a port of the default ones."""
        return f"127.0.0.1:{port - DEFAULT_BASE + self.base}"

    @contextlib.contextmanager
    def old_client(self):
        """A caller of the old bank's interface: `call(method, bytes)`."""
        with grpc.insecure_channel(f"127.0.0.1:{self.base + 1301}") as channel:
            grpc.channel_ready_future(channel).result(timeout=harness.PATIENCE)
            yield lambda method, body: channel.unary_unary(
                f"/main.BankAccountService/{method}")(body, timeout=harness.PATIENCE)

    def close(self):
        if self.prometheus:
            self.prometheus.close()
        for provider in self._providers:
            provider.stdin.close()
            provider.wait()
        super().close()
