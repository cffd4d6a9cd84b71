"""Macros: several acts on many feedbacks in one act group, and nothing said that nobody did."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbtui.config import load
from fbtui.domain.feedback.macros import THANK_AND_CLOSE, parse_act
from fbtui.domain.outcome import Done, Refused, RefusedInput
from fbtui.services.desk import Desk
from fbtui.services.undo import LastAct

Make = Callable[..., Any]


@pytest.fixture
def praise(desk: Desk, report: Make, row: Make, take: Make, order: Make) -> list[int]:
    """Four feedbacks of 5 stars and, last, one of 1 star."""
    take(desk, report(*(row(n, 5, "Great seller") for n in range(1, 5)), row(5, 1, "Broken")))
    return [desk.inbox.on_order(order(n))[0].id for n in range(1, 6)]


def drafts(desk: Desk, ids: list[int]) -> list[str]:
    """The templates of the drafts of replies, "" where there is none."""
    written = (desk.letters.about(each) for each in ids)
    found = [None if isinstance(w, Refused) else w.draft("reply") for w in written]
    return [draft.template if draft else "" for draft in found]


def statuses(desk: Desk, ids: list[int]) -> list[str]:
    return [found.status for each in ids if (found := desk.inbox.get(each))]


def test_thank_and_close_drafts_closes_claims_nothing_posted_and_undoes_as_one(
    desk: Desk, praise: list[int]
) -> None:
    macro = THANK_AND_CLOSE
    desk.letters.keep(praise[1], "reply", "", "My own words")
    done = desk.macros.run(macro.name, macro.acts, praise, macro.stars)
    assert done == Done("4 feedbacks: thank and close; 1 left as they were. Nothing was posted.")
    assert statuses(desk, praise) == ["done"] * 4 + ["open"]
    assert drafts(desk, praise) == [
        "replies/thank.en",
        "",
        "replies/thank.en",
        "replies/thank.en",
        "",
    ]
    assert not any(found.response for each in praise if (found := desk.inbox.get(each)))
    desk.letters.keep(praise[2], "reply", "", "Thank you, Jo!")
    assert desk.undo.undo() == Done("Undone: macro Thank and close, 4 feedbacks.")
    assert statuses(desk, praise) == ["open"] * 5
    written = [desk.letters.about(each) for each in praise[:3]]
    texts = [w.draft("reply") for w in written if not isinstance(w, Refused)]
    assert [draft and draft.text for draft in texts] == [None, "My own words", "Thank you, Jo!"]
    desk.undo.redo()
    assert statuses(desk, praise) == ["done"] * 4 + ["open"]
    assert drafts(desk, praise)[0] == "replies/thank.en"


def test_a_macro_that_is_not_for_these_stars_changes_nothing(desk: Desk, praise: list[int]) -> None:
    macro = THANK_AND_CLOSE
    why = desk.macros.run(macro.name, macro.acts, praise[4:], macro.stars)
    assert why == Refused("Thank and close is for 4, 5★ only.")
    assert desk.undo.last() is None


def test_typed_acts_are_read_or_refused_with_what_is_missing() -> None:
    assert parse_act("close") == ("done", "")
    assert parse_act(" snooze 3d ") == ("snooze", "3d")
    assert parse_act("fulfilment fba") == ("fulfilment", "FBA")
    for typed, why in (
        ("snooze soon", "Say how long"),
        ("tag two words", "A tag is one word"),
        ("note", "The note is empty."),
        ("done now", "done takes nothing behind it."),
        ("frobnicate", "There is no act frobnicate"),
    ):
        refused = parse_act(typed)
        assert isinstance(refused, Refused) and why in refused.why


def test_a_mistake_in_a_macro_is_told_with_its_line(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('agent = "mara"\n\n[[macros]]\nname = "Later"\ndo = ["snooze soon"]\n')
    with pytest.raises(RefusedInput, match=r"line 5: macros.do: “snooze soon”: Say how long"):
        load(config)


def test_undo_names_an_act_that_stays_and_takes_the_one_before_only_when_asked(
    desk: Desk, praise: list[int], order: Make
) -> None:
    desk.triage.finish(praise[:1])
    desk.letters.keep(praise[1], "reply", "", "Thank you!")
    written = desk.letters.about(praise[1])
    draft = None if isinstance(written, Refused) else written.draft("reply")
    assert draft and desk.letters.confirm(praise[1], "reply", draft.text, draft.version)
    last = desk.undo.last()
    assert last and last.before == f"set done, order {order(1)}"
    refused = desk.undo.undo()
    assert isinstance(refused, Refused) and order(2) in refused.why and "F7" in refused.why
    assert statuses(desk, praise[:1]) == ["done"], "the older act was not silently taken back"
    assert desk.undo.undo(before_final=True) == Done(f"Undone: set done, order {order(1)}.")
    assert isinstance(desk.undo.last(), LastAct)
