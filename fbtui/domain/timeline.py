"""What happened to a feedback, in order, in words."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT[\d:]{8}Z")
ACT_WORDS: dict[str, str] = {
    "imported": "imported",
    "done": "set done",
    "reopened": "reopened",
    "snoozed": "snoozed",
    "woken": "woke from snooze",
    "tagged": "tagged",
    "untagged": "tag taken off",
    "noted": "note",
    "draft": "began a draft",
    "posted": "confirmed the reply as posted in Seller Central",
    "sent": "confirmed the e-mail as sent",
    "deleted": "confirmed the reply as deleted in Seller Central",
    "discarded": "discarded a draft",
    "attached": "attached a file to the e-mail",
    "detached": "took a file off the e-mail",
    "undo": "took back",
    "redo": "did again",
}


class Event(NamedTuple):
    """One line of a timeline. `words` may quote a note or a buyer: clean before showing."""

    at: datetime
    who: str
    words: str


def told(act: str, before: dict[str, object], after: dict[str, object]) -> str:
    """An act of the log in words, with what it changed."""
    words = ACT_WORDS.get(act, act)
    if act == "snoozed":
        return f"{words} until {_said(after.get('snoozed_until'))}"
    if act in ("tagged", "untagged"):
        old, new = _names(before.get("tags")), _names(after.get("tags"))
        return f"{words}: {', '.join(sorted(old ^ new))}"
    if act in ("undo", "redo"):
        changes = [
            f"{name} {_said(before.get(name))} → {_said(after.get(name))}"
            for name in {**before, **after}
        ]
        return f"{words}: {', '.join(changes)}"
    return words


def changed_by_import(field: str, before: str, after: str, import_id: int) -> str:
    """A change that a later report brought, in words with both texts."""
    return f"{field} “{before}” → “{after}” (import {import_id})"


def _names(tags: object) -> set[str]:
    return {str(tag) for tag in tags} if isinstance(tags, list) else set()


def _said(value: object) -> str:
    if value is None or value == []:
        return "–"
    if isinstance(value, str) and _STAMP.fullmatch(value):
        return f"{value[:10]} {value[11:16]} UTC"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
