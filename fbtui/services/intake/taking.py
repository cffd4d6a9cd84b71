"""Takes a staged file: a small one in one transaction, a large one in short turns beside colleagues.

A large import is kept on the desk first, then promised in one transaction, then published in portions. A
program that dies before the promise has changed nothing; what it promised, the next one finishes.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import asdict
from itertools import count
from typing import NamedTuple

from fbtui.domain.outcome import RefusedInput
from fbtui.intake.collecting import without_collecting
from fbtui.services.context import Context
from fbtui.services.feedback.lanes import route_again, routed_by
from fbtui.services.intake.followed_cases import (
    Followed,
    Hints,
    Report,
    find_hints,
    follow_hints,
    orders_of,
    strike_noted,
)
from fbtui.store import log
from fbtui.store.feedback import lanes
from fbtui.store.feedback.feedback import is_any
from fbtui.store.feedback.words import PORTIONS, merge_words
from fbtui.store.intake import arrival, imports
from fbtui.store.intake.imports import Import
from fbtui.store.intake.stage import Counts, Stage
from fbtui.store.locks import CannotWrite, alone_at, in_turn_at
from fbtui.store.turns import Turns, in_turns, larger_cache

AT_ONCE = 500  # rows that are taken in one transaction: some hundredths of a second
_PATIENCE = 600.0  # seconds: one import waits for another as long as a large one takes
_BUSY = "Another import is under way on this desk; nothing was changed, try again in a moment."
_NOT_YET = (
    "{name} is kept on the desk but not all taken yet: the next start of fbtui goes on. ({why})"
)


class Taken(NamedTuple):
    """The result of an import, and its effect on removal cases."""

    counts: Counts
    followed: Followed


def take_staged(context: Context, stage: Stage, taken: Import, *, is_whole: bool) -> Taken:
    """Take the stage as import `taken`, whose number and counts are still open.

    `is_whole`: it is a whole report, so cases missing from it are noted. One import after the other.
    """
    database = context.database
    with in_turn_at(database.path, "import", _PATIENCE, _BUSY):
        finish_waiting(context)
        if stage.size <= AT_ONCE or not is_any(database.reading):
            return _take_at_once(context, stage, taken, is_whole=is_whole)
        return _take_in_turns(context, stage, taken, is_whole=is_whole)


def finish_arrival(context: Context) -> None:
    """Finish an import that another program has promised, unless a program is at work on it.

    What fails now is tried again when the desk is next opened.
    """
    if context.database.read_only or not arrival.is_any(context.database.reading):
        return
    with (
        suppress(CannotWrite, RefusedInput, sqlite3.OperationalError),
        alone_at(context.database.path, "import") as alone,
    ):
        if alone:
            finish_waiting(context)


def finish_waiting(context: Context) -> None:
    """The same for whoever holds the lock "import"."""
    connection = context.database.reading
    if not arrival.is_any(connection):
        return
    with in_turns(context.database) as turns:
        if arrival.promised(connection):
            _publish(context, turns)
        else:
            arrival.throw_away(turns)


def _take_at_once(context: Context, stage: Stage, taken: Import, *, is_whole: bool) -> Taken:
    database = context.database
    if stage.compared().changed or stage.has_notes:
        _ = context.rulebook.rules  # compiled before colleagues have to wait
    with (
        without_collecting(),
        larger_cache(database.reading),
        database.writing() as connection,
    ):
        stage.adopt()
        counts = stage.compare()
        number = imports.next_id(connection)
        taken = taken.model_copy(update={"id": number, "rows": counts.rows, **asdict(counts)})
        imports.add(connection, taken)
        lanes.begin(connection, routed_by(context))
        struck = _merge(context, connection, stage, taken)
        followed = Followed()
        if is_whole:
            hints = find_hints(connection, taken.account, taken.marketplace)
            followed = follow_hints(connection, hints, _report(taken))
        followed = followed._replace(struck=orders_of(connection, struck))
        _log(connection, taken)
    if counts.new > AT_ONCE:
        with in_turns(database) as turns:
            merge_words(turns)
    database.checkpoint()
    return Taken(counts, followed)


def _take_in_turns(context: Context, stage: Stage, taken: Import, *, is_whole: bool) -> Taken:
    connection = context.database.reading
    counts = stage.compared()
    hints = find_hints(connection, taken.account, taken.marketplace) if is_whole else Hints()
    with in_turns(context.database) as turns:
        arrival.wait(connection, turns)
        with turns.turn() as writing:
            number = imports.next_id(writing)
            open_counts = {
                "new": 0,
                "changed": 0,
                "unchanged": stage.repeated + stage.unchanged,
                "refused": counts.refused,
            }
            taken = taken.model_copy(update={"id": number, "rows": counts.rows, **open_counts})
            imports.add(writing, taken)
            followed = follow_hints(writing, hints, _report(taken))
            arrival.promise(writing, number, stage.stated)
        try:
            struck = _publish(context, turns)
        except CannotWrite as why:
            raise CannotWrite(_NOT_YET.format(name=taken.name, why=why)) from why
    done = imports.one(connection, number)
    counts = Counts(done.new, done.changed, done.unchanged, done.refused)
    return Taken(counts, followed._replace(struck=orders_of(connection, struck)))


def _publish(context: Context, turns: Turns) -> list[int]:
    """Turn waiting rows into feedback, a portion per turn, until the import is complete.

    Returns the feedback that Amazon's note has struck.
    """
    connection = context.database.reading
    promised = arrival.promised(connection)
    assert promised is not None
    taken, struck = imports.one(connection, promised.import_id), list[int]()
    portion = Stage(connection, taken.account, taken.marketplace, promised.stated)
    if arrival.is_waiting(connection):
        _ = context.rulebook.rules  # compiled before colleagues have to wait
    portions = turns.of_other_work()
    for nth in count():
        if nth % PORTIONS == 0:
            merge_words(turns)
        with portions.turn(durable=False) as writing:  # what is promised goes on from anywhere
            if not arrival.next_portion(writing, portion, portions.size):
                break
            counts = portion.compare()
            portion.adopt()
            struck += _merge(context, writing, portion, taken)
            imports.count(writing, taken.id, counts.new, counts.changed, counts.unchanged)
    merge_words(turns)
    with turns.turn() as writing:
        arrival.finish(writing)
        _log(writing, imports.one(writing, taken.id))
    return struck


def _merge(
    context: Context, connection: sqlite3.Connection, stage: Stage, taken: Import
) -> list[int]:
    """Merge the compared stage into the desk; returns the feedback that Amazon's note has struck."""
    changed = stage.take(taken.id, taken.at, context.rulebook.playbook)
    struck = strike_noted(connection, _report(taken)) if stage.has_notes else []
    route_again(context, connection, [*changed, *struck])
    return struck


def _report(taken: Import) -> Report:
    return Report(taken.account, taken.marketplace, taken.id, taken.at)


def _log(connection: sqlite3.Connection, taken: Import) -> None:
    """The row of the log, in the name of whoever imported it."""
    group = log.begin_group(connection, taken.at, taken.agent, "imported", undoable=False)
    counts = {name: getattr(taken, name) for name in ("new", "changed", "unchanged", "refused")}
    details = {"import": taken.id, "name": taken.name, **counts}
    log.record(connection, group, taken.at, taken.agent, "imported", None, {}, details)
