"""Does things on a bare machine, and tells them as a log: the command, what it said, how long."""

import re
import time

BEGAN = time.monotonic()
# Of what apt and dpkg say, what is about this package and its cost.
TOLD = re.compile(r"Need to get|After this op|^Fetched|upgraded,|branchline|restarting|^E:|^W:")
CUT = "this is the moment"


def timed(work):
    began = time.monotonic()
    work()
    return time.monotonic() - began


def say(*lines):
    for line in lines:
        print(line, flush=True)


def scene(title):
    say("", f"== {title}  [{time.monotonic() - BEGAN:.0f} s]")


def show(computer, command, drop=None):
    """Does it and prints it, with how long it took where that is seconds; returns what it said."""
    say(f"# {command}")
    began = time.monotonic()
    said = computer.run(command).stdout
    took = time.monotonic() - began
    say(*(line for line in said.splitlines() if not (drop and re.search(drop, line))))
    if took > 5:
        say(f"[{took:.0f} s]")
    return said


def apt(computer, command):
    """Prints what is told of the package; returns all that was said."""
    say(f"# {command}")
    began, said = time.monotonic(), []
    with computer.start(command) as going:
        for line in going.stdout:
            said.append(line)
            if TOLD.search(line):
                say(line.rstrip())
    assert going.returncode == 0, "".join(said)
    say(f"[{time.monotonic() - began:.0f} s]")
    return "".join(said)


def cut(computer, command, when):
    """Cuts the power while a command is at work, as soon as something is so, and boots again."""
    say(f"# {command}")
    script = f"({command}) & until {when}; do :; done >/dev/null 2>&1\necho {CUT}; wait"
    with computer.start(script) as going:
        for line in going.stdout:
            if TOLD.search(line):
                say(line.rstrip())
            if CUT in line:
                break
        else:
            raise AssertionError(f"never: {when}")
        cut_now(computer, f" as soon as {when}")


def cut_now(computer, when=""):
    computer.cut_power()
    say(f"*** the power is cut{when}; it comes back ***")
    computer.power_on()
