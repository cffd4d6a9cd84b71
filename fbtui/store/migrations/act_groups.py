"""What one keypress did is an act group: the table and its key in the log get that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils


def act_groups(db: Utils) -> None:
    db.execute("ALTER TABLE lot RENAME TO act_group")
    db.execute("ALTER TABLE log RENAME COLUMN lot_id TO group_id")
