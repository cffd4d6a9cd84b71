"""What on the desk is personal, where it lies, and how it goes when its time is over.

A table that is added later gets a line in PERSONAL here; what `purge` says, counts, logs and
removes follows from it. Source of the term: Amazon's data protection policy, 30 days.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from fbtui.domain.times import timestamp

GONE = "(removed: kept no longer than its time)"  # stands where a text was


class Personal(NamedTuple):
    """Rows of one table that hold something personal, and how it goes.

    `feedback` is the column (or expression) with the feedback's id: its last step says how old the
    row is; a table that knows no feedback says so itself with `old`. `becomes` are the columns that
    are overwritten; where it is empty the rows are deleted.
    """

    name: str
    says: str
    table: str
    holds: str
    feedback: str = ""
    old: str = ""
    becomes: str = ""

    @property
    def where(self) -> str:
        return (
            f"({self.holds}) AND {self.old or f'{self.feedback} IN (SELECT id FROM temp.at_rest)'}"
        )


_ADDRESS = "(SELECT nullif(rater_email, '') FROM feedback WHERE id = feedback_id)"
_ADDRESS_OF_CASE = """(SELECT nullif(rater_email, '') FROM feedback WHERE id =
  (SELECT feedback_id FROM removal WHERE removal.id = removal_id))"""

# In this order: notes are searched for the address while it is still known.
PERSONAL = (
    Personal(
        *("addresses_in_notes", "notes with the buyer's address", "note"),
        holds=f"instr(text, {_ADDRESS})",
        feedback="feedback_id",
        becomes=f"text = replace(text, {_ADDRESS}, :gone)",
    ),
    Personal(
        *("addresses_in_reasons", "reasons with the buyer's address", "step_skip"),
        holds=f"instr(reason, {_ADDRESS})",
        feedback="feedback_id",
        becomes=f"reason = replace(reason, {_ADDRESS}, :gone)",
    ),
    Personal(
        *("addresses_in_cases", "texts of removal cases with the buyer's address", "removal_event"),
        holds=f"instr(text, {_ADDRESS_OF_CASE})",
        feedback="(SELECT feedback_id FROM removal WHERE removal.id = removal_id)",
        becomes=f"text = replace(text, {_ADDRESS_OF_CASE}, :gone)",
    ),
    Personal(
        *("attachments", "files attached to e-mails", "attachment"),
        holds="1",
        feedback="(SELECT feedback_id FROM letter WHERE letter.id = letter_id)",
    ),
    Personal(
        *("drafts", "drafts", "letter"),
        holds="state = 'draft'",
        feedback="feedback_id",
    ),
    # A posted reply is public and stays.
    Personal(
        *("sent_letters", "sent e-mails and deleted replies", "letter"),
        holds="state IN ('sent', 'deleted') AND text <> :gone",
        feedback="feedback_id",
        becomes="subject = '', text = :gone",
    ),
    Personal(
        *("addresses", "buyers' addresses", "feedback"),
        holds="rater_email <> ''",
        feedback="id",
        becomes="rater_email = ''",
    ),
    Personal(
        *("refused_lines", "refused lines of reports", "refusal"),
        holds="text <> :gone",
        old="""import_id IN (SELECT id FROM "import" WHERE at < :before)""",
        becomes="text = :gone, reason = :gone",
    ),
)

# Where a step leaves its moment: table, the feedback's id, the moment. What the clock does is no step.
_STEPS = (
    ("log", "feedback_id", "at", "act <> 'woken'"),
    ("letter", "feedback_id", "updated_at", "1"),
    ("feedback_history", "feedback_id", "at", "1"),
)
_NO_STEP_SINCE = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {table} WHERE {key} = feedback.id AND {moment} >= :before AND {which})"
    for table, key, moment, which in _STEPS
)
_LET_REST = f"""
CREATE TEMP TABLE at_rest AS
SELECT id, status FROM feedback WHERE imported_at < :before AND {_NO_STEP_SINCE}"""
_KEY = "CREATE UNIQUE INDEX temp.at_rest_id ON at_rest (id)"
_DROP = "DROP TABLE IF EXISTS temp.at_rest"
_TOUCHED = " UNION ".join(
    f"SELECT {each.feedback} FROM {each.table} WHERE {each.where}"
    for each in PERSONAL
    if each.feedback
)
_COUNT = f"""
SELECT count(*), count(*) FILTER (WHERE status <> 'done') FROM temp.at_rest WHERE id IN ({_TOUCHED})"""
# Words that were deleted before stay in the index until its pieces are merged.
_FORGET_WORDS = "INSERT INTO feedback_fts (feedback_fts) VALUES ('optimize')"


class Old(NamedTuple):
    """What is personal and older than a moment: the feedback it is about, and rows by name."""

    feedback: int
    unfinished: int
    rows: dict[str, int]


def older_than(connection: sqlite3.Connection, before: datetime) -> Old:
    """What a purge would remove; changes nothing."""
    values = {"before": timestamp(before), "gone": GONE}
    _let_rest(connection, values)
    found = _count(connection, values)
    connection.execute(_DROP)
    return found


def remove(connection: sqlite3.Connection, before: datetime) -> Old:
    """Remove it for good, inside the caller's transaction (`secure_delete` is on for every writer)."""
    values = {"before": timestamp(before), "gone": GONE}
    _let_rest(connection, values)
    found = _count(connection, values)
    for each in PERSONAL:
        act = (
            f"UPDATE {each.table} SET {each.becomes}"
            if each.becomes
            else f"DELETE FROM {each.table}"
        )
        connection.execute(f"{act} WHERE {each.where}", values)
    connection.execute(_FORGET_WORDS)
    connection.execute(_DROP)
    return found


def _let_rest(connection: sqlite3.Connection, values: dict[str, str]) -> None:
    """Note down the feedback whose last step is older: what is removed must not change the answer."""
    connection.execute(_DROP)
    connection.execute(_LET_REST, values)
    connection.execute(_KEY)


def _count(connection: sqlite3.Connection, values: dict[str, str]) -> Old:
    rows = {
        each.name: connection.execute(
            f"SELECT count(*) FROM {each.table} WHERE {each.where}", values
        ).fetchone()[0]
        for each in PERSONAL
    }
    feedback, unfinished = connection.execute(_COUNT, values).fetchone()
    return Old(feedback, unfinished, rows)
