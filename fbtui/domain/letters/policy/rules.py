"""Reading `data/policy.toml`: checked as a whole, complaints with the line of the mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fbtui.content import Steps, line_of, mistake, parse
from fbtui.domain.letters.policy.file import PolicyRules
from fbtui.domain.letters.policy.patterns import SIGNS, UNIONS, compiled

_Words = tuple[tuple[str, str], ...]


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
    """Every sign, code and sentence that one table names is known to the others."""
    known = {*SIGNS, *UNIONS}
    named: list[tuple[Steps, set[str]]] = [
        (("rules", n), {s for row in rule.rows for s in row.split() if s[0] != "<"})
        for n, rule in enumerate(rules.rules)
    ]
    for name, language in rules.language.items():
        for n, mark in enumerate(language.marks):
            named.append((("language", name, "marks", n), {mark.sign}))
    for path, signs in named:
        if unknown := sorted(signs - known):
            raise mistake(where, line_of(source, path), f"no sign is called {unknown[0]}")
    codes: list[tuple[Steps, str]] = [(("rules", n), r.code) for n, r in enumerate(rules.rules)]
    codes += [(("phrases", n), phrase.code) for n, phrase in enumerate(rules.phrases)]
    codes += [(("meaning", name), each.code) for name, each in rules.meaning.items()]
    for path, code in codes:
        if code not in rules.severity or code not in rules.says:
            raise mistake(where, line_of(source, path), f"the code {code} has no sentence")


def _try_patterns(rules: PolicyRules, source: str, where: str) -> None:
    for path, pattern, words in every_pattern(rules):
        try:
            compiled(pattern, words)
        except KeyError as error:
            said = f"no word or sign is called {error}"
        except re.error as error:
            said = str(error)
        else:
            continue
        line = line_of(source, path, pattern)
        raise mistake(where, line, f"the pattern cannot be used: {said}")


def every_pattern(rules: PolicyRules) -> Iterator[tuple[Steps, str, _Words]]:
    """Where each pattern stands, the pattern, and the words that it may use."""
    for name, language in rules.language.items():
        words = tuple(language.words.items())
        yield ("language", name, "hints"), language.hints, words
        for n, mark in enumerate(language.marks):
            yield ("language", name, "marks", n, "pattern"), mark.pattern, words
    for n, phrase in enumerate(rules.phrases):
        yield ("phrases", n, "pattern"), phrase.pattern, ()
    for n, left_over in enumerate(rules.unfilled):
        yield ("unfilled", n, "pattern"), left_over.pattern, ()
    for key in ("order_ids", "tracking", "addresses"):
        for pattern in getattr(rules.personal, key):
            yield ("personal", key), pattern, ()
    yield ("unread",), rules.unread, ()
    yield ("phones", "cues"), rules.phones.cues, ()
    yield ("phones", "other_numbers"), rules.phones.other_numbers, ()
    yield ("shapes", "emoji"), rules.shapes.emoji, ()
