"""Comments wait to be read, are read few stars first, and are put where they belong; nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from fbtui.domain.feedback.queue import Filter, View
from fbtui.domain.outcome import Done, Refused
from fbtui.services.desk import Desk
from fbtui.store.locks import alone_at
from fbtui.understanding.reader import reader_of

Make = Callable[..., Any]
SAID = {1: (1, "Arrived broken."), 2: (5, "Lovely"), 3: (2, "Two weeks late"), 4: (1, "")}


def put_in(desk: Desk, path: Any) -> None:
    """Import without reading."""
    intake = desk.intake()
    preview = intake.prepare(path, account=None, marketplace="US")
    assert not isinstance(preview, Refused)
    intake.take(preview)
    intake.close()


@pytest.fixture
def waiting(desk: Desk, report: Make, row: Make) -> Desk:
    put_in(desk, report(*(row(nth, stars, said) for nth, (stars, said) in SAID.items())))
    return desk


def lane(desk: Desk, order: str) -> str:
    return desk.inbox.on_order(order)[0].lane


def test_what_came_is_unclear_until_it_is_read(waiting: Desk, order: Make) -> None:
    assert waiting.reading.to_read() == 4
    assert {lane(waiting, order(nth)) for nth in SAID} == {"read"}
    assert waiting.reading.read_all() == Done("4 comments read.")
    found = [lane(waiting, order(nth)) for nth in SAID]
    assert found == ["repair", "thank", "apologise", "read"]
    assert waiting.reading.to_read() == 0
    assert waiting.reading.read_all() == Done("")
    kept = waiting.inbox.on_order(order(1))[0]
    assert (kept.topic, kept.is_guess, kept.read_by) == ("condition", False, "stand-in")


def test_few_stars_are_read_first_and_an_interrupted_reader_leaves_the_rest(
    sit: Make, report: Make, row: Make, order: Make, stand_in: Any
) -> None:
    asked: list[str] = []

    class Slow(type(stand_in)):  # type: ignore[misc]
        def guesses(self, head: str, texts: Sequence[str], kinds: Sequence[int] = ()) -> Any:
            asked.extend(texts)
            return super().guesses(head, texts, kinds)

    desk = sit(reader=Slow())
    lines = [row(nth, 5, f"Nice {nth}") for nth in range(1, 301)]
    put_in(desk, report(*lines, row(301, 1, "Arrived broken")))
    seen: list[int] = []
    desk.reading.read_all(seen.append, stop=lambda: bool(seen))
    assert asked[0] == "Arrived broken"
    assert desk.reading.to_read() == seen[0] == 301 - 256
    desk.reading.read_all()
    assert desk.reading.to_read() == 0 and lane(desk, order(1)) == "thank"


def test_one_reader_a_desk(waiting: Desk) -> None:
    with alone_at(waiting.context.database.path, "reader") as alone:
        assert alone
        assert isinstance(waiting.reading.read_all(), Refused)
    assert isinstance(waiting.reading.read_all(), Done)


def test_what_an_agent_has_picked_stays(waiting: Desk, order: Make) -> None:
    number = waiting.inbox.on_order(order(1))[0].id
    waiting.triage.pick_lane([number], "thank")
    waiting.reading.read_all()
    assert lane(waiting, order(1)) == "thank"
    waiting.triage.pick_lane([number], "")
    assert lane(waiting, order(1)) == "repair"


def test_changed_words_are_read_anew(waiting: Desk, report: Make, row: Make, order: Make) -> None:
    waiting.reading.read_all()
    put_in(waiting, report(row(1, 1, "It never came"), name="later.txt"))
    assert (waiting.reading.to_read(), lane(waiting, order(1))) == (1, "read")
    waiting.reading.read_all()
    assert lane(waiting, order(1)) == "apologise"


def test_other_examples_have_everything_read_again_where_it_is(
    waiting: Desk, sit: Make, order: Make, stand_in: Any
) -> None:
    waiting.reading.read_all()
    stand_in.version = "better"
    desk = sit(reader=stand_in)
    assert not desk.lanes.are_current()
    assert "4 comments are read again" in desk.route_again(lambda _: None).message
    assert (desk.reading.to_read(), lane(desk, order(1))) == (4, "repair")
    desk.reading.read_all()
    assert desk.inbox.on_order(order(1))[0].read_by == "better"


def test_a_lane_that_is_not_sure_is_a_guess_that_can_be_looked_for(
    sit: Make, report: Make, row: Make, order: Make, stand_in: Any
) -> None:
    class Unsure(type(stand_in)):  # type: ignore[misc]
        def guesses(self, head: str, texts: Sequence[str], kinds: Sequence[int] = ()) -> Any:
            told = super().guesses(head, texts, kinds)
            return [each._replace(margin=0.1) for each in told]

    desk = sit(reader=Unsure())
    put_in(desk, report(row(1, 1, "It fell apart"), row(2, 1, "")))
    desk.reading.read_all()
    found = desk.inbox.on_order(order(1))[0]
    assert (found.lane, found.ground, found.is_guess) == ("misplaced", "", True)
    guesses = desk.inbox.open_view(View(filter=Filter(guesses=True)))
    assert [each.order_id for each in guesses.window(0, 9)] == [order(1)]
    desk.triage.pick_lane([found.id], "repair")
    assert not desk.inbox.on_order(order(1))[0].is_guess


def test_a_reader_beside_reads_with_the_real_model_and_ends(
    sit: Make, report: Make, row: Make, order: Make
) -> None:
    desk = sit(reader=reader_of(None))
    put_in(desk, report(row(1, 1, "The parcel never arrived"), row(2, 1, "Stopped working")))
    desk.reading.start()
    end = time.monotonic() + 60
    while desk.reading.is_under_way and time.monotonic() < end:
        time.sleep(0.1)
    assert desk.reading.to_read() == 0 and not desk.reading.is_under_way
    assert [lane(desk, order(nth)) for nth in (1, 2)] == ["apologise", "misplaced"]
    assert "never" in " ".join(
        quote.text
        for aspect in desk.lanes.explain(desk.inbox.on_order(order(1))[0]).aspects
        for quote in aspect.quotes
    )


def test_without_the_model_new_rows_stay_unclear_and_the_desk_says_why(
    sit: Make, report: Make, row: Make, order: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sit(reader=reader_of(None))
    put_in(desk, report(row(1, 1, "Arrived broken")))
    monkeypatch.setattr("fbtui.understanding.encoder.find_spec", lambda _: None)
    desk.reading.start()
    assert not desk.reading.is_under_way and "the model is missing" in desk.reading.why_not
    assert lane(desk, order(1)) == "read"
