"""`fbtui health reading|escalate|notify|read|request|ready`: the acts of the board."""

from __future__ import annotations

from pathlib import Path

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.health.place import chosen_place, of_place
from fbtui.cli.output import answer, say, say_json
from fbtui.config import load
from fbtui.domain.health.escalation import NOT_REPORTED
from fbtui.domain.health.wording import name
from fbtui.domain.outcome import Done, Refused, RefusedInput
from fbtui.services.desk import Desk
from fbtui.terminal.cleaned import clean


@click.command("reading")
@click.argument("metric")
@click.argument("figure")
@click.option("--fulfilment", default="", help="SF (seller, MFN) or FBA, where counted apart.")
@click.option("--window", default="", help="Days, or lifetime (default: the metric's first).")
@click.option("--date", "day", default="", help="The day, like 2026-11-20 (default: today).")
@click.option("--account", default="", help="The seller account, where there are several.")
@click.option("--marketplace", default="", help="US, DE, JP, …")
@click.option("--new-account", is_flag=True, help="The account is a new one on this desk.")
@at_desk
def reading(
    desk: Desk,
    as_json: bool,
    metric: str,
    figure: str,
    account: str,
    new_account: bool,
    **where: str,
) -> None:
    """Record the FIGURE of a METRIC as the page shows it.

    METRIC: its name on the page; an ambiguous name is refused with the choices. FIGURE: 2/7890,
    "2 of 7,890 orders", 0.03%, "0,5%", "98% (49)", "9 hours 40 minutes", 12, N/A.

    `fbtui health metrics` lists the metrics; `fbtui undo` takes a reading back. For the whole page at
    once: paste it into `fbtui import --kind health -`.
    """
    config = load()
    where["marketplace"] = where["marketplace"] or config.marketplace
    account = account or config.account
    kept = desk.health.enter(metric, figure, account=account, new_account=new_account, **where)
    answer(kept, as_json=as_json)


@click.command("escalate")
@click.argument("metrics", nargs=-1)
@of_place
@click.option("--doing", default="", help="The remedy under way, for the report.")
@click.option("--dry-run", is_flag=True, help="Show the report; log and save nothing.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A .txt, .md or .html file.")
@click.option("--force", "replace", is_flag=True, help="Replace the file if it exists.")
@click.option("--again", is_flag=True, help="Also report metrics already reported.")
@at_desk
def escalate(
    desk: Desk,
    as_json: bool,
    metrics: tuple[str, ...],
    account: str,
    marketplace: str,
    doing: str,
    dry_run: bool,
    output: Path | None,
    replace: bool,
    again: bool,
) -> None:
    """Write the report on low stats to the Customer Experience Manager, and log it.

    Without METRICS: every metric at risk or in breach not yet reported. The report goes to
    standard output, or to the file of -o. You send it yourself: fbtui sends nothing. `fbtui undo`
    takes the entry back.
    """
    board = desk.health.board(*chosen_place(desk, account, marketplace))
    chosen = {_metric_called(desk, each) for each in metrics}
    low = [line for line in board.low() if not chosen or line.metric.name in chosen]
    lines = (
        low if again or chosen else [x for x in low if board.escalation_in_words(x) == NOT_REPORTED]
    )
    if low and not lines:
        raise RefusedInput("Every low stat is reported already; --again reports them once more.")
    letter = desk.health.escalations
    report = letter.written(lines, doing) if lines and (output is None or dry_run) else ""
    outcome = (
        Done("Nothing was logged.")
        if dry_run and lines
        else letter.escalate(lines, doing, output, over=replace)
    )
    if isinstance(outcome, Refused):
        answer(outcome, as_json=as_json)
    elif as_json:
        named = [name(line) for line in lines]
        say_json({"done": outcome.message, "metrics": named, "report": report, "dry_run": dry_run})
    else:
        if report:
            say(report)
        click.echo(clean(outcome.message), err=bool(report))


@click.command("notify")
@click.argument("title")
@click.option("--date", "day", default="", help="The day on the page (default: today).")
@click.option("--metric", default="", help="The metric it is about.")
@of_place
@at_desk
def notify(desk: Desk, as_json: bool, title: str, metric: str, day: str, **place: str) -> None:
    """Log one of Amazon's notifications, such as "Action required: Your listing of…"."""
    about = _metric_called(desk, metric) if metric else ""
    account, marketplace = chosen_place(desk, **place)
    logged = desk.health.notices.notify(
        title, metric=about, day=day, account=account, marketplace=marketplace
    )
    answer(logged, as_json=as_json)


@click.command("notifications")
@click.option("--unread", is_flag=True, help="Only unread ones.")
@of_place
@at_desk
def notifications(desk: Desk, as_json: bool, unread: bool, **place: str) -> None:
    """List the logged notifications, unread first."""
    account, marketplace = chosen_place(desk, **place)
    found = [
        each
        for each in desk.health.notices.notifications(account)
        if not (unread and each.read_at) and marketplace in ("", each.marketplace)
    ]
    if as_json:
        say_json([each.model_dump(mode="json") for each in found])
        return
    for each in found:
        state = f"read by {each.read_by}" if each.read_at else "● unread"
        metric = f" ({each.metric})" if each.metric else ""
        say(f"{each.id:>4}  {each.date}  {state:16}  {each.title}{metric}")
    if not found:
        say("No notification is logged." if not unread else "No notification is unread.")


@click.command("read")
@click.argument("number", type=int)
@click.option("--not", "again", is_flag=True, help="Set it unread again.")
@at_desk
def read(desk: Desk, as_json: bool, number: int, again: bool) -> None:
    """Mark notification NUMBER as read."""
    answer(desk.health.notices.mark_read(number, read=not again), as_json=as_json)


@click.command("request")
@click.argument("report")
@of_place
@at_desk
def ask(desk: Desk, as_json: bool, report: str, **place: str) -> None:
    """Log that you pressed "Request Report" on the page for REPORT."""
    account, marketplace = chosen_place(desk, **place)
    asked = desk.health.notices.ask_for(report, account=account, marketplace=marketplace)
    answer(asked, as_json=as_json)


@click.command("ready")
@click.argument("number", type=int)
@click.argument("path", default="")
@at_desk
def ready(desk: Desk, as_json: bool, number: int, path: str) -> None:
    """Log that request NUMBER is ready, with its file at PATH."""
    answer(desk.health.notices.is_ready(number, path), as_json=as_json)


@click.command("requests")
@of_place
@at_desk
def requests(desk: Desk, as_json: bool, **place: str) -> None:
    """List the requested reports, pending ones first."""
    account, marketplace = chosen_place(desk, **place)
    found = [
        each
        for each in desk.health.notices.requests(account)
        if marketplace in ("", each.marketplace)
    ]
    if as_json:
        say_json([each.model_dump(mode="json") for each in found])
        return
    for each in found:
        words = ", ".join(filter(None, (each.standing, each.said or each.path)))
        where = f"{each.place}  " if each.place else ""
        say(f"{each.id:>4}  {each.at:%Y-%m-%d}  {each.agent:12}  {where}{each.report}: {words}")
    if not found:
        say("No report was asked for.")


def _metric_called(desk: Desk, word: str) -> str:
    found = desk.health.metric(word)
    if isinstance(found, Refused):
        raise RefusedInput(found.why)
    return found.name
