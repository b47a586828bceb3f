"""A bare Debian 12 on a computer of qemu's: systemd, apt and ssh, no Swift.

Its disk is a file, layer upon layer, so that a computer can be tried from the same day again; its
power can be cut, which loses what was not synced.
"""

import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
# Beside what every Debian has: an init, a kernel, a way in, what reads figures, and what takes an
# emulated computer minutes to install.
BARE = ["systemd-sysv", "dbus", "udev", "linux-image-cloud-amd64", "initramfs-tools",
        "openssh-server", "procps", "ca-certificates"]
NETWORK = "[Match]\nName=en* eth*\n[Network]\nDHCP=yes\n"
KERNEL = "root=/dev/vda rw console=ttyS0 quiet"
SURROUNDINGS = "export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive\n"
# Seconds. An emulated computer takes minutes for what a real one does in seconds.
PATIENCE = 600


def need_packages():
    """Installs what this takes, as the scripts in deploy do."""
    subprocess.run(
        ["bash", "-c", "source deploy/lib/surroundings.sh; source deploy/lib/packages.sh; "
         'need_packages "${packages_for_bare_machine[@]}"', "bare-machine"],
        cwd=CHECKOUT, check=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Yard:
    """Where computers are made, and forgotten at the end: `with Yard(packages) as yard`.

    Computers find the packages on a second disk, as on a stick.
    """

    def __init__(self, packages):
        self._packages = packages

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="branchline-bare-", dir="/var/tmp"))
        try:
            self._make()
        except BaseException:
            shutil.rmtree(self.folder)
            raise
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def _make(self):
        self.key = self.folder / "key"
        quietly("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.key)
        root = self.folder / "root"
        # apt's lists stay, since the computer is to install, not to search.
        quietly("mmdebstrap", "--variant=minbase", f"--include={','.join(BARE)}",
                "--skip=cleanup/apt/lists", "--format=directory", "bookworm", root)
        self._furnish(root)
        for name, files in (("kernel", "vmlinuz-*"), ("initrd", "initrd.img-*")):
            shutil.copy(next((root / "boot").glob(files)), self.folder / name)
        quietly("mke2fs", "-q", "-t", "ext4", "-d", root, self.folder / "bare.disk", "12G")
        quietly("rm", "-rf", "--one-file-system", root)
        stick = self.folder / "stick"
        stick.mkdir()
        for package in self._packages:
            shutil.copy(package, stick)
        room = sum(package.stat().st_size for package in self._packages) * 11 // 10 + (32 << 20)
        quietly("mke2fs", "-q", "-t", "ext4", "-m", "0", "-d", stick, self.folder / "stick.disk",
                f"{room >> 10}K")
        shutil.rmtree(stick)
        self.accelerator = "kvm" if self._boots_with_kvm() else "tcg"

    def _furnish(self, root):
        def put(path, text):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)

        put("etc/fstab", "/dev/vda / ext4 errors=remount-ro 0 1\n/dev/vdb /media ext4 ro 0 0\n")
        put("etc/hostname", "branch\n")
        put("etc/hosts", "127.0.0.1 localhost branch\n")
        put("etc/resolv.conf", "nameserver 10.0.2.3\n")
        put("etc/systemd/network/wired.network", NETWORK)
        put("root/.ssh/authorized_keys", self.key.with_suffix(".pub").read_text())
        (root / "root/.ssh").chmod(0o700)
        (root / "var/log/journal").mkdir(exist_ok=True)
        quietly("chroot", root, "systemctl", "enable", "systemd-networkd")

    def _boots_with_kvm(self):
        """Whether Debian's kernel comes as far as to miss a disk; it does not on every /dev/kvm."""
        try:
            tried = subprocess.run(
                ["qemu-system-x86_64", "-accel", "kvm", "-cpu", "host", "-m", "256", "-nographic",
                 "-no-reboot", "-kernel", self.folder / "kernel",
                 "-append", "console=ttyS0 panic=-1"],
                stdin=subprocess.DEVNULL, capture_output=True, timeout=20)
        except subprocess.TimeoutExpired:
            return False
        return b"Unable to mount root" in tried.stdout

    def disk(self, name, below="bare"):
        """A new disk that starts as another one, which must not be used any more."""
        kind = "raw" if below == "bare" else "qcow2"
        quietly("qemu-img", "create", "-q", "-f", "qcow2", "-F", kind,
                "-b", self.folder / f"{below}.disk", self.folder / f"{name}.disk")
        return self.folder / f"{name}.disk"


def quietly(*command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, f"{command[0]}: {done.stdout[-2000:]}{done.stderr[-2000:]}"


class Computer:
    """A computer that is on: `with Computer(yard, disk) as computer`. Ends without its power."""

    def __init__(self, yard, disk, memory=512):
        self._yard, self._disk, self._memory = yard, disk, memory
        self._machine = self._line = None

    def __enter__(self):
        self.power_on()
        return self

    def __exit__(self, *_):
        self.cut_power()

    def power_on(self):
        """Starts it, and waits until root can come in."""
        assert self._machine is None, "it is on"
        self._port, self.web = free_port(), free_port()
        folder, kvm = self._yard.folder, self._yard.accelerator == "kvm"
        with open(folder / "console", "ab") as console:
            self._machine = subprocess.Popen(
                ["qemu-system-x86_64", "-accel", "kvm" if kvm else "tcg,thread=multi",
                 "-cpu", "host" if kvm else "Nehalem", "-smp", "2", "-m", str(self._memory),
                 "-kernel", folder / "kernel", "-initrd", folder / "initrd", "-append", KERNEL,
                 "-drive", f"file={self._disk},if=virtio,format=qcow2",
                 "-drive", f"file={folder}/stick.disk,if=virtio,format=raw,readonly=on",
                 "-nic", f"user,model=virtio-net-pci,hostfwd=tcp:127.0.0.1:{self._port}-:22",
                 "-device", "virtio-rng-pci", "-nographic"],
                stdin=subprocess.DEVNULL, stdout=console, stderr=console)
        self._connect()

    def _connect(self):
        """Opens the one line that all commands, and the branch's pages, go over."""
        end = time.monotonic() + PATIENCE
        while not (self._yard.folder / "line").exists():
            assert self._machine.poll() is None, "the machine ended; see its console"
            assert time.monotonic() < end, "nobody can come in"
            if self._line is None or self._line.poll() is not None:
                self._line = subprocess.Popen(
                    self._ssh("-M", "-N", "-L", f"127.0.0.1:{self.web}:127.0.0.1:8080"),
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.1)

    def _ssh(self, *options):
        return ["ssh", "-q", "-i", self._yard.key, "-p", str(self._port),
                "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
                "-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=30", "-o", "BatchMode=yes",
                "-o", f"ControlPath={self._yard.folder}/line", *options, "root@127.0.0.1"]

    def cut_power(self):
        if self._machine is not None:
            self._machine.kill()
            self._machine.wait()
            self._machine = None
        self._hang_up()

    def power_off(self):
        """Shuts it down as people do."""
        self.run("systemctl poweroff", check=False)
        self._machine.wait(PATIENCE)
        self.cut_power()

    def reboot(self):
        before = self.run("cat /proc/sys/kernel/random/boot_id").stdout
        self.run("systemctl reboot", check=False)
        while True:
            self._line.wait(PATIENCE)
            self._hang_up()
            self._connect()
            # On its way down it may still let somebody in.
            now = self.run("cat /proc/sys/kernel/random/boot_id", check=False).stdout
            if now not in ("", before):
                return

    def _hang_up(self):
        if self._line is not None:
            self._line.kill()
            self._line.wait()
            self._line = None
        (self._yard.folder / "line").unlink(missing_ok=True)

    def start(self, command):
        """A command of root's, under way; what it says can be read as it comes."""
        return subprocess.Popen(
            [*self._ssh("-o", "ControlMaster=no"), SURROUNDINGS + command],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, command, check=True, said=""):
        """A command of root's, to its end; with what it says on both outputs as one."""
        with self.start(command) as going:
            text, _ = going.communicate(said, timeout=PATIENCE * 2)
        if check:
            assert going.returncode == 0, f"{command}: exit {going.returncode}\n{text}"
        return subprocess.CompletedProcess(command, going.returncode, text)
