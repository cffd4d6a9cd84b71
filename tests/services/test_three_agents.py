"""Three agents on one desk: whatever they do in whatever order, nobody's act is lost or half done."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from fbtui.domain.outcome import Done
from fbtui.intake.source import PastedText
from fbtui.services.desk import Desk, open_desk
from fbtui.services.intake.intake import Preview
from fbtui.store.migrations import BUCKET

DOSE = int(os.environ.get("FBTUI_DOSE", "1"))
COUNT = 4
agents = st.sampled_from(["ana", "ben", "cem"])
orders = st.integers(0, COUNT - 1)
marks = st.lists(orders, min_size=1, max_size=3, unique=True)
tags = st.sampled_from(["vip", "watch"])
State = tuple[str, tuple[str, ...], int]


class ThreeAgents(RuleBasedStateMachine):
    """The model: status, tags and notes of each feedback, and each agent's stacks of act groups.

    A final act (a reply posted, an import) bars an agent's undo of what was done before it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.now = datetime(2026, 11, 22, 9, tzinfo=UTC)
        self.desks: dict[str, Desk] = {}
        self.done: dict[str, list[Any]] = {"ana": [], "ben": [], "cem": []}
        self.groups = 0  # so many were opened
        self.final: dict[str, int] = dict.fromkeys(self.done, 0)  # the number of the last final act
        self.imported = 0
        self._import([1] * COUNT)
        self.status = ["open"] * COUNT
        self.tags: list[set[str]] = [set() for _ in range(COUNT)]
        self.notes = [0] * COUNT
        self.undone: dict[str, list[Any]] = {"ana": [], "ben": [], "cem": []}
        self.acts: list[tuple[str, int]] = []  # who acted on which feedback, in order
        self.drafts: dict[tuple[str, int], str] = {}
        self.posted: dict[int, str] = {}

    def seat(self, agent: str) -> Desk:
        if agent not in self.desks:
            path = Path(self.folder.name) / "desk.db"
            self.desks[agent] = open_desk(path, agent, clock=lambda: self.now)
        return self.desks[agent]

    def teardown(self) -> None:
        for desk in self.desks.values():
            desk.close()
        self.folder.cleanup()

    def _import(self, stars: list[int]) -> None:
        self.imported += 1
        self._is_final("ana")
        rows = (f"114-8766213-{n:07d},2026-11-20,{s},Late" for n, s in enumerate(stars))
        intake = self.seat("ana").intake()
        text = "\n".join(["Order ID,Date,Stars,Comment", *rows, f"junk {self.imported}"])
        preview = intake.prepare(PastedText(text), account=None, marketplace="US")
        assert isinstance(preview, Preview)
        assert isinstance(intake.take(preview), Preview)
        intake.close()

    def _did(self, agent: str, changes: list[tuple[int, str, Any, Any]]) -> None:
        """A group: (feedback, field, before, after) of each change."""
        self.acts += [(agent, nth) for nth, *_ in changes]
        self.groups += 1
        self.done[agent].append((changes, len(self.acts), self.groups))
        self.undone[agent].clear()

    def _is_final(self, agent: str) -> None:
        self.groups += 1
        self.final[agent] = self.groups

    def _set(self, nth: int, field: str, value: Any) -> None:
        getattr(self, field)[nth] = value

    @rule(agent=agents, on=marks)
    def finish(self, agent: str, on: list[int]) -> None:
        answer = self.seat(agent).triage.finish([n + 1 for n in on])
        changed = [n for n in on if self.status[n] != "done"]
        assert isinstance(answer, Done) == bool(changed)
        if changed:
            self._did(agent, [(n, "status", self.status[n], "done") for n in changed])
            for n in changed:
                self.status[n] = "done"

    @rule(agent=agents, on=marks)
    def reopen(self, agent: str, on: list[int]) -> None:
        answer = self.seat(agent).triage.reopen([n + 1 for n in on])
        changed = [n for n in on if self.status[n] != "open"]
        assert isinstance(answer, Done) == bool(changed)
        if changed:
            self._did(agent, [(n, "status", self.status[n], "open") for n in changed])
            for n in changed:
                self.status[n] = "open"

    @rule(agent=agents, on=marks, tag=tags, off=st.booleans())
    def tag(self, agent: str, on: list[int], tag: str, off: bool) -> None:
        answer = self.seat(agent).triage.tag([n + 1 for n in on], tag, off=off)
        changed = [n for n in on if (tag in self.tags[n]) == off]
        assert isinstance(answer, Done) == bool(changed)
        if changed:
            group = []
            for n in changed:
                after = self.tags[n] - {tag} if off else self.tags[n] | {tag}
                group.append((n, "tags", self.tags[n], after))
                self.tags[n] = after
            self._did(agent, group)

    @rule(agent=agents, nth=orders)
    def note(self, agent: str, nth: int) -> None:
        assert isinstance(self.seat(agent).triage.note([nth + 1], "Called"), Done)
        self._did(agent, [(nth, "notes", -1, +1)])
        self.notes[nth] += 1

    def _own(self, agent: str, group: Any) -> list[Any]:
        """The changes of a group that others have not acted on since: only these are walked."""
        changes, since, _ = group
        others = {nth for who, nth in self.acts[since:] if who != agent}
        return [change for change in changes if change[0] not in others]

    def _stands_in_the_way(self, agent: str, group: Any, back: bool) -> bool:
        if back and group[2] < self.final[agent]:
            return True
        own = self._own(agent, group)
        return not own or any(
            field != "notes" and getattr(self, field)[nth] != (after if back else before)
            for nth, field, before, after in own
        )

    @rule(agent=agents, back=st.booleans())
    def walk(self, agent: str, back: bool) -> None:
        """Undo or redo."""
        undo = self.seat(agent).undo
        answer = undo.undo() if back else undo.redo()
        stack, other = (self.done, self.undone) if back else (self.undone, self.done)
        possible = bool(stack[agent]) and not self._stands_in_the_way(agent, stack[agent][-1], back)
        assert isinstance(answer, Done) == possible, answer
        if not possible:
            return
        group = stack[agent].pop()
        other[agent].append(group)
        for nth, field, before, after in self._own(agent, group):
            if field == "notes":
                self.notes[nth] += before if back else after
            else:
                self._set(nth, field, before if back else after)
            self.acts.append((agent, nth))

    @rule(agent=agents, nth=orders, text=st.sampled_from(["Sorry", "We are sorry", ""]))
    def draft(self, agent: str, nth: int, text: str) -> None:
        answer = self.seat(agent).letters.keep(nth + 1, "reply", "", text)
        assert isinstance(answer, Done) == (nth not in self.posted)
        if nth not in self.posted:
            self.drafts[agent, nth] = text

    @rule(agent=agents, nth=orders)
    def post(self, agent: str, nth: int) -> None:
        text = self.drafts.get((agent, nth), "")
        answer = self.seat(agent).letters.confirm(nth + 1, "reply", text)
        assert isinstance(answer, Done) == bool(text and nth not in self.posted)
        if isinstance(answer, Done):
            self.posted[nth] = text
            self._is_final(agent)
            self.drafts.pop((agent, nth))
            self.acts.append((agent, nth))

    @rule(agent=agents)
    def leave(self, agent: str) -> None:
        """The program ends, however it ends; the next act opens the desk again."""
        if agent in self.desks:
            self.desks.pop(agent).close()

    @rule(hours=st.sampled_from([-2, 1, 30]))
    def clock_jumps(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @precondition(lambda self: self.imported < 4)
    @rule()
    def import_again(self) -> None:
        """The same rows in another file change nothing."""
        self._import([1] * COUNT)

    @invariant()
    def the_desk_is_as_everyone_left_it(self) -> None:
        for agent in ("ana", "ben"):
            desk = self.seat(agent)
            for n in range(COUNT):
                feedback = desk.inbox.get(n + 1)
                assert feedback is not None
                assert feedback.status == self.status[n]
                assert set(feedback.tags) == self.tags[n]
                assert len(desk.timeline.notes(feedback)) == self.notes[n]
                about: Any = desk.letters.about(n + 1)
                assert [x.text for x in about.final("reply")] == [
                    text for nth, text in self.posted.items() if nth == n
                ]
                drafts = {x.agent: x.text for x in about.letters if x.state == "draft"}
                kept = {who: t for (who, nth), t in self.drafts.items() if nth == n and t}
                assert drafts == kept

    @invariant()
    def the_counts_agree(self) -> None:
        connection = self.seat("ana").context.database.reading
        counted = connection.execute(f"SELECT {BUCKET}, n FROM feedback_count WHERE n <> 0")
        plain = connection.execute(f"SELECT {BUCKET}, count(*) FROM feedback GROUP BY {BUCKET}")
        assert sorted(counted) == sorted(plain)


def play(games: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        ThreeAgents,
        settings=settings(
            max_examples=games,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_three_agents_at_one_desk() -> None:
    play(15, 30)


@pytest.mark.sweep
def test_three_agents_for_many_shifts() -> None:
    play(60 * DOSE, 50)


def test_no_agent_overwrites_what_changed_since_it_was_read(
    desk: Desk, sit: Callable[..., Desk], report: Any, row: Any, take: Any
) -> None:
    from fbtui.store.feedback import feedback as rows
    from fbtui.store.locks import CannotWrite

    take(desk, report(row(1)))
    read_before = desk.inbox.get(1)
    assert read_before
    sit("ana").triage.tag([1], "vip")
    changed = read_before.model_copy(update={"status": "done"})
    with (
        pytest.raises(CannotWrite, match="another agent"),
        desk.context.database.writing() as writing,
    ):
        rows.save(writing, changed)
