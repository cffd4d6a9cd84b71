"""The policy's words and numbers, read from `data/policy.toml` and checked line by line."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from fbtui.domain.outcome import RefusedInput
from fbtui.domain.policy.finding import Severity
from fbtui.domain.policy.seen import fold_pattern

_MACRO = re.compile(r"\{([a-z_]+)\}")
_FIRST_SIGN = 0xE000

SIGNS = (
    "quiet order alter leave positive mention ask if will value gift exchange must now threat "
    "guilt again unless orelse stays happy"
).split()
SIGN_CHARACTERS = {name: chr(_FIRST_SIGN + n) for n, name in enumerate(SIGNS)}
SIGN_MACROS = {name: f"{sign}+" for name, sign in SIGN_CHARACTERS.items()} | {
    "deed": "[" + "".join(SIGN_CHARACTERS[s] for s in ("order", "alter", "leave", "positive")) + "]+",
    "change": "[" + "".join(SIGN_CHARACTERS[s] for s in ("order", "alter", "positive")) + "]+",
    "worth": "[" + "".join(SIGN_CHARACTERS[s] for s in ("value", "gift")) + "]+",
}


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Mark(_Table):
    """Words that mean one thing (`sign`) in a sentence that speaks of feedback."""

    sign: str
    pattern: str


class Language(_Table):
    """How one language speaks of feedback: `opens` is sought first, the marks in their order."""

    opens: str
    words: dict[str, str] = {}
    marks: tuple[Mark, ...]


class Rule(_Table):
    """A row of signs that breaks the policy, within one sentence or two that follow each other."""

    code: str
    severity: Severity
    reach: Literal["sentence", "pair"] = "sentence"
    pattern: str


class Phrase(_Table):
    """Words that break the policy wherever they stand; sought only if one of `needs` occurs."""

    code: str
    language: str
    needs: tuple[str, ...]
    pattern: str


class SpelledDot(_Table):
    """A word that is said for a dot, and the endings that it may stand in front of."""

    word: str
    endings: tuple[str, ...]


class Links(_Table):
    """What makes a bare domain certain, and what only looks like one."""

    sure_endings: tuple[str, ...]
    file_endings: tuple[str, ...]
    run_on_endings: tuple[str, ...]
    not_links: tuple[str, ...]
    spelled_dots: tuple[SpelledDot, ...]
    spelled_ats: tuple[str, ...]
    before_at: tuple[str, ...]


class Phones(_Table):
    """Cue words for and against a telephone number, spoken digits, and regions to try."""

    cues: str
    other_numbers: str
    spoken_digits: tuple[str, ...]
    regions: tuple[str, ...]
    region_of: dict[str, str]


class Personal(_Table):
    """What a public reply may not show."""

    order_ids: tuple[str, ...]
    tracking: tuple[str, ...]
    addresses: tuple[str, ...]
    greetings: str
    not_names: tuple[str, ...]
    word_names: tuple[str, ...]


class Shapes(_Table):
    """Tags, signs and words that are recognised by their shape."""

    html_tags: tuple[str, ...]
    acronyms: tuple[str, ...]
    emoji: str
    not_emoji: str


class PolicyRules(_Table):
    """All of `data/policy.toml`. Limits are characters as `counting.length` counts them."""

    email_limit: int
    says: dict[str, str]
    severity: dict[str, Severity]
    links: Links
    phones: Phones
    personal: Personal
    shapes: Shapes
    unfilled: tuple[str, ...]
    rules: tuple[Rule, ...]
    phrases: tuple[Phrase, ...]
    language: dict[str, Language]


def parse_rules(source: str, where: str, *, compile_all: bool = False) -> PolicyRules:
    """The rules in `source` (TOML). Raises RefusedInput naming `where`, line and mistake.

    With `compile_all` every pattern is tried at once, as for a file that a user has written;
    otherwise patterns are compiled when first needed.
    """
    try:
        rules = PolicyRules.model_validate(tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        raise RefusedInput(f"{where}: this is not TOML: {error}.") from None
    except ValidationError as error:
        first = error.errors()[0]
        line = line_of(source, first["loc"])
        path = ".".join(str(step) for step in first["loc"])
        raise RefusedInput(f"{where}, line {line}: {path}: {first['msg']}.") from None
    if compile_all:
        _try_patterns(rules, source, where)
    return rules


def _try_patterns(rules: PolicyRules, source: str, where: str) -> None:
    for path, pattern, macros in _patterns(rules):
        try:
            compiled(pattern, macros)
        except (re.error, KeyError) as error:
            line = line_of(source, path)
            said = f"no word or sign is called {error}" if isinstance(error, KeyError) else error
            raise RefusedInput(f"{where}, line {line}: the pattern cannot be used: {said}.") from None


def _patterns(rules: PolicyRules) -> list[tuple[tuple[Any, ...], str, tuple[tuple[str, str], ...]]]:
    found: list[tuple[tuple[Any, ...], str, tuple[tuple[str, str], ...]]] = []
    for name, language in rules.language.items():
        macros = tuple(language.words.items())
        found.append((("language", name, "opens"), language.opens, macros))
        found += [
            (("language", name, "marks", n, "pattern"), mark.pattern, macros)
            for n, mark in enumerate(language.marks)
        ]
        for n, mark in enumerate(language.marks):
            if mark.sign not in SIGN_CHARACTERS:
                found.append((("language", name, "marks", n, "sign"), "{" + mark.sign + "}", ()))
    found += [(("rules", n, "pattern"), r.pattern, ()) for n, r in enumerate(rules.rules)]
    found += [(("phrases", n, "pattern"), p.pattern, ()) for n, p in enumerate(rules.phrases)]
    found += [(("unfilled", n), pattern, ()) for n, pattern in enumerate(rules.unfilled)]
    for key in ("order_ids", "tracking", "addresses"):
        found += [
            (("personal", key, n), p, ()) for n, p in enumerate(getattr(rules.personal, key))
        ]
    found.append((("phones", "cues"), rules.phones.cues, ()))
    return found


@lru_cache(maxsize=1024)
def compiled(pattern: str, words: tuple[tuple[str, str], ...] = ()) -> re.Pattern[str]:
    """The pattern with `{word}` and `{sign}` put in and accents folded; compiled once.

    Raises KeyError for an unknown `{name}` and re.error for a pattern that Python refuses.
    """
    known = dict(words)

    def put_in(macro: re.Match[str]) -> str:
        name = macro[1]
        if name in known:
            return "(?:" + _MACRO.sub(put_in, known[name]) + ")"
        return SIGN_MACROS[name]

    return re.compile(_MACRO.sub(put_in, fold_pattern(pattern)))


def line_of(source: str, path: tuple[Any, ...]) -> int:
    """The line of `source` (from 1) that holds the key at `path`, or the nearest table above it."""
    best, table, seen_tables = 1, "", dict[str, int]()
    wanted = [str(step) for step in path if not isinstance(step, int)]
    numbers = [step for step in path if isinstance(step, int)]
    for number, line in enumerate(source.splitlines(), start=1):
        header = re.match(r"\s*(\[\[?)([\w.]+)\]\]?\s*(?:#.*)?$", line)
        if header:
            table = header[2]
            seen_tables[table] = seen_tables.get(table, -1) + 1
            if wanted[: table.count(".") + 1] != table.split("."):
                continue
            if header[1] == "[" or not numbers or seen_tables[table] == numbers[0]:
                best = number
            continue
        key = re.match(r"\s*(\w+)\s*=", line)
        full = [*table.split("."), key[1]] if key and table else [key[1]] if key else []
        nth_fits = not numbers or seen_tables.get(table, 0) in (0, numbers[0])
        if full and full == wanted[: len(full)] and nth_fits:
            best = number
    return best
