#!/usr/bin/env python3
"""Prints the operator's tool as Markdown, out of what it says of itself: commands.py PATH-TO-BRANCH"""

import json
import subprocess
import sys


def words(argument):
    names = [("-" if name["kind"] == "short" else "--") + name["name"]
             for name in argument.get("names", [])]
    value = argument.get("valueName", "")
    if argument["kind"] == "positional":
        return f"<{value}>"
    return ", ".join(names) + (f" <{value}>" if argument["kind"] == "option" else "")


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
            f"| `{words(argument)}` | {argument.get('abstract', '').replace('|', ' or ')} |"
            for argument in own)
        yield f"| | |\n|---|---|\n{rows}"
    for child in command.get("subcommands", []):
        if child["commandName"] != "help":
            yield from describe(child, path)


dump = subprocess.run(
    [sys.argv[1], "--experimental-dump-help"], check=True, capture_output=True, text=True).stdout
print("# Commands\n\nEverything that `branch` does, as it says itself.\n")
print("\n\n".join(part for part in describe(json.loads(dump)["command"], "") if part))
