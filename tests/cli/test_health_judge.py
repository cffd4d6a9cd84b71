"""`fbtui health judge` in a pipe: figures in, standings out, one line each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def judge(ran: Callable) -> Callable:
    def judged(*figures: object):
        lines = (figure if isinstance(figure, str) else json.dumps(figure) for figure in figures)
        return ran("health", "judge", given="\n".join(lines))

    return judged


@pytest.fixture
def answers(judge: Callable) -> Callable:
    def answered(*figures: object) -> list[tuple[str, str, int | None]]:
        result = judge(*figures)
        assert result.exit_code == 0, result.stderr
        said = [json.loads(line) for line in result.stdout.splitlines()]
        assert all(list(answer) == ["id", "standing", "display", "headroom"] for answer in said)
        return [(answer["standing"], answer["display"], answer["headroom"]) for answer in said]

    return answered


ODR = {"metric": "order_defect_rate", "unit": "rate"}
OURS = {"metric": "ours", "unit": "rate"}


def test_the_order_defect_rate_of_the_sop(answers: Callable) -> None:
    assert answers(
        ODR | {"numerator": 0, "denominator": 1},
        ODR | {"numerator": 2, "denominator": 7890},
        ODR | {"value": "0.03%"},
        ODR | {"value": "2/7890"},
        ODR | {"value": "2 of 7,890 orders"},
        ODR | {"value": "N/A"},
        ODR | {"numerator": 0, "denominator": 0},
        ODR,
    ) == [
        ("good", "0%", 0),
        ("good", "0.03%", 76),
        ("good", "0.03%", None),
        ("good", "0.03%", 76),
        ("good", "0.03%", 76),
        ("no data", "N/A", None),
        ("no data", "N/A", None),
        ("no data", "N/A", None),
    ]


def test_a_given_target_wins_over_the_metrics_own(answers: Callable) -> None:
    assert answers(
        ODR | {"value": 0.009},
        ODR | {"value": 0.009, "target": 0.5},
        ODR | {"value": 0.009, "target": "0.9%", "comparator": "≤"},
        ODR | {"value": 0.009, "target": "0.9%", "comparator": "LESS_THAN"},
        ODR | {"value": 0.009, "comparator": None, "target": None},
        ODR | {"value": 0.009, "target": "--"},
        OURS | {"value": 0.009},
        OURS | {"value": 0.009, "target": 0.01, "comparator": "<"},
    ) == [
        ("at risk", "0.9%", None),
        ("good", "0.9%", None),
        ("at risk", "0.9%", None),
        ("breach", "0.9%", None),
        ("at risk", "0.9%", None),
        ("no target", "0.9%", None),
        ("no target", "0.9%", None),
        ("at risk", "0.9%", None),
    ]


def test_one_percent_in_any_notation_is_not_under_one_percent(
    answers: Callable,
) -> None:
    one = [
        {"value": 0.01},
        {"value": "1%"},
        {"value": "0.01"},
        {"numerator": 1, "denominator": 100},
    ]
    assert {standing for standing, _, _ in answers(*(ODR | figure for figure in one))} == {"breach"}


def test_minutes_counts_and_the_rating(answers: Callable) -> None:
    average = {"metric": "Average response time", "unit": "minutes"}
    violations = {"metric": "listing_policy_violations", "unit": "count"}
    assert answers(
        average | {"value": 580},
        average | {"value": "9 hours 40 minutes", "comparator": "<", "target": "12 hours"},
        average | {"numerator": 1160, "denominator": 2, "comparator": "<", "target": 580},
        violations | {"value": 0},
        violations | {"numerator": 1234},
        {"metric": "account_health_rating", "unit": "count", "value": 150},
        {"metric": "late responses", "unit": "rate", "numerator": 1, "denominator": 312},
    ) == [
        ("no target", "9 hours 40 minutes", None),
        ("at risk", "9 hours 40 minutes", 139),
        ("breach", "9 hours 40 minutes", 0),
        ("good", "0", 0),
        ("breach", "1,234", 0),
        ("at risk", "150", 0),
        ("good", "0%", 30),
    ]


def test_the_id_is_returned_unchanged(judge: Callable) -> None:
    ids = ["a", 7, 7.5, None, ["x", 1.25], "\u001b[31m\U0001f600"]
    result = judge(*(ODR | {"id": name, "value": 0} for name in ids))
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ids
    assert "\u001b" not in result.stdout


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"unit": "rate", "metric": 3}', '"metric"'),
        ('{"metric": "ours", "value": 1}', '"unit" must be one of rate, count, minutes'),
        (ODR | {"unit": "kilos"}, '"unit"'),
        (ODR | {"unit": ["rate"]}, '"unit"'),
        (ODR | {"numerator": -1, "denominator": 3}, '"numerator"'),
        (ODR | {"numerator": 1.5, "denominator": 3}, '"numerator"'),
        (ODR | {"numerator": True, "denominator": 3}, '"numerator"'),
        (ODR | {"value": -0.1}, "below 0"),
        (ODR | {"value": "lots"}, '"value"'),
        (ODR | {"value": {}}, '"value"'),
        (ODR | {"value": 0.1, "comparator": "~"}, '"comparator"'),
        (ODR | {"value": 0.1, "target": "low"}, '"target"'),
        (OURS | {"value": 0.1, "target": 0.1}, "comparator"),
        ('{"metric": "odr", "unit": "rate", "value": NaN}', "NaN"),
        ('{"metric": "odr", "unit": "rate", "value": 1e999999999}', '"value"'),
        ('{"metric": "odr", "unit": "rate", "value": ' + "9" * 5000 + "}", "digits"),
        ("[" * 100_000, "nested"),
    ],
)
def test_a_bad_line_is_reported_and_the_others_are_answered(
    judge: Callable, line: object, about: str
) -> None:
    result = judge(ODR | {"value": 0}, "", line, ODR | {"value": 1})
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 2
    (said,) = result.stderr.splitlines()
    assert said.startswith("fbtui: standard input, line 3: ")
    assert about in said


def test_a_byte_order_mark_is_accepted_and_binary_input_refused(
    ran: Callable, tmp_path: Path
) -> None:
    figures = tmp_path / "figures.ndjson"
    figures.write_bytes(b'\xef\xbb\xbf{"metric": "odr", "value": "0.03%"}\r\n"\xff"\n')
    result = ran("health", "judge", figures)
    assert json.loads(result.stdout)["standing"] == "good"
    assert f"{figures}, line 2: this is not UTF-8" in result.stderr
    assert result.exit_code == 3


def test_empty_input_gives_empty_output(judge: Callable) -> None:
    result = judge("", "  ")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
