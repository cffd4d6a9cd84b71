"""The filters of the queue as options, the same for every verb that reads a view."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from fbtui.domain.feedback.feedback import BANDS, STATUSES
from fbtui.domain.feedback.playbook import STEP_WORDS
from fbtui.domain.feedback.queue import SORTS, Filter, View, stars_of_band

_STEPS = [step for step in STEP_WORDS if step]
ROWS = click.IntRange(min=1, max=sys.maxsize)  # how many at most
_DAY = click.DateTime(formats=["%Y-%m-%d"])


class StarList(click.ParamType[tuple[int, ...]]):
    """`1,2` as a tuple of stars."""

    name = "stars"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        parts = [part.strip() for part in str(value).split(",") if part.strip()]
        if not parts or any(part not in "12345" or len(part) != 1 for part in parts):
            self.fail(f"{value!r}: say stars from 1 to 5, as in 1,2", param, ctx)
        return tuple(sorted({int(part) for part in parts}))


class StatusList(click.ParamType[tuple[str, ...]]):
    """`open`, `open,snoozed` or `all`."""

    name = "status"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        if str(value) in ("all", "any"):
            return ()
        parts = tuple(part.strip() for part in str(value).split(","))
        if unknown := [part for part in parts if part not in STATUSES]:
            self.fail(f"{unknown[0]!r}: say {', '.join(STATUSES)} or all", param, ctx)
        return parts


OPTIONS = (
    click.option("--stars", type=StarList(), default=(), help="Only these stars, as in 1,2."),
    click.option(
        "--band", type=click.Choice(BANDS), help="negative (1-2), neutral (3) or positive (4-5)."
    ),
    click.option(
        "--status", type=StatusList(), default=(), help="open, done, snoozed or all (default: all)."
    ),
    click.option("--search", default="", help="Words in comment, response or order ID."),
    click.option("--account", default="", help="Only this account."),
    click.option("--marketplace", default="", help="Only this marketplace."),
    click.option(
        "--fulfilment", type=click.Choice(["FBA", "MFN", "unknown"]), help="Only this fulfilment."
    ),
    click.option("--lane", default="", help="Only this lane of the playbook."),
    click.option("--step", type=click.Choice(_STEPS), help="Only with this next step."),
    click.option("--mine", is_flag=True, help="Only what you have claimed."),
    click.option("--unclaimed", is_flag=True, help="Only what nobody has claimed."),
    click.option(
        "--window",
        type=click.Choice(["removal", "buyer"]),
        help="Only while this window is open: to ask for removal, or for the buyer to take it back.",
    ),
    click.option("--tag", default="", help="Only with this tag."),
    click.option("--product", default="", help="Only this SKU or ASIN, or words of a title."),
    click.option("--overdue", is_flag=True, help="Only what is overdue."),
    click.option("--guesses", is_flag=True, help="Only where the lane is a guess."),
    click.option("--since", type=_DAY, help="From this day on."),
    click.option("--until", type=_DAY, help="Up to this day."),
    click.option(
        "--sort", type=click.Choice(SORTS), help="The order of the rows (default: priority)."
    ),
    click.option(
        "--view",
        "name",
        default="",
        help="One of your saved views; the other options narrow it further.",
    ),
)


def filtered(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Add every filter option to a verb; `view_of` makes a View of them."""
    for option in reversed(OPTIONS):
        verb = option(verb)
    return verb


def view_of(named: dict[str, View], given: dict[str, Any]) -> View:
    """The view that the options ask for; takes its options out of `given`."""
    name, sort, band = given.pop("name"), given.pop("sort"), given.pop("band")
    since, until = _day(given.pop("since")), _day(given.pop("until"))
    asked = {
        key: Filter.model_fields[key].default if (value := given.pop(key)) is None else value
        for key in (
            *("stars", "status", "search", "account", "fulfilment", "tag", "overdue"),
            "product",
            *("lane", "step", "window", "guesses"),
        )
    }
    mine, unclaimed = given.pop("mine"), given.pop("unclaimed")
    if mine and unclaimed:
        raise click.UsageError("--mine and --unclaimed exclude each other.")
    asked["claimed"] = "mine" if mine else "unclaimed" if unclaimed else ""
    asked |= {"marketplace": given.pop("marketplace").upper(), "since": since, "until": until}
    if band:
        stars = stars_of_band(band)
        asked["stars"] = tuple(star for star in asked["stars"] or stars if star in stars)
        if not asked["stars"]:
            raise click.BadParameter(f"none of them is {band}", param_hint="--stars")
    if not name:
        return View(filter=Filter(**asked), sort=sort or "priority")
    if name not in named:
        raise click.BadParameter(
            f"there is no view {name!r}; you have: {', '.join(named) or 'none'}",
            param_hint="--view",
        )
    narrowed = {key: value for key, value in asked.items() if value}
    return View(
        filter=named[name].filter.model_copy(update=narrowed), sort=sort or named[name].sort
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
