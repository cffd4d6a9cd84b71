"""Filters say what they narrow, and triage's rules refuse with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from fbtui.domain.feedback.feedback import BANDS, Feedback, band
from fbtui.domain.feedback.queue import SORT_WORDS, SORTS, Filter, View, stars_of_band
from fbtui.domain.feedback.snooze import snooze, wake
from fbtui.domain.feedback.triage import add_tag, finish, remove_tag, reopen, tag_of
from fbtui.domain.outcome import Refused

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def feedback(**changed: Any) -> Feedback:
    values = {
        **{"id": 1, "account": "main", "marketplace": "US", "order_id": "114-8766213-9372221"},
        **{"date": date(2026, 11, 20), "stars": 1, "comment": "Late", "response": ""},
        **{"rater_email": "", "fulfilment": "FBA", "status": "open", "snoozed_until": None},
        **{"due": NOW, "imported_at": NOW, "tags": (), "version": 1},
    }
    return Feedback.model_validate(values | changed)


def test_bands_and_their_stars_agree() -> None:
    assert [band(stars) for stars in range(1, 6)] == [
        *("negative", "negative", "neutral", "positive", "positive")
    ]
    assert sorted(stars for name in BANDS for stars in stars_of_band(name)) == [1, 2, 3, 4, 5]


def test_stars_toggle_in_and_out() -> None:
    shown = Filter().toggled(2).toggled(1)
    assert shown.stars == (1, 2)
    assert shown.toggled(2).toggled(1) == Filter()


def test_chips_say_all_that_narrows() -> None:
    assert Filter().chips() == ["open"]
    asked = Filter(
        stars=(1, 2),
        status=("open", "snoozed"),
        account="Nord",
        marketplace="DE",
        fulfilment="MFN",
        tag="vip",
        search=" late ",
        overdue=True,
        since=date(2026, 11, 1),
        until=date(2026, 11, 20),
    )
    assert asked.chips() == [
        *("negative (1-2★)", "open or snoozed", "overdue", "account Nord", "DE", "fulfilment MFN"),
        *("tag vip", "from 2026-11-01", "to 2026-11-20", "“ late ”"),
    ]
    assert Filter(stars=(3,), status=(), search="  ").chips() == ["3★", "any status"]
    assert Filter(stars=(1, 5)).chips()[0] == "1,5★"


def test_only_words_tags_and_fulfilment_take_time() -> None:
    assert Filter(stars=(1,), account="a", overdue=True, since=NOW.date(), search=" ").is_instant
    slow = ({"search": "x"}, {"tag": "x"}, {"fulfilment": "FBA"})
    assert not any(Filter.model_validate(asked).is_instant for asked in slow)


def test_a_view_is_kept_as_text_and_refuses_what_it_does_not_know() -> None:
    view = View(filter=Filter(stars=(1,), since=date(2026, 1, 1)), sort="window")
    assert View.model_validate_json(view.model_dump_json()) == view
    assert set(SORT_WORDS) == set(SORTS)
    with pytest.raises(ValidationError):
        View.model_validate({"sort": "beauty"})
    with pytest.raises(ValidationError):
        Filter.model_validate({"colour": "red"})


def refused(answer: Feedback | Refused) -> str:
    assert isinstance(answer, Refused)
    return answer.why


def test_what_is_done_or_open_already_is_refused_with_the_order() -> None:
    done = finish(feedback())
    assert isinstance(done, Feedback)
    assert (done.status, done.snoozed_until) == ("done", None)
    assert refused(finish(done)) == "Order 114-8766213-9372221 is done already."
    assert refused(reopen(feedback())) == "Order 114-8766213-9372221 is open already."
    assert reopen(done) == feedback()


def test_a_snooze_is_for_later_and_not_for_what_is_done() -> None:
    later = NOW + timedelta(hours=1)
    asleep = snooze(later, NOW)(feedback())
    assert isinstance(asleep, Feedback)
    assert (asleep.status, asleep.snoozed_until) == ("snoozed", later)
    assert wake(asleep) == feedback()
    assert "past" in refused(snooze(NOW, NOW)(feedback()))
    assert "reopen it first" in refused(snooze(later, NOW)(feedback(status="done")))


def test_tags_stay_sorted_and_are_there_once() -> None:
    tagged = add_tag("a")(feedback(tags=("b",)))
    assert isinstance(tagged, Feedback)
    assert tagged.tags == ("a", "b")
    assert "already" in refused(add_tag("a")(tagged))
    assert "does not have" in refused(remove_tag("c")(tagged))
    assert remove_tag("a")(tagged) == feedback(tags=("b",))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        *(
            (" VIP ", "vip"),
            ("refund-2026", "refund-2026"),
            ("größe", "größe"),
            ("a" * 40, "a" * 40),
        ),
        *(("", None), ("two words", None), ("a" * 41, None), ("-x", None), ("a\x1b", None)),
        *(("a\n", "a"), ("a,b", None), ('"', None)),
    ],
)
def test_a_tag_is_one_word(typed: str, kept: str | None) -> None:
    found = tag_of(typed)
    assert isinstance(found, Refused) if kept is None else found == kept
