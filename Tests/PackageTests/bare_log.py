"""Does things on a bare machine, and tells them as a log: the command, what it said, how long."""

import re
import time

BEGAN = time.monotonic()
# Of what apt and dpkg say, what is about this package and its cost.
TOLD = re.compile(r"Need to get|After this op|^Fetched|upgraded,|branchline|restarting|^E:|^W:")


class Moments(dict):
    """When each line came: seconds from the start."""

    def between(self, first, until):
        """Seconds from the last line that begins so to the last that begins otherwise."""
        return self._last(until) - self._last(first)

    def _last(self, words):
        return max(at for line, at in self.items() if line.startswith(words))


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
    """Prints what is told of the package; returns when each line came."""
    say(f"# {command}")
    began, moments = time.monotonic(), Moments()
    with computer.start(f"export DEBIAN_FRONTEND=noninteractive; {command}") as going:
        for line in going.stdout:
            moments[line.rstrip()] = time.monotonic() - began
            if TOLD.search(line):
                say(line.rstrip())
    assert going.returncode == 0, "\n".join(moments)
    moments["end"] = time.monotonic() - began
    say(f"[{moments['end']:.0f} s]")
    return moments


def cut(computer, command, line, seconds):
    """Cuts the power so long after a command said a line, and boots again."""
    say(f"# {command}")
    with computer.start(f"export DEBIAN_FRONTEND=noninteractive; {command}") as going:
        for said in going.stdout:
            if TOLD.search(said):
                say(said.rstrip())
            if line in said:
                break
        else:
            raise AssertionError(f"never said: {line}")
        time.sleep(seconds)
        assert going.poll() is None, "it was done already"
        cut_now(computer)


def cut_now(computer):
    computer.cut_power()
    say("*** the power is cut, and comes back ***")
    computer.power_on()
