"""The sample desk holds enough work of every kind, the same for everyone, all of it invented."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from pydantic import TypeAdapter

from fbtui.intake.rows import ReportRow
from fbtui.services.demo.feedback import DemoFeedback, demo_rows

TODAY = date(2026, 3, 2)
PREFIXES = {"US": {"111", "112", "113", "114"}, "UK": {"026", "203"}, "DE": {"302"}}


@pytest.fixture(scope="module")
def desk() -> list[DemoFeedback]:
    return demo_rows(TODAY)


def _age(feedback: DemoFeedback, today: date = TODAY) -> int:
    return (today - date.fromisoformat(feedback.row.date)).days


def test_every_row_is_a_report_row_as_intake_would_hand_it_over(desk: list[DemoFeedback]) -> None:
    strict = TypeAdapter(ReportRow)
    for feedback in desk:
        strict.validate_python(feedback.row, strict=True)
        assert 1 <= feedback.row.stars <= 5
        assert len(feedback.row.comment) <= 400
        assert feedback.row.fulfilment in ("FBA", "MFN", "")
    assert [feedback.row.line for feedback in desk] == list(range(2, len(desk) + 2))


def test_there_is_work_of_every_star_and_good_stars_prevail(desk: list[DemoFeedback]) -> None:
    stars = Counter(feedback.row.stars for feedback in desk)
    assert 400 <= len(desk) <= 450
    assert stars[1] + stars[2] + stars[3] >= 130
    assert stars[5] > stars[1] + stars[2]
    assert stars[1] > stars[2] > stars[3] > 40
    assert stars[5] > 4 * stars[4] > 0


def test_complaints_do_not_repeat_and_only_short_praise_does(desk: list[DemoFeedback]) -> None:
    low = Counter(f.row.comment for f in desk if f.row.stars <= 3 and f.row.comment)
    high = Counter(f.row.comment for f in desk if f.row.stars > 3)
    assert len(low) >= 170
    assert set(low.values()) == {1}
    assert len(high) >= 90
    assert all(len(text) < 50 for text, times in high.items() if times > 1)


def test_two_sellers_three_marketplaces_and_all_ways_of_fulfilment(
    desk: list[DemoFeedback],
) -> None:
    assert {(f.account, f.marketplace) for f in desk} == {
        ("Northwind Goods", "US"),
        ("Northwind Goods", "UK"),
        ("Harbour & Hill", "DE"),
    }
    marketplaces = Counter(f.marketplace for f in desk)
    fulfilment = Counter(f.row.fulfilment for f in desk)
    assert min(marketplaces.values()) >= len(desk) // 8
    assert fulfilment["FBA"] > fulfilment["MFN"] > fulfilment[""] > len(desk) // 20


def test_only_what_the_seller_sent_knows_of_buy_shipping(desk: list[DemoFeedback]) -> None:
    known = Counter(f.buy_shipping_on_time for f in desk if f.row.fulfilment == "MFN")
    assert all(f.buy_shipping_on_time is None for f in desk if f.row.fulfilment != "MFN")
    assert min(known[True], known[False], known[None]) >= 5


def test_order_ids_are_unique_and_fit_their_marketplace(desk: list[DemoFeedback]) -> None:
    assert len({f.row.order_id for f in desk}) == len(desk)
    for feedback in desk:
        assert re.fullmatch(r"\d{3}-\d{7}-\d{7}", feedback.row.order_id)
        assert feedback.row.order_id[:3] in PREFIXES[feedback.marketplace]


def test_buyers_hide_behind_their_own_alias(desk: list[DemoFeedback]) -> None:
    aliases = {f.row.rater_email for f in desk}
    assert len(aliases) == len(desk)
    shape = re.compile(r"[a-z0-9]{15}@marketplace\.amazon\.(com|co\.uk|de|co\.jp)")
    found = [shape.fullmatch(alias) for alias in aliases]
    assert {match[1] for match in found if match} == {"com", "co.uk", "de", "co.jp"}
    assert all(found)


@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2027, 1, 1)])
def test_most_of_it_is_recent_and_nothing_lies_in_the_future(today: date) -> None:
    ages = [_age(feedback, today) for feedback in demo_rows(today)]
    assert min(ages) >= 0
    assert 365 < max(ages) <= 427
    assert sum(age <= 60 for age in ages) > len(ages) / 2
    assert any(83 <= age < 90 for age in ages), "a removal window is about to close"
    assert ages == sorted(ages)


def test_tomorrow_the_same_desk_has_moved_by_a_day(desk: list[DemoFeedback]) -> None:
    assert demo_rows(TODAY) == desk
    tomorrow = demo_rows(TODAY + timedelta(days=1))
    assert [_age(f, TODAY + timedelta(days=1)) for f in tomorrow] == [_age(f) for f in desk]
    assert [f.row._replace(date="") for f in tomorrow] == [f.row._replace(date="") for f in desk]


def test_the_shift_before_us_left_its_traces(desk: list[DemoFeedback]) -> None:
    done = [f for f in desk if f.status == "done"]
    assert len(done) == 25
    assert all(_age(f) > 30 and f.row.stars <= 3 for f in done)
    answered = sum(bool(f.row.response) for f in desk)
    assert 0.12 * len(desk) <= answered <= 0.18 * len(desk)
    assert {tag for f in desk for tag in f.tags} == {"vip", "refund-promised", "watch"}
    assert 5 <= sum(bool(f.note) for f in desk) <= 15
    [half_written] = [f for f in desk if f.drafted]
    assert half_written.status == "open"
    assert half_written.row.response == ""
    assert half_written.row.stars == 1


def test_what_is_open_came_in_lately_and_never_before_it_was_written(
    desk: list[DemoFeedback],
) -> None:
    assert all(0 <= f.days_since_import <= _age(f) for f in desk)
    waiting = Counter(f.days_since_import for f in desk if f.status == "open")
    assert max(waiting) <= 6
    assert waiting[0] > waiting[1] > waiting[2] > 0


@pytest.mark.parametrize(
    "payload",
    [
        "\x1b[2J",
        "\x1b]52;c;",
        "\x1b]8;;",
        "\x9b",
        "\x00",
        "\r\b",
        "\u202e",
        "\u200b",
        "[@click=app.quit]x[/]",
        "[red]",
        "=HYPERLINK(",
        "<script>",
        "DROP TABLE",
        "\u0336\u0321",
        "o" * 200,
        "\u200d",
        "ｶﾞ",
    ],
)
def test_the_hostile_buyer_is_at_the_desk_unaltered(desk: list[DemoFeedback], payload: str) -> None:
    assert any(payload in f.row.comment for f in desk)


@pytest.mark.parametrize(
    "words",
    ["f*ck", "sh1t", "(212) 555-0147", "@example.com", "leaked", "Shipping labels did not stick"],
)
def test_the_ground_for_a_removal_can_be_practised(desk: list[DemoFeedback], words: str) -> None:
    assert any(words in f.row.comment for f in desk if f.row.stars <= 3)


def test_comments_are_empty_short_long_and_broken_over_lines(desk: list[DemoFeedback]) -> None:
    texts = [f.row.comment for f in desk]
    assert texts.count("") >= 10
    assert sum(0 < len(text) <= 12 for text in texts) >= 40
    assert sum(len(text) >= 280 for text in texts) >= 6
    assert sum("\n\n" in text for text in texts) >= 5
