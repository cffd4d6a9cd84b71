"""The queue's filters as options, the same for every command that reads a view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from fbtui.cli.choices import Day, OneOf, known
from fbtui.cli.desk import where
from fbtui.domain.feedback.feedback import BANDS, FULFILMENTS, STATUSES, Status
from fbtui.domain.feedback.playbook import STEP_WORDS
from fbtui.domain.feedback.queue import SORTS, Filter, View, stars_of_band
from fbtui.services.desk import Desk
from fbtui.terminal.cleaned import clean_line

_STEPS = [step for step in STEP_WORDS if step]


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


OPTIONS = (
    click.option("--stars", type=StarList(), default=(), help="Only these stars, as in 1,2."),
    click.option(
        "--band",
        type=click.Choice(BANDS),
        help="Only this band: negative (1-2), neutral (3) or positive (4-5).",
    ),
    click.option(
        "--status",
        type=OneOf("status", STATUSES, everything="all"),
        help="Only these: open, done, snoozed; or all of them.",
    ),
    click.option("--overdue", is_flag=True, help="Only overdue feedback."),
    click.option("--mine", is_flag=True, help="Only feedback you have claimed."),
    click.option("--unclaimed", is_flag=True, help="Only unclaimed feedback."),
    click.option(
        "--search",
        default="",
        help="Only with these words in comment, response or order ID; sku:MUG for a product.",
    ),
    click.option("--lane", default="", help="Only this lane of the playbook."),
    click.option("--step", type=click.Choice(_STEPS), help="Only with this next step."),
    click.option("--guesses", is_flag=True, help="Only where the lane is a guess."),
    click.option("--tag", default="", help="Only with this tag."),
    click.option("--product", default="", help="Only this SKU or ASIN, or words of a title."),
    click.option(
        "--trouble", is_flag=True, help="Only feedback on products with several recent complaints."
    ),
    click.option("--account", default="", help="Only this account."),
    click.option("--marketplace", default="", help="Only this marketplace."),
    click.option(
        "--fulfilment",
        type=click.Choice(FULFILMENTS),
        help="Only this fulfilment: FBA (by Amazon), MFN (by the seller) or unknown.",
    ),
    click.option("--since", type=Day(), help="Only from this day on, as in 2026-12-01."),
    click.option("--until", type=Day(), help="Only up to this day."),
    click.option(
        "--window",
        type=click.Choice(["removal", "buyer"]),
        help="Only while this window is open: to ask for removal, or for the buyer to take it back.",
    ),
    click.option(
        "--view",
        "name",
        default="",
        help="One of your saved views; the other options narrow it further.",
    ),
    click.option(
        "--sort", type=click.Choice(SORTS), help="The order of the rows (default: priority)."
    ),
)


def filtered(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Add every filter option to a command; `view_of` turns them into a View."""
    for option in reversed(OPTIONS):
        verb = option(verb)
    return verb


def view_of(desk: Desk, given: dict[str, Any], status: tuple[Status, ...] = ()) -> View:
    """The view selected by the options, which are removed from `given`.

    `status` is the default status. Raises click.UsageError for names unknown to the desk, and for
    options that exclude each other.
    """
    view = _asked_for(desk, given, status)
    if why := view.filter.why_no_day:
        raise click.BadParameter(why, param_hint="--since, --until")
    return view


def _asked_for(desk: Desk, given: dict[str, Any], status: tuple[Status, ...]) -> View:
    name, sort, band, wanted = (given.pop(each) for each in ("name", "sort", "band", "status"))
    named = desk.inbox.named_views()
    asked = {
        key: Filter.model_fields[key].default if (value := given.pop(key)) is None else value
        for key in (
            *("stars", "search", "fulfilment", "overdue", "lane", "step", "window", "guesses"),
            *("tag", "product", "trouble", "since", "until"),
        )
    }
    mine, unclaimed = given.pop("mine"), given.pop("unclaimed")
    if mine and unclaimed:
        raise click.UsageError("--mine and --unclaimed exclude each other.")
    asked["claimed"] = "mine" if mine else "unclaimed" if unclaimed else ""
    asked["lane"] = known(asked["lane"], desk.lanes.names, "lane", "--lane")
    asked["tag"] = known(asked["tag"].lower(), desk.inbox.tags(), "tag", "--tag")
    place = where(desk, given.pop("account"), given.pop("marketplace"))
    asked |= dict(zip(("account", "marketplace"), place, strict=True))
    if band:
        stars = stars_of_band(band)
        asked["stars"] = tuple(star for star in asked["stars"] or stars if star in stars)
        if not asked["stars"]:
            raise click.BadParameter(f"none of them is {band}", param_hint="--stars")
    if not name:
        asked["status"] = status if wanted is None else wanted
        return View(filter=Filter(**asked), sort=sort or "priority", done_last=True)
    if name not in named:
        raise click.BadParameter(
            f"there is no view {clean_line(name, 40)!r}; you have: {', '.join(named) or 'none'}",
            param_hint="--view",
        )
    narrowed = {key: value for key, value in asked.items() if value}
    narrowed |= {} if wanted is None else {"status": wanted}
    return View(
        filter=named[name].filter.model_copy(update=narrowed), sort=sort or named[name].sort
    )
