"""A team's own content files win, and a mistake in one is reported with its line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fbtui.assets import DATA


@pytest.fixture
def edited(own_folder: Path) -> Callable[[str, str, str], Path]:
    """A copy of a shipped file with one change."""

    def edit(name: str, old: str, new: str) -> Path:
        text = (DATA / name).read_text("utf-8")
        assert old in text
        path = own_folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace(old, new, 1), "utf-8")
        return path

    return edit


@pytest.fixture
def taught(own_folder: Path) -> Callable[[str, str], Path]:
    """The team's own examples for a classifier, in the format of the shipped ones."""

    def teach(head: str, lines: str) -> Path:
        path = own_folder / "examples" / head / "ours.toml"
        path.parent.mkdir(parents=True)
        path.write_text(lines, "utf-8")
        return path

    return teach


def test_own_examples_classify_new_comments(ran: Callable, taught: Callable) -> None:
    taught("comments", 'service = ["flumptious zibbet grackle", "zibbet flumptious"]\n')
    given = json.dumps({"stars": 1, "comment": "flumptious zibbet"})
    assert json.loads(ran("route", given=given).stdout)["lane"] == "apologise"


def test_the_teams_own_policy_is_used(ran: Callable, edited: Callable) -> None:
    edited("policy.toml", 'emoji = "warn"', 'emoji = "block"')
    result = ran("check", "--kind", "email", "--json", given="Kind regards 😊")
    assert [found["severity"] for found in json.loads(result.stdout)] == ["block"]


def test_own_passages_are_used_by_the_check(ran: Callable, taught: Callable) -> None:
    taught("letters", 'incentive = ["Zibbet flumptious grackle for your stars."]\n')
    given = "Zibbet flumptious grackle for your stars."
    result = ran("check", "--kind", "email", "--json", given=given)
    assert "incentive" in [found["code"] for found in json.loads(result.stdout)]


def test_a_mistake_in_own_passages_is_reported_with_its_line(
    ran: Callable, taught: Callable
) -> None:
    path = taught("letters", 'begging = ["Please, please."]\n')
    result = ran("check", "--kind", "email", given="Kind regards to you")
    assert result.exit_code == 3 and f"{path}, line 1" in result.stderr


def test_own_answers_are_recognised(ran: Callable, edited: Callable) -> None:
    edited("answers.toml", "[removed]\nsays = [\n", "[removed]\nsays = [\n  '''gone it is''',\n")
    result = ran("case", "read", given="Gone it is.")
    assert (result.exit_code, result.stdout) == (0, "removed: “Gone it is”\n")


def test_own_targets_are_used(ran: Callable, own_folder: Path) -> None:
    (own_folder / "targets.toml").write_text(
        '[[metric]]\nname = "order_defect_rate"\nlabel = "ODR"\ntile = "account"\n'
        'unit = "rate"\nsource = "ours"\ntarget = { comparator = "<", value = "0.1%" }\n',
        "utf-8",
    )
    asked = {"metric": "order_defect_rate", "unit": "rate", "value": "0.2%"}
    result = ran("health", "judge", given=json.dumps(asked))
    assert json.loads(result.stdout)["standing"] == "breach", result.stderr


@pytest.mark.parametrize(
    ("verb", "name", "old", "new"),
    [
        ("route", "playbook.toml", "negative = 24", 'negative = "soon"'),
        ("playbook check", "grounds.toml", "{quotes}: {ground}", "{quotes}: {gruond}"),
        ("check --ndjson", "policy.toml", 'emoji = "warn"', "emoji = 3"),
        ("case read", "answers.toml", "(?:now )?received <request> and", "(?:received <request"),
        ("case read", "answers.toml", "<found> (?:is|was) not", "<fuond> (?:is|was) not"),
        ("health judge", "targets.toml", 'unit = "rate"', 'unit = "kilos"'),
    ],
)
def test_a_mistake_is_reported_with_file_and_line(
    ran: Callable, edited: Callable, verb: str, name: str, old: str, new: str
) -> None:
    path = edited(name, old, new)
    both = zip(path.open(encoding="utf-8"), (DATA / name).open(encoding="utf-8"), strict=True)
    line = next(nth for nth, (own, shipped) in enumerate(both, 1) if own != shipped)
    result = ran(*verb.split())
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"fbtui: {path}, line {line}: ")
    assert result.stderr.count("\n") == 1
