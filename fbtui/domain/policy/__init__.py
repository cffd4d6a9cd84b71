"""The policy check: every word of a letter against Amazon's rules, before it leaves."""

from __future__ import annotations

from fbtui.domain.policy.check import Policy, check
from fbtui.domain.policy.finding import Finding, Kind, LetterContext, Severity
from fbtui.domain.policy.meant import Listen, Meant
from fbtui.domain.policy.rules import parse_rules
from fbtui.domain.policy.words import PolicyRules

__all__ = [
    "Finding",
    "Kind",
    "LetterContext",
    "Listen",
    "Meant",
    "Policy",
    "PolicyRules",
    "Severity",
    "check",
    "parse_rules",
]
