"""`fbtui case list|show|shares|export`: the tracker, for reading."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from fbtui.cli.desk import at_desk, of_orders, one
from fbtui.cli.output import answer, json_text, say, say_json
from fbtui.domain.cases.case import Channel
from fbtui.domain.cases.share_granted import By, Share
from fbtui.domain.cases.tracked_case import CASE_SORTS, CaseFilter, CaseView
from fbtui.domain.cases.transitions import CaseState
from fbtui.domain.outcome import RefusedInput
from fbtui.domain.times import timestamp
from fbtui.export.snapshot import FORMATS, Format, format_of
from fbtui.services.cases.tracker import CaseDetail
from fbtui.services.desk import Desk
from fbtui.terminal.cleaned import clean_line

_BY: tuple[By, ...] = ("ground", "agent", "month")
_FILTERS = (
    click.option("--state", type=click.Choice([state.value for state in CaseState])),
    click.option("--ground", default="", help="Only this ground, as in product_only."),
    click.option("--agent", "asked_by", default="", help="Only cases that this agent asked."),
    click.option("--account", default="", help="Only this account."),
    click.option("--marketplace", default="", help="Only this marketplace."),
    click.option("--channel", type=click.Choice([each.value for each in Channel]), default=None),
    click.option("--search", default="", help="Words in order ID, case ID, comment or any text."),
    click.option("--due", is_flag=True, help="Only where something is to be done now."),
    click.option("--sort", type=click.Choice(CASE_SORTS), default="waiting"),
)


def _filtered(verb: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_FILTERS):
        verb = option(verb)
    return verb


def _view(given: dict[str, Any]) -> CaseView:
    wanted = CaseFilter(
        state=CaseState(given["state"]) if given["state"] else None,
        ground=given["ground"],
        agent=given["asked_by"],
        account=given["account"],
        marketplace=given["marketplace"].upper(),
        channel=given["channel"] or "",
        search=given["search"],
        due=given["due"],
    )
    return CaseView(filter=wanted, sort=given["sort"])


@click.command("list")
@_filtered
@click.option("--format", "format", type=click.Choice(["table", "json", "ndjson", "csv", "tsv"]))
@at_desk
def list_command(desk: Desk, as_json: bool, format: str | None, **given: Any) -> None:
    """List the removal cases, oldest waiting first unless --sort says otherwise."""
    view = _view(given)
    if format in ("csv", "tsv"):
        chosen: Format = "csv" if format == "csv" else "tsv"
        written = desk.tracker.write(view, chosen, sys.stdout.buffer)
        return answer(written, as_json=False) if not hasattr(written, "said") else None
    listed = [desk.tracker.row_of(each) for each in desk.tracker.look(view)]
    if as_json or format == "json":
        say_json(listed)
    elif format == "ndjson":
        sys.stdout.writelines(f"{json_text(row)}\n" for row in listed)
    else:
        _table(listed)
    return None


def _table(listed: list[dict[str, Any]]) -> None:
    for row in listed:
        deed = f"{row['next'].replace('_', ' ')} {row['next_when'][:10]}" if row["next"] else "–"
        say(
            f"{CaseState(row['state']).words:13}  {row['order_id']}  {row['ground']:21}  "
            f"{clean_line(row['case_id']) or '–':12}  {clean_line(row['asked_by'], 12):12}  {deed}"
        )
    say(f"{len(listed):,} cases")


@click.command("show")
@click.argument("order_id")
@of_orders
@at_desk
def show_command(desk: Desk, as_json: bool, order_id: str, **where: str) -> None:
    """All removal cases of ORDER_ID with their histories and texts."""
    feedback = one(desk, order_id, **where)
    found = [desk.tracker.detail(each.id) for each in desk.cases.of_feedback(feedback.id)]
    details = [detail for detail in found if detail]
    if as_json:
        say_json([_document(detail) for detail in details])
        return
    if not details:
        say(f"No removal was requested for order {feedback.order_id}.")
    for detail in details:
        _words(detail)


@click.command("shares")
@at_desk
def shares_command(desk: Desk, as_json: bool) -> None:
    """The share of requests that Amazon granted, by ground, agent and month."""
    shares = {by: desk.tracker.shares(by) for by in _BY}
    if as_json:
        say_json(
            {by: {k: _share(share) for k, share in each.items()} for by, each in shares.items()}
        )
        return
    for by, each in shares.items():
        say(f"By {by}")
        for key, share in each.items():
            say(f"  {clean_line(key):22} {share.words}, {share.waiting} waiting")


@click.command("export")
@_filtered
@click.option("--format", "format", type=click.Choice(FORMATS), help="Else told by the ending.")
@click.option("-o", "--output", "path", type=click.Path(path_type=Path), required=True)
@click.option("--over", is_flag=True, help="Replace the file if it exists.")
@at_desk
def export_command(
    desk: Desk, as_json: bool, format: Format | None, path: Path, over: bool, **given: Any
) -> None:
    """Write what `fbtui case list` shows into a file that only you can read."""
    chosen = format or format_of(path)
    if chosen is None:
        raise RefusedInput(f"{path}: the ending names no format; say --format {'|'.join(FORMATS)}.")
    answer(desk.tracker.write(_view(given), chosen, path, over=over), as_json=as_json)


def _share(share: Share) -> dict[str, Any]:
    fraction = None if share.fraction is None else float(share.fraction)
    return share._asdict() | {"share": fraction}


def _document(detail: CaseDetail) -> dict[str, Any]:
    file, deed = detail.file, detail.next
    return {
        "case": file.id,
        "order_id": detail.feedback.order_id,
        "state": file.case.state,
        "ground": file.case.ground,
        "clause": file.clause,
        "quotes": list(file.quotes),
        "case_id": file.case.case_id,
        "next": deed._asdict() | {"when": timestamp(deed.when)} if deed else None,
        "window_days_left": detail.window_left,
        "buyer_window_days_left": detail.buyer_window_left,
        "request": file.request_text,
        "evidence": file.evidence,
        "history": [entry.model_dump(mode="json") for entry in file.case.events],
    }


def _words(detail: CaseDetail) -> None:
    file, case = detail.file, detail.file.case
    state = case.state.words if case.state else "void: its request was taken back"
    say(f"case {file.id}: {state} · {case.ground} · case ID {case.case_id or '–'}")
    say(f"next: {detail.next.says} ({timestamp(detail.next.when)})") if detail.next else None
    for entry in case.events:
        told = f"{entry.event.words} {entry.channel or ''} {entry.case_id or ''}".rstrip()
        say(f"{timestamp(entry.at)}  {entry.agent}: {told}")
        say(f"    {entry.text}") if entry.text else None
    say(f"\n{file.request_text}\n{file.evidence}")


COMMANDS = (list_command, show_command, shares_command, export_command)
