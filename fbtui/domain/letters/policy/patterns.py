"""Patterns of the policy file made ready: words and signs put in, compiled when first needed."""

from __future__ import annotations

import re
from functools import lru_cache

from fbtui.domain.normalized_text import fold_pattern

_MACRO = re.compile(r"\{([a-z_]+)\}")
_FIRST_SIGN = 0xE000

# What a stretch of a sentence can mean; in a marked sentence one private character stands for each.
_NAMES = """
    quiet order alter leave positive mention ask if first purpose having will value gift bait
    exchange must now threat guilt again unless orelse stays happy praise then
"""
SIGNS = {name: chr(_FIRST_SIGN + n) for n, name in enumerate(_NAMES.split())}
UNIONS = {
    "deed": ("order", "alter", "leave", "positive"),
    "change": ("order", "alter", "positive"),
    "worth": ("value", "gift", "bait"),
    "talk": ("mention", "praise"),
}
_MACROS = {name: f"{sign}+" for name, sign in SIGNS.items()} | {
    name: "[" + "".join(SIGNS[part] for part in parts) + "]+" for name, parts in UNIONS.items()
}


@lru_cache(maxsize=1024)
def compiled(pattern: str, words: tuple[tuple[str, str], ...] = ()) -> re.Pattern[str]:
    """The pattern with `{word}` and `{sign}` put in and accents folded.

    Raises KeyError for an unknown `{name}` and re.error for a pattern that Python refuses.
    """
    known = dict(words)

    def put_in(macro: re.Match[str]) -> str:
        name = macro[1]
        if name in known:
            return "(?:" + _MACRO.sub(put_in, known[name]) + ")"
        return _MACROS[name]

    return re.compile(_MACRO.sub(put_in, fold_pattern(pattern)))


@lru_cache(maxsize=1024)
def row_of(row: str) -> tuple[tuple[frozenset[str], int], ...]:
    """A row such as "change <40 now": per sign the characters that it may be, and how far off."""
    steps: list[tuple[frozenset[str], int]] = []
    far = 0
    for step in row.split():
        if step.startswith("<"):
            far = int(step[1:])
            continue
        parts = UNIONS.get(step, (step,))
        steps.append((frozenset(SIGNS[part] for part in parts), far))
        far = 0
    return tuple(steps)


@lru_cache(maxsize=64)
def any_row(rows: tuple[str, ...]) -> re.Pattern[str]:
    """Whether one of `rows` can stand in a string of sign characters, distances not looked at."""
    chains = (".*".join(f"[{''.join(sorted(may))}]" for may, _ in row_of(row)) for row in rows)
    return re.compile("|".join(chains))
