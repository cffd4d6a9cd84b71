"""Counting as Amazon's form does at worst, and when a reply may still be written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbtui.domain.letters.letter import Letter, length, may_write_reply, room_left, why_not_final
from fbtui.domain.limits import Limits


@pytest.mark.parametrize(
    ("text", "count"),
    [
        *(("", 0), ("abc", 3), ("é", 1), ("e\u0301", 2), ("遅い", 2), ("🙂", 2)),
        *(("👩🏽‍🚀", 7), ("a\nb", 3), ("a\r\nb", 3), ("a\rb", 3), ("\ud800", 1), ("\r\n\r\n", 2)),
    ],
)
def test_the_larger_of_code_points_and_utf_16_units_counts(text: str, count: int) -> None:
    assert length(text) == count


@given(st.text(), st.text())
def test_every_character_counts_at_least_one(one: str, other: str) -> None:
    both = length(one + other)
    assert len((one + other).replace("\r\n", "\n")) <= both <= length(one) + length(other)


def test_an_email_has_fewer_than_its_limit_and_a_reply_at_most() -> None:
    limits = Limits(email_characters=4000, reply_characters=500)
    assert room_left("x" * 3999, "email", limits) == 0
    assert room_left("x" * 4000, "email", limits) == -1
    assert room_left("x" * 500, "reply", limits) == 0
    assert room_left("x" * 9999, "reply", Limits()) is None


def test_what_keeps_a_letter_from_being_final() -> None:
    assert why_not_final("Hello", "Subject", "email", 0) is None
    assert why_not_final("Hello", "", "reply", None) is None
    assert why_not_final(" \n", "Subject", "email", 9) == "The e-mail is empty."
    assert why_not_final("x", "S", "email", -1200) == "The e-mail is 1,200 characters too long."
    assert why_not_final("Hello", "", "email", 9) == "The e-mail has no subject yet."


def reply(state: Any, kind: Any = "reply") -> Letter:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    values = {"id": 1, "feedback_id": 1, "kind": kind, "agent": "mara", "subject": "", "text": "x"}
    return Letter.model_validate(values | {"state": state, "updated_at": now, "version": 1})


@pytest.mark.parametrize(
    ("letters", "response", "words"),
    [
        ([], "", None),
        ([], "  \n", None),
        ([reply("draft"), reply("sent", "email")], "", None),
        ([], "Thanks", "came with the report"),
        ([reply("posted")], "", "can only be deleted"),
        ([reply("deleted")], "", "no second one"),
        ([reply("deleted")], "Thanks", "no second one"),
    ],
)
def test_a_reply_is_written_once(letters: list[Letter], response: str, words: str | None) -> None:
    refused = may_write_reply(letters, response)
    assert (refused is None) if words is None else (refused is not None and words in refused.why)
