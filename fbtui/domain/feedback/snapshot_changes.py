"""The changes between two snapshots of the queue, feedback by feedback."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

# Compared if both snapshots have the field. `decision` is the removal case's.
FIELDS = ("stars", "comment", "response", "status", "lane", "decision")
KINDS = ("new", "gone", "stars", "answered", "decided", *FIELDS[1:5])

Key = tuple[str, str, str]
Row = Mapping[str, str]


class Change(NamedTuple):
    """One changed feedback: the kinds of change, and each field before and after.

    A new or gone feedback has that kind only, and its fields as they are or were.
    """

    key: Key  # account, marketplace, order ID
    kinds: tuple[str, ...]
    fields: dict[str, tuple[str, str]]


def key_of(row: Row) -> Key:
    return row.get("account", ""), row.get("marketplace", ""), row["order_id"]


def changes(
    old: Iterable[Row], new: Iterable[Row], compared: Sequence[str] = FIELDS
) -> Iterator[Change]:
    """The changes in the order of the newer snapshot; feedback that is gone comes last."""
    before = {key_of(row): row for row in old}
    for row in new:
        key = key_of(row)
        was = before.pop(key, None)
        if was is None:
            yield Change(key, ("new",), {name: ("", row[name]) for name in compared})
        elif fields := {n: (was[n], row[n]) for n in compared if was[n] != row[n]}:
            yield Change(key, tuple(_kind(name, was[name]) for name in fields), fields)
    for key, row in before.items():
        yield Change(key, ("gone",), {name: (row[name], "") for name in compared})


def _kind(field: str, before: str) -> str:
    if field == "response" and not before:
        return "answered"
    return "decided" if field == "decision" else field
