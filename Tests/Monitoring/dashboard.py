"""deploy/monitoring/dashboard.json, and what Prometheus answers to each of its panels.

Queries are put as Grafana puts them: its variables are replaced, its legends are filled in.
"""

import dataclasses
import json
import math
import re

WIDTH = 1600
COLUMNS = 24
# Grafana's intervals between two points of a graph, in seconds.
INTERVALS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200)


class NoData(Exception):
    """A panel that would say "No data"."""


@dataclasses.dataclass
class Series:
    name: str
    # Moment to value, in order; what is not a number is a gap.
    points: dict


@dataclasses.dataclass
class Span:
    """What a dashboard shows: from when to when, by a Prometheus that scrapes so often."""

    begin: float
    end: float
    scrape: float

    def step(self, width):
        """`$__interval` of a panel of this width in pixels."""
        least = max((self.end - self.begin) / width, self.scrape)
        return next((interval for interval in (self.scrape, *INTERVALS) if interval >= least),
                    INTERVALS[-1])


def panels(file):
    return json.loads(file.read_text())["panels"]


def width_of(panel):
    return panel["gridPos"]["w"] * WIDTH // COLUMNS


def query(target, span, width):
    step = span.step(width)
    # Long enough for four samples, so that one scrape may fail.
    rate = max(step + span.scrape, 4 * span.scrape)
    text = target["expr"]
    for name, seconds in (("rate_interval", rate), ("interval", step),
                          ("range", span.end - span.begin)):
        text = text.replace(f"$__{name}", f"{round(1_000 * seconds)}ms")
    # "$1" is Prometheus's own.
    assert not re.search(r"\$[^\d]", text), f"a variable of Grafana that is not known here: {text}"
    return text


def ask(prometheus, panel, span):
    """The series of each of a panel's queries; `NoData` where one gives none."""
    found = []
    width = width_of(panel)
    for target in panel.get("targets", []):
        text, step = query(target, span, width), span.step(width)
        if target.get("instant"):
            answer = prometheus.ask("query", query=text, time=span.end)
        else:
            # As Grafana does: whole steps.
            answer = prometheus.ask(
                "query_range", query=text, step=step,
                start=math.floor(span.begin / step) * step, end=math.floor(span.end / step) * step)
        series = [_series(one, target["legendFormat"]) for one in answer["result"]]
        if not any(one.points for one in series):
            raise NoData(f"{panel['title']}: {target['expr']}")
        found += series
    return found


def _series(answer, legend):
    name = re.sub(r"{{\s*(\w+)\s*}}", lambda label: answer["metric"].get(label[1], ""), legend)
    values = answer["values"] if "values" in answer else [answer["value"]]
    numbers = ((at, float(value)) for at, value in values)
    return Series(name, {at: value for at, value in numbers if math.isfinite(value)})
