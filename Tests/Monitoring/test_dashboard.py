"""The dashboard's file, with what a real Prometheus answers on a branch at work."""

import json
import time
import xml.etree.ElementTree

import pytest

import dashboard
import draw_dashboard
import reference
from watched import MONITORING, becomes

FILE = MONITORING / "dashboard.json"
SCRAPE = 0.5


def lately():
    return dashboard.Span(time.time() - 20, time.time(), SCRAPE)


def test_every_query_of_every_panel_has_data_and_the_whole_can_be_drawn(branch):
    panels = [panel for panel in dashboard.panels(FILE) if panel["type"] != "row"]

    def empty():
        # Rates want something that goes on.
        branch.work()
        return [panel["title"] for panel in panels if not has_data(branch, panel)]

    becomes(empty, [])
    svg, _ = draw_dashboard.draw(branch.prometheus, lately())
    texts = [part.text for part in xml.etree.ElementTree.fromstring(svg).iter() if part.text]
    for panel in panels:
        assert texts.count(panel["title"]) == 1, panel["title"]
    assert reference.INSTANCES <= set(texts), "each service has its tile"


def has_data(branch, panel):
    try:
        return dashboard.ask(branch.prometheus, panel, lately())
    except dashboard.NoData:
        return False


def test_a_panel_without_data_or_with_a_query_that_is_refused_is_an_error(branch):
    panel = {"title": "of old", "gridPos": {"w": 8}, "targets": [
        {"expr": "branchline_of_old", "legendFormat": ""}]}
    with pytest.raises(dashboard.NoData, match="of old"):
        dashboard.ask(branch.prometheus, panel, lately())
    panel["targets"][0]["expr"] = "rate(branchline_sessions)"
    with pytest.raises(AssertionError, match="range vector"):
        dashboard.ask(branch.prometheus, panel, lately())


def test_the_file_is_one_that_grafana_imports():
    board = json.loads(FILE.read_text())
    panels = board["panels"]
    assert board["uid"] and board["schemaVersion"] >= 38
    assert len({panel["id"] for panel in panels}) == len(panels)
    taken = set()
    for panel in panels:
        grid = panel["gridPos"]
        cells = {(x, y) for x in range(grid["x"], grid["x"] + grid["w"])
                 for y in range(grid["y"], grid["y"] + grid["h"])}
        assert not cells & taken and grid["x"] + grid["w"] <= dashboard.COLUMNS, panel["title"]
        taken |= cells
        if panel["type"] != "row":
            assert panel["datasource"]["uid"] == "${datasource}"
            references = [target["refId"] for target in panel["targets"]]
            assert len(set(references)) == len(references)
