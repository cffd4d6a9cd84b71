"""Output of the command line: lines or JSON on stdout, one sentence on stderr."""

from __future__ import annotations

import json
import math
import re
import sys
from decimal import Decimal
from typing import Any

from fbtui.cli.exit_codes import REFUSED
from fbtui.domain.outcome import AsBefore, Done, Outcome, Refused
from fbtui.patterns import pattern
from fbtui.terminal.cleaned import clean, clean_line

_LONGEST_COMPLAINT = 2_000  # characters; a path may be long, a buyer's text is not quoted whole
# JSON escapes control characters below space by itself; these could also control a terminal.
_STEERING = pattern("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_NOT_ASCII = pattern(r"[^\x00-\x7e]")


def say(text: str = "") -> None:
    """Print one or more lines for a person, cleaned."""
    from click import echo  # the workstation prints nothing

    echo(clean(text, limit=10_000_000))


def say_json(value: Any) -> None:
    """Print one JSON document."""
    from click import echo

    echo(json_text(value, indent=2))


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON with readable letters and no terminal control characters.

    A Decimal becomes a number. Where standard output is not UTF-8, only ASCII comes out.
    """
    text = _ROWS.encode(value) if indent is None else _whole(value, indent)
    if text.isascii() and "\x7f" not in text:
        return text
    return (_STEERING if _writes_utf8() else _NOT_ASCII).sub(_escaped, text)


def _whole(value: Any, indent: int) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=_number)


def _number(value: object) -> float | None:
    """A Decimal as a JSON number; null when out of range."""
    if isinstance(value, Decimal):
        return float(value) if math.isfinite(float(value)) else None
    raise TypeError(f"no JSON: {value!r}")


_ROWS = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_number)


def _writes_utf8() -> bool:
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "") == "utf8"


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def complain(why: str) -> None:
    """Print one plain sentence on stderr."""
    from click import echo

    echo(f"fbtui: {clean_line(why, _LONGEST_COMPLAINT)}", err=True)


def answer(outcome: Outcome, *, as_json: bool, **facts: Any) -> None:
    """Print an outcome and exit with its code; `facts` are added to the JSON.

    An act may be repeated: "already so" is no refusal.
    """
    is_so = isinstance(outcome, AsBefore)
    if isinstance(outcome, Refused) and not is_so:
        complain(outcome.why)
        from click.exceptions import Exit

        raise Exit(REFUSED)
    sentence = outcome.message if isinstance(outcome, Done) else outcome.why
    if as_json:
        say_json({"said": sentence, "changed": not is_so, **facts})
    elif sentence:
        say(sentence)


def refused(outcome: object) -> bool:
    """Whether an act was refused; prints the reason."""
    if isinstance(outcome, Refused):
        complain(outcome.why)
        return True
    return False
