"""`fbtui route` and `fbtui playbook check` as a script would use them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fbtui.assets import DATA
from fbtui.understanding.reader import reader_of

GOOD = '{"stars": 1, "comment": "x"}'


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path


def _edited(own: Path, name: str, old: str, new: str) -> Path:
    text = (DATA / name).read_text(encoding="utf-8")
    assert old in text
    (own / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return own / name


def test_comments_are_streamed_with_lane_ground_and_reason(ran: Callable) -> None:
    lines = [
        {"id": "a", "stars": 1, "fulfilment": "afn", "comment": "Never arrived"},
        {"stars": 1, "fulfilment": "Fbm", "buy_shipping_on_time": True, "comment": "Never arrived"},
        {"stars": 5, "comment": "Great!"},
    ]
    given = "\n".join(map(json.dumps, lines))
    result = ran("route", "-", given=given)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [a["ground"] for a in answers] == ["fba_delivery", "buy_shipping_delivery", None]
    assert [a["id"] for a in answers] == ["a", None, None]
    assert answers[0]["aspects"][0]["quotes"] == [{"text": "Never arrived", "start": 0, "end": 13}]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "this is not JSON"),
        ("[]", "not a JSON object"),
        ('{"stars": 1}', '"comment" must be'),
        ('{"stars": 6, "comment": ""}', '"stars" must be a number from 1 to 5'),
        ('{"stars": 1, "comment": "", "fulfilment": "DHL"}', '"fulfilment" must be FBA'),
        ('{"stars": 1, "comment": "", "buy_shipping_on_time": 1}', "buy_shipping_on_time"),
    ],
)
def test_a_bad_line_is_refused_with_its_number(ran: Callable, line: str, why: str) -> None:
    result = ran("route", given=f"{GOOD}\n{line}\n{GOOD}")
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 2
    assert "line 2" in result.stderr and why in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_score_reports_shares_and_confusion(ran: Callable, tmp_path: Path) -> None:
    file = tmp_path / "labelled.ndjson"
    rows = [
        {"stars": 1, "comment": "It leaked", "lane": "misplaced", "ground": "product_only"},
        {"stars": 1, "comment": "Arrived broken", "lane": "read", "ground": None},
    ]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = ran("route", file, "--score")
    assert result.exit_code == 0
    assert "right lane          50.0%" in result.stdout
    assert "precision 100.0%, recall 100.0%" in result.stdout
    assert "→ repair" in result.stdout


def test_the_shipped_playbook_is_valid(ran: Callable) -> None:
    result = ran("playbook", "check")
    assert (result.exit_code, result.stderr) == (0, "")


def test_an_own_example_wins_over_the_shipped_ones(ran: Callable, own: Path) -> None:
    line = json.dumps({"stars": 1, "comment": "flumptious zibbet"})
    (own / "examples" / "comments").mkdir(parents=True)
    example = own / "examples" / "comments" / "ours.toml"
    lanes = {}
    for topic in ("service", "condition"):
        example.write_text(f'{topic} = ["flumptious zibbet"]\n', "utf-8")
        lanes[topic] = json.loads(ran("route", "--rules", own, given=line).stdout)["lane"]
        reader_of.cache_clear()  # examples are read once per process
    assert lanes == {"service": "apologise", "condition": "repair"}


def test_an_example_without_a_topic_is_reported_with_its_line(ran: Callable, own: Path) -> None:
    (own / "examples" / "comments").mkdir(parents=True)
    path = own / "examples" / "comments" / "ours.toml"
    path.write_text('delivery = ["late"]\nlivraison = ["tard"]\n', "utf-8")
    result = ran("playbook", "check", own)
    assert result.exit_code == 3 and f"{path}, line 2" in result.stderr


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("playbook.toml", '"email"', '"telegram"', "telegram"),
        ("playbook.toml", '"product_only"', '"product_mostly"', "product_mostly"),
        ("playbook.toml", "negative = 24", "negative = soon", "not TOML"),
        ("grounds.toml", "{quotes}: {ground}", "{quotes}: {gruond}", '"contains" may hold only'),
    ],
)
def test_a_mistake_is_reported_with_file_and_line(
    ran: Callable, own: Path, name, old, new, says
) -> None:
    path = _edited(own, name, old, new)
    changed = path.read_text(encoding="utf-8").splitlines()
    shipped = (DATA / name).read_text(encoding="utf-8").splitlines()
    line = next(i for i, (a, b) in enumerate(zip(changed, shipped, strict=True), 1) if a != b)
    result = ran("playbook", "check", own)
    assert result.exit_code == 3
    assert str(path) in result.stderr and f"line {line}" in result.stderr
    assert says in result.stderr or "Input should be" in result.stderr


def test_unused_copies_do_no_harm(ran: Callable, own: Path) -> None:
    shutil.copy(DATA / "playbook.toml", own)
    assert ran("playbook", "check", own).exit_code == 0
