"""Removal cases on the desk: events are only added; the derived state is stored with the case."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fbtui.domain.cases.case import Case, CaseEvent
from fbtui.domain.cases.share_granted import By, Share
from fbtui.domain.cases.tracked_case import CaseFilter, TrackedCase
from fbtui.domain.cases.transitions import CaseState
from fbtui.domain.times import timestamp
from fbtui.store.cases.gone import IS_GONE

_ADD = """
INSERT INTO removal (feedback_id, ground, clause, quotes, request_text, evidence, asked_at, asked_by, channel,
  state, since, doubted_since, declines, case_id, entries)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', NULL, 0, '', 0)"""
_ADD_EVENT = """
INSERT INTO removal_event (removal_id, at, agent, event, channel, case_id, text) VALUES (?, ?, ?, ?, ?, ?, ?)"""
_DERIVE = """
UPDATE removal SET state = ?, since = ?, doubted_since = ?, declines = ?, case_id = ?, entries = ? WHERE id = ?"""
_FILE = """
SELECT id, feedback_id, ground, clause, quotes, request_text, evidence FROM removal WHERE """
_EVENTS = "SELECT at, agent, event, channel, case_id, text FROM removal_event WHERE removal_id = ? ORDER BY id"
_TRACKED = """
SELECT r.id, r.feedback_id, f.order_id, f.account, f.marketplace, f.date, f.stars, f.comment, r.ground, r.channel,
  r.case_id, r.asked_at, r.asked_by, r.state, r.since, r.doubted_since, r.declines, r.entries,
  f.response <> '' OR EXISTS (SELECT 1 FROM letter l WHERE l.feedback_id = f.id AND l.kind = 'reply'
    AND l.state <> 'draft')
    OR EXISTS (SELECT 1 FROM removal n WHERE n.feedback_id = f.id AND n.id > r.id AND n.state <> '')
FROM removal r JOIN feedback f ON f.id = r.feedback_id WHERE r.state <> ''"""
# Searches only what people wrote (buyer, Amazon, agents): our templates are alike in every case.
_FOUND = """
 AND instr(lower(f.order_id || ' ' || r.case_id || ' ' || f.comment || ' ' || coalesce(
  (SELECT group_concat(text, ' ') FROM removal_event WHERE removal_id = r.id AND agent <> 'fbtui'), '')), ?) > 0"""
_COUNTS = "SELECT state, count(*) FROM removal WHERE state <> '' GROUP BY state"
_KEY: dict[By, str] = {"ground": "ground", "agent": "asked_by", "month": "substr(asked_at, 1, 7)"}
_SHARES = """
SELECT {key}, sum(state IN ('struck', 'removed')),
  sum(state NOT IN ('struck', 'removed', 'requested', 'received', 'reopened') AND declines > 0),
  sum(state IN ('requested', 'received', 'reopened')),
  sum(state IN ('withdrawn', 'window_closed', 'buyer_removed', 'back') AND declines = 0)
FROM removal WHERE state <> '' AND channel <> '' GROUP BY 1 ORDER BY 1"""
_DECISIONS = f"""
SELECT feedback_id, state FROM removal WHERE state IN ('received', 'declined', 'back') OR {IS_GONE} ORDER BY id"""
_LACKING = """
WITH reported AS (SELECT date FROM stage UNION ALL SELECT date FROM stage_days)
SELECT r.id FROM removal r JOIN feedback f ON f.id = r.feedback_id
WHERE r.state IN ('requested', 'received', 'reopened', 'declined', 'back') AND r.doubted_since IS NULL
  AND f.account = :account AND f.marketplace = :marketplace
  AND f.date BETWEEN (SELECT min(date) FROM reported) AND (SELECT max(date) FROM reported)
  AND NOT EXISTS (SELECT 1 FROM stage WHERE stage.order_id = f.order_id) ORDER BY r.id"""
_AGAIN = f"""
SELECT r.id FROM removal r CROSS JOIN feedback f ON f.id = r.feedback_id
  CROSS JOIN stage s ON s.order_id = f.order_id AND s.feedback_id = f.id
WHERE {IS_GONE} AND r.doubted_since IS NULL AND s.note = '' ORDER BY r.id"""
_NOTED = f"""
SELECT f.id, s.note FROM stage s CROSS JOIN feedback f
  ON f.order_id = s.order_id AND f.account = :account AND f.marketplace = :marketplace
WHERE s.note <> '' AND NOT EXISTS (SELECT 1 FROM removal WHERE feedback_id = f.id AND {IS_GONE})
ORDER BY f.id"""
_GONE_BY_DAY = f"""
SELECT date, stars, count(*) FROM feedback WHERE id IN
  (SELECT feedback_id FROM removal WHERE {IS_GONE})
  AND :account IN ('', account) AND :marketplace IN ('', marketplace) GROUP BY date, stars"""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case with its whole history and both texts as of the request."""

    id: int
    feedback_id: int
    clause: str
    quotes: tuple[str, ...]
    request_text: str
    evidence: str
    case: Case


def add(connection: sqlite3.Connection, new: CaseFile) -> int:
    """Write a new case with its request; returns its id."""
    first, case = new.case.events[0], new.case
    values = (
        *(new.feedback_id, case.ground, new.clause, json.dumps(new.quotes), new.request_text),
        *(new.evidence, timestamp(first.at), first.agent, first.channel or ""),
    )
    number = int(connection.execute(_ADD, values).lastrowid or 0)
    append(connection, number, case)
    return number


def append(connection: sqlite3.Connection, number: int, longer: Case) -> None:
    """Write the last event of a case, and the derived columns for groups and filters."""
    last, state, doubted = longer.events[-1], longer.state, longer.doubted_since
    values = (
        number,
        timestamp(last.at),
        last.agent,
        last.event,
        last.channel,
        last.case_id,
        last.text,
    )
    connection.execute(_ADD_EVENT, values)
    since = timestamp(longer.waiting_since)
    derived = (state or "", since, timestamp(doubted) if doubted else None)
    more = (longer.declines, longer.case_id or "", len(longer.events), number)
    connection.execute(_DERIVE, (*derived, *more))


def by_id(connection: sqlite3.Connection, number: int) -> CaseFile | None:
    row = connection.execute(f"{_FILE} id = ?", (number,)).fetchone()
    return _file(connection, row) if row else None


def of_feedback(connection: sqlite3.Connection, feedback_id: int) -> list[CaseFile]:
    """All cases of a feedback, oldest first, including those whose request was taken back."""
    found = connection.execute(f"{_FILE} feedback_id = ? ORDER BY id", (feedback_id,)).fetchall()
    return [_file(connection, row) for row in found]


def tracked(
    connection: sqlite3.Connection, wanted: CaseFilter, number: int | None = None
) -> list[TrackedCase]:
    """The cases matching a filter (except `due`, which depends on the clock), or a single case."""
    sql, values = _TRACKED, list[str | int]()
    if number is not None:
        sql += " AND r.id = ?"
        values.append(number)
    for column, value in (
        ("r.ground", wanted.ground),
        ("r.asked_by", wanted.agent),
        ("f.account", wanted.account),
        ("f.marketplace", wanted.marketplace),
        ("r.channel", wanted.channel),
    ):
        if value:
            sql += f" AND {column} = ?"
            values.append(value)
    if wanted.state:
        sql += f" AND r.state IN ({', '.join('?' * len(wanted.state))})"
        values += wanted.state
    for word in wanted.search.lower().split():
        sql += _FOUND
        values.append(word)
    return [_tracked(row) for row in connection.execute(sql, values)]


def counts(connection: sqlite3.Connection) -> dict[CaseState, int]:
    """The number of cases in each state; empty states are left out."""
    return {CaseState(state): count for state, count in connection.execute(_COUNTS)}


def shares(connection: sqlite3.Connection, by: By) -> dict[str, Share]:
    """`share_granted` over all cases, counted by SQLite."""
    return {row[0]: Share(*row[1:]) for row in connection.execute(_SHARES.format(key=_KEY[by]))}


def decisions(connection: sqlite3.Connection) -> dict[int, str]:
    """The last decision on each feedback: received, declined, struck, removed, back …"""
    return dict(connection.execute(_DECISIONS).fetchall())


def lacking_on_stage(connection: sqlite3.Connection, account: str, marketplace: str) -> list[int]:
    """Open cases whose feedback is missing from the staged report although its dates cover it."""
    values = {"account": account, "marketplace": marketplace}
    return [row[0] for row in connection.execute(_LACKING, values)]


def gone_on_stage(connection: sqlite3.Connection) -> list[int]:
    """Cases whose feedback was gone but is in the staged report, without Amazon's note."""
    return [row[0] for row in connection.execute(_AGAIN)]


def noted_on_stage(
    connection: sqlite3.Connection, account: str, marketplace: str
) -> list[tuple[int, str]]:
    """(feedback, note) of the staged rows that Amazon's own note calls struck."""
    values = {"account": account, "marketplace": marketplace}
    return list(connection.execute(_NOTED, values))


def gone_by_day(
    connection: sqlite3.Connection, account: str, marketplace: str
) -> list[tuple[date, int, int]]:
    """(day, stars, count) of the feedback that is gone."""
    values = {"account": account, "marketplace": marketplace}
    found = connection.execute(_GONE_BY_DAY, values)
    return [(date.fromisoformat(day), stars, count) for day, stars, count in found]


def _file(connection: sqlite3.Connection, row: Sequence[object]) -> CaseFile:
    number, feedback_id, ground, clause, quotes, request_text, evidence = row
    names = ("at", "agent", "event", "channel", "case_id", "text")
    events = tuple(
        CaseEvent.model_validate(dict(zip(names, each, strict=True)))
        for each in connection.execute(_EVENTS, (number,))
    )
    case = Case(ground=str(ground), events=events)
    words = tuple(json.loads(str(quotes)))
    return CaseFile(
        int(str(number)),
        int(str(feedback_id)),
        str(clause),
        words,
        str(request_text),
        str(evidence),
        case,
    )


def _tracked(row: Sequence[object]) -> TrackedCase:
    values = list(row)
    values[5] = date.fromisoformat(str(row[5]))
    values[11], values[14] = (datetime.fromisoformat(str(row[at])) for at in (11, 14))
    values[13] = CaseState(str(row[13]))
    values[15] = datetime.fromisoformat(str(row[15])) if row[15] else None
    values[18] = bool(row[18])
    return TrackedCase(*values)  # type: ignore[arg-type]  # SQLite's strict tables have checked them
