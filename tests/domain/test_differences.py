"""A reply as it was recorded, against the one that a report states."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fbtui.domain.letters.differences import differences
from fbtui.domain.letters.letter import Letter, State, contradicted_reply


def posted(text: str, state: State = "posted") -> Letter:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    values = {"id": 1, "feedback_id": 1, "kind": "reply", "agent": "mara", "subject": ""}
    return Letter(**values, text=text, state=state, updated_at=at, version=1)  # type: ignore[arg-type]


def test_what_changed_is_told_word_by_word() -> None:
    assert list(differences("We are very sorry.", "We are\nsorry. Lamp & Co")) == [
        ("same", "We are"),
        ("gone", "very"),
        ("same", "sorry."),
        ("new", "Lamp & Co"),
    ]
    assert list(differences("a b", " a  b ")) == [("same", "a b")]


@pytest.mark.parametrize("stated", ["We are sorry.\n\nLamp", "We  are sorry. Lamp", "", "  "])
def test_a_report_that_flows_the_lines_anew_or_says_nothing_agrees(stated: str) -> None:
    assert contradicted_reply([posted("We are sorry.\nLamp")], stated) == ""


def test_other_words_are_told_and_drafts_do_not_count() -> None:
    assert contradicted_reply([posted("We are sorry.")], "We are not sorry.") == "We are sorry."
    assert contradicted_reply([posted("We are sorry.", "draft")], "Other words") == ""
    assert contradicted_reply([posted("We are sorry.", "deleted")], "Other words") == ""
