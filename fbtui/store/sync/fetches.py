"""Fetched reports, stored among the report requests before each call so that a kill loses nothing."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from fbtui.domain.sync.fetch import KEPT_BY_AMAZON, REPORT_WORDS, Fetch, Kind
from fbtui.domain.times import timestamp
from fbtui.store.locks import CannotWrite
from fbtui.store.rows import fetch, fetch_one

_COLUMNS = ", ".join(Fetch.model_fields)
_LATEST = f"""
SELECT {_COLUMNS} FROM report_request
WHERE kind <> '' AND (account, marketplace, kind) = (?, ?, ?) ORDER BY id DESC LIMIT 1"""
_LATEST_OF_ALL = f"""
SELECT {_COLUMNS} FROM report_request WHERE id IN (
  SELECT max(id) FROM report_request WHERE kind <> '' GROUP BY account, marketplace, kind)
ORDER BY account, marketplace, kind"""
_BEGIN = """
INSERT INTO report_request (at, agent, account, marketplace, report, path, kind, state, since, next_try,
  said, moved_at)
VALUES (:at, :agent, :account, :marketplace, :report, '', :kind, :state, :since, :next_try, :said, :moved_at)"""
# Only from the state it was read in, so that two programs never advance the same fetch.
_MOVE = """
UPDATE report_request SET state = :state, report_id = :report_id, document_id = :document_id,
  attempts = :attempts, next_try = :next_try, needs_person = :needs_person, said = :said, moved_at = :moved_at,
  ready_at = iif(:state = 'taken', :moved_at, NULL)
WHERE id = :id AND state = :before"""
_KNOWN = "SELECT report_id FROM report_request WHERE account = ? AND report_id <> ''"
_FORGET = "DELETE FROM report_request WHERE kind <> '' AND at < ? AND state NOT IN ('asking', 'asked', 'ready')"
_LAST_TAKEN = """
SELECT account, marketplace, max(moved_at) FROM report_request
WHERE kind = ? AND state = 'taken' GROUP BY account, marketplace"""
_WAIT_FOR_PERSON = """
UPDATE report_request SET next_try = ? WHERE kind <> '' AND needs_person AND state IN ('asking', 'asked', 'ready')"""


def latest(
    connection: sqlite3.Connection, account: str, marketplace: str, kind: Kind
) -> Fetch | None:
    return fetch_one(connection, Fetch, _LATEST, (account, marketplace, kind))


def latest_of_all(connection: sqlite3.Connection) -> list[Fetch]:
    """The newest fetch of each account, marketplace and kind."""
    return fetch(connection, Fetch, _LATEST_OF_ALL)


def begin(connection: sqlite3.Connection, new: Fetch) -> Fetch:
    """Store a new round, and forget rounds whose reports Amazon no longer keeps."""
    connection.execute(_FORGET, (timestamp(new.at - KEPT_BY_AMAZON),))
    number = connection.execute(_BEGIN, _values(new)).lastrowid or 0
    return new.model_copy(update={"id": number})


def move(connection: sqlite3.Connection, before: Fetch, after: Fetch) -> None:
    """Store a changed fetch. Raises CannotWrite if its state changed meanwhile."""
    values = _values(after) | {"before": before.state}
    if connection.execute(_MOVE, values).rowcount != 1:
        raise CannotWrite("Another program has gone on with this report.")


def known_reports(connection: sqlite3.Connection, account: str) -> set[str]:
    """Amazon's ids of the reports this desk has requested or adopted."""
    return {report_id for (report_id,) in connection.execute(_KNOWN, (account,))}


def last_taken(connection: sqlite3.Connection, kind: Kind) -> dict[tuple[str, str], datetime]:
    """When the newest report of each account and marketplace was taken."""
    return {
        (account, marketplace): datetime.fromisoformat(moment)
        for account, marketplace, moment in connection.execute(_LAST_TAKEN, (kind,))
    }


def try_again(connection: sqlite3.Connection, now: datetime) -> int:
    """Retry now what waits for a person; returns the number of fetches."""
    return connection.execute(_WAIT_FOR_PERSON, (timestamp(now),)).rowcount


def _values(each: Fetch) -> dict[str, object]:
    moments = {name: timestamp(getattr(each, name)) for name in ("at", "next_try", "moved_at")}
    since = each.since and each.since.isoformat()
    words = REPORT_WORDS[each.kind]
    return each.model_dump() | moments | {"since": since, "report": words}
