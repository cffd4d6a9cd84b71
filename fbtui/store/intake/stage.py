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
from fbtui.store.intake.bulk import BULK, MANY, counted_after, rebuilt_after
from fbtui.store.intake.orders import StagedOrders

_CREATE = (
    """CREATE TEMP TABLE stage (line, date, stars, comment, response, order_id, rater_email,
  rater_role, arrived_on_time, as_described, service, fulfilment, note, lane, ground, step, feedback_id)""",
    "CREATE TEMP TABLE stage_refused (line, reason, text)",
)
_ADD_ROW = f"INSERT INTO stage VALUES ({'?, ' * 16}NULL)"
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

# A missing marketplace on either side still matches: order IDs are unique across marketplaces.
_MATCH = """
UPDATE stage SET feedback_id = (SELECT id FROM feedback WHERE feedback.order_id = stage.order_id
  AND account = :account AND (marketplace IN (:marketplace, '') OR :marketplace = '')
  ORDER BY marketplace <> :marketplace, id LIMIT 1)"""
_ADOPT = """
UPDATE feedback SET marketplace = :marketplace
WHERE marketplace = '' AND id IN (SELECT feedback_id FROM stage)"""
# A value the file does not state (no such column, an empty cell on a copied page) is not a change, and
# a report made before our reply was posted does not remove it.
_CHANGES = {
    "date": "s.date <> f.date",
    "stars": "s.stars <> f.stars",
    "comment": "(s.comment <> f.comment AND (s.comment <> '' OR :has_comment))",
    "response": """(s.response <> f.response AND (s.response <> '' OR :has_response
  AND NOT EXISTS (SELECT 1 FROM letter WHERE feedback_id = f.id AND state = 'posted')))""",
}
_FULFILMENT_TOLD = "(s.fulfilment <> '' AND f.fulfilment = 'unknown' AND f.fulfilment_by = '')"
# The customer questions: a layout without these columns leaves earlier answers alone.
_ANSWERS = ("rater_role", "arrived_on_time", "as_described", "service")
_ANSWERED = " OR ".join(f"s.{name} <> '' AND coalesce(f.{name}, '') = ''" for name in _ANSWERS)
_DIFFERS = f"""({" OR ".join(_CHANGES.values())} OR {_ANSWERED}
  OR (s.rater_email <> '' AND f.rater_email = '') OR {_FULFILMENT_TOLD})"""
_JOINED = "stage s JOIN feedback f ON f.id = s.feedback_id"
_COUNT = f"""
SELECT (SELECT count(*) FROM stage WHERE feedback_id IS NULL),
  (SELECT count(*) FROM {_JOINED} WHERE {_DIFFERS}),
  (SELECT count(*) FROM stage WHERE feedback_id IS NOT NULL)"""

_NEW = "SELECT count(*) FROM stage WHERE feedback_id IS NULL"
_OLD = "SELECT coalesce(sum(n), 0) FROM feedback_count"

_WORSE = "(f.stars > 2 AND s.stars <= 2 OR f.stars > 3 AND s.stars = 3)"
_DUE = """CASE WHEN s.step = '' THEN :never
  WHEN s.stars <= 2 THEN :negative_due WHEN s.stars = 3 THEN :neutral_due ELSE :positive_due END"""
_REMEMBER = f"""
INSERT INTO feedback_history (feedback_id, import_id, at, field, before, after)
SELECT f.id, :import_id, :at, '{{field}}', f.{{field}}, s.{{field}} FROM {_JOINED}
WHERE {{differs}}"""
_REMEMBER_REOPENED = f"""
INSERT INTO feedback_history (feedback_id, import_id, at, field, before, after)
SELECT f.id, :import_id, :at, 'status', f.status, 'open' FROM {_JOINED} WHERE {_WORSE} AND f.status <> 'open'"""
# A changed comment, or a change between few and many stars, must be read again.
_MEANS_ELSE = f"""(s.stars > 3 <> f.stars > 3 OR {_CHANGES["comment"]})"""
_UPDATE = f"""
UPDATE feedback AS f SET
  topic = iif({_MEANS_ELSE}, '', f.topic), said = iif({_MEANS_ELSE}, '', f.said),
  read_by = iif({_MEANS_ELSE}, '', f.read_by),
  date = s.date, comment = iif({_CHANGES["comment"]}, s.comment, f.comment),
  response = iif({_CHANGES["response"]}, s.response, f.response), stars = s.stars,
  rater_email = iif(f.rater_email = '', s.rater_email, f.rater_email),
  fulfilment = iif({_FULFILMENT_TOLD}, s.fulfilment, f.fulfilment),
  {", ".join(f"{name} = coalesce(nullif(s.{name}, ''), f.{name})" for name in _ANSWERS)},
  status = iif({_WORSE}, 'open', f.status), snoozed_until = iif({_WORSE}, NULL, f.snoozed_until),
  version = f.version + 1
FROM stage s WHERE s.feedback_id = f.id AND {_DIFFERS} RETURNING id"""
_INSERT = f"""
INSERT INTO feedback (account, marketplace, order_id, date, stars, comment, response, rater_email, rater_role,
  arrived_on_time, as_described, service, fulfilment, buy_shipping_on_time, asin, sku, title, lane, ground,
  step, due, imported_at, import_id)
SELECT :account, :marketplace, s.order_id, s.date, s.stars, s.comment, s.response, s.rater_email, s.rater_role,
  s.arrived_on_time, s.as_described, s.service,
  CASE WHEN s.fulfilment <> '' THEN s.fulfilment ELSE coalesce(o.fulfilment, 'unknown') END,
  o.buy_shipping_on_time, coalesce(o.asin, ''), coalesce(o.sku, ''), coalesce(o.title, ''),
  s.lane, s.ground, s.step, {_DUE}, :at, :import_id
FROM stage s LEFT JOIN orders o ON o.order_id = s.order_id WHERE s.feedback_id IS NULL ORDER BY s.rowid"""

_OWN_REFUSED = "SELECT line, reason, text FROM stage_refused ORDER BY line LIMIT ?"
_KEEP_REFUSED = """
INSERT INTO refusal (import_id, line, reason, text)
SELECT ?, line, reason, text FROM stage_refused ORDER BY line"""


# A row's place in the playbook: its lane, its ground or "", its next step or "".
StagedPlace = tuple[str, str, str]


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
        self._values: dict[str, object] = {
            "account": account,
            "marketplace": marketplace,
        }
        self._values |= {f"has_{field}": field in stated for field in ("comment", "response")}
        self._identical, self._matched = 0, 0
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

    def compare(self) -> Counts:
        """Match the stage with the desk. The last line of an order wins; differing ones are refused."""
        self._refuse_repeats()
        connection = self._connection
        if is_any(connection):
            connection.execute(_MATCH, self._values)
        new, changed, self._matched = connection.execute(_COUNT, self._values).fetchone()
        more, other, same = self._orders.compare()
        refused = connection.execute("SELECT count(*) FROM stage_refused").fetchone()[0]
        unchanged = self._matched - changed + self._identical + same
        return Counts(new + more, changed + other, unchanged, refused)

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
            for field, differs in _CHANGES.items():
                self._connection.execute(_REMEMBER.format(field=field, differs=differs), values)
            self._connection.execute(_REMEMBER_REOPENED, values)
            changed += [row[0] for row in self._connection.execute(_UPDATE, values)]
        self._insert(values)
        changed += self._orders.take(import_id)
        self._connection.execute(_KEEP_REFUSED, (import_id,))
        return changed

    def adopt(self) -> None:
        """Give feedback imported without a marketplace the one named by this file."""
        if self._values["marketplace"]:
            self._connection.execute(_ADOPT, self._values)

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

    def _insert(self, values: dict[str, object]) -> None:
        new = self._connection.execute(_NEW).fetchone()[0]
        old = self._connection.execute(_OLD).fetchone()[0]
        if new < MANY:
            self._connection.execute(_INSERT, values)
            return
        aside = rebuilt_after if new >= max(BULK, old) else counted_after
        with aside(self._connection):
            self._connection.execute(_INSERT, values)
