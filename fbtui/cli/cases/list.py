"""`fbtui case list|show|shares|export`: the tracker, for reading."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from fbtui.cli.choices import OneOf, known
from fbtui.cli.desk import at_desk, of_orders, one, where
from fbtui.cli.export_options import chosen_format, to_file
from fbtui.cli.output import answer, json_text, say, say_json
from fbtui.cli.table import Cell, Cells, Column, print_table, say_count
from fbtui.domain.cases.case import Channel
from fbtui.domain.cases.share_granted import By, Share
from fbtui.domain.cases.tracked_case import CASE_SORTS, CaseFilter, CaseView
from fbtui.domain.cases.transitions import GONE, REOPENABLE, CaseState
from fbtui.domain.outcome import Refused
from fbtui.domain.times import timestamp
from fbtui.export.snapshot import Format
from fbtui.services.cases.tracker import CaseDetail
from fbtui.services.desk import Desk
from fbtui.terminal.cleaned import clean_line

_BY: tuple[By, ...] = ("ground", "agent", "month")
_FILTERS = (
    click.option(
        "--state",
        type=OneOf("state", [state.value for state in CaseState]),
        default=(),
        help="Only these states, as in declined,back.",
    ),
    click.option("--ground", default="", help="Only this ground, as in product_only."),
    click.option("--agent", "asked_by", default="", help="Only cases that this agent asked."),
    click.option("--account", default="", help="Only this account."),
    click.option("--marketplace", default="", help="Only this marketplace."),
    click.option(
        "--channel",
        type=click.Choice([each.value for each in Channel]),
        help="Only what was asked for there.",
    ),
    click.option(
        "--search",
        default="",
        help="Only with these words in order ID, case ID, comment or history.",
    ),
    click.option("--due", is_flag=True, help="Only where something is to be done now."),
    click.option(
        "--sort", type=click.Choice(CASE_SORTS), default="waiting", help="The order of the cases."
    ),
)


def _filtered(verb: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_FILTERS):
        verb = option(verb)
    return verb


def _view(desk: Desk, given: dict[str, Any]) -> CaseView:
    """The view selected by the options. Raises click.UsageError for names that no case has."""
    there = desk.tracker.cases()
    account, marketplace = where(desk, given["account"], given["marketplace"])
    grounds = {case.ground for case in there} | set(desk.tracker.grounds if given["ground"] else ())
    filter_ = CaseFilter(
        state=tuple(map(CaseState, given["state"])),
        ground=known(given["ground"], sorted(grounds), "ground", "--ground"),
        agent=known(
            given["asked_by"], sorted({case.asked_by for case in there}), "agent", "--agent"
        ),
        account=account,
        marketplace=marketplace,
        channel=given["channel"] or "",
        search=given["search"],
        due=given["due"],
    )
    return CaseView(filter=filter_, sort=given["sort"])


@click.command("list")
@_filtered
@click.option(
    "--format",
    "format",
    type=click.Choice(["table", "json", "ndjson", "csv", "tsv"]),
    help="How the cases are printed.",
)
@at_desk
def list_command(desk: Desk, as_json: bool, format: str | None, **given: Any) -> None:
    """List the removal cases, oldest waiting first unless --sort says otherwise."""
    view = _view(desk, given)
    if format in ("csv", "tsv"):
        chosen: Format = "csv" if format == "csv" else "tsv"
        written = desk.tracker.write(view, chosen, sys.stdout.buffer)
        return answer(written, as_json=False) if isinstance(written, Refused) else None
    listed = [desk.tracker.row_of(each) for each in desk.tracker.look(view)]
    if as_json or format == "json":
        say_json(listed)
    elif format == "ndjson":
        sys.stdout.writelines(f"{json_text(row)}\n" for row in listed)
    else:
        count = print_table(_COLUMNS, map(_cells, listed))
        say_count("No case." if not count else "1 case" if count == 1 else f"{count:,} cases")
    return None


_COLUMNS = (
    Column("State"),
    Column("Order"),
    Column("Next"),
    Column("When"),
    Column("Window", is_number=True, gives_way=4),
    Column("Ground", gives_way=2),
    Column("Case ID", gives_way=3),
    Column("By", gives_way=1),
    Column("Comment", takes_rest=True),
)
_CLOSING = 7  # days


def _cells(row: dict[str, Any]) -> Cells:
    state, left = CaseState(row["state"]), row["window_days_left"]
    is_open = left >= 0 and state not in GONE
    colour = "green" if state in GONE else "red" if state in REOPENABLE else ""
    return (
        Cell(state.words, colour),
        row["order_id"],
        (row["next"] or "").replace("_", " "),
        (row["next_when"] or "")[:10],
        Cell(f"{left}d" if is_open else "", "yellow" if is_open and left <= _CLOSING else ""),
        row["ground"].replace("_", " "),
        row["case_id"],
        row["asked_by"],
        row["comment"],
    )


@click.command("show")
@click.argument("order_id")
@of_orders
@at_desk
def show_command(desk: Desk, as_json: bool, order_id: str, **place: str) -> None:
    """All removal cases of ORDER_ID with their histories and texts."""
    feedback = one(desk, order_id, **place)
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
@to_file
@at_desk
def export_command(
    desk: Desk,
    as_json: bool,
    format: Format | None,
    path: Path,
    force: bool,
    head: bool,
    **given: Any,
) -> None:
    """Write what `fbtui case list` shows into a file that only you can read."""
    chosen = chosen_format(format, path)
    written = desk.tracker.write(_view(desk, given), chosen, path, over=force, headed=head)
    answer(written, as_json=as_json, file=str(path), format=chosen)


def _share(share: Share) -> dict[str, Any]:
    fraction = None if share.fraction is None else float(share.fraction)
    return share._asdict() | {"share": fraction}


def _document(detail: CaseDetail) -> dict[str, Any]:
    file, step = detail.file, detail.next
    return {
        "case": file.id,
        "order_id": detail.feedback.order_id,
        "state": file.case.state,
        "ground": file.case.ground,
        "clause": file.clause,
        "quotes": list(file.quotes),
        "case_id": file.case.case_id,
        "next": step._asdict() | {"when": timestamp(step.when)} if step else None,
        "window_days_left": detail.window_left,
        "buyer_window_days_left": detail.buyer_window_left,
        "link": detail.link,
        "request": file.request_text,
        "evidence": file.evidence,
        "history": [entry.model_dump(mode="json") for entry in file.case.events],
    }


def _words(detail: CaseDetail) -> None:
    file, case = detail.file, detail.file.case
    state = case.state.words if case.state else "void: its request was taken back"
    say(f"case {file.id}: {state} · {case.ground or 'no ground'} · case ID {case.case_id or '–'}")
    say(detail.link)
    say(f"next: {detail.next.says} ({timestamp(detail.next.when)})") if detail.next else None
    for entry in case.events:
        words = f"{entry.event.words} {entry.channel or ''} {entry.case_id or ''}".rstrip()
        say(f"{timestamp(entry.at)}  {entry.agent}: {words}")
        say(f"    {entry.text}") if entry.text else None
    if case.is_asked:
        say(f"\n{file.request_text}\n{file.evidence}")


COMMANDS = (list_command, show_command, shares_command, export_command)
