"""`fbtui diff`: the changes between two snapshots, without a desk."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from fbtui.cli.input import called, text_of
from fbtui.cli.output import say, say_json
from fbtui.domain.feedback.snapshot_changes import FIELDS, KINDS, Change, changes
from fbtui.domain.outcome import RefusedInput
from fbtui.export.read_back import ReadBack, read_back
from fbtui.export.snapshot import format_of
from fbtui.terminal.cleaned import clean_line

_COMPARABLE = ("csv", "tsv", "json", "ndjson")
_SHOWN = 60  # characters of a text


@click.command("diff")
@click.argument("old", type=click.Path(allow_dash=True, path_type=Path))
@click.argument("new", type=click.Path(allow_dash=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of words.")
def command(old: Path, new: Path, as_json: bool) -> None:
    """Show the changes from snapshot OLD to snapshot NEW (csv, tsv, json, ndjson; formats may differ).

    New and missing feedback; changed stars, comment, response, status and lane; requests answered or
    decided.
    """
    before = _snapshot(old)
    rows = list(before.rows)  # only one row of NEW is in memory at a time
    after = _snapshot(new)
    compared = [
        name
        for name in FIELDS
        if all(name in each.columns for each in (before, after) if each.columns)
    ]
    found = list(changes(rows, after.rows, compared))
    counts = Counter(kind for each in found for kind in each.kinds)
    same = len(rows) - sum(each.kinds != ("new",) for each in found)
    if as_json:
        say_json(_document(before, after, compared, found, counts, same))
        return
    for each in found:
        say(_line(each))
    for notice in _notices(before, after):
        say(f"note: {notice}")
    parts = [f"{counts[kind]:,} {kind}" for kind in KINDS if counts[kind]]
    say(", ".join([*parts, f"{same:,} the same"]))


def _snapshot(path: Path) -> ReadBack:
    ending = format_of(path)
    if ending is not None and ending not in _COMPARABLE:
        raise RefusedInput(
            f"{path}: a {ending} snapshot is for reading; compare {', '.join(_COMPARABLE)}."
        )
    return read_back(text_of(path), called(path))


def _notices(before: ReadBack, after: ReadBack) -> list[str]:
    notices = []
    are_told = before.made_at and after.made_at  # a plain csv or tsv has no head
    if are_told and before.columns and after.columns and before.filter != after.filter:
        filters = [clean_line(each.filter) or "everything" for each in (before, after)]
        notices.append(
            f"OLD shows {filters[0]}, NEW shows {filters[1]}: “new” and “gone” may be the filters' doing."
        )
    if are_told and before.made_at > after.made_at:
        notices.append(f"OLD was made after NEW ({before.made_at}, {after.made_at}).")
    return notices


def _line(change: Change) -> str:
    account, marketplace, order = change.key
    where = clean_line(f"{account} {marketplace}".strip())
    if change.kinds[0] in ("new", "gone"):
        which = 1 if change.kinds == ("new",) else 0
        stars, comment = (
            change.fields["stars"][which],
            change.fields.get("comment", ("", ""))[which],
        )
        text = f"{'★' * int(stars):5}  {clean_line(comment, _SHOWN)}"
    else:
        text = "; ".join(_moved(name, *both) for name, both in change.fields.items())
    return f"{', '.join(change.kinds):10}  {clean_line(order)}  {where:20}  {text}"


def _moved(name: str, before: str, after: str) -> str:
    if name in ("comment", "response"):
        before, after = (f"“{clean_line(text, _SHOWN)}”" for text in (before, after))
    return f"{name} {before or '–'} → {after or '–'}"


def _document(
    before: ReadBack,
    after: ReadBack,
    compared: list[str],
    found: list[Change],
    counts: Counter[str],
    same: int,
) -> dict[str, Any]:
    stayed = same + sum(each.kinds not in (("new",), ("gone",)) for each in found)
    heads = {
        name: {"made_at": each.made_at or None, "filter": each.filter, "rows": rows}
        for name, each, rows in (
            ("old", before, stayed + counts["gone"]),
            ("new", after, stayed + counts["new"]),
        )
    }
    return {
        **heads,
        "compared": compared,
        "counts": {kind: counts[kind] for kind in KINDS} | {"same": same},
        "notices": _notices(before, after),
        "changes": [_change(each) for each in found],
    }


def _change(change: Change) -> dict[str, Any]:
    account, marketplace, order = change.key
    fields = {
        name: {"before": _value(name, before), "after": _value(name, after)}
        for name, (before, after) in change.fields.items()
    }
    return {
        "order_id": order,
        "account": account,
        "marketplace": marketplace,
        "kinds": list(change.kinds),
        "fields": fields,
    }


def _value(name: str, text: str) -> int | str | None:
    return int(text) if name == "stars" and text else text or None
