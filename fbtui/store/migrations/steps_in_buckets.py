"""The next step joins the buckets: what can still be removed is known of a million rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils

# What the list sorts and filters by. Rows that agree in all of it form one bucket; the buckets'
# counts turn a scroll position into a bucket and a place inside it, without walking the table.
BUCKET = "date, stars, due, status, marketplace, account, step"

_COLUMNS = BUCKET.split(", ")
_NEW, _OLD = (", ".join(f"{side}.{name}" for name in _COLUMNS) for side in ("new", "old"))
_COUNT = f"""
INSERT INTO feedback_count ({BUCKET}, n) VALUES ({_NEW}, 1)
ON CONFLICT DO UPDATE SET n = n + 1;"""
_UNCOUNT = f"UPDATE feedback_count SET n = n - 1 WHERE ({BUCKET}) = ({_OLD});"
_COUNTING = {
    "feedback_counted_in": f"AFTER INSERT ON feedback BEGIN {_COUNT} END",
    "feedback_counted_out": f"AFTER DELETE ON feedback BEGIN {_UNCOUNT} END",
    "feedback_recounted": f"""AFTER UPDATE OF {BUCKET} ON feedback
WHEN ({_OLD}) IS NOT ({_NEW}) BEGIN {_UNCOUNT} {_COUNT} END""",
}
_OLD_INDEX = "DROP INDEX idx_feedback_date_stars_due_status_marketplace_account"
_RECOUNT = f"""
INSERT INTO feedback_count ({BUCKET}, n) SELECT {BUCKET}, count(*) FROM feedback GROUP BY {BUCKET}"""


def steps_in_buckets(db: Utils) -> None:
    """The index comes first: the counts are then read in its order."""
    for trigger in _COUNTING:
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute(_OLD_INDEX)
    db.table("feedback").create_index(_COLUMNS)
    db.execute("DROP TABLE feedback_count")
    columns = dict.fromkeys(_COLUMNS, str)
    db.table("feedback_count").create(
        {**columns, "stars": int, "n": int}, pk=tuple(_COLUMNS), not_null={"n"}, strict=True
    )
    db.execute(_RECOUNT)
    for name, trigger in _COUNTING.items():
        db.execute(f"CREATE TRIGGER {name} {trigger}")
