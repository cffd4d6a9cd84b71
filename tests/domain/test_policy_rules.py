"""The policy file: the shipped one is whole, and a broken one is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbtui.assets import DATA
from fbtui.domain.letters.policy import parse_rules
from fbtui.domain.outcome import RefusedInput
from fbtui.services.letters.policy import read_policy

SHIPPED = (DATA / "policy.toml").read_text("utf-8")


def refused(source: str) -> str:
    with pytest.raises(RefusedInput) as refusal:
        parse_rules(source, "policy.toml", compile_all=True)
    return str(refusal.value)


def line_with(source: str, words: str) -> int:
    return next(n for n, line in enumerate(source.splitlines(), 1) if words in line)


def test_every_pattern_of_the_shipped_policy_can_be_used() -> None:
    rules = read_policy(DATA / "policy.toml")
    assert set(rules.severity) <= {*rules.says, "too_long", "not_checked"}


def test_a_value_of_the_wrong_kind_is_refused_with_its_line() -> None:
    source = SHIPPED.replace('emoji = "warn"', "emoji = 3")
    assert f"line {line_with(source, 'emoji = 3')}: severity.emoji" in refused(source)


def test_an_unknown_severity_is_refused_with_its_line() -> None:
    source = SHIPPED.replace('blame = "warn"', 'blame = "shout"')
    line = line_with(source, 'blame = "shout"')
    assert f"line {line}: severity.blame" in refused(source)


def test_a_broken_pattern_is_refused_with_its_line() -> None:
    source = SHIPPED.replace("lorem ipsum", "lorem (ipsum")
    line = line_with(source, "lorem (ipsum")
    assert f"line {line}: the pattern cannot be used" in refused(source)


def test_a_passage_that_makes_an_unknown_code_is_refused() -> None:
    source = SHIPPED.replace('code = "rude"', 'code = "rood"')
    assert "the code rood has no sentence" in refused(source)


def test_what_is_not_toml_is_refused() -> None:
    assert refused("a = = 1").startswith("policy.toml: this is not TOML")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match="cannot be read"):
        read_policy(tmp_path / "policy.toml")
