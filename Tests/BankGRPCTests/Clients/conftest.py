"""A real branch and real gRPC clients: the old bank's interface as its clients have it."""

import contextlib
import importlib
import pathlib
import subprocess
import sys
import tempfile

import grpc
import pytest

HERE = pathlib.Path(__file__).resolve().parent
CHECKOUT = HERE.parents[2]
sys.path.insert(0, str(CHECKOUT / "Tests/Browser"))

import harness  # noqa: E402


def _compile_interface():
    """What a client's author does once: the interface file becomes two Python modules."""
    place = tempfile.mkdtemp(prefix="branchline-grpc-")
    subprocess.run(
        [sys.executable, "-m", "grpc_tools.protoc", f"-I{CHECKOUT / 'Services/BankGRPC'}",
         f"--python_out={place}", f"--grpc_python_out={place}", "bank.proto"],
        check=True)
    sys.path.insert(0, place)
    return importlib.import_module("bank_pb2"), importlib.import_module("bank_pb2_grpc")


bank_pb2, bank_pb2_grpc = _compile_interface()


class Bank:
    """A branch with the gRPC edge, and clients of it."""

    def __init__(self, **options):
        self.branch = harness.Branch(**options)
        self.port = self.branch.base + 1301
        try:
            self.start()
        except BaseException:
            self.branch.close()
            raise

    def start(self):
        self.branch.start("grpc")
        self.wait()

    def wait(self, host="localhost"):
        with grpc.insecure_channel(f"{host}:{self.port}") as channel:
            grpc.channel_ready_future(channel).result(timeout=harness.PATIENCE)

    @contextlib.contextmanager
    def client(self, host="localhost"):
        """A stub on a connection of its own."""
        options = [("grpc.use_local_subchannel_pool", 1)]
        with grpc.insecure_channel(f"{host}:{self.port}", options) as channel:
            yield bank_pb2_grpc.BankAccountServiceStub(channel)

    def log(self):
        return pathlib.Path(self.branch.directory, "grpc.log").read_text()


@pytest.fixture(scope="module")
def bank():
    bank = Bank()
    yield bank
    bank.branch.close()


@pytest.fixture
def client(bank):
    with bank.client() as stub:
        yield stub


@pytest.fixture
def own_bank():
    """A bank that a test may kill."""
    bank = Bank()
    yield bank
    bank.branch.close()
