"""The policy check: every word of a letter against Amazon's rules, before it leaves."""

from __future__ import annotations

from fbtui.domain.policy.check import check
from fbtui.domain.policy.finding import Finding, Kind, LetterContext, Severity
from fbtui.domain.policy.rules import PolicyRules, parse_rules

__all__ = [
    "Finding",
    "Kind",
    "LetterContext",
    "PolicyRules",
    "Severity",
    "check",
    "parse_rules",
]
