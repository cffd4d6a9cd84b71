"""How the command line speaks: plain lines or JSON on stdout, one sentence on stderr, exit codes."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import click

from fbtui.domain.outcome import Done, Outcome, Refused, RefusedInput
from fbtui.terminal.cleaned import clean

OK, NO, USAGE, REFUSED, INTERRUPTED = 0, 1, 2, 3, 130

_ROWS = json.JSONEncoder(ensure_ascii=False, check_circular=False)
# JSON escapes control characters below space by itself; these too could steer a terminal.
_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def say(text: str = "") -> None:
    """One or more lines for a person, cleaned."""
    click.echo(clean(text, limit=10_000_000))


def say_json(value: Any) -> None:
    """One JSON document."""
    click.echo(json_text(value, indent=2))


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON that keeps letters readable and leaves nothing in it that a terminal would obey."""
    text = (
        _ROWS.encode(value)
        if indent is None
        else json.dumps(value, ensure_ascii=False, indent=indent)
    )
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def standard_input() -> str:
    """All of standard input as text; RefusedInput when it is none."""
    try:
        return sys.stdin.buffer.read().decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise RefusedInput("Standard input is not UTF-8 text; nothing was changed.") from error


def complain(why: str) -> None:
    """One plain sentence on stderr."""
    click.echo(f"fbtui: {clean(why)}", err=True)


def answer(outcome: Outcome, *, as_json: bool) -> None:
    """Say an outcome and leave with its exit code."""
    if isinstance(outcome, Refused):
        complain(outcome.why)
        raise click.exceptions.Exit(REFUSED)
    if as_json:
        say_json({"done": outcome.said})
    elif outcome.said:
        say(outcome.said)


def refused(outcome: object) -> bool:
    """Whether an act was refused; says why."""
    if isinstance(outcome, Refused):
        complain(outcome.why)
        return True
    return False


__all__ = [
    "INTERRUPTED",
    "NO",
    "OK",
    "REFUSED",
    "USAGE",
    "Done",
    "answer",
    "complain",
    "json_text",
    "refused",
    "say",
    "say_json",
    "standard_input",
]
