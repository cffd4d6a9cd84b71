"""`fbtui health judge`: figures in, one JSON object a line; their verdicts out, line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import NoReturn

import click

from fbtui.domain.health.exact import MAX_DIGITS
from fbtui.domain.health.question import answer
from fbtui.domain.health.targets import Targets
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.targets_file import load_targets

REFUSED = 3


@click.command("judge")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True), default="-")
def command(file: str) -> None:
    """Judge each figure of FILE (NDJSON, - is standard input) against its target.

    In: {"id"?, "metric", "unit": rate|count|minutes, "numerator"?, "denominator"?, "value"?,
    "comparator"?, "target"?}. Out: {"id", "standing", "display", "headroom"}.

    A value is a number (a rate as a fraction of 1) or as Seller Central shows it: "0.03%",
    "2/7890", "9 hours 40 minutes", "N/A". Without comparator and target the metric's own ones
    are used. A line that cannot be judged is named on standard error, the others are still
    answered, and the exit code is 3.
    """
    try:
        targets = load_targets()
    except RefusedInput as refusal:
        _stop(str(refusal))
    place = "standard input" if file == "-" else file
    with click.open_file(file, "rb") as figures:
        refused = _judge_lines(figures, place, targets)
    if refused:
        raise SystemExit(REFUSED)


def _judge_lines(figures: Iterable[bytes], place: str, targets: Targets) -> int:
    """Answer line by line as they come; how many had to be refused."""
    refused = 0
    for number, line in enumerate(figures, 1):
        if not line.strip():
            continue
        try:
            click.echo(_judged(line, targets))
        except ValueError as error:
            refused += 1
            click.echo(f"{place}, line {number}: {error}; correct this line.", err=True)
    return refused


def _judged(line: bytes, targets: Targets) -> str:
    """The answer to one line. Raises ValueError with the reason when there is none."""
    asked = _parsed(line)
    verdict = answer(asked, targets)
    said = {"id": asked.get("id"), **verdict._asdict()}
    return json.dumps(said, default=_as_written)


def _parsed(line: bytes) -> dict[str, object]:
    try:
        asked = json.loads(
            line.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_int=_integer,
            parse_constant=_no_number,
        )
    except UnicodeDecodeError as error:
        raise ValueError("this is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"this is not JSON ({error.msg}, column {error.colno})") from error
    except RecursionError as error:
        raise ValueError("this is nested too deep") from error
    if not isinstance(asked, dict):
        raise ValueError("this is not a JSON object")
    return asked


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number of more than {MAX_DIGITS} digits")
    return int(digits)


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")


def _as_written(number: object) -> float:
    """An id's decimal number; json.loads made it a Decimal to keep the figures exact."""
    if isinstance(number, Decimal):
        return float(number)
    raise TypeError(f"no JSON: {number!r}")


def _stop(why: str) -> NoReturn:
    click.echo(why, err=True)
    raise SystemExit(REFUSED)
