"""Lanes and next steps on the desk: explains them, and updates them when something changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, cast

from fbtui.domain.feedback.feedback import Feedback, Fulfilment
from fbtui.domain.feedback.playbook import Playbook, format_path
from fbtui.domain.feedback.prediction import NOTHING, Prediction, TopicSpan, parse_spans
from fbtui.domain.outcome import Done, Outcome, RefusedInput
from fbtui.services.context import Context, as_outcome
from fbtui.store import log
from fbtui.store.feedback import feedback as rows
from fbtui.store.feedback import lanes, steps
from fbtui.store.feedback.steps import Calendar
from fbtui.store.locks import in_turn_at
from fbtui.store.turns import in_turns
from fbtui.understanding.reader_process import ReaderBeside

if TYPE_CHECKING:
    from fbtui.domain.feedback.routing import Decision, OrderFacts, Routing

_ROUTING = "Another program is routing everything again; what moves is shown as it comes."
_PATIENCE = 2.0  # seconds: one that was stopped, by a reload say, ends with its turn
_REMEMBERED = 500  # comments whose deciding words are cached


class LaneDetail(NamedTuple):
    """A feedback's routing and the steps of its lane in words."""

    routing: Routing
    path: str


class Lanes:
    """Explains lanes; routes again when the playbook, the model or the examples have changed."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._explained: dict[tuple[str, Prediction], Prediction] = {}  # with the deciding words

    def why(self, feedback: Feedback) -> Routing:
        """The routing by the comment's words, whatever an agent decided; needs no model.

        Raises RefusedInput for bad content.
        """
        from fbtui.domain.feedback.routing import route

        rules = self._context.rulebook.rules
        opinion = _opinion(feedback)
        if opinion is not None:
            opinion = self._explained.get((feedback.comment, opinion), opinion)
        return route(feedback.comment, _order(feedback), opinion, rules)

    def can_explain(self, feedback: Feedback) -> bool:
        """Whether `explain` would add to `why` within some hundredths of a second."""
        opinion, reader = _opinion(feedback), self._context.reader
        is_new = opinion is not None and (feedback.comment, opinion) not in self._explained
        is_awake = isinstance(reader, ReaderBeside) and reader.is_warm
        return is_awake and is_new and opinion is not None and opinion.topic != NOTHING

    def explain(self, feedback: Feedback) -> Routing:
        """The same with the words that decided; for a thread.

        Each word is left out in turn, which takes some hundredths of a second with a warm reader.
        """
        opinion, comment = _opinion(feedback), feedback.comment
        if opinion is None or opinion.topic == NOTHING or not comment.strip():
            return self.why(feedback)
        from fbtui.understanding.deciding_words import guess_with_words

        stored = opinion
        guess, spans = guess_with_words(
            self._context.reader, "comments", comment, int(feedback.stars > 3)
        )
        if guess.label == opinion.topic and spans:
            others = tuple(s for s in opinion.spans if s.topic not in (NOTHING, opinion.topic))
            deciding = tuple(TopicSpan(*span, opinion.topic) for span in spans)
            opinion = opinion._replace(spans=tuple(sorted((*deciding, *others))))
        if len(self._explained) > _REMEMBERED:
            self._explained.clear()
        self._explained[comment, stored] = opinion
        return self.why(feedback)

    def seek_words(self, feedback: Feedback) -> bool:
        """Run `explain` in a thread and cache it; False if the reader has exited meanwhile."""
        with suppress(RefusedInput):
            self.explain(feedback)
            return True
        return False

    def look(self, feedback: Feedback) -> LaneDetail | None:
        """A feedback's lane and steps; None until `warm` has read the rules."""
        book = self._context.rulebook
        if not book.are_read:
            return None
        steps_of = book.playbook.steps(feedback.lane) if feedback.lane in self.names else ()
        done = steps.done_of(self._context.database.reading, feedback)
        return LaneDetail(self.why(feedback), format_path(steps_of, feedback.step, done))

    def warm(self) -> None:
        """Read the rules, for a thread."""
        _ = self._context.rulebook.rules

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the lanes in the playbook."""
        return self._context.rulebook.playbook.names

    def descriptions(self) -> dict[str, str]:
        """Each lane of the playbook with the case it is for."""
        return {lane.name: lane.says for lane in self._context.rulebook.playbook.lane}

    def are_current(self) -> bool:
        """Whether the whole desk was routed with the current rules, model and examples."""
        connection = self._context.database.reading
        return lanes.routed_by(connection) == routed_by(self._context) or not rows.is_any(
            connection
        )

    @as_outcome
    def route_all(
        self, progress: Callable[[int], None] = lambda _: None, stop: Callable[[], bool] = bool
    ) -> Outcome:
        """Route everything again that no agent decided by hand, in short turns beside others.

        Comments read with another model or other examples stay in place and wait to be read again.
        One program does it at a time; whoever is stopped leaves it to the next one.
        """
        with in_turn_at(self._context.database.path, "router", _PATIENCE, _ROUTING):
            return self._route_all(progress, stop)

    def _route_all(self, progress: Callable[[int], None], stop: Callable[[], bool]) -> Outcome:
        context, last, moved, stale = self._context, 0, 0, 0
        version = context.reader.version
        _ = context.rulebook.rules  # compiled before colleagues have to wait
        with in_turns(context.database) as turns:
            while some := lanes.after(context.database.reading, last, turns.size):
                last = some[-1].id
                old = [each.id for each in some if each.read_by not in ("", version)]
                with turns.turn() as connection:
                    lanes.forget(connection, old)
                    ids = [each.id for each in some if each.topic or not each.lane]
                    moved += route_again(context, connection, ids)
                stale += len(old)
                progress(len(some))
                if stop():
                    return Done("")
        with context.database.writing() as connection:
            lanes.set_routed_by(connection, routed_by(context))
            now = context.clock()
            group = log.begin_group(connection, now, context.agent, "routed", undoable=False)
            counts = {"moved": moved, "to read": stale}
            log.record(connection, group, now, context.agent, "routed", None, {}, counts)
        waits = f" {stale:,} comments are read again." if stale else ""
        return Done(
            f"The playbook has changed: everything was routed again, {moved:,} moved.{waits}"
        )


def decide_lane(context: Context, feedback: Feedback) -> Decision:
    """Lane and ground by the comment's words."""
    from fbtui.domain.feedback.routing import decide

    return decide(feedback.comment, _order(feedback), _opinion(feedback), context.rulebook.rules)


def refresh_next_step(context: Context, connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Update next step and due time of some feedback after a change."""
    steps.refresh_next_step(connection, ids, calendar(context))


def calendar(context: Context) -> Calendar:
    return Calendar(context.rulebook.playbook, context.limits, context.clock().date())


def routed_by(context: Context) -> str:
    """A fingerprint of the routing: rules, model and examples."""
    return f"{context.rulebook.fingerprint} {context.reader.version}"


def unread_lane(playbook: Playbook) -> str:
    """The lane for unclear feedback, where it waits until it is read."""
    return playbook.lane_of(None, (), 1)


def route_again(context: Context, connection: sqlite3.Connection, ids: list[int]) -> int:
    """Route some feedback again, unless an agent picked the lane; returns how many moved.

    A picked lane that the playbook no longer has is ignored.
    """
    if not ids:
        return 0
    from fbtui.domain.feedback.routing import OrderFacts, decide

    rules, known, moved = context.rulebook.rules, context.rulebook.playbook.names, []
    for each in lanes.these(connection, ids):
        if each.lane_by and each.lane in known:
            continue
        on_time = None if each.buy_shipping_on_time is None else bool(each.buy_shipping_on_time)
        order = OrderFacts(each.stars, cast(Fulfilment, each.fulfilment), on_time)
        found = decide(each.comment, order, each.opinion, rules)
        now = (found.lane, found.ground or "", found.is_guess)
        if now != (each.lane, each.ground, bool(each.is_guess)):
            moved.append((*now, each.id))
    lanes.put(connection, moved)
    refresh_next_step(context, connection, ids)
    return len(moved)


def _order(feedback: Feedback) -> OrderFacts:
    from fbtui.domain.feedback.routing import OrderFacts

    return OrderFacts(feedback.stars, feedback.fulfilment, feedback.buy_shipping_on_time)


def _opinion(feedback: Feedback) -> Prediction | None:
    if not feedback.topic:
        return None
    return Prediction(feedback.topic, feedback.margin, parse_spans(feedback.said))
