"""What comes next in each lane, and by when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fbtui.domain.feedback.playbook import Playbook, due
from fbtui.services.feedback.rulebook import load_playbook

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    return load_playbook()


def _next(playbook: Playbook, lane: str, *done: str) -> str | None:
    step = playbook.next_step(lane, done)
    return step.name if step else None


def test_misplaced_is_emailed_first_then_asked_for_removal(playbook: Playbook) -> None:
    assert _next(playbook, "misplaced") == "email"
    assert _next(playbook, "misplaced", "email") == "removal"
    assert _next(playbook, "misplaced", "email", "removal") is None  # Amazon has it
    assert _next(playbook, "misplaced", "email", "removal", "declined") == "reply"
    assert _next(playbook, "misplaced", "email", "removal", "declined", "reply") is None


def test_after_the_window_only_the_reply_is_left(playbook: Playbook) -> None:
    assert _next(playbook, "amazon", "window_closed") == "reply"


def test_nothing_is_left_to_do_when_the_feedback_is_gone(playbook: Playbook) -> None:
    assert _next(playbook, "report", "removal", "struck") is None
    assert _next(playbook, "misplaced", "removed") is None


def test_the_other_lanes_follow_the_sop(playbook: Playbook) -> None:
    assert [s.name for s in playbook.steps("repair")] == ["email", "reply"]
    assert [s.name for s in playbook.steps("apologise")] == ["email", "reply"]
    assert [s.name for s in playbook.steps("report")] == ["removal", "reply"]
    assert [(s.name, s.optional) for s in playbook.steps("thank")] == [("reply", True)]
    with pytest.raises(KeyError):
        playbook.steps("nowhere")


def test_one_and_two_stars_come_first_and_thanks_are_never_due(playbook: Playbook) -> None:
    assert due(1, MORNING, playbook) == due(2, MORNING, playbook) == MORNING + timedelta(hours=24)
    assert due(3, MORNING, playbook) == MORNING + timedelta(hours=48)
    assert due(4, MORNING, playbook) is due(5, MORNING, playbook) is None
