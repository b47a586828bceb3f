#!/usr/bin/env python3
"""Prints the programs as Markdown, out of what they say of themselves: commands.py DIRECTORY"""

import json
import pathlib
import subprocess
import sys

# The operator's first, then what people stand before, then what supervisors start.
PROGRAMS = ["branch"] + ["branchline-" + name for name in (
    "display", "kiosk", "atm", "scheduler", "ledger", "counter-gateway", "web", "bank-grpc",
    "notifier", "chatbot")]


def words(argument):
    names = [("-" if name["kind"] == "short" else "--") + name["name"]
             for name in argument.get("names", [])]
    value = argument.get("valueName", "")
    if argument["kind"] == "positional":
        return f"<{value}>"
    return ", ".join(names) + (f" <{value}>" if argument["kind"] == "option" else "")


def meaning(argument):
    """What it is, what it may be, and what it is where nobody says."""
    said = argument.get("abstract", "").replace("|", " or ")
    if choices := argument.get("allValues"):
        said += f" One of {', '.join(choices)}."
    default = argument.get("defaultValue")
    return said + (f" Default: {default}." if default and argument["kind"] != "flag" else "")


def describe(command, path):
    path = f"{path} {command['commandName']}".strip()
    yield f"## {path}"
    yield command.get("abstract", "")
    if command.get("discussion"):
        yield "```text\n" + command["discussion"] + "\n```"
    own = [argument for argument in command.get("arguments", [])
           if argument.get("shouldDisplay", True)
           and not {name["name"] for name in argument.get("names", [])} & {"help", "version"}]
    if own:
        rows = "\n".join(
            f"| `{words(argument)}` | {meaning(argument)} |" for argument in own)
        yield f"| | |\n|---|---|\n{rows}"
    for child in command.get("subcommands", []):
        if child["commandName"] != "help":
            yield from describe(child, path)


print("# Commands\n\nEverything that the programs do, as they say themselves: `--help` of each.\n")
for program in PROGRAMS:
    dump = subprocess.run(
        [pathlib.Path(sys.argv[1], program), "--experimental-dump-help"], check=True,
        capture_output=True, text=True).stdout
    print("\n\n".join(part for part in describe(json.loads(dump)["command"], "") if part) + "\n")
