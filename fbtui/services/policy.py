"""The one place where `policy.toml` is read from the disk: the shipped one or a team's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fbtui.assets import DATA
from fbtui.content import own_or_shipped, text_of
from fbtui.domain.policy import PolicyRules, parse_rules

_SHIPPED = DATA / "policy.toml"


def load_policy(folder: Path | None) -> PolicyRules:
    """The `policy.toml` in `folder` (usually the configuration's), or the shipped one.

    Raises RefusedInput with file, line and mistake.
    """
    path = own_or_shipped(_SHIPPED.name, folder)
    return shipped_policy() if path == _SHIPPED else read_policy(path)


@cache
def shipped_policy() -> PolicyRules:
    """The policy that comes with fbtui; its patterns are tried by a test, not at every start."""
    return parse_rules(text_of(_SHIPPED), str(_SHIPPED))


def read_policy(path: Path) -> PolicyRules:
    """A policy file of the user's. Raises RefusedInput with file, line and mistake."""
    return parse_rules(text_of(path), str(path), compile_all=True)
