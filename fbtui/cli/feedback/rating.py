"""`fbtui rating`: the table of feedback figures, and totals entered from Seller Central."""

from __future__ import annotations

import click

from fbtui.cli.choices import Count
from fbtui.cli.desk import at_desk, where
from fbtui.cli.output import answer, say, say_json
from fbtui.domain.feedback.feedback import BANDS
from fbtui.services.desk import Desk
from fbtui.services.feedback.rating import Table


@click.command("rating")
@click.option("--account", default="", help="Only this account.")
@click.option("--marketplace", default="", help="Only this marketplace.")
@click.option(
    "--totals",
    nargs=4,
    type=Count(0),
    metavar="DAYS POSITIVE NEUTRAL NEGATIVE",
    help="Keep the page's own totals of a window (30, 90, 365; 0 is lifetime).",
)
@click.option("--stars", default="", help="With --totals 365 …: the page's star rating, like 4.8.")
@at_desk
def command(
    desk: Desk,
    as_json: bool,
    account: str,
    marketplace: str,
    totals: tuple[int, int, int, int] | None,
    stars: str,
) -> None:
    """Show positive, neutral and negative feedback over 30, 90 and 365 days and lifetime."""
    if desk.inbox.accounts():  # a mistyped account must not create one
        account, marketplace = where(desk, account, marketplace)
    if totals:
        kept = desk.rating.read_off(
            *totals, rating=stars, account=account, marketplace=marketplace.upper()
        )
        answer(kept, as_json=as_json)
        return
    if stars:
        raise click.UsageError("--stars says the page's rating beside --totals 365 ….")
    table = desk.rating.table(account, marketplace.upper())
    if as_json:
        say_json(table.document())
    else:
        _words(table)


def _words(table: Table) -> None:
    say(f"★ {table.rating} stars over the past 12 months ({table.rated:,} ratings)")
    say("".join(f"{head:>14}" for head in ("", "30 days", "90 days", "365 days", "lifetime")))
    for band in reversed(BANDS):
        cells = (str(column.shares[band]) for column in table.columns)
        say("".join(f"{cell:>14}" for cell in (band, *cells)))
    say(
        "".join(
            f"{cell:>14}" for cell in ("count", *(f"{column.count:,}" for column in table.columns))
        )
    )
    for line in table.remarks:
        say(line)
