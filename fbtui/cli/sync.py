"""`fbtui sync`: reports, fulfilment and products through Amazon's API, made for cron."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from fbtui.cli.desk import asked_desk, desk_options
from fbtui.cli.exit_codes import NO, OK, REFUSED, USAGE
from fbtui.cli.feedback.read import read_what_came
from fbtui.cli.output import complain, refused, say, say_json
from fbtui.cli.span import Span
from fbtui.config import load
from fbtui.domain.outcome import Refused
from fbtui.domain.sync.fetch import REPORT_WORDS, Fetch
from fbtui.domain.times import timestamp
from fbtui.services.desk import Desk
from fbtui.services.sync.sync import (
    BUSY,
    WHAT,
    Standing,
    SyncSummary,
    Wanted,
)
from fbtui.services.sync.wording import orders_words, standing_words


@click.command("sync")
@click.option("--account", default="", help="Only this account.")
@click.option("--marketplace", default="", help="Only this marketplace.")
@click.option("--only", type=click.Choice(WHAT), multiple=True, help="Only this; may be repeated.")
@click.option(
    "--wait", type=Span(), default=timedelta(), help="Stay so long for reports to be made: 10m."
)
@click.option("--status", is_flag=True, help="Say how it stands with every report; ask nothing.")
@click.option("--dry-run", is_flag=True, help="Say what would be asked for now; ask nothing.")
@click.option("--again", is_flag=True, help="Also what waits for a person: they have acted.")
@desk_options
def command(
    db: Path | None, agent: str | None, as_json: bool, status: bool, dry_run: bool, **asked: Any
) -> int:
    """Fetch feedback and performance reports, and the fulfilment and products of orders.

    Each run does what is due and exits; the next one continues. Exit code 0: imported, or nothing was
    due. 1: a report is pending, none came, or another program is fetching. 2: nothing is configured, or httpx2 is
    not installed. 3: a person must act.
    """
    asks = not (status or dry_run)
    with asked_desk(db, agent, lambda: asks and load().amazon is not None) as desk:
        wanted = Wanted(asked["account"], asked["marketplace"], asked["only"])
        why = desk.sync.why_not() if asks else desk.sync.why_not_planned()
        if why:
            complain(why)
            return USAGE
        if not asks:
            standings = desk.sync.standings(wanted)
            return _tell(desk, standings, as_json, only_due=dry_run)
        if asked["again"] and refused(desk.sync.try_again()):
            return REFUSED
        return _run(desk, wanted, asked["wait"].total_seconds(), as_json)


def _run(desk: Desk, wanted: Wanted, wait: float, as_json: bool) -> int:
    def tell(each: Fetch) -> None:
        """Show progress to a person at a terminal."""
        if not as_json and sys.stderr.isatty():
            where = f"{each.account} {each.marketplace}"
            click.echo(f"{where}  {REPORT_WORDS[each.kind]}: {each.said}", err=True)

    ended = desk.sync.run(wanted, tell, wait)
    if isinstance(ended, Refused):
        complain(ended.why)
        return NO if ended.why == BUSY else REFUSED
    if any(each.state == "taken" for each in ended.fetched):
        read_what_came(desk)
    if as_json:
        say_json(_document(ended))
    else:
        _say(ended)
    return REFUSED if ended.needs_person else NO if ended.is_waiting else OK


def _say(ended: SyncSummary) -> None:
    for each in ended.fetched:
        state = "waits for a person" if each.needs_person else each.state
        where = f"{each.account} {each.marketplace}"
        say(
            f"{where}  {REPORT_WORDS[each.kind]}: {state}: {each.said.rstrip('.')}; "
            f"next {each.next_try:%Y-%m-%d %H:%M} UTC"
        )
    for key, result in ended.orders.items():
        if any(result):
            say(f"{key}  {orders_words(result)}")
    if not ended.fetched and not any(map(any, ended.orders.values())):
        say("Nothing is due.")


def _document(ended: SyncSummary) -> dict[str, Any]:
    orders: list[dict[str, Any]] = [
        {"account": key.rpartition(" ")[0], "region": key.rpartition(" ")[2]}
        | {"found": result.found, "unknown": result.unknown, "waiting": result.waiting}
        | {"stopped": result.stopped.message if result.stopped else None}
        for key, result in ended.orders.items()
    ]
    return {"reports": list(map(_of_fetch, ended.fetched)), "orders": orders}


def _of_fetch(each: Fetch) -> dict[str, Any]:
    document = each.model_dump(
        mode="json", include={"account", "marketplace", "kind", "state", "said"}
    )
    moments = {name: timestamp(getattr(each, name)) for name in ("at", "moved_at", "next_try")}
    since = each.since.isoformat() if each.since else None
    return document | {"needs_person": each.needs_person, "since": since} | moments


def _tell(desk: Desk, standings: list[Standing], as_json: bool, *, only_due: bool) -> int:
    now = desk.context.clock()
    shown = [each for each in standings if each.due <= now] if only_due else standings
    if as_json:
        say_json(
            [
                {"account": each.account, "marketplace": each.marketplace, "kind": each.kind}
                | {"due": timestamp(each.due), "last": _of_fetch(each.last) if each.last else None}
                for each in shown
            ]
        )
    else:
        for each in shown:
            say(standing_words(each, now))
        if not shown:
            say("Nothing is due.")
    if only_due:
        return OK
    return REFUSED if any(each.last and each.last.needs_person for each in shown) else OK
