"""Escalations that can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils


def escalations(db: Utils) -> None:
    db.table("escalation").add_column("withdrawn", int, not_null_default=0)
