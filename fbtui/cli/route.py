"""`fbtui route`: comments in, lanes out, one JSON document a line; `--score` judges the rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

import click

from fbtui.cli.score import Score
from fbtui.domain.grounds import Fulfilment
from fbtui.domain.outcome import RefusedInput
from fbtui.domain.routing import Routing, Rules, route
from fbtui.services.rules import load_rules

_FULFILMENTS: dict[str, Fulfilment] = {
    "fba": "FBA", "afn": "FBA", "mfn": "MFN", "fbm": "MFN", "unknown": "unknown", "": "unknown"
}  # fmt: skip
_REFUSED = 3


class Asked(NamedTuple):
    """One line of input."""

    line: int
    given: dict[str, Any]
    comment: str
    stars: int
    fulfilment: Fulfilment
    buy_shipping_on_time: bool | None

    def routed(self, rules: Rules) -> Routing:
        """Its routing."""
        return route(*self[2:], rules)


@click.command("route", short_help="Which lane a comment belongs to, and why.")
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--score", "judge", is_flag=True, help="FILE is labelled (lane, ground): judge.")
@click.option(
    "--rules",
    "own",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder whose own playbook, lexicon and grounds win over the shipped ones.",
)
def command(file: IO[bytes], judge: bool, own: Path | None) -> None:
    """Route comments: NDJSON in {id?, stars, fulfilment?, buy_shipping_on_time?, comment},
    NDJSON out {id, aspects, ground, lane, because}. FILE may be -, the standard input.
    """
    try:
        rules = load_rules(own)
        if judge:
            click.echo(_judged(file, rules))
            return
        for asked in _asked(file):
            click.echo(json.dumps(_answer(asked, rules), ensure_ascii=False))
    except RefusedInput as refusal:
        click.echo(str(refusal), err=True)
        raise SystemExit(_REFUSED) from None


def _asked(file: IO[bytes]) -> Iterator[Asked]:
    """Line by line; RefusedInput names the first line that cannot be taken."""
    for number, raw in enumerate(file, 1):
        if not raw.strip():
            continue
        try:
            yield _line(raw, number)
        except (ValueError, KeyError) as error:
            said = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
            raise RefusedInput(f"{_called(file)}, line {number}: {said}.") from None


def _called(file: IO[bytes]) -> str:
    name = str(getattr(file, "name", "<stdin>"))
    return "standard input" if name == "<stdin>" else name


def _line(raw: bytes, number: int) -> Asked:
    try:
        given = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    except (json.JSONDecodeError, RecursionError):
        raise ValueError("not a JSON document") from None
    if not isinstance(given, dict):
        raise ValueError("not a JSON object")
    comment, stars = given["comment"], given["stars"]
    if not isinstance(comment, str):
        raise ValueError("comment is not a text")
    if isinstance(stars, bool) or not isinstance(stars, int) or not 1 <= stars <= 5:
        raise ValueError("stars is not a number from 1 to 5")
    on_time = given.get("buy_shipping_on_time")
    if on_time is not None and not isinstance(on_time, bool):
        raise ValueError("buy_shipping_on_time is neither true, false nor null")
    return Asked(number, given, comment, stars, _fulfilment(given.get("fulfilment")), on_time)


def _fulfilment(given: object) -> Fulfilment:
    if given is None:
        return "unknown"
    if isinstance(given, str) and given.strip().lower() in _FULFILMENTS:
        return _FULFILMENTS[given.strip().lower()]
    raise ValueError("fulfilment is none of FBA, AFN, MFN, FBM, unknown")


def _answer(asked: Asked, rules: Rules) -> dict[str, Any]:
    routing = asked.routed(rules)
    aspects = [
        {
            "name": aspect.name,
            "polarity": aspect.polarity,
            "quotes": [quote._asdict() for quote in aspect.quotes],
        }
        for aspect in routing.aspects
    ]
    return {
        "id": asked.given.get("id", asked.line),
        "aspects": aspects,
        "ground": routing.ground,
        "lane": routing.lane,
        "because": routing.because,
    }


def _judged(file: IO[bytes], rules: Rules) -> str:
    score = Score()
    for asked in _asked(file):
        if "lane" not in asked.given:
            raise RefusedInput(
                f"{_called(file)}, line {asked.line}: lane is missing, cannot judge."
            )
        routing = asked.routed(rules)
        wanted = asked.given["lane"], asked.given.get("ground")
        score.count(wanted, (routing.lane, routing.ground))
    return score.report()
