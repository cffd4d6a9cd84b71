"""What was read of each comment: its topic, how surely, its clauses, and by which model and examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils

# Said in SQL: sqlite-utils would copy a large desk's whole table to add a column.
_COLUMNS = (
    "topic TEXT NOT NULL DEFAULT ''",
    "margin REAL NOT NULL DEFAULT 0",
    "said TEXT NOT NULL DEFAULT ''",
    "is_guess INTEGER NOT NULL DEFAULT 0",
    "read_by TEXT NOT NULL DEFAULT ''",
)
# Few stars first, then the newest: the order in which comments are read.
_TO_READ = "CREATE INDEX feedback_to_read ON feedback ((stars > 3), date DESC) WHERE read_by = ''"


def reading(db: Utils) -> None:
    """Feedback of an older desk stays where it is until it is read."""
    for column in _COLUMNS:
        db.execute(f"ALTER TABLE feedback ADD COLUMN {column}")
    db.execute(_TO_READ)
