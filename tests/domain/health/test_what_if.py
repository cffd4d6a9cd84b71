"""What if feedback were struck; whether a low stat was told, and how it went on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.health.board import MetricRow, metric_rows
from fbtui.domain.health.headroom import days_to_recover
from fbtui.domain.health.metric import Target
from fbtui.domain.health.plot import plot, spark
from fbtui.domain.health.reading import Reading
from fbtui.domain.health.vocabulary import Comparator, Standing
from fbtui.domain.health.what_if import if_struck
from fbtui.domain.health.wording import format_headroom
from fbtui.intake.targets_file import load_targets

TODAY = date(2026, 11, 22)
TARGETS = load_targets()


def feedback(nth: int, stars: int, fulfilment: str = "MFN", days: int = 5) -> Feedback:
    return Feedback(
        id=nth,
        account="main",
        marketplace="US",
        order_id=f"114-8766213-{nth:07d}",
        date=TODAY - timedelta(days=days),
        stars=stars,
        comment="",
        response="",
        rater_email="",
        fulfilment=fulfilment,  # type: ignore[arg-type]
        status="open",
        snoozed_until=None,
        due=None,
        imported_at=datetime(2026, 11, 22, tzinfo=UTC),
        tags=(),
        version=1,
    )


def board(**defects: int) -> list[MetricRow]:
    """Lines of 1,000 seller-fulfilled orders: `order_defect_rate=12`."""
    readings = [
        Reading(
            account="main",
            marketplace="US",
            metric=metric,
            fulfilment="MFN",
            window_days=60,
            date=TODAY,
            numerator=count,
            denominator=1000,
        )
        for metric, count in defects.items()
    ]
    return metric_rows(TARGETS, readings)


def test_negative_feedback_leaves_the_rate_of_its_fulfilment() -> None:
    struck = [feedback(1, 1), feedback(2, 2), feedback(3, 3), feedback(4, 1, "FBA")]
    found = if_struck(struck, board(order_defect_rate=11), TARGETS, [(TODAY, 1, 4)], TODAY)
    [rate] = found.rates
    assert (rate.struck, rate.verdict.display, rate.verdict.standing) == (
        *(2, "0.9%"),
        Standing.AT_RISK,
    )


def test_an_order_with_a_claim_keeps_its_defect() -> None:
    here = board(order_defect_rate=12, negative_feedback_rate=3, a_to_z_claim_rate=11)
    struck = [feedback(nth, 1) for nth in range(3)]
    [rate] = if_struck(struck, here, TARGETS, [], TODAY).rates
    assert (rate.struck, rate.verdict.display) == (1, "1.1%")


def test_what_cannot_be_told_is_said() -> None:
    struck = [feedback(1, 1, "unknown"), feedback(2, 1, days=61), feedback(3, 5)]
    found = if_struck(struck, board(order_defect_rate=12), TARGETS, [], TODAY)
    assert (found.unknown, found.rates[0].struck) == (1, 0)


@pytest.mark.parametrize(("days", "rating"), [(5, "5.0"), (364, "5.0"), (365, "4.5"), (400, "4.5")])
def test_only_twelve_months_count_for_the_stars(days: int, rating: str) -> None:
    by_day = [(TODAY, 5, 7), (TODAY - timedelta(days=min(days, 364)), 1, 1)]
    found = if_struck([feedback(1, 1, days=days)], [], TARGETS, by_day, TODAY)
    assert (found.stars_now, found.stars) == ("4.5", rating)


def test_the_pages_own_rating_is_worked_from_about() -> None:
    found = if_struck([feedback(1, 1)] * 20, [], TARGETS, [], TODAY, page=("4.8", 626))
    assert (found.stars_now, found.stars, found.about) == ("4.8", "4.9", True)
    emptied = if_struck([feedback(1, 1)], [], TARGETS, [], TODAY, page=("1.0", 1))
    assert emptied.stars == "–"


def below(value: str) -> Target:
    return Target(comparator=Comparator.BELOW, value=Fraction(value))


@pytest.mark.parametrize(
    ("defects", "orders", "target", "days"),
    [
        (12, 1000, below("1/100"), 15),  # three of twelve have to leave: a quarter of 60 days
        (10, 1000, below("1/100"), 6),  # exactly on the bar: one of ten
        (9, 1000, below("1/100"), None),  # met
        (1, 1, below("1/100"), 60),  # all of it
        (0, 0, below("1/100"), None),
        (5, 50, Target(comparator=Comparator.EXACTLY, value=Fraction(0)), None),
        (90, 100, Target(comparator=Comparator.ABOVE, value=Fraction(95, 100)), 36),
        (95, 100, Target(comparator=Comparator.AT_LEAST, value=Fraction(95, 100)), None),
    ],
)
def test_days_until_old_defects_have_left(
    defects: int, orders: int, target: Target, days: int | None
) -> None:
    reading = Reading(metric="x", date=TODAY, window_days=60, numerator=defects, denominator=orders)
    assert days_to_recover(reading, target) == days


def test_a_trend_is_seen_at_a_glance() -> None:
    days = [(TODAY + timedelta(days=n), Fraction(n, 100)) for n in range(8)]
    assert spark(days, 8) == "▁▂▃▄▅▆▇█"
    assert spark(days, 3) == "▁▄█"
    assert spark([(TODAY, None), (TODAY, Fraction(1))], 9) == "·▁"
    assert spark([], 5) == ""


def test_a_plot_shows_its_bar_and_every_reading() -> None:
    days = [(TODAY + timedelta(days=n), Fraction(n, 100)) for n in (0, 5, 10)]
    bar = Target(comparator=Comparator.BELOW, value=Fraction(5, 100))
    drawn = plot(days, bar, 20, 5)
    assert len(drawn) == 5 and all(len(line.text) == 20 for line in drawn)
    assert [line.beside for line in drawn if line.beside] == [Fraction(10, 100), Fraction(5, 100)]
    assert "┄" in drawn[2].text and drawn[2].is_goal and drawn[-1].text.startswith("▁")
    states = [run.standing for run in drawn[-1].runs if run.standing]
    assert states == [Standing.GOOD, Standing.BREACH, Standing.BREACH]
    assert plot([(TODAY, None)], None, 20, 5) == []


@pytest.mark.parametrize(
    ("defects", "words"),
    [
        (2, "7 more defects before 1%"),
        (8, "1 more defect before 1%"),
        (9, "0 more defects before 1%"),
    ],
)
def test_headroom_in_words(defects: int, words: str) -> None:
    assert format_headroom(board(order_defect_rate=defects)[0]) == words
