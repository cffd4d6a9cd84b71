"""Content files: whose copy wins, and on which line a mistake stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from fbtui import config
from fbtui.assets import DATA
from fbtui.content import line_of, load, own_or_shipped
from fbtui.domain.outcome import RefusedInput

SOURCE = """\
# colour = "red"
colour = "green"
"odd name" = 1

[words]
say = [
  "one",
  "two",
]

[[metric]]
name = "first"
[[metric]]
name = "second"
target = { value = 3 }
[metric.note]
text = "two"

[[metric]]
[[metric.part]]
of = 1
[[metric.part]]
of = 2

[language.en]
a.b = 1
"""


@pytest.mark.parametrize(
    ("steps", "value", "line"),
    [
        (("colour",), None, 2),
        (("odd name",), None, 3),
        (("words", "say", 1), "two", 8),
        (("words", "say", 1), 2, 6),
        (("words", "missing"), None, 5),
        (("metric", 1, "name"), "second", 14),
        (("metric", 1, "target", "value"), 3, 15),
        (("metric", 1, "note", "text"), None, 17),
        (("metric", 2, "name"), None, 19),
        (("metric", 2, "part", 1, "of"), 2, 23),
        (("language", "en", "a", "b"), 1, 26),
        (("nothing", "such"), "like this", 1),
        ((), None, 1),
    ],
)
def test_the_line_of_a_value_or_of_what_stands_above_it(
    steps: tuple[str | int, ...], value: object, line: int
) -> None:
    assert line_of(SOURCE, steps, value) == line


def test_an_own_copy_wins_and_a_folder_without_one_does_not(tmp_path: Path) -> None:
    assert own_or_shipped("subjects.toml", tmp_path) == DATA / "subjects.toml"
    assert own_or_shipped("subjects.toml", None) == DATA / "subjects.toml"
    (tmp_path / "subjects.toml").touch()
    assert own_or_shipped("subjects.toml", tmp_path) == tmp_path / "subjects.toml"


class Shelf(BaseModel):
    model_config = ConfigDict(extra="forbid")

    books: list[str]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (b"books = [", "this is not TOML: "),
        (b"books = ['K\xe4fer']", "this is not UTF-8"),
        (b"# ours\nbooks = 'one'", "line 2: books: Input should be a valid list"),
        (b"books = []\nshelf = 1", "line 2: shelf: Extra inputs"),
        (
            b"books = []\n# and\nshelf = " + b"[" * 50_000,
            "line 3: brackets in brackets without end",
        ),
        (b"books = []\nshelf = " + b"9" * 5_000, "line 2: that number has no end"),
        (None, "it cannot be read: no such file or directory"),
    ],
)
def test_a_mistake_is_one_sentence_with_the_file(
    tmp_path: Path, written: bytes | None, says: str
) -> None:
    path = tmp_path / "shelf.toml"
    if written is not None:
        path.write_bytes(written)
    with pytest.raises(RefusedInput) as refused:
        load(Shelf, path)
    said = str(refused.value)
    assert said.startswith(str(path)) and says in said and said.endswith(".") and "\n" not in said


@pytest.mark.parametrize(
    "written",
    [
        *("removal_window_days = 1e9", "claim_minutes = 100000000", "retention_days = -1"),
        *("email_characters = 99999999999999999999", "answer_days = inf"),
    ],
)
def test_a_number_beyond_all_sense_is_a_mistake_with_its_line(tmp_path: Path, written: str) -> None:
    (tmp_path / "config.toml").write_text(f"[limits]\n{written}\n")
    with pytest.raises(RefusedInput, match=r"config\.toml, line 2: limits\.\w+: Input should be "):
        config.load(tmp_path / "config.toml")
