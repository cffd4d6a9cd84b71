"""The board: latest reading per line, verdicts beside Amazon's own, what has to be escalated."""

from __future__ import annotations

import datetime
from fractions import Fraction

from fbtui.domain.health.board import (
    MetricRow,
    low_stats,
    metric_rows,
    not_read,
    target_of,
    tile_standing,
)
from fbtui.domain.health.reading import Reading
from fbtui.domain.health.vocabulary import Comparator, Standing, Tile
from fbtui.intake.targets_file import load_targets

TARGETS = load_targets()
TODAY = datetime.date(2026, 11, 2)


def reading(metric: str, day: int = 2, **figures: object) -> Reading:
    date = datetime.date(2026, 11, day)
    return Reading.model_validate({"metric": metric, "date": date, "window_days": 60} | figures)


def on_board(*readings: Reading) -> list[MetricRow]:
    return metric_rows(TARGETS, readings)


def test_the_latest_reading_is_judged_and_the_earlier_ones_are_its_trend() -> None:
    (line,) = on_board(
        reading("order_defect_rate", 2, numerator=9, denominator=1000),
        reading("order_defect_rate", 1, numerator=2, denominator=1000),
    )
    assert line.verdict.display == "0.9%"
    assert line.verdict.standing is Standing.AT_RISK
    assert line.verdict.headroom == 0
    assert [value for _, value in line.trend] == [Fraction(1, 500), Fraction(9, 1000)]


def test_seller_fulfilled_stands_left_of_fba_and_windows_in_their_order() -> None:
    found = on_board(
        reading("late_shipment_rate", window_days=30, value="1%"),
        reading("order_defect_rate", fulfilment="FBA", value="0%"),
        reading("late_shipment_rate", window_days=10, value="1%"),
        reading("order_defect_rate", fulfilment="MFN", value="0%"),
    )
    seen = [(line.reading.fulfilment, line.reading.window_days) for line in found]
    assert seen == [("MFN", 60), ("FBA", 60), ("", 10), ("", 30)]


def test_the_reports_own_target_wins() -> None:
    own = reading("on_time_delivery_rate", value="0.96", comparator=Comparator.ABOVE, target="0.97")
    (line,) = on_board(own)
    assert line.verdict.target is not None
    assert line.verdict.target.value == Fraction(97, 100)
    assert line.verdict.standing is Standing.BREACH


def test_a_report_that_states_no_target_is_held_to_the_shipped_one() -> None:
    metric = TARGETS.find("account_health_rating")
    assert metric is not None
    assert target_of(reading("account_health_rating", value=428), metric) == metric.target


def test_good_below_its_target_is_shown_as_a_difference() -> None:
    """As in a real report: 3 of 7 on time, target 97 %, status GOOD."""
    (line,) = on_board(
        reading(
            "on_time_delivery_rate",
            numerator=3,
            denominator=7,
            comparator=">",
            target="0.97",
            amazon_status="GOOD",
        )
    )
    assert line.verdict.standing is Standing.BREACH
    assert line.verdict.amazon is Standing.GOOD
    assert line.verdict.differs
    assert line in low_stats([line])


def test_a_breach_says_how_many_good_orders_bring_it_back() -> None:
    (line,) = on_board(reading("order_defect_rate", numerator=10, denominator=900))
    assert line.verdict.orders_to_recover == 101


def test_account_status_and_warnings_stand_as_amazons_word_does() -> None:
    found = on_board(
        reading("account_status", amazon_status="AT_RISK"),
        reading("warning_states", detail="spammingSellerMessaging", amazon_status="BAD"),
        reading("account_health_rating", value=150, amazon_status="WARNED"),
    )
    assert [line.verdict.standing for line in found] == ["at risk", "at risk", "breach"]
    assert not any(line.verdict.differs for line in found)
    assert tile_standing(found, Tile.ACCOUNT) is Standing.BREACH


def test_low_stats_are_breaches_first_and_nothing_that_is_good() -> None:
    found = on_board(
        reading("order_defect_rate", numerator=9, denominator=1000),
        reading("late_shipment_rate", numerator=50, denominator=1000),
        reading("valid_tracking_rate", numerator=1000, denominator=1000),
        reading("negative_feedback_rate", numerator=1000, denominator=1000),
    )
    assert [line.metric.name for line in low_stats(found)] == [
        "late_shipment_rate",
        "order_defect_rate",
    ]


def test_retired_metrics_come_with_a_reading_and_are_not_asked_for() -> None:
    found = on_board(reading("late_responses", window_days=90, value="0%", numerator=1))
    assert [line.metric.name for line in found] == ["late_responses"]
    missing = {metric.name for metric in not_read(TARGETS, found, TODAY)}
    assert "order_defect_rate" in missing
    assert "average_response_time" not in missing


def test_a_tile_without_a_verdict_has_no_data() -> None:
    assert tile_standing([], Tile.SHIPPING) is Standing.NO_DATA
    found = on_board(reading("unheard_of_metric", value=1))
    assert found == []
