"""Lanes on the desk: the routing's input and output, and comments waiting to be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from fbtui.domain.feedback.prediction import Prediction, parse_spans
from fbtui.store.feedback.feedback import is_any

_SEEN = """
SELECT id, comment, stars, fulfilment, buy_shipping_on_time, lane_by, lane, ground, topic, margin,
  said, is_guess, read_by FROM feedback"""
_AFTER = f"{_SEEN} WHERE id > ? ORDER BY id LIMIT ?"
_THESE = f"{_SEEN} WHERE id IN (SELECT value FROM json_each(?))"
_PUT = "UPDATE feedback SET lane = ?, ground = ?, is_guess = ?, lane_by = '' WHERE id = ?"
_ROUTED_BY = "SELECT rules FROM routed_by"
_TO_READ = """
SELECT id, comment, stars FROM feedback WHERE read_by = '' ORDER BY (stars > 3), date DESC LIMIT ?"""
_HOW_MANY = "SELECT count(*) FROM feedback WHERE read_by = ''"
# Feedback changed by an import while it was being read is read again.
_KEEP = """
UPDATE feedback SET topic = ?, margin = ?, said = ?, read_by = ?
WHERE id = ? AND comment = ? AND stars = ?"""
_FORGET = "UPDATE feedback SET read_by = '' WHERE id IN (SELECT value FROM json_each(?))"


class ToRoute(NamedTuple):
    """The routing's input for one feedback, and its current lane."""

    id: int
    comment: str
    stars: int
    fulfilment: str
    buy_shipping_on_time: int | None
    lane_by: str
    lane: str
    ground: str
    topic: str
    margin: float
    said: str
    is_guess: int
    read_by: str

    @property
    def opinion(self) -> Prediction | None:
        """The prediction for the comment; None while it waits to be read."""
        return Prediction(self.topic, self.margin, parse_spans(self.said)) if self.topic else None


class ToRead(NamedTuple):
    """A comment that waits to be read."""

    id: int
    comment: str
    stars: int


def after(connection: sqlite3.Connection, feedback_id: int, count: int) -> list[ToRoute]:
    """The next `count` feedbacks of the desk by id."""
    return [ToRoute(*row) for row in connection.execute(_AFTER, (feedback_id, count))]


def these(connection: sqlite3.Connection, ids: list[int]) -> list[ToRoute]:
    return [ToRoute(*row) for row in connection.execute(_THESE, (str(ids),))]


def put(connection: sqlite3.Connection, places: Iterable[tuple[str, str, bool, int]]) -> None:
    """Write lane and ground as the routing found them: (lane, ground, is a guess, id)."""
    connection.executemany(_PUT, places)


def to_read(connection: sqlite3.Connection, count: int) -> list[ToRead]:
    """The next comments to read: 1-3 stars first, then the newest."""
    return [ToRead(*row) for row in connection.execute(_TO_READ, (count,))]


def how_many_to_read(connection: sqlite3.Connection) -> int:
    return int(connection.execute(_HOW_MANY).fetchone()[0])


def keep(
    connection: sqlite3.Connection, read: Iterable[tuple[ToRead, Prediction]], read_by: str
) -> None:
    """Store predictions, unless the feedback has changed since."""
    connection.executemany(
        _KEEP,
        [
            (guess.topic, guess.margin, guess.as_text(), read_by, *(row.id, row.comment, row.stars))
            for row, guess in read
        ],
    )


def forget(connection: sqlite3.Connection, ids: list[int]) -> None:
    """Mark some feedback to be read again; until then it stays in its lane."""
    connection.execute(_FORGET, (str(ids),))


def routed_by(connection: sqlite3.Connection) -> str:
    """The fingerprint of the rules that routed the whole desk; "" if it was never routed."""
    row = connection.execute(_ROUTED_BY).fetchone()
    return str(row[0]) if row else ""


def set_routed_by(connection: sqlite3.Connection, rules: str) -> None:
    connection.execute("DELETE FROM routed_by")
    connection.execute("INSERT INTO routed_by VALUES (?)", (rules,))


def begin(connection: sqlite3.Connection, rules: str) -> None:
    """Before an import: an empty desk counts as routed by the current rules."""
    if not is_any(connection):
        set_routed_by(connection, rules)
