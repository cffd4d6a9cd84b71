"""`fbtui route`: comments in, lanes out, one JSON document a line; `--score` measures the routing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

import click

from fbtui.cli.feedback.route_score import Score
from fbtui.cli.ndjson import Given, answer_batches, take_lines
from fbtui.cli.output import say
from fbtui.config import config_folder
from fbtui.domain.cases.grounds import Fulfilment
from fbtui.domain.feedback.routing import OrderFacts, Routing, Rules, route
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.words import column_words, plain
from fbtui.services.feedback.reading import opinions
from fbtui.services.feedback.rulebook import load_rules
from fbtui.understanding.reader import Reading, reader_of


class _Asked(NamedTuple):
    """One line of input, and how a person labelled it (lane, ground)."""

    comment: str
    order: OrderFacts
    label: tuple[str, str | None] | None = None


@click.command("route", short_help="Which lane a comment belongs to, and why.")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default="-")
@click.option("--score", "judge", is_flag=True, help="FILE is labelled (lane, ground): judge.")
@click.option(
    "--rules",
    "own",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder whose own playbook, grounds and examples win (default: the configuration folder).",
)
def command(file: Path, judge: bool, own: Path | None) -> None:
    """Route comments: NDJSON in {id?, stars, fulfilment?, buy_shipping_on_time?, comment},
    NDJSON out {id, aspects, ground, lane, because, guess}. FILE may be -, the standard input. `guess`
    is true when the lane is merely likely; a ground is given only when it is certain.

    A line that cannot be read is reported on standard error, the others are still answered, and the
    exit code is 3.
    """
    own = own or config_folder()
    router = _Router(load_rules(own), reader_of(own))
    code = router.judge(file) if judge else answer_batches(file, _asked, router.documents)
    click.get_current_context().exit(code)


class _Router:
    """Routes comments in batches."""

    def __init__(self, rules: Rules, reader: Reading) -> None:
        self._rules, self._reader = rules, reader

    def documents(self, asked: list[_Asked]) -> Iterator[dict[str, Any]]:
        return map(_document, self._routed(asked))

    def judge(self, file: Path) -> int:
        """Report how often the routing agrees with the labels."""
        score = Score()
        waiting: list[_Asked] = []
        code = take_lines(file, lambda given: waiting.append(_labelled(given)))
        for each, routing in zip(waiting, self._routed(waiting), strict=True):
            assert each.label is not None
            score.count(each.label, (routing.lane, routing.ground))
        say(score.report())
        return code

    def _routed(self, asked: list[_Asked]) -> list[Routing]:
        read = opinions(self._reader, [(each.comment, each.order.stars) for each in asked])
        return [
            route(each.comment, each.order, opinion, self._rules)
            for each, opinion in zip(asked, read, strict=True)
        ]


def _labelled(given: Given) -> _Asked:
    lane, ground = given.get("lane"), given.get("ground")
    if not isinstance(lane, str) or not isinstance(ground, str | None):
        raise RefusedInput('"lane" and "ground" must be the labels to judge by')
    return _asked(given)._replace(label=(lane, ground))


def _asked(given: Given) -> _Asked:
    comment, stars = given.get("comment"), given.get("stars")
    if not isinstance(comment, str):
        raise RefusedInput('"comment" must be the text of the comment')
    if isinstance(stars, bool) or not isinstance(stars, int) or not 1 <= stars <= 5:
        raise RefusedInput('"stars" must be a number from 1 to 5')
    on_time = given.get("buy_shipping_on_time")
    if on_time is not None and not isinstance(on_time, bool):
        raise RefusedInput('"buy_shipping_on_time" must be true, false or null')
    return _Asked(comment, OrderFacts(stars, _fulfilment(given.get("fulfilment")), on_time))


def _fulfilment(given: object) -> Fulfilment:
    """Understands the words of orders files: FBA, AFN, Amazon, MFN, Merchant, unknown…"""
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
        "guess": routing.is_guess,
    }
