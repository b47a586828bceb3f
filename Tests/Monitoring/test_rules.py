"""The alert rules, judged by Debian's promtool and by a Prometheus that watches a branch.

After the tests of metrics: the last one here kills a service, and its counts begin anew.
"""

import pathlib
import re
import subprocess

import reference
from watched import MONITORING, becomes, harness

HERE = pathlib.Path(__file__).parent


def promtool(*arguments):
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def rules(branch):
    [group] = branch.prometheus.ask("rules")["groups"]
    return {rule["name"]: rule for rule in group["rules"]}


def test_rules_and_configuration_hold():
    promtool("check", "config", str(MONITORING / "prometheus.yml"))
    promtool("test", "rules", *map(str, HERE.glob("*.test.yml")))


def test_each_rule_has_a_moment_of_silence_and_one_of_alarm_and_says_what_to_do(branch):
    moments = "".join(file.read_text() for file in HERE.glob("*.test.yml"))
    for name, rule in rules(branch).items():
        judged = set(re.findall(rf"alertname: {name}\b(?:, exp_alerts: (\[\]))?", moments))
        assert judged == {"", "[]"}, name
        assert rule["labels"]["severity"] in {"page", "ticket"}, name
        assert rule["annotations"].keys() == {"summary", "action"}, name


def test_rules_ask_only_for_what_is_measured(branch):
    known = reference.metrics().keys() | {"up"}
    for name, rule in rules(branch).items():
        asked = re.findall(r"\b(?:branchline|process)_\w+|\bup\b", rule["query"])
        assert asked and {reference.family(metric) for metric in asked} <= known, name


def test_on_a_branch_at_work_each_rule_is_judged_and_only_the_one_with_reason_fires(branch):
    becomes(lambda: {rule["health"] for rule in rules(branch).values()}, {"ok"})
    # One customer's telephone number is none.
    becomes(lambda: [name for name, rule in rules(branch).items() if rule["state"] == "firing"],
            ["Undeliverable"])


def test_a_killed_service_is_seen_and_so_is_its_return(branch):
    def state():
        value = branch.prometheus.value
        return (value("sum(up)"), value('branchline_service_reachable{service="scheduler"}'),
                value('branchline_starts{instance="scheduler"}'))

    def alerts():
        return {alert["labels"]["alertname"] for alert in branch.prometheus.ask("alerts")["alerts"]}

    becomes(state, (7, 1, 1))
    branch.kill("scheduler")
    becomes(state, (6, 0, None))
    harness.until(lambda: {"ServiceDown", "GatewayAlone"} <= alerts(), "the alerts are pending")
    branch.start("scheduler")
    becomes(state, (7, 1, 2))
