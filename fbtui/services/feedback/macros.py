"""Macros: several acts on all marked feedback in one transaction, with one undo."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import cast

from fbtui.domain.feedback import claims, snooze, triage
from fbtui.domain.feedback.feedback import Feedback, Fulfilment
from fbtui.domain.feedback.macros import TypedAct
from fbtui.domain.feedback.playbook import WAIT
from fbtui.domain.feedback.snooze import parse_snooze
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.context import Context, as_outcome
from fbtui.services.feedback.changes import apply, name_them
from fbtui.services.feedback.lanes import decide_lane, refresh_next_step
from fbtui.services.letters.templates import Templates
from fbtui.store import log
from fbtui.store.feedback import feedback as rows
from fbtui.store.feedback import notes, steps
from fbtui.store.feedback.claims import renew_claim
from fbtui.store.letters import letters
from fbtui.store.locks import CannotWrite

MACRO = "macro "  # prefix of a macro's name in the log
_Put = Callable[[sqlite3.Connection, Feedback, datetime], dict[str, object] | str]


class Macros:
    """Runs typed acts, one after the other, on many feedbacks."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @as_outcome
    def run(
        self, name: str, acts: Sequence[TypedAct], ids: Sequence[int], stars: Sequence[int] = ()
    ) -> Outcome:
        """Run all acts on all feedback with these stars; what is done already is left alone."""
        context, now = self._context, self._context.clock()
        touched: dict[int, str] = {}  # why nothing was done, "" if something was
        with context.database.writing() as connection:
            wanted = self._fitting(connection, ids, stars)
            group = log.begin_group(connection, now, context.agent, f"{MACRO}{name}", undoable=True)
            for act in acts:
                for each in wanted:
                    why = self._do(connection, group, now, act, each)
                    touched[each] = why and touched.get(each, why)
            changed = [each for each, why in touched.items() if not why]
            if not changed:
                only = f"{name} is for {', '.join(map(str, stars))}★ only."
                raise CannotWrite(next(iter(touched.values()), only))
            refresh_next_step(context, connection, changed)
            these = name_them(connection, changed)
        left = len(ids) - len(changed)
        drafted = " Nothing was posted." if any(act.verb == "template" for act in acts) else ""
        others = f"; {left:,} left as they were" if left else ""
        return Done(f"{these}: {name.lower()}{others}.{drafted}")

    def _fitting(
        self, connection: sqlite3.Connection, ids: Sequence[int], stars: Sequence[int]
    ) -> list[int]:
        if not stars:
            return list(ids)
        found = (rows.by_id(connection, each) for each in ids)
        return [each.id for each in found if each is not None and each.stars in stars]

    def _do(
        self, connection: sqlite3.Connection, group: int, now: datetime, act: TypedAct, each: int
    ) -> str:
        """Run one act on one feedback; returns why nothing was done, or ""."""
        agent = self._context.agent
        if (put := self._put(act)) is None:
            named, rule = self._rule(act, now)
            return apply(connection, group, now, agent, named, each, rule)
        feedback = rows.by_id(connection, each)
        if feedback is None:
            return "That feedback is no longer on the desk."
        added = put[1](connection, feedback, now)
        if isinstance(added, str):
            return added
        log.record(connection, group, now, agent, put[0], each, {}, added)
        renew_claim(connection, each, agent, now)
        return ""

    def _rule(self, act: TypedAct, now: datetime) -> tuple[str, triage.Rule]:
        """The act's name in the log, with its rule."""
        agent, minutes = self._context.agent, self._context.limits.claim_minutes
        match act.verb:
            case "done":
                return "done", triage.finish
            case "reopen":
                return "reopened", triage.reopen
            case "snooze":
                return "snoozed", snooze.snooze(parse_snooze(act.words, now) or now, now)
            case "tag":
                return "tagged", triage.add_tag(act.words.lower())
            case "untag":
                return "untagged", triage.remove_tag(act.words.lower())
            case "claim":
                return "claimed", claims.claim(agent, now, minutes, over=False)
            case "release":
                return "released", claims.release(agent, now, minutes)
            case "fulfilment":
                fulfilment = cast(Fulfilment, act.words)
                place = partial(decide_lane, self._context)
                return "fulfilment", triage.set_fulfilment(fulfilment, agent, place)
            case "lane":
                known = self._context.rulebook.playbook.names
                if act.words not in known:
                    raise CannotWrite(
                        f"There is no lane {act.words}; the playbook has {', '.join(known)}."
                    )
                return "lane", triage.pick_lane(act.words, agent)
        raise AssertionError("checked when parsed: every other act is an addition or a letter")

    def _put(self, act: TypedAct) -> tuple[str, _Put] | None:
        """An act that adds to a feedback instead of changing it: its log name and function."""
        found: dict[str, tuple[str, _Put]] = {
            "note": ("noted", partial(self._note, act.words)),
            "skip": ("skipped", partial(self._skip, act.words)),
            "template": ("drafted", partial(self._draft, act.words)),
        }
        return found.get(act.verb)

    def _note(
        self, words: str, connection: sqlite3.Connection, feedback: Feedback, now: datetime
    ) -> dict[str, object]:
        return {"note": notes.add(connection, feedback.id, now, self._context.agent, words)}

    def _skip(
        self, words: str, connection: sqlite3.Connection, feedback: Feedback, now: datetime
    ) -> dict[str, object] | str:
        if feedback.step in ("", WAIT):
            return f"Order {feedback.order_id} has no step to skip."
        agent = self._context.agent
        skipped = steps.skip(connection, feedback.id, feedback.step, now, agent, words)
        return {"skip": skipped, "step": feedback.step}

    def _draft(
        self, name: str, connection: sqlite3.Connection, feedback: Feedback, now: datetime
    ) -> dict[str, object] | str:
        """Draft the reply if there is none. It is not posted: only the agent confirms that."""
        written = letters.of_feedback(connection, feedback.id)
        if feedback.response or any(letter.kind == "reply" for letter in written):
            return f"Order {feedback.order_id} has a reply already."
        return put_draft(self._context, connection, feedback, name, now)


def put_draft(
    context: Context, connection: sqlite3.Connection, feedback: Feedback, name: str, now: datetime
) -> dict[str, object] | str:
    """Save a template's reply as the agent's draft; returns the log entry, or why not."""
    templates = Templates(context)
    named = templates.choose(feedback, "reply", name)
    filled = named if isinstance(named, Refused) else templates.fill(named, feedback)
    if isinstance(filled, Refused):
        return filled.why
    letters.save_draft(
        *(connection, feedback.id, "reply", context.agent, filled.subject, filled.text, now),
        template=filled.name,
        untouched=True,
    )
    return {"draft": filled.name}
