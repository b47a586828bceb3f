"""What deploy/docs/operations.md promises to be measured, and where."""

import re

from watched import CHECKOUT

INSTANCES = {"ledger", "scheduler", "counter-gateway-1", "web", "bank-grpc", "notifier", "chatbot"}
_NAMES = {"counter gateway": "counter-gateway-1"}
_ROW = re.compile(r"^\| `(\w+)` \| (\w+) \| ([\w, ]*) \| [^|]* \| ([\w, -]+) \|$", re.MULTILINE)


def _words(text):
    return {word.strip() for word in text.split(",")} - {""}


def metrics():
    """By name: kind, labels and the services that have it."""
    page = (CHECKOUT / "deploy/docs/operations.md").read_text()
    return {
        name: (kind, _words(labels), INSTANCES if of == "all" else {
            _NAMES.get(service, service) for service in _words(of)})
        for name, kind, labels, of in _ROW.findall(page)}


def family(name):
    """The metric that a series belongs to: a histogram has three sorts of them."""
    return re.sub("_(bucket|sum|count)$", "", name)
