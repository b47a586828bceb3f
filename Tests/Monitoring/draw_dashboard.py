"""Draws the dashboard with what a Prometheus has: for the documentation, where there is no Grafana.

    python Tests/Monitoring/draw_dashboard.py http://127.0.0.1:9090 --minutes 60 dashboard.png

Rows, stats and graphs as dashboard.json describes them; an SVG, or by Chromium a PNG.
"""

import argparse
import math
import pathlib
import subprocess
import tempfile
import time
from xml.sax.saxutils import escape

from PIL import Image

import dashboard
from prometheus import Prometheus
from units import ticks, written

FILE = pathlib.Path(__file__).resolve().parents[2] / "deploy/monitoring/dashboard.json"
# Grafana's dark theme.
GROUND, PANEL, EDGE, TEXT, FAINT = "#111217", "#181b1f", "#26282e", "#ccccdc", "#8e8ea0"
COLOURS = {"green": "#73bf69", "red": "#f2495c", "orange": "#ff9830", "blue": "#5794f2"}
PALETTE = ("#73bf69", "#f2cc0c", "#8ab8ff", "#ff780a", "#f2495c", "#5794f2", "#b877d9", "#37872d",
           "#fade2a", "#96d98d", "#c4162a", "#a352cc", "#fa6400", "#56a64b")
UNIT_HEIGHT, GAP = 38, 8


class Canvas:
    def __init__(self):
        self.parts = []

    def rectangle(self, x, y, width, height, fill, **more):
        self._put("rect", x=x, y=y, width=width, height=height, fill=fill, **more)

    def line(self, points, colour, width=1.2, **more):
        self._put("path", d="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points), stroke=colour,
                  stroke_width=width, **{"fill": "none", **more})

    def text(self, x, y, what, size=12, colour=TEXT, anchor="start", weight=400):
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" '
            f'font-weight="{weight}" text-anchor="{anchor}">{escape(what)}</text>')

    def _put(self, name, **attributes):
        self.parts.append(f"<{name} " + " ".join(
            f'{key.replace("_", "-")}="{value}"' for key, value in attributes.items()) + "/>")

    def svg(self, width, height):
        return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
                'font-family="Noto Sans, DejaVu Sans, sans-serif">'
                f'<rect width="100%" height="100%" fill="{GROUND}"/>'
                + "\n".join(self.parts) + "</svg>")


def text_width(text, size):
    return 0.54 * size * len(text)


def draw_row(canvas, panel, series, span, box):
    x, y, _, _ = box
    canvas.text(x + 4, y + 21, "⌄  " + panel["title"], 15, weight=600)


def draw_stat(canvas, panel, series, span, box):
    """A tile for each series: its last value, on the colour of its threshold or mapping."""
    options = panel["options"]
    x, y, width, height = box
    top = frame(canvas, panel, box)
    each = (width - 8) / len(series)
    for index, one in enumerate(series):
        value = one.points[max(one.points)]
        text, colour = stat_words(panel, value)
        left, tall = x + 4 + index * each, y + height - 4 - top
        on_ground = options["colorMode"] == "background"
        if on_ground:
            canvas.rectangle(left + 2, top, each - 4, tall, colour, rx=3)
        if options["graphMode"] == "area":
            sparkline(canvas, one, span, (left, top + tall * 0.6, each, tall * 0.4), colour)
            tall *= 0.55
        named = options["textMode"] == "value_and_name"
        size = min(34, tall * (0.55 if named else 0.75), (each - 12) / text_width(text, 1))
        middle, base = left + each / 2, top + tall / 2 + size * (0.55 if named else 0.36)
        canvas.text(middle, base, text, size, "#111217" if on_ground else colour, "middle", 600)
        if named:
            canvas.text(middle, base - size - 2, one.name, min(13, 1.7 * each / len(one.name)),
                        "#111217", "middle")


def stat_words(panel, value):
    defaults = panel["fieldConfig"]["defaults"]
    for mapping in defaults.get("mappings", []):
        if found := mapping["options"].get(f"{value:g}"):
            return found["text"], COLOURS[found["color"]]
    reached = [step["color"] for step in defaults["thresholds"]["steps"]
               if step["value"] is None or value >= step["value"]]
    return written(value, defaults["unit"], defaults.get("decimals")), COLOURS[reached[-1]]


def sparkline(canvas, series, span, box, colour):
    x, y, width, height = box
    most = max(series.points.values()) or 1
    points = [(x + width * (at - span.begin) / (span.end - span.begin),
               y + height * (1 - value / most)) for at, value in series.points.items()]
    foot = [(points[-1][0], y + height), (points[0][0], y + height)]
    canvas.line(points + foot, "none", fill=colour, fill_opacity=0.15)
    canvas.line(points, colour)


def draw_timeseries(canvas, panel, series, span, box):
    defaults = panel["fieldConfig"]["defaults"]
    custom = defaults["custom"]
    x, y, width, height = box
    top = frame(canvas, panel, box) + 4
    rows = legend_rows(series, width - 24)
    bottom = y + height - 30 - 17 * len(rows)
    stacked = custom.get("stacking", {}).get("mode") == "normal"
    lines = stack(series) if stacked else [(one.points, {}) for one in series]
    most = max((value for points, _ in lines for value in points.values()), default=0)
    marks = ticks(most or 1, defaults["unit"], defaults.get("decimals"))
    labels = [written(mark, defaults["unit"]) for mark in marks]
    left = x + 16 + max(text_width(label, 11) for label in labels)

    def place(at, value):
        return (left + (x + width - 14 - left) * (at - span.begin) / (span.end - span.begin),
                bottom - (bottom - top) * value / marks[-1])

    for mark, label in zip(marks, labels):
        _, level = place(span.begin, mark)
        canvas.line([(left, level), (x + width - 14, level)], EDGE)
        canvas.text(left - 6, level + 4, label, 11, FAINT, "end")
    for at, label in moments(span, 80 / width):
        across, _ = place(at, 0)
        canvas.line([(across, top), (across, bottom)], EDGE)
        canvas.text(across, bottom + 15, label, 11, FAINT, "middle")
    gap = 1.5 * span.step(dashboard.width_of(panel))
    for index, (points, floor) in enumerate(lines):
        colour = PALETTE[index % len(PALETTE)]
        for run in runs(points, gap):
            above = [place(at, points[at]) for at in run]
            below = [place(at, floor.get(at, 0)) for at in reversed(run)]
            canvas.line(above + below, "none", fill=colour,
                        fill_opacity=custom["fillOpacity"] / 100)
            canvas.line(above, colour)
            if len(run) == 1:
                canvas.rectangle(above[0][0] - 2, above[0][1] - 2, 4, 4, colour, rx=2)
    for number, row in enumerate(rows):
        for across, index, name in row:
            colour = PALETTE[index % len(PALETTE)]
            level = y + height - 8 - 17 * (len(rows) - 1 - number)
            canvas.rectangle(x + 12 + across, level - 6, 14, 4, colour, rx=2)
            canvas.text(x + 31 + across, level, name, 12)


def frame(canvas, panel, box):
    """The panel's ground and title; gives the y below them."""
    x, y, width, height = box
    canvas.rectangle(x, y, width, height, PANEL, stroke=EDGE, rx=2)
    canvas.text(x + 10, y + 20, panel["title"], 13, weight=600)
    return y + 30


def stack(series):
    """Each series above those before it: (its points, those below)."""
    found, floor = [], {}
    for one in series:
        points = {at: value + floor.get(at, 0) for at, value in one.points.items()}
        found.append((points, floor))
        floor = {**floor, **points}
    return found


def runs(points, gap):
    """The moments without a gap between them, in order."""
    found = []
    for at in sorted(points):
        if not found or at - found[-1][-1] > gap:
            found.append([])
        found[-1].append(at)
    return found


def moments(span, least):
    """Round moments for the axis, not nearer to each other than this share of it."""
    every = next((interval for interval in dashboard.INTERVALS
                  if interval >= least * (span.end - span.begin)), 7_200)
    first = math.ceil(span.begin / every) * every
    form = "%H:%M" if every >= 60 else "%H:%M:%S"
    return [(at, time.strftime(form, time.localtime(at)))
            for at in range(first, int(span.end) + 1, every)]


def legend_rows(series, width):
    """Names side by side in as many rows as they need: [[(x, index, name)]]."""
    rows, across = [[]], 0
    for index, one in enumerate(series):
        wide = 36 + text_width(one.name, 12)
        if rows[-1] and across + wide > width:
            rows.append([])
            across = 0
        rows[-1].append((across, index, one.name))
        across += wide
    return rows


DRAWN = {"row": draw_row, "stat": draw_stat, "timeseries": draw_timeseries}


def draw(prometheus, span):
    """The whole dashboard as SVG, with its height; `NoData` names a panel that has none."""
    canvas, foot = Canvas(), 0
    for panel in dashboard.panels(FILE):
        grid = panel["gridPos"]
        column = (dashboard.WIDTH - GAP) / dashboard.COLUMNS
        box = (GAP + grid["x"] * column, GAP + grid["y"] * UNIT_HEIGHT,
               grid["w"] * column - GAP, grid["h"] * UNIT_HEIGHT - GAP)
        DRAWN[panel["type"]](canvas, panel, dashboard.ask(prometheus, panel, span), span, box)
        foot = max(foot, box[1] + box[3] + GAP)
    return canvas.svg(dashboard.WIDTH, foot), foot


def picture(prometheus, span, file):
    svg, height = draw(prometheus, span)
    if pathlib.Path(file).suffix == ".svg":
        pathlib.Path(file).write_text(svg)
        return
    with tempfile.TemporaryDirectory() as folder:
        page, shot = pathlib.Path(folder, "page.svg"), pathlib.Path(folder, "shot.png")
        page.write_text(svg)
        subprocess.run(
            ["chromium-headless-shell", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             f"--screenshot={shot}", f"--window-size={dashboard.WIDTH},{height}",
             f"file://{page}"], check=True, capture_output=True)
        # A third of the size, and nobody sees it.
        Image.open(shot).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
            file, optimize=True)


def main():
    wanted = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    wanted.add_argument("prometheus", help="its address")
    wanted.add_argument("file", help="what to make: .svg or .png")
    wanted.add_argument("--minutes", type=float, default=60, help="so many until now")
    asked = wanted.parse_args()
    end = time.time()
    span = dashboard.Span(end - 60 * asked.minutes, end, scrape=15)
    picture(Prometheus(asked.prometheus), span, asked.file)


if __name__ == "__main__":
    main()
