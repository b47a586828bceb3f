"""Two computers in one network, made and forgotten: the branch's and the board's.

Namespaces of their own (processes, network, mounts), so that ports and addresses are those of the
pages, and nothing is left behind. What is typed is typed in a terminal, as a person does it.
"""

import codecs
import fcntl
import os
import pathlib
import pty
import re
import shlex
import signal
import struct
import subprocess
import tempfile
import termios
import threading
import time

from pages import CHECKOUT

PROGRAMS = pathlib.Path(
    os.environ.get("BRANCHLINE_PROGRAMS") or CHECKOUT / ".build/debug").resolve()
PATIENCE = 120  # seconds for a block of commands, on a machine that is busy with other tests
# Who began it has ended, by whatever: then all of it ends.
APART = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--net", "--fork",
         "--kill-child", "sh", "-ec"]
MAKE = """
mount --make-rprivate /
mount -t proc proc /proc
mount --bind "$0" /media
ip link set lo up
echo made
exec sleep infinity
"""
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x07")


class Computer:
    """One of them. Commands find deploy/ and programs below the directory where they begin."""

    def __init__(self, place, name, media, path="/usr/sbin:/usr/bin:/sbin:/bin"):
        self.home = place / name
        (self.home / ".build").mkdir(parents=True)
        (self.home / "deploy").symlink_to(CHECKOUT / "deploy")
        (self.home / ".build/release").symlink_to(PROGRAMS)
        self._path = path
        # What a terminal goes on with from command to command.
        self._environment = self.home / ".environment"
        self._environment.write_text(f"cd {shlex.quote(str(self.home))}\n")
        self._holder = subprocess.Popen(
            [*APART, MAKE, str(media)], stdout=subprocess.PIPE, text=True)
        assert self._holder.stdout.readline() == "made\n", "this kernel lends no such computer"
        children = f"/proc/{self._holder.pid}/task/{self._holder.pid}/children"
        self.pid = pathlib.Path(children).read_text().split()[0]

    def inside(self, *arguments):
        return ["nsenter", "-t", self.pid, "-m", "-p", "-n", *arguments]

    def open(self, commands):
        """A terminal in which the commands are typed."""
        keep = shlex.quote(str(self._environment))
        script = (f"source {keep}\nset -e\n{commands}\n"
                  f"{{ export -p; echo cd $(printf %q \"$PWD\"); }} >{keep}\n")
        return Terminal(self.inside("env", "-i", *self._variables(), "bash", "-c", script))

    def _variables(self):
        return [
            f"PATH={self._path}", f"HOME={self.home}", "TERM=xterm", "LANG=C.UTF-8", "TZ=UTC",
            f"BRANCHLINE_PROGRAMS={self.home}/.build/release",
        ]

    def close(self):
        # The first process there: whatever else runs there has ended before it has.
        os.kill(int(self.pid), signal.SIGKILL)
        self._holder.wait()


class Terminal:
    """A terminal with somebody at it, who answers what is asked."""

    def __init__(self, arguments):
        self.pid, self._screen = pty.fork()
        if self.pid == 0:
            os.execvp(arguments[0], arguments)
        fcntl.ioctl(self._screen, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.said = ""
        self._letters = codecs.getincrementaldecoder("utf-8")("replace")
        self._ended = None

    def watch(self, answers, enough=lambda said: False):
        """Reads until it ends, or until what it said is enough.

        `answers` gives what is typed at a last line that waits, and whether it is hidden; or None.
        Returns the exit code, None where it goes on, and -9 where it took too long.
        """
        late = threading.Timer(PATIENCE, self.kill)
        late.start()
        answered = 0
        while not enough(self.said) and (piece := self._read()):
            self.said += ESCAPES.sub("", self._letters.decode(piece)).replace("\r", "")
            answer = answers(self.said[answered:].rpartition("\n")[2], self.said)
            if answer is not None:
                answered = len(self.said)
                self._type(*answer)
        late.cancel()
        return None if enough(self.said) else self.wait()

    def drain(self):
        """Reads on and on, so that what is shown never waits for its reader."""
        threading.Thread(target=lambda: all(iter(self._read, b"")), daemon=True).start()

    def _read(self):
        try:
            return os.read(self._screen, 65536)
        except OSError:
            return b""

    def _type(self, text, hidden):
        end = time.monotonic() + PATIENCE
        # A secret is typed when the terminal has ceased to show what is typed.
        while hidden and termios.tcgetattr(self._screen)[3] & termios.ECHO:
            assert time.monotonic() < end, "the terminal goes on showing what is typed"
        os.write(self._screen, text.encode() + b"\n")

    def goes_on(self):
        return self._status(os.WNOHANG) is None

    def kill(self):
        os.killpg(self.pid, signal.SIGKILL)

    def wait(self):
        return os.waitstatus_to_exitcode(self._status(0))

    def _status(self, how):
        if self._ended is None:
            pid, status = os.waitpid(self.pid, how)
            self._ended = status if pid else None
        return self._ended


class Town:
    """The two computers, a network between them, and a stick that fits both."""

    def __enter__(self):
        # As deploy/up would, but to pages that are still there when the town is forgotten.
        if not (PROGRAMS / "pages").exists():
            subprocess.run(
                ["ln", "-sfn", CHECKOUT / "Services/Web/Pages", PROGRAMS / "pages"], check=True)
        self._place = tempfile.TemporaryDirectory(prefix="town-")
        place = pathlib.Path(self._place.name)
        (place / "media/usb").mkdir(parents=True)
        self.branch = Computer(place, "branch", place / "media")
        self.board = Computer(place, "board", place / "media", f"{PROGRAMS}:/usr/bin:/bin")
        self._ip(self.branch, "link add lan type veth peer name lan netns " + self.board.pid)
        for computer, address in (self.branch, "192.168.1.10"), (self.board, "192.168.1.20"):
            self._ip(computer, f"addr add {address}/24 dev lan")
            self._ip(computer, "link set lan up")
        return self

    def __exit__(self, *_):
        self.branch.close()
        self.board.close()
        self._place.cleanup()

    @staticmethod
    def _ip(computer, words):
        # From outside, where the other computer is known by its pid.
        subprocess.run(["nsenter", "-t", computer.pid, "-n", "ip", *words.split()], check=True)


def may_be_made():
    """Whether this kernel lends such computers to who asks; root may, outside some containers."""
    return os.geteuid() == 0 and subprocess.run(
        [*APART, MAKE.replace("exec", ": exec"), "/media"], capture_output=True).returncode == 0
