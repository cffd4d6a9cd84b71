"""The one place where `data/policy.toml` is read from the disk."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fbtui.assets import DATA
from fbtui.domain.outcome import RefusedInput
from fbtui.domain.policy import PolicyRules, parse_rules


@cache
def shipped_policy() -> PolicyRules:
    """The policy that comes with fbtui; its patterns are tried by a test, not at every start."""
    path = DATA / "policy.toml"
    return parse_rules(path.read_text("utf-8"), path.name)


def read_policy(path: Path) -> PolicyRules:
    """A policy file of the user's. Raises RefusedInput with file, line and mistake."""
    try:
        source = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedInput(f"{path}: the policy cannot be read: {error}.") from None
    return parse_rules(source, str(path), compile_all=True)
