"""A machine to install on: everything of this one as Debian made it, and changes that are forgotten.

Namespaces of its own (mounts, processes, network), so that default ports are free, what a package
does stays inside, and a power cut ends everything in it and nothing else.
"""

import os
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent

# The machine's root is an overlay in memory over the real one.
MAKE = """
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
mkdir /mnt/changes /mnt/work /mnt/root
mount -t overlay overlay -olowerdir=/,upperdir=/mnt/changes,workdir=/mnt/work /mnt/root
mount -t proc proc /mnt/root/proc
mount --bind /dev /mnt/root/dev
mount -t tmpfs tmpfs /mnt/root/run
mount -t tmpfs tmpfs /mnt/root/tmp
ip link set lo up
"""
APART = ["unshare", "--mount", "--pid", "--net", "--fork", "--kill-child", "sh", "-c"]


def may_be_made():
    """Whether this kernel lends such machines to who asks; root may, outside some containers."""
    return os.geteuid() == 0 and subprocess.run(
        [*APART, MAKE], capture_output=True).returncode == 0


class Machine:
    """Make one with `with Machine() as machine`."""

    def __enter__(self):
        self._holder = subprocess.Popen(
            [*APART, MAKE + "echo made; exec sleep infinity"], stdout=subprocess.PIPE, text=True)
        assert self._holder.stdout.readline() == "made\n", "this kernel lends no such machine"
        children = f"/proc/{self._holder.pid}/task/{self._holder.pid}/children"
        self._pid = pathlib.Path(children).read_text().split()[0]
        self.root = pathlib.Path(f"/proc/{self._pid}/root/mnt/root")
        return self

    def __exit__(self, *_):
        self._holder.kill()
        self._holder.wait()

    def command(self, *arguments):
        inside = ["nsenter", "-t", self._pid, "-m", "-p", "-n", "chroot", "/mnt/root"]
        return [*inside, *map(str, arguments)]

    def run(self, *arguments, check=True, said=""):
        environment = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8",
        }
        done = subprocess.run(
            self.command(*arguments), env=environment, input=said, capture_output=True,
            text=True, timeout=120)
        if check:
            assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done

    def put(self, path, text, mode=0o755):
        """Writes a file of the machine."""
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)

    def bring(self, package):
        """Copies a package to the machine; returns where it is there."""
        (self.root / "tmp" / package.name).write_bytes(package.read_bytes())
        return f"/tmp/{package.name}"

    def supervise(self):
        """From now on there is a systemd: a small one that starts what the units say."""
        (self.root / "run/systemd/system").mkdir(parents=True)
        text = (HERE / "systemctl.py").read_text()
        for name in ("systemctl", "deb-systemd-invoke"):
            self.put(f"/usr/local/bin/{name}", text)

    def cut_power_at(self, program, unless="false"):
        """The next start of a program ends everything on the machine, as a power cut does."""
        self.put(f"/usr/local/bin/{program}", f"#!/bin/sh\n{unless} || kill -9 -1\n")

    def restore_power(self, program):
        os.remove(self.root / "usr/local/bin" / program)
