"""The playbook on the command line: next steps and an agent's own decisions."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Make = Callable[..., Any]
ORDER = "114-8766213-{:07d}".format


@pytest.fixture
def shift(fbtui: Make, report: Make, row: Make) -> Make:
    """A desk with three feedbacks: late, a product review, nothing recognised."""
    said = ("Arrived late.", "Cheap plastic, broke after a day", "meh")
    fbtui(
        "import",
        report(*(row(nth, 1, words) for nth, words in enumerate(said, 1))),
        "--marketplace",
        "US",
    )
    return fbtui


def rows(shift: Make, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(shift("list", *words, "--json").out)
    return found


def test_next_shows_step_and_reason(shift: Make) -> None:
    answer = shift("next", ORDER(2))
    assert "next: e-mail" in answer.out and "lane misplaced" in answer.out
    assert '"Cheap plastic"' in answer.out
    document = json.loads(shift("next", ORDER(2), "--json").out)
    assert (document["next_step"], document["ground"]) == ("email", "product_only")
    first = json.loads(shift("next", "--json").out)
    assert first["order_id"] == ORDER(1)
    shift("--as", "jo", "claim", ORDER(1))
    assert json.loads(shift("next", "--json").out)["order_id"] == ORDER(2)


@pytest.mark.usefixtures("desk")
def test_next_of_an_empty_queue(fbtui: Make) -> None:
    assert "Nothing waits" in fbtui("next").out


def test_decisions_appear_in_the_list_and_are_undone(shift: Make) -> None:
    assert shift("lane", ORDER(3), "apologise").code == 0
    assert shift("fulfilment", ORDER(1), "fba").code == 0
    assert shift("skip", ORDER(2), "--reason", "wrote by phone").code == 0
    shift("claim", ORDER(1))
    found = {
        row["order_id"]: (row["lane"], row["next_step"], row["claimed_by"]) for row in rows(shift)
    }
    assert found == {
        ORDER(1): ("amazon", "removal", "mara"),
        ORDER(2): ("misplaced", "removal", None),
        ORDER(3): ("apologise", "email", None),
    }
    for _ in range(3):
        assert shift("undo").code == 0
    assert [row["lane"] for row in rows(shift)] == ["apologise", "misplaced", "read"]


@pytest.mark.parametrize(
    ("words", "orders"),
    [
        (("--lane", "misplaced"), [2]),
        (("--step", "read"), [3]),
        (("--mine",), [1]),
        (("--unclaimed", "--sort", "lane"), [2, 3]),
        (("--window", "removal"), [1, 2, 3]),
    ],
)
def test_the_list_is_narrowed(shift: Make, words: tuple[str, ...], orders: list[int]) -> None:
    shift("claim", ORDER(1))
    assert [row["order_id"] for row in rows(shift, *words)] == [ORDER(nth) for nth in orders]


def test_wrong_decisions_are_refused(shift: Make) -> None:
    refused = shift("lane", ORDER(1), "sundry")
    assert (refused.code, "There is no lane sundry" in refused.err) == (3, True)
    assert shift("fulfilment", ORDER(1), "DHL").code == 2
    assert shift("skip", ORDER(1), "--reason", " ").code == 3
    assert shift("release", ORDER(1)).code == 0  # not claimed: nothing to release
    assert shift("list", "--mine", "--unclaimed").code == 2


def test_apply_uses_the_current_playbook(shift: Make, nobody_home: Any, monkeypatch: Any) -> None:
    assert "Every feedback is where" in shift("playbook", "apply").out
    own = nobody_home / "own"
    own.mkdir()
    from fbtui.assets import DATA

    text = (DATA / "playbook.toml").read_text().replace('name = "read"', 'name = "look"')
    (own / "playbook.toml").write_text(text)
    monkeypatch.setenv("FBTUI_CONFIG_DIR", str(own))
    assert "1 moved" in shift("playbook", "apply").out
    assert [row["order_id"] for row in rows(shift, "--lane", "look")] == [ORDER(3)]
