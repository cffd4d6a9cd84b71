"""Buckets know the day on which open feedback is due, no longer the second: they would grow with a desk's age."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils

# What the list sorts and filters by. Rows that agree in all of it form one bucket; the buckets'
# counts turn a scroll position into a bucket and a place inside it, without walking the table.
BUCKET = "status, date, stars, due_day, marketplace, account, step"
NO_DAY = "9999-12-31"  # sorts after every day: nothing is due, or it is not open

_COLUMNS = BUCKET.split(", ")
_DAY = f"""
ALTER TABLE feedback ADD COLUMN due_day TEXT
GENERATED ALWAYS AS (iif(status = 'open', substr(due, 1, 10), '{NO_DAY}')) VIRTUAL"""
_NEW, _OLD = (", ".join(f"{side}.{name}" for name in _COLUMNS) for side in ("new", "old"))
_COUNT = f"""
INSERT INTO feedback_count ({BUCKET}, n) VALUES ({_NEW}, 1)
ON CONFLICT DO UPDATE SET n = n + 1;"""
_UNCOUNT = f"""
UPDATE feedback_count SET n = n - 1 WHERE ({BUCKET}) = ({_OLD});
DELETE FROM feedback_count WHERE ({BUCKET}) = ({_OLD}) AND n = 0;"""
_COUNTING = {
    "feedback_counted_in": f"AFTER INSERT ON feedback BEGIN {_COUNT} END",
    "feedback_counted_out": f"AFTER DELETE ON feedback BEGIN {_UNCOUNT} END",
    "feedback_recounted": f"""AFTER UPDATE OF {BUCKET.replace("due_day", "due")} ON feedback
WHEN ({_OLD}) IS NOT ({_NEW}) BEGIN {_UNCOUNT} {_COUNT} END""",
}
_OLD_INDEX = "DROP INDEX idx_feedback_date_stars_due_status_marketplace_account_step"
# The exact moment orders the rows of a bucket.
_INDEX = f"CREATE INDEX feedback_bucket ON feedback ({BUCKET}, due)"
# Of the day that has begun only some is overdue.
_DUE = "CREATE INDEX feedback_due ON feedback (due) WHERE status = 'open'"
# Counts lie beside their keys: whoever sums them reads nothing else.
_COUNTS = f"""
CREATE TABLE feedback_count (
  status TEXT, date TEXT, stars INTEGER, due_day TEXT, marketplace TEXT, account TEXT, step TEXT,
  n INTEGER NOT NULL, PRIMARY KEY ({BUCKET})) STRICT, WITHOUT ROWID"""
_RECOUNT = f"""
INSERT INTO feedback_count ({BUCKET}, n) SELECT {BUCKET}, count(*) FROM feedback GROUP BY {BUCKET}"""


def days_in_buckets(db: Utils) -> None:
    for trigger in _COUNTING:
        db.execute(f"DROP TRIGGER {trigger}")
    for statement in (_OLD_INDEX, _DAY, _INDEX, _DUE, "DROP TABLE feedback_count", _COUNTS):
        db.execute(statement)
    db.execute(_RECOUNT)
    for name, trigger in _COUNTING.items():
        db.execute(f"CREATE TRIGGER {name} {trigger}")
