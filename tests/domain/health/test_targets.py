"""The targets file: complete, found in any spelling, and precise about its own mistakes."""

from __future__ import annotations

import datetime
from fractions import Fraction
from pathlib import Path

import pytest

from fbtui.domain.health.targets import parse_targets
from fbtui.domain.health.vocabulary import Standing, Tile, Unit
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.performance_fields import (
    ORDER_DEFECTS,
    SHAPES,
    V1_CHECKLIST,
    V1_COUNTS,
    V1_HOURS,
    V1_RATES,
)
from fbtui.intake.targets_file import load_targets

TODAY = datetime.date(2026, 11, 2)
GOOD_FILE = """
[[metric]]
name = "order_defect_rate"
label = "Order Defect Rate"
unit = "rate"
tile = "customer service performance"
target = { comparator = "<", value = "1%" }
source = "ours"

[[metric]]
name = "ours"
label = "Ours"
unit = "count"
tile = "account"
source = "ours"
"""


@pytest.mark.parametrize(
    ("name", "comparator", "bar", "windows"),
    [
        ("order_defect_rate", "<", "1/100", (60,)),
        ("late_shipment_rate", "<", "4/100", (10, 30)),
        ("pre_fulfilment_cancel_rate", "<", "25/1000", (7,)),
        ("valid_tracking_rate", ">", "95/100", (30,)),
        ("on_time_delivery_rate", "≥", "90/100", (14,)),
        ("invoice_defect_rate", "<", "5/100", (7,)),
        ("return_dissatisfaction_rate", "<", "10/100", (7, 30, 60)),
        ("customer_service_dissatisfaction_rate", "<", "25/100", (7, 30, 90)),
        ("responses_under_24_hours", ">", "90/100", (7, 30, 90)),
        ("late_responses", "≤", "10/100", (7, 30, 90)),
    ],
)
def test_the_shipped_targets(
    name: str, comparator: str, bar: str, windows: tuple[int, ...]
) -> None:
    metric = load_targets().find(name)
    assert metric is not None
    assert metric.target is not None
    assert (metric.target.comparator, metric.target.value) == (comparator, Fraction(bar))
    assert metric.target.warning_share == Fraction(4, 5)
    assert metric.windows == windows


def test_the_policy_counters_must_all_be_nothing() -> None:
    """Nine kinds of violation, and two counters that Amazon keeps beside them."""
    policy = [m for m in load_targets().metric if m.tile is Tile.PRODUCT_POLICY and m.target]
    assert len(policy) == 9 + 2
    assert all(m.target and (m.target.comparator, m.target.value) == ("=", 0) for m in policy)
    assert all(m.windows == (180,) and m.unit is Unit.COUNT for m in policy)


def test_what_amazon_retired_in_2018_is_retired_and_the_rest_is_not() -> None:
    retired = {m.name for m in load_targets().metric if m.retired(TODAY)}
    assert "late_responses" in retired
    assert "return_dissatisfaction_rate" in retired
    assert not retired & {"order_defect_rate", "late_shipment_rate", "account_health_rating"}
    late = load_targets().find("late responses")
    assert late is not None
    assert not late.retired(datetime.date(2018, 8, 14))


def test_a_metric_is_found_in_any_spelling() -> None:
    targets = load_targets()
    for spelling in ("Order Defect Rate", "orderDefectRate", "ORDER-DEFECT-RATE", "odr"):
        metric = targets.find(spelling)
        assert metric is not None
        assert metric.name == "order_defect_rate"
    assert targets.find("") is None
    assert targets.find("no such metric") is None


def test_every_metric_of_the_reports_is_on_the_board() -> None:
    named = {shape.metric for shape in SHAPES.values()} | set(ORDER_DEFECTS.parts.values())
    for table in (V1_RATES, V1_COUNTS, V1_HOURS, V1_CHECKLIST):
        named |= set(table.values())
    assert named <= {metric.name for metric in load_targets().metric}


def test_the_order_defect_rate_has_three_parts() -> None:
    parts = [metric.label for metric in load_targets().parts_of("order_defect_rate")]
    assert parts == ["Negative feedback", "A-to-z Guarantee claims", "Chargeback claims"]


def test_amazons_words_in_ours() -> None:
    targets = load_targets()
    said = {w: targets.amazon_standing(w) for w in ("GOOD", "Fair", "BAD", "NONE", "SUSPENDED")}
    assert list(said.values()) == ["good", "at risk", "breach", "no data", "breach"]
    assert targets.amazon_standing("SOMETHING_NEW") is Standing.NO_DATA


@pytest.mark.parametrize(
    ("was", "becomes", "line", "about"),
    [
        ('value = "1%"', 'value = "1 %%"', 7, "target.value"),
        ('comparator = "<"', 'comparator = "!"', 7, "target.comparator"),
        ('unit = "count"', 'unit = "kilos"', 13, "unit"),
        ('label = "Ours"\n', "", 10, "label"),
        ('tile = "account"', 'tile = "account"\ncolour = "red"', 15, "colour"),
        ('name = "ours"', 'name = "order_defect_rate"', 11, "listed twice"),
        ('unit = "count"', 'unit = "count"\npart_of = "nothing"', 11, "part_of"),
        ('source = "ours"\n', "source = \n", 8, "Invalid value"),
    ],
)
def test_a_mistake_is_named_with_its_line(was: str, becomes: str, line: int, about: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        parse_targets(GOOD_FILE.replace(was, becomes, 1), "targets.toml")
    said = str(refused.value)
    assert "targets.toml" in said
    assert f"line {line}" in said
    assert about in said
    assert "\n" not in said


def test_a_users_own_targets_win_over_the_shipped_ones(tmp_path: Path) -> None:
    own = tmp_path / "targets.toml"
    own.write_text(GOOD_FILE.replace('"1%"', '"0.5%"'), encoding="utf-8")
    targets = load_targets(own)
    strict = targets.find("order_defect_rate")
    assert strict is not None
    assert strict.target is not None
    assert strict.target.value == Fraction(1, 200)
    assert targets.find("ours") is not None
    assert targets.find("late_shipment_rate") is not None
    assert targets.amazon_standing("GOOD") is Standing.GOOD


def test_a_targets_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match=r"none\.toml: .*cannot be read"):
        load_targets(tmp_path / "none.toml")
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'label = "R\xfcckgabe"')
    with pytest.raises(RefusedInput, match="UTF-8"):
        load_targets(latin)
