#!/usr/bin/python3
"""As much of systemctl as a package needs, where no systemd can run: starts what the units say.

Honours what decides whether a branch runs: User, EnvironmentFile, conditions, Requires of the
preparation, the drop-in of all services with its filter of system calls, and Type=notify: a start
returns when the service has said READY=1.
"""

import ctypes
import errno
import glob
import os
import pathlib
import pwd
import shlex
import signal
import socket
import subprocess
import sys
import time

UNITS = pathlib.Path("/lib/systemd/system")
MASKS = "/etc/systemd/system"
STATE = pathlib.Path("/run/small-systemd")
PATIENCE = 60


def settings(unit):
    """All lines of a unit and of the drop-in, by key."""
    name, _, instance = unit.partition("@")
    file = UNITS / (f"{name}@.service" if instance else unit)
    lines = file.read_text().splitlines()
    if unit.startswith("branchline-") and unit.endswith(".service"):
        for drop_in in sorted(glob.glob(str(UNITS / "branchline-.service.d/*.conf"))):
            lines += pathlib.Path(drop_in).read_text().splitlines()
    found = {}
    for line in lines:
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            value = value.replace("%i", instance.removesuffix(".service"))
            found.setdefault(key, []).append(value)
    return found


def environment(unit):
    found = {"PATH": os.environ["PATH"]}
    for file in unit.get("EnvironmentFile", []):
        for line in pathlib.Path(file).read_text().splitlines():
            key, equals, value = line.partition("=")
            if equals and not line.startswith("#"):
                found[key] = value
    return found


def calls(name):
    """The system calls of a set, such as @system-service, or the one of that name."""
    if not name.startswith("@"):
        return {name}
    listed = subprocess.run(
        ["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, check=True)
    lines = [line.strip() for line in listed.stdout.splitlines()[1:]]
    return set().union(*(calls(line) for line in lines if line and not line.startswith("#")))


def call_filter(unit):
    """What is to be done before a service starts, so that other calls than its own fail."""
    allowed = set()
    for line in unit["SystemCallFilter"]:
        named = set().union(*(calls(name) for name in line.removeprefix("~").split()))
        allowed = allowed - named if line.startswith("~") else allowed | named
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    fails, allows = 0x00050000 | errno.EPERM, 0x7FFF0000
    rules = ctypes.c_void_p(library.seccomp_init(fails))
    for name in allowed:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            library.seccomp_rule_add(rules, allows, number, 0)

    def load():
        if library.seccomp_load(rules):
            os._exit(1)
    return load


def words(line, variables):
    for key, value in variables.items():
        line = line.replace("${%s}" % key, value)
    return shlex.split(line)


def pid_of(unit):
    try:
        pid = int((STATE / unit).read_text())
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0]
        return None if state == "Z" else pid
    except (OSError, ValueError):
        return None


def start(unit):
    if unit.endswith(".timer") or pid_of(unit) or os.path.exists(f"{MASKS}/{unit}"):
        return
    found = settings(unit)
    for other in " ".join(found.get("Wants", []) + found.get("Requires", [])).split():
        if other.startswith("branchline"):
            start(other)
    if unit.endswith(".target"):
        return
    if not all(os.path.exists(path) for path in found.get("ConditionPathExists", [])):
        return
    user = pwd.getpwnam(found["User"][0])
    variables = environment(found)
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "env": variables,
               "cwd": found["WorkingDirectory"][0], "stdin": subprocess.DEVNULL}
    for condition in found.get("ExecCondition", []):
        code = subprocess.run(words(condition, variables), **as_user).returncode
        if code:
            return sys.exit(f"{unit}: condition failed") if code == 255 else None
    command = words(found["ExecStart"][0], variables)
    if found["Type"] == ["oneshot"]:
        subprocess.run(command, check=True, preexec_fn=call_filter(found), **as_user)
        return
    address = STATE / f"{unit}.notify"
    address.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear, open(
            f"/run/small-systemd/{unit}.log", "ab") as log:
        ear.bind(str(address))
        os.chmod(address, 0o666)
        ear.settimeout(PATIENCE)
        variables["NOTIFY_SOCKET"] = str(address)
        process = subprocess.Popen(
            command, stdout=log, stderr=log, start_new_session=True,
            preexec_fn=call_filter(found), **as_user)
        (STATE / unit).write_text(str(process.pid))
        if b"READY=1" not in ear.recv(512):
            sys.exit(f"{unit} is not ready")


def stop(unit):
    if unit.endswith(".target"):
        for other in running():
            stop(other)
        return
    if pid := pid_of(unit):
        os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + PATIENCE
        while pid_of(unit) and time.monotonic() < end:
            pass


def running():
    return [file.name for file in sorted(STATE.iterdir())
            if file.name.endswith(".service") and pid_of(file.name)]


def main(arguments):
    STATE.mkdir(exist_ok=True)
    arguments = [word for word in arguments if not word.startswith("-")]
    verb, units = arguments[0], arguments[1:]
    if verb == "daemon-reload":
        return
    if verb == "list-units":
        prefix = units[0].split("*")[0]
        print("\n".join(f"{unit} loaded active" for unit in running() if unit.startswith(prefix)))
    elif verb == "is-active":
        sys.exit(0 if all(pid_of(unit) for unit in units) else 3)
    else:
        for unit in units:
            if verb in ("stop", "restart"):
                stop(unit)
            if verb in ("start", "restart"):
                start(unit)


main(sys.argv[1:])
