"""A file's staged rows, in a temporary table of one connection, before they are taken.

Reading a file may take long and may fail; the desk's write lock is held only during `take`, when every
row is known to be good.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import add

from fbtui.domain.feedback.feedback import STARS_OF
from fbtui.domain.feedback.playbook import Playbook, due
from fbtui.domain.times import timestamp
from fbtui.intake.rows import OrderRow, RefusedLine, ReportRow
from fbtui.store.feedback.feedback import NEVER, is_any
from fbtui.store.intake import imports
from fbtui.store.intake.left_out import LeftOut, left_out
from fbtui.store.intake.merge import find_changed, insert_new, update_known
from fbtui.store.intake.orders import StagedOrders
from fbtui.store.intake.unstaged import StagedPlace, Unstaged, insert_unstaged

__all__ = ["Counts", "Stage", "StagedPlace", "Unstaged"]

_CREATE = (
    """CREATE TEMP TABLE stage (line, date, stars, comment, response, order_id, rater_email,
  rater_role, arrived_on_time, as_described, service, fulfilment, note, lane, ground, step, feedback_id)""",
    "CREATE TEMP TABLE stage_refused (line, reason, text)",
    "CREATE TEMP TABLE stage_changed (row INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE stage_days (date)",  # the first and the last of rows that are not staged
)
_ADD_ROW = f"INSERT INTO stage VALUES ({'?, ' * 16}NULL)"
_ADD_DAY = "INSERT INTO stage_days VALUES (?)"
_ADD_REFUSED = "INSERT INTO stage_refused VALUES (?, ?, ?)"

_KEY = "CREATE UNIQUE INDEX temp.stage_order ON stage (order_id)"
_AGAIN = """
CREATE TEMP TABLE stage_again AS SELECT * FROM (
  SELECT rowid AS row, line, date, stars, comment, response, order_id, rater_email,
    max(rowid) OVER (PARTITION BY order_id) AS last_row FROM stage) WHERE row <> last_row"""
_REFUSE_AGAIN = """
INSERT INTO stage_refused
SELECT a.line, 'the same order stands again in line ' || l.line || ', and that line was taken',
  a.date || char(9) || a.stars || char(9) || a.comment || char(9) || a.response || char(9) || a.order_id
  || char(9) || a.rater_email
FROM stage_again a JOIN stage l ON l.rowid = a.last_row
WHERE (a.date, a.stars, a.comment, a.response) IS NOT (l.date, l.stars, l.comment, l.response)"""
_DROP_AGAIN = "DELETE FROM stage WHERE rowid IN (SELECT row FROM stage_again)"

_MATCH = """
UPDATE stage SET feedback_id = (SELECT id FROM feedback WHERE feedback.order_id = stage.order_id
  AND account = :account AND marketplace = :marketplace)"""
# A missing marketplace on either side still matches: order IDs are unique across marketplaces.
_MATCH_LOOSELY = """
UPDATE stage SET feedback_id = (SELECT id FROM feedback WHERE feedback.order_id = stage.order_id
  AND account = :account AND (marketplace = '' OR :marketplace = '') ORDER BY id LIMIT 1)
WHERE feedback_id IS NULL"""
_LACKS_MARKETPLACE = """
SELECT :marketplace = '' OR EXISTS (SELECT 1 FROM feedback_count WHERE marketplace = '' AND account = :account)"""
_ADOPT = """
UPDATE feedback SET marketplace = :marketplace
WHERE marketplace = '' AND id IN (SELECT feedback_id FROM stage)"""
_FORGET_CHANGED = "DELETE FROM temp.stage_changed"
_COUNT = """
SELECT count(*) FILTER (WHERE feedback_id IS NULL), (SELECT count(*) FROM stage_changed), count(feedback_id)
FROM stage"""

_A_NOTE = "SELECT 1 FROM stage WHERE note <> '' LIMIT 1"
_SIZE = """
SELECT (SELECT count(*) FROM stage) + (SELECT count(*) FROM stage_orders) + (SELECT count(*) FROM stage_refused)"""
_OWN_REFUSED = "SELECT line, reason, text FROM stage_refused ORDER BY line LIMIT ?"
_KEEP_REFUSED = """
INSERT INTO refusal (import_id, line, reason, text)
SELECT ?, line, reason, text FROM stage_refused ORDER BY line"""


@dataclass(frozen=True, slots=True)
class Counts:
    """The effect of taking the stage: rows read = new + changed + unchanged + refused."""

    new: int
    changed: int
    unchanged: int
    refused: int

    @property
    def rows(self) -> int:
        return self.new + self.changed + self.unchanged + self.refused


class Stage:
    """The staged rows of one file, for one account and marketplace."""

    def __init__(
        self, connection: sqlite3.Connection, account: str, marketplace: str, stated: frozenset[str]
    ) -> None:
        """`stated`: which of comment and response the file states even with an empty cell."""
        self._connection = connection
        self.account, self.marketplace, self.stated = account, marketplace, stated
        self._values: dict[str, object] = {"account": account, "marketplace": marketplace}
        self._values |= {f"has_{field}": field in stated for field in ("comment", "response")}
        self._identical, self._matched, self._unchanged = 0, 0, 0
        self._counts: Counts | None = None
        self._left: LeftOut | None = None
        self._as_of = 0  # the number that the next import would have had when it was compared
        for statement in _CREATE:
            connection.execute(f"DROP TABLE IF EXISTS temp.{statement.split()[3]}")
            connection.execute(statement)
        self._orders = StagedOrders(connection)

    def add(
        self,
        rows: Iterable[ReportRow],
        places: Iterable[StagedPlace],
        orders: Iterable[OrderRow],
        refused: Iterable[RefusedLine],
    ) -> None:
        """Stage one batch, each row with its place."""
        self._connection.execute("BEGIN")  # one per batch, not per row; no lock is taken
        # Plain tuples: binding named ones costs half as much again.
        self._connection.executemany(_ADD_ROW, map(add, rows, places))
        self._orders.add(orders)
        self._connection.executemany(_ADD_REFUSED, refused)
        self._connection.execute("COMMIT")

    def leave_out(self, some: Unstaged) -> bool:
        """Stage only those rows that have to be; False if it does not pay to look which."""
        self._left = left_out(self._connection, some, self._values)
        if self._left is None:
            return False
        for rows, places in self._left.others():
            self.add(rows, places, (), ())
        self._connection.executemany(_ADD_DAY, [(day,) for day in self._left.days])
        return True

    def compared(self) -> Counts:
        """The result of the last `compare`, or of a new one if other imports were taken since."""
        is_current = self._as_of == imports.next_id(self._connection)
        if self._counts is None or not is_current or not self._left_is_right():
            return self.compare()
        return self._counts

    def compare(self) -> Counts:
        """Match the stage with the desk. The last line of an order wins; differing ones are refused."""
        connection = self._connection
        if not self._left_is_right():
            self._stage_all()
        self._refuse_repeats()
        connection.execute(_FORGET_CHANGED)
        if is_any(connection):
            connection.execute(_MATCH, self._values)
            if connection.execute(_LACKS_MARKETPLACE, self._values).fetchone()[0]:
                connection.execute(_MATCH_LOOSELY, self._values)
            find_changed(connection, self._values)
        new, changed, self._matched = connection.execute(_COUNT).fetchone()
        self._unchanged = self._matched - changed
        if self._left:
            new, self._unchanged = new + self._left.new, self._unchanged + self._left.unchanged
        more, other, same = self._orders.compare()
        refused = connection.execute("SELECT count(*) FROM stage_refused").fetchone()[0]
        unchanged = self._unchanged + self._identical + same
        self._as_of = imports.next_id(connection)
        self._counts = Counts(new + more, changed + other, unchanged, refused)
        return self._counts

    @property
    def size(self) -> int:
        """How many rows, orders and refused lines there are."""
        staged = int(self._connection.execute(_SIZE).fetchone()[0])
        return staged + (self._left.new + self._left.unchanged if self._left else 0)

    @property
    def has_notes(self) -> bool:
        """Whether Amazon's note stands under any staged comment."""
        return self._connection.execute(_A_NOTE).fetchone() is not None

    @property
    def unchanged(self) -> int:
        """How many staged rows, when compared, were on the desk as they are."""
        return self._unchanged

    @property
    def repeated(self) -> int:
        """How many lines said the same of an order as a later one."""
        return self._identical + self._orders.repeated

    def clear(self) -> None:
        """Empty the stage for the next portion of a file."""
        for table in ("stage", "stage_orders", "stage_refused", "stage_changed", "stage_days"):
            self._connection.execute(f"DELETE FROM temp.{table}")

    def refused(self, limit: int) -> list[RefusedLine]:
        """The first refused lines, in file order."""
        return [RefusedLine(*row) for row in self._connection.execute(_OWN_REFUSED, (limit,))]

    def take(self, import_id: int, at: datetime, playbook: Playbook) -> list[int]:
        """Merge into the desk, inside the caller's transaction and after `compare` in the same one.

        Returns the known feedback that has changed: its lane and step may differ now.
        """
        changed: list[int] = []
        moments = {f"{name}_due": due(stars[0], at, playbook) for name, stars in STARS_OF.items()}
        values = {**self._values, "import_id": import_id, "at": timestamp(at), "never": NEVER}
        values |= {name: timestamp(moment) if moment else NEVER for name, moment in moments.items()}
        if self._matched:
            changed += update_known(self._connection, values)
        if self._left and self._left.new:
            insert_unstaged(self._connection, self._left.some, values)
        insert_new(self._connection, values)
        changed += self._orders.take(import_id)
        self._connection.execute(_KEEP_REFUSED, (import_id,))
        return changed

    def adopt(self) -> None:
        """Give feedback imported without a marketplace the one named by this file."""
        if self._values["marketplace"]:
            self._connection.execute(_ADOPT, self._values)

    def _left_is_right(self) -> bool:
        return self._left is None or self._left.holds(self._connection)

    def _stage_all(self) -> None:
        """A colleague was faster: what was left out has to be compared after all."""
        assert self._left is not None
        some, self._left = self._left.some, None
        for table in ("stage", "stage_days"):
            self._connection.execute(f"DELETE FROM temp.{table}")
        for columns in some.batches():
            rows = map(add, zip(*columns, strict=True), some.places(columns))
            self._connection.executemany(_ADD_ROW, rows)

    def _refuse_repeats(self) -> None:
        if self._has_unique_orders():
            return
        try:
            self._connection.execute(_KEY)
        except sqlite3.IntegrityError:
            self._connection.execute(_AGAIN)
            differing = self._connection.execute(_REFUSE_AGAIN).rowcount
            dropped = self._connection.execute(_DROP_AGAIN).rowcount
            self._connection.execute("DROP TABLE stage_again")
            self._connection.execute(_KEY)
            self._identical += dropped - differing

    def _has_unique_orders(self) -> bool:
        key = "SELECT 1 FROM temp.sqlite_master WHERE name = 'stage_order'"
        return self._connection.execute(key).fetchone() is not None
