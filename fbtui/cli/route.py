"""`fbtui route`: comments in, lanes out, one JSON document a line; `--score` judges the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple, cast

import click

from fbtui.cli.ndjson import Given, answer_lines, take_lines
from fbtui.cli.says import say
from fbtui.cli.score import Score
from fbtui.config import config_folder
from fbtui.domain.grounds import Fulfilment
from fbtui.domain.outcome import RefusedInput
from fbtui.domain.routing import Routing, Rules, route
from fbtui.intake.words import column_words, plain
from fbtui.services.rules import load_rules


class _Asked(NamedTuple):
    """What one line of input asks."""

    comment: str
    stars: int
    fulfilment: Fulfilment
    buy_shipping_on_time: bool | None


@click.command("route", short_help="Which lane a comment belongs to, and why.")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default="-")
@click.option("--score", "judge", is_flag=True, help="FILE is labelled (lane, ground): judge.")
@click.option(
    "--rules",
    "own",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder whose own playbook, lexicon and grounds win (default: the configuration folder).",
)
def command(file: Path, judge: bool, own: Path | None) -> None:
    """Route comments: NDJSON in {id?, stars, fulfilment?, buy_shipping_on_time?, comment},
    NDJSON out {id, aspects, ground, lane, because}. FILE may be -, the standard input.

    A line that cannot be taken is named on standard error, the others are still answered, and the
    exit code is 3.
    """
    rules = load_rules(own or config_folder())
    if judge:
        code = _judge(file, rules)
    else:
        code = answer_lines(file, lambda given: _document(route(*_asked(given), rules)))
    click.get_current_context().exit(code)


def _asked(given: Given) -> _Asked:
    comment, stars = given.get("comment"), given.get("stars")
    if not isinstance(comment, str):
        raise RefusedInput('"comment" must be the text of the comment')
    if isinstance(stars, bool) or not isinstance(stars, int) or not 1 <= stars <= 5:
        raise RefusedInput('"stars" must be a number from 1 to 5')
    on_time = given.get("buy_shipping_on_time")
    if on_time is not None and not isinstance(on_time, bool):
        raise RefusedInput('"buy_shipping_on_time" must be true, false or null')
    return _Asked(comment, stars, _fulfilment(given.get("fulfilment")), on_time)


def _fulfilment(given: object) -> Fulfilment:
    """In the words that an orders file may use too: FBA, AFN, Amazon, MFN, Merchant, unknown…"""
    known = column_words().fulfilments.get(plain("" if given is None else str(given)))
    if known is None:
        raise RefusedInput('"fulfilment" must be FBA, AFN, MFN, FBM or unknown')
    return cast(Fulfilment, known or "unknown")


def _document(routing: Routing) -> dict[str, Any]:
    aspects = [
        {
            "name": aspect.name,
            "polarity": aspect.polarity,
            "quotes": [quote._asdict() for quote in aspect.quotes],
        }
        for aspect in routing.aspects
    ]
    return {
        "aspects": aspects,
        "ground": routing.ground,
        "lane": routing.lane,
        "because": routing.because,
    }


def _judge(file: Path, rules: Rules) -> int:
    """Say how often the rules agree with the labels."""
    score = Score()

    def count(given: Given) -> None:
        lane, ground = given.get("lane"), given.get("ground")
        if not isinstance(lane, str) or not isinstance(ground, str | None):
            raise RefusedInput('"lane" and "ground" must be the labels to judge by')
        routing = route(*_asked(given), rules)
        score.count((lane, ground), (routing.lane, routing.ground))

    code = take_lines(file, count)
    say(score.report())
    return code
