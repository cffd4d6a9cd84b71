"""Records: what is plainly right is read without pydantic, just as pydantic reads it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Literal

import pytest
from pydantic import ValidationError

from fbtui.domain.health.parsing import Exact
from fbtui.domain.plain_values import plain_fields
from fbtui.domain.record import Field, Json, NotPlain, Record, StrictRecord
from fbtui.domain.record_check import checked_fields
from tests.source import trees


class Colour(StrEnum):
    RED = "red"


class Inner(StrictRecord):
    name: str = Field(min_length=1, alias="called")
    days: tuple[int, ...] = ()


def _no_monday(words: str) -> str:
    if words == "Monday":
        raise ValueError("not on Mondays")
    return words


class Everything(StrictRecord):
    """A field of every type that records have."""

    text: str = "x"
    share: float = Field(0.5, ge=0, le=1, allow_inf_nan=False)
    count: int = Field(1, gt=0)
    is_done: bool = False
    day: date | None = None
    at: datetime | None = None
    word: Literal["a", "b", 1] = "a"
    colour: Colour = Colour.RED
    inner: tuple[Inner, ...] = ()
    due: Mapping[str, Annotated[float, Field(ge=0)]] = {}
    lines: list[str] = Field(default_factory=list)
    stored: Json[dict[str, Any]] = Field(default_factory=dict)
    exact: Exact | None = None
    code: str = Field("", pattern="^[a-z]*$", check=_no_monday)


VALUES = (
    *("", "x", "a", "red", "Monday", "1", "0.1", "{}", '{"a": [1]}', "[", "true"),
    *("2026-04-03", "2026-W01-1", "20260403", "2026-04-03T10:00:00Z", "2026-04-03T10:00:00"),
    *(0, 1, -1, 2**70, 0.0, 1.0, 0.5, float("nan"), True, False, None, b"x", Fraction(1, 3)),
    *(date(2026, 4, 3), datetime(2026, 4, 3, tzinfo=UTC), datetime(2026, 4, 3), Colour.RED),
    *((), [], [1], ("x",), {}, {"x": 1}, {"x": -1}, {1: 1.0}, {"called": "x"}, object()),
    *([{"called": "x", "days": [1]}], [{"name": "x"}], [{"called": ""}], [{"more": 1}]),
)


def _spelled(fields: dict[str, Any]) -> str:
    """With the types of the values, and with not-a-number, which equals nothing."""
    return repr(fields).replace("datetime.timezone.utc", "TzInfo(0)")


def test_what_is_plainly_right_is_read_as_pydantic_reads_it() -> None:
    read = 0
    for name in [*Everything.model_fields, "unknown"]:
        for value in VALUES:
            try:
                plain = plain_fields(Everything, {name: value})
            except NotPlain:
                continue
            read += 1
            checked = checked_fields(Everything, {name: value})
            assert _spelled(plain) == _spelled(checked)
    assert read > 60


def test_what_is_not_plainly_right_is_put_right_or_refused_by_pydantic() -> None:
    made = Everything.model_validate({"count": "3", "day": datetime(2026, 4, 3), "is_done": "yes"})
    assert (made.count, made.day, made.is_done) == (3, date(2026, 4, 3), True)
    for wrong, says in (
        ({"count": 0}, "greater than 0"),
        ({"code": "Monday"}, "match pattern"),
        ({"inner": [{"called": "x", "more": 1}]}, r"inner\.0\.more\s+Extra inputs"),
        ({"inner": [{}]}, r"inner\.0\.called\s+Field required"),
        ({"text": None}, "valid string"),
    ):
        with pytest.raises(ValidationError, match=says):
            Everything.model_validate(wrong)


def test_a_record_never_changes_and_its_copies_do() -> None:
    one = Everything(day=date(2026, 4, 3), at=datetime(2026, 4, 3, 9, tzinfo=UTC))
    with pytest.raises(AttributeError):
        one.text = "y"  # type: ignore[misc]
    other = one.model_copy(update={"text": "y"})
    assert other != one and other.changed(text="x") == one
    assert len({Inner(called="x"), Inner(name="x"), Inner(name="y")}) == 2  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        one.changed(count=0)
    assert Everything.model_validate_json('{"day":"2026-04-03","at":"2026-04-03T09:00:00Z"}') == one
    dumped = one.model_dump(mode="json", include={"day", "at", "colour", "inner"})
    assert dumped == {
        "day": "2026-04-03", "at": "2026-04-03T09:00:00Z", "colour": "red", "inner": []
    }  # fmt: skip


def test_a_record_of_the_desk_leaves_out_what_it_does_not_know() -> None:
    class Row(Record):
        id: int

    assert Row.model_validate({"id": 1, "more": 2}) == Row(id=1)


def test_pydantic_is_imported_only_where_a_mistake_is_told() -> None:
    for module, tree in trees().items():
        names = [name for node in tree.body for name in _imported(node)]
        assert module == "fbtui/domain/record_check.py" or "pydantic" not in names, module


def _imported(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "").partition(".")[0]]
    return [each.name for each in node.names] if isinstance(node, ast.Import) else []


def test_sound_files_and_rows_do_not_load_pydantic() -> None:
    code = """
import sys
from fbtui.config import load
from fbtui.services.feedback.rulebook import load_playbook, load_rules
from fbtui.services.letters.policy import shipped_rules
load(), load_playbook(), load_rules(), shipped_rules()
assert "pydantic" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
