"""Step 1: feedback, the work on it, and the log of acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.store.migrations.first_intake import intake_tables

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils

# What the list sorts and filters by. Rows that agree in all of it form one bucket; the buckets'
# counts turn a scroll position into a bucket and a place inside it, without walking the table.
BUCKET = "date, stars, due, status, marketplace, account"

_COLUMNS = BUCKET.split(", ")
_NEW, _OLD = (", ".join(f"{side}.{name}" for name in _COLUMNS) for side in ("new", "old"))
_COUNT = f"""
INSERT INTO feedback_count ({BUCKET}, n) VALUES ({_NEW}, 1)
ON CONFLICT DO UPDATE SET n = n + 1;"""
_UNCOUNT = f"UPDATE feedback_count SET n = n - 1 WHERE ({BUCKET}) = ({_OLD});"
_COUNTING = (
    f"CREATE TRIGGER feedback_counted_in AFTER INSERT ON feedback BEGIN {_COUNT} END",
    f"CREATE TRIGGER feedback_counted_out AFTER DELETE ON feedback BEGIN {_UNCOUNT} END",
    f"""CREATE TRIGGER feedback_recounted AFTER UPDATE OF {BUCKET} ON feedback
WHEN ({_OLD}) IS NOT ({_NEW}) BEGIN {_UNCOUNT} {_COUNT} END""",
)

# sqlite-utils' own trigger re-indexes the words on every update; triage changes none of them.
_REINDEX = """
CREATE TRIGGER feedback_reindexed AFTER UPDATE OF comment, response ON feedback BEGIN
  INSERT INTO feedback_fts (feedback_fts, rowid, comment, response)
    VALUES ('delete', old.id, old.comment, old.response);
  INSERT INTO feedback_fts (rowid, comment, response) VALUES (new.id, new.comment, new.response);
END"""


def the_desk(db: Utils) -> None:
    _feedback(db)
    intake_tables(db)
    _work(db)
    _log(db)


def _feedback(db: Utils) -> None:
    db.table("feedback").create(
        {
            "id": int,
            "account": str,
            "marketplace": str,
            "order_id": str,
            "date": str,
            "stars": int,
            "comment": str,
            "response": str,
            "rater_email": str,
            "rater_role": str,
            "arrived_on_time": str,
            "as_described": str,
            "service": str,
            "fulfilment": str,
            "buy_shipping_on_time": int,
            "status": str,
            "snoozed_until": str,
            "due": str,
            "imported_at": str,
            "import_id": int,
            "version": int,
        },
        pk="id",
        not_null={
            *("account", "marketplace", "order_id", "date", "stars", "comment", "response"),
            *("rater_email", "fulfilment", "status", "due", "imported_at", "version"),
        },
        defaults={"fulfilment": "unknown", "status": "open", "version": 1},
        strict=True,
    )
    db.table("feedback").create_index(["order_id", "account", "marketplace"], unique=True)
    db.table("feedback").create_index(_COLUMNS)
    db.execute("CREATE INDEX feedback_waking ON feedback (snoozed_until) WHERE status = 'snoozed'")
    db.table("feedback_count").create(
        {
            "account": str,
            "marketplace": str,
            "status": str,
            "stars": int,
            "due": str,
            "date": str,
            "n": int,
        },
        pk=tuple(_COLUMNS),
        not_null={"n"},
        strict=True,
    )
    for trigger in _COUNTING:
        db.execute(trigger)
    words = ["comment", "response"]
    db.table("feedback").enable_fts(
        words, create_triggers=True, tokenize="unicode61 remove_diacritics 2"
    )
    db.execute("DROP TRIGGER feedback_au")
    db.execute(_REINDEX)


def _work(db: Utils) -> None:
    db.table("letter").create(
        {
            "id": int,
            "feedback_id": int,
            "kind": str,
            "agent": str,
            "subject": str,
            "text": str,
            "state": str,
            "updated_at": str,
            "version": int,
        },
        pk="id",
        not_null={
            "feedback_id",
            "kind",
            "agent",
            "subject",
            "text",
            "state",
            "updated_at",
            "version",
        },
        foreign_keys=[("feedback_id", "feedback", "id")],
        strict=True,
    )
    db.table("letter").create_index(["feedback_id"])
    # One draft an agent, and one reply that ever became final, on each feedback.
    db.execute(
        "CREATE UNIQUE INDEX letter_draft ON letter (feedback_id, kind, agent) WHERE state = 'draft'"
    )
    db.execute(
        "CREATE UNIQUE INDEX letter_final_reply ON letter (feedback_id) WHERE kind = 'reply' AND state <> 'draft'"
    )
    db.table("note").create(
        {"id": int, "feedback_id": int, "at": str, "agent": str, "text": str, "withdrawn": int},
        pk="id",
        not_null={"feedback_id", "at", "agent", "text", "withdrawn"},
        defaults={"withdrawn": 0},
        foreign_keys=[("feedback_id", "feedback", "id")],
        strict=True,
    )
    db.table("note").create_index(["feedback_id"])
    db.table("tag").create(
        {"feedback_id": int, "tag": str},
        pk=("feedback_id", "tag"),
        foreign_keys=[("feedback_id", "feedback", "id")],
        strict=True,
    )
    db.table("tag").create_index(["tag"])
    db.table("saved_view").create(
        {"agent": str, "name": str, "view": str}, pk=("agent", "name"), strict=True
    )
    db.table("place").create(
        {"agent": str, "view": str, "feedback_id": int, "at": str}, pk="agent", strict=True
    )


def _log(db: Utils) -> None:
    # A lot is what one keypress did, however many feedbacks were marked: one undo takes it back.
    db.table("lot").create(
        {"id": int, "at": str, "agent": str, "act": str, "undoable": int, "undone": int},
        pk="id",
        not_null={"at", "agent", "act", "undoable", "undone"},
        strict=True,
    )
    db.table("lot").create_index(["agent", "undone"])
    db.table("log").create(
        {
            "id": int,
            "lot_id": int,
            "at": str,
            "agent": str,
            "act": str,
            "feedback_id": int,
            "before": str,
            "after": str,
        },
        pk="id",
        not_null={"lot_id", "at", "agent", "act", "before", "after"},
        foreign_keys=[("lot_id", "lot", "id")],
        strict=True,
    )
    db.table("log").create_index(["feedback_id"])
    db.table("log").create_index(["lot_id"])
