"""Deposits by clients of the old bank's interface, for the bench; and a peer to compare with.

    grpc_deposits.py load PORT SECONDS CLIENTS   so many processes, each with one call in flight;
                                                 prints {"per_second", "p50_us", "p99_us"}
    grpc_deposits.py peer PORT                   a bank as the old one was: in memory, ten threads
"""

import concurrent.futures
import importlib
import json
import multiprocessing
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

CHECKOUT = pathlib.Path(__file__).resolve().parents[3]
WARM_UP = 0.5


def interface():
    """The modules that the interface file is compiled to."""
    place = tempfile.mkdtemp(prefix="branchline-grpc-")
    subprocess.run(
        [sys.executable, "-m", "grpc_tools.protoc", f"-I{CHECKOUT / 'Services/BankGRPC'}",
         f"--python_out={place}", f"--grpc_python_out={place}", "bank.proto"],
        check=True)
    sys.path.insert(0, place)


def client(port, seconds, start, results):
    # Not before the fork: the library has threads of its own.
    import grpc
    from google.protobuf import empty_pb2
    pb2, stubs = importlib.import_module("bank_pb2"), importlib.import_module("bank_pb2_grpc")
    with grpc.insecure_channel(f"localhost:{port}") as channel:
        bank = stubs.BankAccountServiceStub(channel)
        account = bank.OpenAccount(empty_pb2.Empty(), wait_for_ready=True).account_id
        request = pb2.DepositAccountRequest(account_id=account, amount=1.25)
        start.wait()
        begin = time.monotonic() + WARM_UP
        end = begin + seconds
        times = []
        while True:
            sent = time.monotonic()
            if sent >= end:
                break
            bank.DepositAccount(request)
            if sent >= begin:
                times.append(time.monotonic() - sent)
        results.put(times)


def load(port, seconds, clients):
    fork = multiprocessing.get_context("fork")
    start, results = fork.Barrier(clients), fork.Queue()
    processes = [
        fork.Process(target=client, args=(port, seconds, start, results), daemon=True)
        for _ in range(clients)
    ]
    for process in processes:
        process.start()
    times = sorted(time for _ in processes for time in results.get(timeout=seconds + 60))
    for process in processes:
        process.join()
    print(json.dumps({
        "per_second": len(times) / seconds,
        "p50_us": times[len(times) // 2] * 1e6,
        "p99_us": times[len(times) * 99 // 100] * 1e6,
    }))


def peer(port):
    import grpc
    pb2, stubs = importlib.import_module("bank_pb2"), importlib.import_module("bank_pb2_grpc")

    class Bank(stubs.BankAccountServiceServicer):
        def __init__(self):
            self.lock = threading.Lock()
            self.balances = {}

        def OpenAccount(self, request, context):
            with self.lock:
                account = str(len(self.balances) + 1)
                self.balances[account] = 0.0
            return pb2.AccountIdentifier(account_id=account)

        def DepositAccount(self, request, context):
            with self.lock:
                self.balances[request.account_id] += request.amount
                return pb2.AccountBalance(balance=self.balances[request.account_id])

    server = grpc.server(concurrent.futures.ThreadPoolExecutor(10))
    stubs.add_BankAccountServiceServicer_to_server(Bank(), server)
    server.add_insecure_port(f"127.0.0.1:{port}")
    server.start()
    # The bench holds the other end: when it goes, so does this.
    sys.stdin.read()


interface()
if sys.argv[1] == "peer":
    peer(int(sys.argv[2]))
else:
    load(int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
