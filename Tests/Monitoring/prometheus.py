"""What a Prometheus is asked over HTTP."""

import json
import urllib.error
import urllib.parse
import urllib.request


def get(address):
    """(status, text)"""
    try:
        with urllib.request.urlopen(address, timeout=15) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


class Prometheus:
    def __init__(self, url):
        self.url = url

    def ask(self, path, **parameters):
        """What the HTTP API answers under `data`; an AssertionError where it refuses."""
        _, text = get(f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(parameters)}")
        answer = json.loads(text)
        assert answer["status"] == "success", f"{parameters}: {answer.get('error')}"
        return answer["data"]

    def values(self, query):
        """Each series with its value now: [(labels, number)]."""
        return [(series["metric"], float(series["value"][1]))
                for series in self.ask("query", query=query)["result"]]

    def value(self, query):
        """The one value, or None where there is nothing."""
        found = self.values(query)
        assert len(found) < 2, f"{query}: {found}"
        return found[0][1] if found else None
