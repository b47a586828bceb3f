"""Debian's real Prometheus scrapes every service of a branch on which something happens."""

import shutil
import subprocess

import pytest

import reference
from prometheus import get
from watched import becomes, harness

OWN = {"__name__", "job", "instance", "le"}
# What Prometheus makes itself is no service's.
SCRAPED = '{job="branchline", __name__!~"up|scrape_.+|ALERTS.*"}'

# On a loaded machine an answer may be late, and the request is sent again under the same id.
REPEATS = 5


def targets(branch):
    """By service: (health, where Prometheus asks)."""
    return {target["labels"]["instance"]: (target["health"], target["scrapeUrl"])
            for target in branch.prometheus.ask("targets")["activeTargets"]}


def test_every_service_is_up_and_says_so_in_good_form(branch):
    becomes(lambda: {name: health for name, (health, _) in targets(branch).items()},
            dict.fromkeys(reference.INSTANCES, "up"))
    for name, (_, address) in targets(branch).items():
        _, page = get(address)
        check = subprocess.run(
            ["promtool", "check", "metrics"], input=page, capture_output=True, text=True)
        assert check.returncode == 0, f"{name}: {check.stdout}{check.stderr}"
        assert f'service="{name}"' in page, "the port is its own"
        assert get(address.replace("/metrics", "/healthz"))[0] == 200, name


def test_the_reference_is_what_services_measure_no_more_and_no_less(branch):
    promised = reference.metrics()
    assert len(promised) > 25, "the table is found"

    def measured():
        found = {}
        for series in branch.prometheus.ask("series", **{"match[]": SCRAPED}):
            name = reference.family(series["__name__"])
            _, labels, instances = found.setdefault(name, (promised.get(name), set(), set()))
            labels |= series.keys() - OWN
            instances.add(series["instance"])
        return found

    becomes(measured, {name: (promised[name], labels, instances)
                       for name, (_, labels, instances) in promised.items()})
    kinds = branch.prometheus.ask("metadata")
    for name, (kind, _, _) in promised.items():
        assert {entry["type"] for entry in kinds[name]} == {kind}, name


@pytest.mark.parametrize("service, method, others", [
    ("ledger", "ledger.deposit", 0), ("ledger", "staff.add", 0),
    # The other one comes by way of the gRPC edge.
    ("ledger", "ledger.withdraw", 1),
    ("scheduler", "queue.issue", 0), ("scheduler", "queue.next", 0),
    ("scheduler", "counter.open", 0),
])
def test_requests_are_counted_at_the_gateway_and_at_their_service(branch, service, method, others):
    query = f'branchline_requests_total{{method="{method}",instance!="bank-grpc"}}'
    asked = branch.asked[method] + others

    def counted():
        return {labels["instance"]: asked <= value <= asked + REPEATS
                for labels, value in branch.prometheus.values(query)}

    becomes(counted, {service: True, "counter-gateway-1": True})


def test_refusals_are_counted_where_it_is_judged_and_at_the_edge_that_hands_them_on(branch):
    query = 'branchline_refusals_total{code="insufficient_funds"}'
    refused = {"ledger": branch.refused["insufficient_funds"] + 1, "bank-grpc": 1}

    def counted():
        return {labels["instance"]: value - refused[labels["instance"]] in range(REPEATS)
                for labels, value in branch.prometheus.values(query)}

    becomes(counted, dict.fromkeys(refused, True))


@pytest.mark.parametrize("query, expected", [
    ('branchline_queue_tickets{queue="cash",state="called"}', lambda branch: 1),
    ('branchline_queue_tickets{queue="cash",state="waiting"}',
     lambda branch: branch.asked["queue.issue"] - branch.asked["queue.next"]),
    ('branchline_queue_wait_seconds_count{queue="cash"}',
     lambda branch: branch.asked["queue.next"]),
    ("branchline_counters_open", lambda branch: 1),
    ("branchline_pages", lambda branch: 1),
    ("sum(branchline_in_flight)", lambda branch: 0),
    ("min(branchline_service_reachable)", lambda branch: 1),
    ("max(branchline_read_only)", lambda branch: 0),
    ("max(abs(branchline_clock_step_seconds))", lambda branch: 0),
    # A client that does not wait for its answer is nobody's fault.
    ('sum(branchline_dropped{reason!="unreachable"})', lambda branch: 0),
    ("max(branchline_starts)", lambda branch: 1),
    ('sum(branchline_outbox_messages{state="waiting"})', lambda branch: 0),
    ('sum(branchline_outbox_messages{state="dead"})', lambda branch: 1),
    ('branchline_http_requests_total{status="409"}', lambda branch: sum(branch.refused.values())),
    # Nothing is lost between the parts of a histogram, or between two of the same moment.
    ('branchline_group_requests_count{instance="ledger"}'
     ' - on (instance) branchline_group_seconds_count', lambda branch: 0),
    ('sum({__name__=~"branchline_.*_count"})'
     ' - sum({__name__=~"branchline_.*_bucket", le="+Inf"})', lambda branch: 0),
])
def test_a_metric_tells_what_is(branch, query, expected):
    becomes(lambda: branch.prometheus.value(query), expected(branch))


@pytest.mark.parametrize("query, least, most", [
    ("time() - process_start_time_seconds", 0, 600),
    ("process_resident_memory_bytes", 1e6, 1e9),
    ("process_cpu_seconds_total", 0.001, 600),
    ("process_open_fds", 4, 1_000),
    ("branchline_journal_bytes", 20_000, 10_000_000),
    ("branchline_journal_head - branchline_journal_records_total", 0, 100),
    ("branchline_journal_records_total", 8, 1_000),
    ("branchline_sync_seconds_sum / branchline_sync_seconds_count", 1e-6, 2),
    ("branchline_group_seconds_sum / branchline_group_seconds_count", 1e-6, 2),
    ("branchline_request_seconds_sum / branchline_request_seconds_count", 1e-6, 2),
    ("branchline_http_request_seconds_sum / branchline_http_request_seconds_count", 1e-6, 15),
    ("branchline_group_requests_sum / branchline_group_requests_count", 1, 256),
    ("branchline_sessions", 3, 20),
    ('branchline_queue_oldest_seconds{queue="cash"}', 0.1, 600),
    ('branchline_http_requests_total{status="200"}', 10, 10_000),
])
def test_a_metric_is_of_a_size_that_can_be(branch, query, least, most):
    def all_are():
        found = [value for _, value in branch.prometheus.values(query)]
        return found and all(least <= value <= most for value in found)

    harness.until(all_are, f"{least} to {most}: {query}")


def test_disk_and_version_are_those_of_this_machine(branch):
    free = shutil.disk_usage(branch.directory).free
    for _, value in branch.prometheus.values("branchline_disk_free_bytes"):
        assert value == pytest.approx(free, rel=0.05)
    said = subprocess.run(
        [harness.PROGRAMS / "branch", "--version"], capture_output=True, text=True, check=True)
    versions = branch.prometheus.values("count by (version) (branchline_build_info)")
    assert versions == [({"version": said.stdout.split()[-1]}, len(reference.INSTANCES))]
