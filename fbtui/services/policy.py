"""The one place where `policy.toml` and `passages.toml` are read: the shipped ones or a team's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fbtui.assets import DATA
from fbtui.content import load, own_or_shipped, text_of
from fbtui.domain.policy import Passages, PassagesFile, Policy, PolicyRules, parse_rules

_RULES, _PASSAGES = DATA / "policy.toml", DATA / "passages.toml"


def load_policy(folder: Path | None) -> Policy:
    """The files in `folder` (usually the configuration's), or the shipped ones.

    Raises RefusedInput with file, line and mistake.
    """
    rules, passages = (own_or_shipped(path.name, folder) for path in (_RULES, _PASSAGES))
    return Policy(
        _shipped_rules() if rules == _RULES else read_policy(rules),
        _shipped_passages() if passages == _PASSAGES else _read_passages(passages),
    )


def shipped_policy() -> Policy:
    """The policy that comes with fbtui; its patterns are tried by a test, not at every start."""
    return Policy(_shipped_rules(), _shipped_passages())


def read_policy(path: Path) -> PolicyRules:
    """A policy file of the user's. Raises RefusedInput with file, line and mistake."""
    return parse_rules(text_of(path), str(path), compile_all=True)


def _read_passages(path: Path) -> Passages:
    return Passages(load(PassagesFile, path))


@cache
def _shipped_rules() -> PolicyRules:
    return parse_rules(text_of(_RULES), str(_RULES))


@cache
def _shipped_passages() -> Passages:
    return _read_passages(_PASSAGES)
