"""The life of the Debian package, on machines that are forgotten afterwards."""

import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time

import pytest

from machine import Machine, may_be_made

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT / "Tests/Browser"))

from harness import new_id  # noqa: E402

PROGRAMS = pathlib.Path(os.environ.get("BRANCHLINE_PROGRAMS") or CHECKOUT / ".build/debug")
STATE = "/var/lib/branchline"
UNITS = list((CHECKOUT / "deploy/systemd").glob("*.service"))
STAND_INS = [
    "branchline-web", "branchline-bank-grpc", "branchline-notifier", "branchline-chatbot",
    "branchline-display", "branchline-kiosk", "branchline-atm",
]

pytestmark = pytest.mark.skipif(
    not may_be_made(), reason="SKIPPED: no root, or a container that lends no machines")


def test_the_target_reloads_each_unit_that_can_be_reloaded():
    can = {unit.name for unit in UNITS if "\nExecReload=" in unit.read_text()}
    asked = {unit.name for unit in UNITS if "\nReloadPropagatedFrom=branchline.target\n"
             in unit.read_text()}
    assert can == asked and "branchline-ledger.service" in can


def pack(folder, stand_ins, version):
    """A package of the real programs, but for stand-ins that keep it small."""
    programs = folder / f"programs-{version}"
    programs.mkdir()
    for program in PROGRAMS.iterdir():
        if re.fullmatch(r"branch(line(-[a-z]+)+)?", program.name) and program.is_file():
            real = pathlib.Path("/bin/true") if program.name in stand_ins else program
            (programs / program.name).symlink_to(real)
    subprocess.run(
        [CHECKOUT / "deploy/package", "--programs", programs, "--output", folder, "--quick",
         "--version", version], check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(programs)
    return next(folder.glob(f"branchline_{version}_*.deb"))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    journals = ["branchline-ledger", "branchline-scheduler", "branchline-counter-gateway"]
    return pack(tmp_path_factory.mktemp("small"), STAND_INS + journals, "1.0.0")


def is_whole(machine):
    """Whether everything that a first start needs is there, and belongs to whom it should."""
    machine.run("runuser", "-u", "branchline", "--", "test", "-r", f"{STATE}/branchline.json")
    facts = machine.run(
        "stat", "-L", "-c", "%U:%G %a %n", STATE, f"{STATE}/branch.key", f"{STATE}/admin.secret",
        f"{STATE}/devices/atm:1.secret", f"{STATE}/branchline.json").stdout.splitlines()
    assert facts == [
        f"branchline:branchline 700 {STATE}", f"branchline:branchline 600 {STATE}/branch.key",
        f"branchline:branchline 600 {STATE}/admin.secret",
        f"branchline:branchline 600 {STATE}/devices/atm:1.secret",
        f"root:branchline 640 {STATE}/branchline.json"]
    assert machine.run("readlink", f"{STATE}/branchline.json").stdout.strip() == (
        "/etc/branchline/branchline.json")
    drafts = machine.run("find", STATE, "/etc/branchline", "-name", "*.new", "-o", "-name",
                         "*.draft", "-o", "-name", "*.link").stdout
    assert drafts == ""
    status = machine.run("dpkg-query", "-W", "-f", "${db:Status-Status}", "branchline").stdout
    assert status == "installed"


def test_installed_twice_removed_and_purged(small):
    with Machine() as machine:
        package = machine.bring(small)
        machine.run("dpkg", "-i", package)
        is_whole(machine)
        assert machine.run("branch", "config", "check").stdout.endswith("holds.\n")
        secret = machine.run("cat", f"{STATE}/admin.secret").stdout
        machine.put("/etc/branchline/environment", "BRANCHLINE_STATE=/var/lib/branchline\n#mine\n")
        machine.run("dpkg", "-i", "--force-confold", package)
        is_whole(machine)
        assert machine.run("cat", f"{STATE}/admin.secret").stdout == secret
        assert "#mine" in machine.run("cat", "/etc/branchline/environment").stdout

        machine.run("dpkg", "-r", "branchline")
        assert machine.run("cat", f"{STATE}/admin.secret").stdout == secret
        machine.run("test", "-e", "/etc/branchline/branchline.json")
        assert machine.run("sh", "-c", "command -v branch", check=False).returncode != 0

        machine.run("dpkg", "-i", "--force-confold", package)
        is_whole(machine)
        assert machine.run("cat", f"{STATE}/admin.secret").stdout == secret

        machine.run("dpkg", "-P", "branchline")
        for path in (STATE, "/etc/branchline", "/usr/lib/branchline"):
            assert machine.run("test", "-e", path, check=False).returncode == 1, path


def test_a_power_cut_anywhere_in_the_installation_is_made_up_for(small):
    with Machine() as machine:
        package = machine.bring(small)
        # While it is unpacked: a part of the files came, then nothing more.
        real = "/usr/bin/dpkg-deb"
        machine.put("/usr/local/bin/dpkg-deb", f"""#!/bin/sh
            case $1 in
                --fsys-tarfile) {real} "$@" | head -c 3000000; kill -9 -1 ;;
                *) exec {real} "$@" ;;
            esac
            """)
        assert machine.run("dpkg", "-i", package, check=False).returncode != 0
        machine.restore_power("dpkg-deb")
        # At each thing that is done after that.
        machine.run("dpkg", "--unpack", package)
        for program in ("useradd", "install", "setpriv", "sync", "mv", "deb-systemd-helper"):
            machine.cut_power_at(program)
            cut = machine.run("dpkg", "--configure", "branchline", check=False)
            assert cut.returncode != 0, f"{program} is not used"
            machine.restore_power(program)
        machine.run("dpkg", "--configure", "-a")
        is_whole(machine)


def test_units_hold_and_are_hardened(small):
    with Machine() as machine:
        machine.run("dpkg", "-i", machine.bring(small))
        verified = machine.run(
            "systemd-analyze", "verify", "branchline.target", "branchline-backup.timer",
            "branchline-backup.service", "branchline-counter-gateway@2.service")
        assert verified.stderr == ""
        for unit in ("ledger", "scheduler", "counter-gateway@1", "web", "bank-grpc", "notifier",
                     "chatbot", "prepare", "backup"):
            report = machine.run(
                "systemd-analyze", "security", "--offline=true", "--threshold=20",
                f"branchline-{unit}.service")
            exposure = re.search(r"exposure level for \S+ (\d+\.\d)", report.stdout)
            assert float(exposure[1]) <= 1.3, report.stdout


def test_it_starts_is_backed_up_and_is_upgraded_under_load(tmp_path):
    first = pack(tmp_path, STAND_INS, "1.0.0")
    second = pack(tmp_path, STAND_INS, "1.1.0")
    with Machine() as machine:
        machine.supervise()
        for name in ("web", "bank-grpc", "notifier", "chatbot"):  # stand-ins are never ready
            machine.put(f"/etc/systemd/system/branchline-{name}.service", "", 0o644)
        start(machine, first)
        services = running(machine)
        assert sorted(services) == [
            "branchline-counter-gateway@1.service", "branchline-ledger.service",
            "branchline-scheduler.service"]
        machine.run("systemctl", "start", "branchline-counter-gateway@2.service")
        machine.run("systemctl", "start", "branchline-backup.service")
        assert machine.run("branch", "backup", "--list").stdout.startswith(f"{STATE}/backups/")
        doctor = machine.run("branch", "doctor")
        assert "WRONG" not in doctor.stdout, doctor.stdout

        assert filters_calls(machine, services["branchline-ledger.service"])
        before = running(machine)
        load = Load(machine)
        with load:
            load.await_more()
            upgrade = machine.run("dpkg", "-i", machine.bring(second))
            load.await_more()
        assert re.findall(r"restarting branchline-(\S+).service", upgrade.stdout) == [
            "ledger", "scheduler", "counter-gateway@1", "counter-gateway@2"]
        after = running(machine)
        assert set(after) == set(before)
        assert all(after[unit] != before[unit] for unit in before), "all are new processes"
        load.check()
        # Root's own directory is closed to the branch's user, who starts the ledger's program.
        machine.run("sh", "-c", "mkdir -m 700 /tmp/roots && cd /tmp/roots && branch verify")
        machine.run("dpkg", "-r", "branchline")
        assert running(machine) == {}


def start(machine, package):
    machine.run("dpkg", "-i", machine.bring(package))
    machine.run("branch", "ping", "--wait", "30")


def running(machine):
    files = machine.run("sh", "-c", "cd /run/small-systemd && grep -sH . *.service || true").stdout
    units = dict(line.split(":") for line in files.splitlines())
    return {unit: pid for unit, pid in units.items() if is_alive(machine, pid)}


def is_alive(machine, pid):
    try:
        return ") Z " not in (machine.root / f"proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def filters_calls(machine, pid):
    return "Seccomp:\t2" in (machine.root / f"proc/{pid}/status").read_text()


class Load:
    """Deposits and tickets, one after the other, until the end; each answer is kept."""

    def __init__(self, machine):
        self._machine = machine
        made = machine.run("branch", "customer", "register", "lee", "Lee", "--json")
        self.account = str(json.loads(made.stdout)["account"])
        teller = machine.run("branch", "staff", "add", "ana", "Ana", "--json")
        machine.run("branch", "login", "ana", said=json.loads(teller.stdout)["secret"] + "\n")
        self._ended = threading.Event()
        self._answered = threading.Semaphore(0)
        self.sequences, self.tickets = [], []

    def __enter__(self):
        self._pool = concurrent.futures.ThreadPoolExecutor(2)
        self._work = [
            self._pool.submit(self._go_on, self.sequences, "sequence",
                              "ledger", "deposit", self.account, "0.01"),
            self._pool.submit(self._go_on, self.tickets, "number", "ticket", "issue", "cash")]
        return self

    def __exit__(self, *_):
        self._ended.set()
        for work in self._work:
            work.result()
        self._pool.shutdown()

    def _go_on(self, answers, field, *command):
        try:
            while not self._ended.is_set():
                answers.append(json.loads(self._insist(*command))[field])
                self._answered.release()
        except BaseException:
            self._answered.release(100)
            raise

    def _insist(self, *command):
        """As clients do: the same id until there is an answer that is one."""
        number = new_id()
        end = time.monotonic() + 60
        while True:
            done = self._machine.run(
                "branch", *command, "--as", "ana", "--json", "--id", number, check=False)
            if done.returncode == 0:
                return done.stdout
            assert '"retry":"same_id"' in done.stderr or "No answer" in done.stderr, done.stderr
            assert time.monotonic() < end, done.stderr

    def await_more(self):
        for _ in range(6):
            assert self._answered.acquire(timeout=60)

    def check(self):
        assert len(set(self.sequences)) == len(self.sequences)
        assert len(set(self.tickets)) == len(self.tickets)
        account = json.loads(self._machine.run(
            "branch", "call", "account.get", json.dumps({"account": int(self.account)})).stdout)
        assert account["balance"] == len(self.sequences), "each was made once"
        status = json.loads(self._machine.run("branch", "status", "--json").stdout)
        waiting = [line["waiting"] for line in status["services"] if line["service"] == "cash"]
        assert waiting == [len(self.tickets)]
