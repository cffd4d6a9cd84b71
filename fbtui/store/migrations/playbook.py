"""Step 2: lane, step and claim of each feedback, and the steps that agents skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils

# Said in SQL: sqlite-utils would copy a large desk's whole table to add a column.
_COLUMNS = (
    "fulfilment_by TEXT NOT NULL DEFAULT ''",
    "lane TEXT NOT NULL DEFAULT ''",
    "lane_by TEXT NOT NULL DEFAULT ''",
    "ground TEXT NOT NULL DEFAULT ''",
    "step TEXT NOT NULL DEFAULT ''",
    "claimed_by TEXT NOT NULL DEFAULT ''",
    "claimed_at TEXT",
)


def the_playbook(db: Utils) -> None:
    """Feedback of an older desk has no lane yet: the playbook counts as changed, and routes it."""
    for column in _COLUMNS:
        db.execute(f"ALTER TABLE feedback ADD COLUMN {column}")
    db.execute("CREATE INDEX feedback_claimed ON feedback (claimed_by) WHERE claimed_by <> ''")
    # Whose window closes while it waits to be asked for: looked for by the clock.
    db.execute("CREATE INDEX feedback_to_ask ON feedback (date) WHERE step = 'removal'")
    db.table("step_skip").create(
        {
            "id": int,
            "feedback_id": int,
            "step": str,
            "at": str,
            "agent": str,
            "reason": str,
            "withdrawn": int,
        },
        pk="id",
        not_null={"feedback_id", "step", "at", "agent", "reason", "withdrawn"},
        defaults={"withdrawn": 0},
        foreign_keys=[("feedback_id", "feedback", "id")],
        strict=True,
    )
    db.table("step_skip").create_index(["feedback_id"])
    db.table("routed_by").create({"rules": str}, strict=True)
