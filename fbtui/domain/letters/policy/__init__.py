"""The policy check: every word of a letter against Amazon's rules, before it leaves."""

from __future__ import annotations

from fbtui.domain.letters.policy.check import Policy, check
from fbtui.domain.letters.policy.file import PolicyRules
from fbtui.domain.letters.policy.finding import Finding, Kind, LetterContext, Severity
from fbtui.domain.letters.policy.meaning import PassageReading, ReadPassages
from fbtui.domain.letters.policy.rules import parse_rules

__all__ = [
    "Finding",
    "Kind",
    "LetterContext",
    "PassageReading",
    "Policy",
    "PolicyRules",
    "ReadPassages",
    "Severity",
    "check",
    "parse_rules",
]
