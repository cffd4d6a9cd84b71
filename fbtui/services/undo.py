"""Undo and redo: persistent, per agent. What another agent has acted on since stays as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.final_acts import FINAL, GONE_ON, OF_CASE
from fbtui.domain.feedback.timeline import ACT_WORDS
from fbtui.domain.outcome import Done, Outcome
from fbtui.services.context import Context, as_outcome
from fbtui.services.feedback.changes import State, state
from fbtui.services.feedback.lanes import refresh_next_step
from fbtui.services.letters.taken_back import ACTS
from fbtui.store import log
from fbtui.store.feedback import feedback as rows
from fbtui.store.feedback import notes, steps
from fbtui.store.letters import letters
from fbtui.store.locks import CannotWrite
from fbtui.store.log import LogRow

_OF_HEALTH = ("readings", "reading", "notification", "report_request", "escalation")


@dataclass(frozen=True, slots=True)
class LastAct:
    """The act undo would meet; if it is final, the reason and the act before it."""

    description: str
    why_final: str = ""  # "" if the last act can be undone
    before: str = ""  # the last act that can be undone; "" if there is none
    case: int = 0  # of a removal, whose last entry this act is and can be taken back; 0 for none
    letter: int = 0  # that this act recorded as posted or sent; 0 for none

    @property
    def refusal(self) -> str:
        return f"{self.description[:1].upper()}{self.description[1:]}: {self.why_final}."


class Undo:
    """Undoes and redoes one agent's act groups, last one first."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def last(self) -> LastAct | None:
        """This agent's last act; None if there is none."""
        connection, agent = self._context.database.reading, self._context.agent
        group = log.last_done(connection, agent)
        before, upto = _describe(connection, group) if group else "", None
        while final := log.last_final(connection, agent, FINAL, group or 0, upto):
            upto, act = final
            if group is None and act == "imported":
                break
            if last := _final(connection, upto, act, before):
                return last
        return LastAct(before) if group else None

    @as_outcome
    def undo(self, *, before_final: bool = False) -> Outcome:
        """Undo the last act; if it is final, undo an older one only with `before_final`."""
        with self._context.database.writing() as connection:
            if (last := self.last()) is None:
                raise CannotWrite("There is nothing to undo.")
            group = log.last_done(connection, self._context.agent)
            if last.why_final and not (before_final and group):
                raise CannotWrite(last.refusal)
            return self._move(connection, group or 0, "undo")

    @as_outcome
    def redo(self) -> Outcome:
        with self._context.database.writing() as connection:
            group = log.first_undone(connection, self._context.agent)
            if group is None:
                raise CannotWrite("There is nothing to redo.")
            return self._move(connection, group, "redo")

    def _move(self, connection: sqlite3.Connection, group: int, direction: str) -> Outcome:
        now, agent, back = self._context.clock(), self._context.agent, direction == "undo"
        moved, what = log.of_group(connection, group), ""
        others = self._touched_by_others(connection, group, moved)
        moved = [row for row in moved if row.feedback_id not in others]
        if others and not moved:
            raise CannotWrite(f"Refused: {next(iter(others.values()))}; nothing was changed.")
        trail = log.begin_group(connection, now, agent, direction, undoable=False)
        ids = [row.feedback_id for row in moved if row.feedback_id is not None]
        for row in reversed(moved) if back else moved:
            old, new = (row.after, row.before) if back else (row.before, row.after)
            what = _put_back(connection, old, new) or self._put(connection, row, old, new)
            log.record(connection, trail, now, agent, direction, row.feedback_id, old, new)
        log.mark_undone(connection, group, undone=back)
        refresh_next_step(self._context, connection, ids)
        words = _act_words(log.act_of(connection, group))
        what = _these(len(set(ids)), what) if ids else _entries(moved, what)
        said = f"{'Undone' if back else 'Done again'}: {words}, {what}."
        return Done(said + _stays(list(others.values())))

    def _touched_by_others(
        self, connection: sqlite3.Connection, group: int, moved: Sequence[LogRow]
    ) -> dict[int, str]:
        """The feedback of a group that other agents have acted on since, and what they did."""
        found = dict[int, str]()
        for feedback_id in dict.fromkeys(row.feedback_id for row in moved if row.feedback_id):
            if other := log.acted_since(connection, group, feedback_id, self._context.agent):
                feedback, (who, act) = rows.by_id(connection, feedback_id), other
                order = f"order {feedback.order_id}" if feedback else "a feedback that is gone"
                found[feedback_id] = (
                    f"since then {who} has acted on {order} ({ACT_WORDS.get(act, act)})"
                )
        return found

    def _put(self, connection: sqlite3.Connection, row: LogRow, old: State, new: State) -> str:
        """Change one feedback from state `old` to `new`; CannotWrite if it is no longer in `old`."""
        feedback = rows.by_id(connection, row.feedback_id or 0)
        if feedback is None:
            raise CannotWrite("That feedback is no longer on the desk; nothing was changed.")
        if "note" in row.after:
            notes.withdraw(connection, int(row.after["note"]), withdrawn="note" in old)
            return f"order {feedback.order_id}"
        if "draft" in row.after:
            self._turn_draft(connection, feedback, str(row.after["draft"]), back="draft" in old)
            return f"order {feedback.order_id}"
        if "skip" in row.after:
            steps.withdraw(connection, int(row.after["skip"]), withdrawn="skip" in old)
            return f"order {feedback.order_id}"
        self._save(connection, feedback, old, new)
        return f"order {feedback.order_id}"

    def _turn_draft(
        self, connection: sqlite3.Connection, feedback: Feedback, template: str, *, back: bool
    ) -> None:
        """Remove a draft that is still the template's text, or restore it; later writing stays."""
        from fbtui.services.feedback.macros import put_draft  # slow to import and seldom needed

        draft = letters.own_draft(connection, feedback.id, "reply", self._context.agent)
        if back and draft is not None and draft.untouched:
            letters.discard_draft(connection, feedback.id, "reply", self._context.agent)
        elif not back and draft is None:
            put_draft(self._context, connection, feedback, template, self._context.clock())

    def _save(
        self, connection: sqlite3.Connection, feedback: Feedback, old: State, new: State
    ) -> None:
        now = state(feedback)
        if any(now[field] != value for field, value in old.items()):
            raise CannotWrite(
                f"Order {feedback.order_id} has changed since (by import or by the clock); nothing was changed."
            )
        changed = Feedback.model_validate(feedback.model_dump() | new)
        rows.save(connection, changed)
        if "tags" in new:
            rows.set_tags(connection, changed.id, changed.tags)


def _final(connection: sqlite3.Connection, group: int, act: str, before: str) -> LastAct | None:
    """The final act of a group; None for an entry of a case, or a record of a letter, that was taken back."""
    words, why = _describe(connection, group), FINAL[act]
    if act in ACTS:
        return _record(connection, log.of_group(connection, group)[0], LastAct(words, why, before))
    row = next((row for row in log.of_group(connection, group) if "case" in row.after), None)
    if row is None:
        return LastAct(words, why, before)
    from fbtui.store.cases import cases  # slow to import, and seldom needed

    number, entry = int(row.after["case"]), (act.removeprefix(OF_CASE), row.at)
    found = cases.by_id(connection, number)
    standing = [(each.event, each.at) for each in found.case.standing] if found else []
    if entry not in standing:
        return None
    if entry != standing[-1]:
        return LastAct(words, GONE_ON, before)
    return LastAct(words, why, before, number)


def _record(connection: sqlite3.Connection, row: LogRow, last: LastAct) -> LastAct | None:
    """The record of a letter; None if it was taken back."""
    about = letters.of_feedback(connection, row.feedback_id or 0)
    letter = next((each for each in about if each.id == row.after["letter"]), None)
    if letter is None:  # purged
        return last
    return replace(last, letter=letter.id) if letter.state == row.act else None


def _describe(connection: sqlite3.Connection, group: int) -> str:
    """An act in words, with its target: `set done, order 114-…`."""
    ids = sorted({row.feedback_id for row in log.of_group(connection, group) if row.feedback_id})
    words = _act_words(log.act_of(connection, group))
    orders = [order for _, order in connection.execute(rows.ORDERS_OF, (str(ids[:1]),))]
    what = _these(len(ids), f"order {orders[0]}" if orders else "")
    return f"{words}, {what}" if what else words


def _act_words(act: str) -> str:
    return ACT_WORDS.get(act, act)


def _these(count: int, one: str) -> str:
    return one if count <= 1 else f"{count:,} feedbacks"


def _stays(why: list[str]) -> str:
    """That feedback which others have acted on stays as it is."""
    if not why:
        return ""
    return f" {len(why):,} {'stays as it is' if len(why) == 1 else 'stay as they are'}: {why[0]}."


def _entries(moved: list[LogRow], one: str) -> str:
    """The target in words of an act on the account-health board."""
    return one if len(moved) <= 1 else f"{len(moved):,} metrics"


def _put_back(connection: sqlite3.Connection, old: State, new: State) -> str:
    """Withdraw or restore an entry on the account-health board.

    Returns a description of it, or "" if the act was something else.
    """
    either, withdrawn = {**old, **new}, bool(old)
    if either.keys().isdisjoint(_OF_HEALTH):
        return ""
    from fbtui.store.health import health_log, readings  # slow to import, and not the queue's

    if "readings" in either:
        listed = either["readings"]
        numbers = [int(each) for each in listed] if isinstance(listed, list) else []
        for number in reversed(numbers) if withdrawn else numbers:
            readings.withdraw(connection, number, withdrawn=withdrawn)
        noticed = either.get("notifications")
        for number in map(int, noticed if isinstance(noticed, list) else ()):
            health_log.withdraw(connection, "notification", number, withdrawn=withdrawn)
        return f"{len(numbers):,} readings"
    if "reading" in either:
        number = int(str(either["reading"]))
        metric = readings.withdraw(connection, number, withdrawn=withdrawn)
        return metric.replace("_", " ")
    for what in ("notification", "report_request", "escalation"):
        if what in either:
            number = int(str(either[what]))
            health_log.withdraw(connection, what, number, withdrawn=withdrawn)
            return str(either.get("of") or f"{what.replace('_', ' ')} {number}")
    return ""
