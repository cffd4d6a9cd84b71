"""Reads and checks `data/policy.toml`; an error names the line of the mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fbtui.content import Steps, line_of, mistake, parse
from fbtui.domain.letters.policy.file import PolicyRules
from fbtui.domain.letters.policy.patterns import compiled


def parse_rules(source: str, where: str, *, compile_all: bool = False) -> PolicyRules:
    """The rules in `source` (TOML). Raises RefusedInput naming `where`, line and mistake.

    With `compile_all` every pattern is tried at once, as for a file that a user has written;
    otherwise patterns are compiled when first needed.
    """
    rules = parse(PolicyRules, source, where)
    if compile_all:
        _try_names(rules, source, where)
        _try_patterns(rules, source, where)
    return rules


def _try_names(rules: PolicyRules, source: str, where: str) -> None:
    """Check that every code of a passage has a severity and a sentence."""
    for name, each in rules.meaning.items():
        if each.code not in rules.severity or each.says not in rules.says:
            line = line_of(source, ("meaning", name))
            raise mistake(where, line, f"the code {each.code} has no sentence")


def _try_patterns(rules: PolicyRules, source: str, where: str) -> None:
    for path, pattern in every_pattern(rules):
        try:
            compiled(pattern)
        except re.error as error:
            line = line_of(source, path, pattern)
            raise mistake(where, line, f"the pattern cannot be used: {error}") from error


def every_pattern(rules: PolicyRules) -> Iterator[tuple[Steps, str]]:
    """(keys, pattern) for every pattern in the file."""
    for n, left_over in enumerate(rules.unfilled):
        yield ("unfilled", n, "pattern"), left_over.pattern
    for key in ("order_ids", "tracking", "addresses"):
        for pattern in getattr(rules.personal, key):
            yield ("personal", key), pattern
    for key in ("readable", "quiet"):
        for pattern in getattr(rules, key):
            yield (key,), pattern
    yield ("feedback_named",), rules.feedback_named
    yield ("unread",), rules.unread
    yield ("phones", "cues"), rules.phones.cues
    yield ("phones", "other_numbers"), rules.phones.other_numbers
    yield ("shapes", "emoji"), rules.shapes.emoji
