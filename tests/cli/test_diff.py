"""`fbtui diff`: new, missing and changed feedback between two snapshots."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Make = Callable[..., Any]
TABLES = ("csv", "tsv", "json", "ndjson")
ORDER = "114-8766213-{:07d}".format


@pytest.fixture
def week(fbtui: Make, report: Make, row: Make, tmp_path: Path) -> Callable[..., Any]:
    """Monday's and Friday's snapshots in every format; between them a week of work."""
    us = ("--marketplace", "US")
    monday = (
        row(1, 1, "=Never came"),
        row(2, 5, "Good"),
        row(3, 3, "So\u2028so"),
        row(4, 2),
        row(5, 1),
    )
    fbtui("import", report(*monday), *us)
    for ending in TABLES:
        assert fbtui("export", "-o", tmp_path / f"monday.{ending}").code == 0
    friday = (
        row(1, 4, "=It came"),
        row(2, 5, "Good"),
        row(3, 3, "So\u2028so", response="Sorry"),
        row(6, 2, "@new"),
    )
    fbtui("import", report(*friday, name="friday.txt"), *us)
    fbtui("done", ORDER(4))
    fbtui("tag", ORDER(5), "gone")
    for ending in TABLES:
        assert fbtui("export", "-o", tmp_path / f"friday.{ending}").code == 0
    return fbtui


@pytest.mark.parametrize("old", TABLES)
@pytest.mark.parametrize("new", TABLES)
def test_every_pair_of_formats_gives_the_same_changes(
    week: Make, tmp_path: Path, old: str, new: str
) -> None:
    answer = week("diff", tmp_path / f"monday.{old}", tmp_path / f"friday.{new}", "--json")
    assert (answer.code, answer.err) == (0, "")
    said = json.loads(answer.out)
    kinds = {each["order_id"]: each["kinds"] for each in said["changes"]}
    assert kinds == {
        ORDER(1): ["stars", "comment", "lane"],
        ORDER(3): ["answered"],
        ORDER(4): ["status"],
        ORDER(6): ["new"],
    }
    [first] = [each for each in said["changes"] if each["order_id"] == ORDER(1)]
    assert first["fields"] == {
        "stars": {"before": 1, "after": 4},
        "comment": {"before": "=Never came", "after": "=It came"},
        "lane": {"before": "apologise", "after": "thank"},
    }
    assert (first["account"], first["marketplace"]) == ("main", "US")
    assert said["counts"]["same"] == 2
    assert (said["old"]["rows"], said["new"]["rows"], said["notices"]) == (5, 6, [])


def test_reversed_snapshots_are_noticed(week: Make, tmp_path: Path) -> None:
    answer = week("diff", tmp_path / "friday.csv", tmp_path / "monday.csv")
    lines = answer.out.splitlines()
    assert any(
        line.startswith("gone ") and ORDER(6) in line and "★★ " in line and "@new" in line
        for line in lines
    )
    assert "stars, comment" in answer.out and "stars 4 → 1" in answer.out
    assert lines[-1] == "1 gone, 1 stars, 1 comment, 1 response, 1 status, 1 lane, 2 the same"


def test_different_filters_are_reported(week: Make, tmp_path: Path) -> None:
    week("export", "--stars", "1,2", "-o", tmp_path / "low.json")
    answer = week("diff", tmp_path / "monday.json", tmp_path / "low.json")
    assert "note: OLD shows any status, NEW shows negative" in answer.out
    assert "may be the filters' doing" in answer.out


def test_a_list_can_be_compared_with_a_snapshot(week: Make, tmp_path: Path) -> None:
    for format in ("json", "ndjson"):
        listed = tmp_path / "listed"
        listed.write_text(week("list", "--status", "all", "--format", format).out)
        assert week("diff", tmp_path / "friday.tsv", listed).out.splitlines()[-1] == "6 the same"
    whole = (tmp_path / "monday.csv").read_text()
    answer = week("diff", "-", tmp_path / "monday.csv", stdin=whole)
    assert answer.out == "5 the same\n"


def test_a_plain_table_can_be_compared_with_one_with_a_head(week: Make, tmp_path: Path) -> None:
    for words in (["--head"], []):
        name = f"friday{len(words)}.csv"
        assert week("export", "-o", tmp_path / name, *words).code == 0
    headed, plain = tmp_path / "friday1.csv", tmp_path / "friday0.csv"
    assert ("snapshot_at" in headed.read_text(), "snapshot_at" in plain.read_text()) == (
        True,
        False,
    )
    assert week("diff", headed, plain).out == "6 the same\n"
    told = json.loads(week("diff", plain, headed, "--json").out)
    assert (told["old"]["made_at"], bool(told["new"]["made_at"])) == (None, True)


def test_a_decision_on_a_removal_request_is_a_change(fbtui: Make, tmp_path: Path) -> None:
    for name, decision in (("old", ""), ("new", "struck")):
        rows = f"order_id,stars,decision\n{ORDER(1)},1,{decision}\n"
        (tmp_path / name).write_text(rows)
    answer = fbtui("diff", tmp_path / "old", tmp_path / "new")
    assert answer.out.splitlines()[-1] == "1 decided, 0 the same"
    assert "decision – → struck" in answer.out


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("what is this\n", "line 1: there is no column order_id"),
        ("", "line 1: there is no column order_id"),
        (f"order_id,stars\n{ORDER(1)},9\n", "line 2: stars are from 1 to 5"),
        (f"order_id,stars\n{ORDER(1)},1,2\n", "line 2: it has not as many cells"),
        (
            f"order_id,stars\n{ORDER(1)},1\n{ORDER(1)},1\n",
            "line 3: order 114-8766213-0000001 stands",
        ),
        ('order_id,stars\n"open,1\n', "cannot be read as a table"),
        ('{"order_id": "1", "stars": 1}\n{"order_id"\n', "line 2: this is not JSON"),
        ("[" * 100_000, "line 1: this is not JSON"),
        ("[1, 2]", "row 1: this is no feedback"),
        ('[{"stars": 1}]', "line 1: there is no order_id"),
        ('{"rows": 3}', "this is no feedback"),
        ('{"rows": [{"order_id": {"a": 1}, "stars": [7]}]}', "stars are"),
    ],
)
def test_a_file_that_is_no_snapshot_is_refused_in_one_sentence(
    fbtui: Make, tmp_path: Path, text: str, why: str
) -> None:
    (tmp_path / "bad").write_text(text)
    answer = fbtui("diff", tmp_path / "bad", tmp_path / "bad")
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (3, "", 1)
    assert why in answer.err


def test_pages_missing_files_and_binaries_are_refused(fbtui: Make, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>")
    (tmp_path / "noise").write_bytes(b"PK\x03\x04\xff\xfe")
    for name in ("page.html", "noise", "missing.csv", "."):
        answer = fbtui("diff", tmp_path / name, tmp_path / name)
        assert (answer.code, len(answer.err.splitlines())) == (3, 1), name
    assert not (tmp_path / "desk.db").exists()  # the desk is not opened


def test_control_characters_in_snapshots_do_not_reach_the_terminal(
    fbtui: Make, tmp_path: Path
) -> None:
    steering = "\x1b]52;c;eA==\x07\x9b31m"
    for name, words in (("old", ""), ("new", steering)):
        rows = [{"order_id": f"1{steering}", "stars": 1, "account": steering, "comment": words}]
        (tmp_path / name).write_text(json.dumps({"snapshot": {"filter": words}, "rows": rows}))
    for words in ([], ["--json"]):
        said = fbtui("diff", tmp_path / "old", tmp_path / "new", *words)
        assert said.code == 0
        assert not {"\x1b", "\x07", "\x9b"} & set(said.out + said.err)
