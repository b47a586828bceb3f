"""A real branch and real browsers, for the tests of the pages.

Programs come from BRANCHLINE_PROGRAMS, else from .build/debug. Each branch has a state directory
and ports of its own, so that tests run beside whatever else is up.
"""

import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(os.environ.get("BRANCHLINE_PROGRAMS", CHECKOUT / ".build/debug"))
SERVICES = {
    "ledger": ["branchline-ledger", "serve"],
    "scheduler": ["branchline-scheduler", "serve"],
    "gateway": ["branchline-counter-gateway", "serve"],
    "web": ["branchline-web", "serve", "--pages", str(CHECKOUT / "Services/Web/Pages")],
}
# Started by the tests that want them.
EDGES = {
    "grpc": ["branchline-bank-grpc", "serve"],
    "notifier": ["branchline-notifier", "serve"],
    "chatbot": ["branchline-chatbot", "serve"],
}
# Seconds. A loaded machine may take three times as long as a quiet one for anything.
PATIENCE = int(os.environ.get("BRANCHLINE_PATIENCE", "30"))


class Refused(Exception):
    """The branch said no."""

    def __init__(self, status, body):
        super().__init__(f"{status}: {body.get('code')}: {body.get('message')}")
        self.status = status
        self.code = body.get("code")
        self.body = body


def until(condition, what, seconds=PATIENCE):
    """Waits for a condition, and says what was waited for where it does not come."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"after {seconds} s still not: {what}")
        time.sleep(0.08)


def new_id():
    """A UUIDv7 of now."""
    bits = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    return str(uuid.UUID(int=bits & ~(0xF << 76 | 3 << 62) | 7 << 76 | 2 << 62))


def free_port_base():
    """A base whose ports are free now, all that a branch listens on."""
    while True:
        base = random.randrange(20_000, 50_000, 10)
        try:
            for offset in (*range(1, 10), 14, 380, 1301):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", base + offset))
            return base
        except OSError:
            continue


class Branch:
    """One branch out of real processes.

    `configuration`: what stands otherwise in its branchline.json, before anything starts.
    """

    def __init__(self, init=(), host=None, certificate=False, configuration=None):
        self.directory = tempfile.mkdtemp(prefix="branchline-browser-")
        self.base = free_port_base()
        self.url = f"http://127.0.0.1:{self.base + 380}"
        self.environment = dict(
            os.environ,
            BRANCHLINE_STATE=self.directory + "/state",
            BRANCHLINE_PORT_BASE=str(self.base),
        )
        self.environment.pop("BRANCHLINE_HOST", None)
        if host:
            self.environment["BRANCHLINE_HOST"] = host
            init = ("--curve", *init)
        self.processes = {}
        self._tellers = 0
        subprocess.run(
            [PROGRAMS / "branch", "init", "--quiet", *init], env=self.environment, check=True)
        if configuration:
            self._configure(configuration)
        if certificate:
            self._make_certificate(host)
        try:
            for service in SERVICES:
                self.start(service)
            subprocess.run(
                [PROGRAMS / "branch", "ping", "--wait", str(PATIENCE)], env=self.environment,
                check=True, stdout=subprocess.DEVNULL)
            until(lambda: self.answers(), "the web service answers")
        except BaseException:
            # Who is not there to be closed leaves nothing behind.
            self.close()
            raise

    # Processes

    def start(self, service):
        assert service not in self.processes, f"{service} runs already"
        program, *arguments = (SERVICES | EDGES)[service]
        log = open(f"{self.directory}/{service}.log", "ab")
        self.processes[service] = subprocess.Popen(
            [PROGRAMS / program, *arguments], env=self.environment, stdout=log, stderr=log)

    def kill(self, service, how=signal.SIGKILL):
        process = self.processes.pop(service)
        process.send_signal(how)
        process.wait()

    def close(self):
        for service in list(self.processes):
            self.kill(service)
        shutil.rmtree(self.directory, ignore_errors=True)

    def _configure(self, configuration):
        file = pathlib.Path(self.environment["BRANCHLINE_STATE"], "branchline.json")
        file.write_text(json.dumps(json.loads(file.read_text()) | configuration))

    def _make_certificate(self, host):
        directory = pathlib.Path(self.environment["BRANCHLINE_STATE"], "web")
        directory.mkdir()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "2", "-subj", "/CN=branch", "-addext", f"subjectAltName=IP:{host}",
             "-keyout", directory / "key.pem", "-out", directory / "certificate.pem"],
            check=True, capture_output=True)

    def answers(self):
        try:
            return self.post("/home/who", {})
        except (OSError, Refused):
            return None

    # Requests

    def post(self, path, body, headers=None):
        """Any POST; raises Refused for what is not 200."""
        request = urllib.request.Request(
            self.url + path, json.dumps(body).encode(),
            {"Content-Type": "application/json", **(headers or {})})
        try:
            with urllib.request.urlopen(request, timeout=15) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise Refused(error.code, json.loads(error.read() or b"{}")) from None

    def call(self, method, body=None, session=None, id=None):
        """A method of the bus by way of POST /api/<method>."""
        headers = {"Idempotency-Key": id or new_id()}
        if session:
            headers["Authorization"] = f"Bearer {session}"

        def asked():
            try:
                return [self.post(f"/api/{method}", body or {}, headers)]
            except Refused as refused:
                # On a loaded machine log-ins take their time: asked again, with the same id.
                if refused.code != "busy":
                    raise
                return None

        return until(asked, f"{method} is not put off")[0]

    # People

    def secret_of(self, name):
        path = pathlib.Path(self.environment["BRANCHLINE_STATE"])
        file = path / "admin.secret" if name == "admin" else path / "devices" / f"{name}.secret"
        return file.read_text().strip()

    def login(self, user, secret):
        return self.call("auth.login", {"user": user, "secret": secret})["session"]

    def admin(self):
        """A session of the admin."""
        return self.login("admin", self.secret_of("admin"))

    def staff(self, role="teller", name=None):
        """A new member of staff: (user, secret)."""
        self._tellers += 1
        user = f"{role}{self._tellers}"
        made = self.call(
            "staff.add", {"user": user, "name": name or user.capitalize(), "role": role},
            self.admin())
        return made["user"], made["secret"]

    def teller(self, name=None):
        return self.staff("teller", name)

    def customer(self, name="Ada Lovelace", opening=0):
        """A new customer with an account: {customer, account, secret}."""
        self._tellers += 1
        body = {"user": f"customer{self._tellers}", "name": name}
        if opening:
            body["opening"] = opening
        user, secret = self.teller()
        return self.call("customer.register", body, self.login(user, secret)) | {
            "user": body["user"]}

    # The queue

    def issue(self, service="cash", **more):
        return self.call("queue.issue", {"service": service, **more})

    def counter(self, number, services=None):
        """A teller at an open counter: a session that calls."""
        session = self.login(*self.teller())
        body = {"counter": number}
        if services:
            body["services"] = services
        self.call("counter.open", body, session)
        return session


class Cable:
    """The network between a browser and a branch, to be cut and mended: a forwarder of bytes."""

    def __init__(self, branch):
        self._target = ("127.0.0.1", branch.base + 380)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._is_cut = False
        self._ends = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.cut()
        self._listener.close()

    def cut(self):
        """From now on nothing passes; who is connected hears no more, not even an end."""
        self._is_cut = True

    def mend(self):
        """New connections pass again; those from before the cut are gone."""
        self._is_cut = False
        for end in list(self._ends):
            end.close()
        self._ends.clear()

    def _accept(self):
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self._is_cut:
                near.close()
                continue
            far = socket.create_connection(self._target)
            self._ends |= {near, far}
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source, sink):
        try:
            while data := source.recv(65_536):
                if self._is_cut:
                    return
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass
