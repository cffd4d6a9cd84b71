"""Staged rows beside the feedback they belong to: what differs, and writing it."""

from __future__ import annotations

import sqlite3

from fbtui.store.feedback.feedback import is_any
from fbtui.store.intake.bulk import BULK, rebuilt_after

Values = dict[str, object]

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
_FIND_CHANGED = f"INSERT INTO temp.stage_changed SELECT s.rowid FROM {_JOINED} WHERE {_DIFFERS}"
_HOW_MANY = "SELECT count(*) FROM stage"
_WORSE = "(s.stars < f.stars AND s.stars <= 3)"  # whoever was done with it has not answered this
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


def find_changed(connection: sqlite3.Connection, values: Values) -> None:
    """Note in the stage which of its matched rows differ from the desk."""
    connection.execute(_FIND_CHANGED, values)


def update_known(connection: sqlite3.Connection, values: Values) -> list[int]:
    """Write the differences, with the history of what was; returns the feedback that has changed."""
    for field, differs in _CHANGES.items():
        connection.execute(_REMEMBER.format(field=field, differs=differs), values)
    connection.execute(_REMEMBER_REOPENED, values)
    return [row[0] for row in connection.execute(_UPDATE, values)]


def insert_new(connection: sqlite3.Connection, values: Values) -> None:
    """Add the rows that belong to no feedback of the desk."""
    # Rebuilding what hangs on rows pays where there are none, and nobody works on an empty desk.
    is_first = not is_any(connection)
    if is_first and connection.execute(_HOW_MANY).fetchone()[0] >= BULK:
        with rebuilt_after(connection):
            connection.execute(_INSERT, values)
    else:
        connection.execute(_INSERT, values)
