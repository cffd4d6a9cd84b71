"""Finds problems by their shape: tags, emoji, empty lines, capitals, length, an empty letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from fbtui.domain.letters.length import cut_at, length
from fbtui.domain.letters.policy.file import PolicyRules
from fbtui.domain.letters.policy.finding import Finding, Hit
from fbtui.domain.letters.policy.patterns import compiled
from fbtui.domain.normalized_text import NormalizedText

_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,6});")
_COMMENT = re.compile(r"<!--|<!doctype", re.I)
_MAY_BE_EMOJI = re.compile("[\u20e3\u231a-\u2b55\ufe0f\U0001f1e6-\U0001faff]")
_BREAKS = re.compile(r"(?:(?:\r\n|\r|\n)[^\S\r\n]*){3,}")
_LOUD_WORD = re.compile(r"[A-Z][A-Z'’]+(?![a-z0-9])")
_LOUD_RUN = re.compile(r"[A-Z](?<![\w\[{<-].)[A-Z']*(?:[ ,!-]{1,2}[A-Z][A-Z']*)+(?![\w-])")
_LOUD_SIGNS = re.compile(r"!{3,}|[!?]*(?:!\?|\?!)[!?]+|\?{3,}")


def is_empty(seen: NormalizedText) -> bool:
    """Whether it contains no letter and no digit of any script."""
    return not any(sign.isalnum() for sign in seen.low)


def seek_tags(seen: NormalizedText, rules: PolicyRules) -> list[Hit]:
    """HTML tags and entities; "a < b" and "<3" are neither."""
    patterns = (_tag(rules.shapes.html_tags), _ENTITY, _COMMENT)
    return [Hit("html", *f.span()) for pattern in patterns for f in pattern.finditer(seen.cased)]


@lru_cache(maxsize=8)
def _tag(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"</?(?:{'|'.join(names)})(?:\s[^<>]*)?/?>", re.I)


def seek_shouting(seen: NormalizedText, rules: PolicyRules) -> list[Hit]:
    """Two or more loud words in a row (three letters and more, no acronyms), or "!!!".

    Words in brackets are placeholders.
    """
    hits = [Hit("shouting", *found.span()) for found in _LOUD_SIGNS.finditer(seen.cased)]
    for run in _LOUD_RUN.finditer(seen.cased):
        words = [w[0] for w in _LOUD_WORD.finditer(run[0])]
        loud = [w for w in words if len(w) >= 3 and w not in rules.shapes.acronyms]
        if (len(loud) >= 2 and len(words) >= 3) or len([w for w in loud if len(w) > 3]) >= 2:
            hits.append(Hit("shouting", *run.span()))
    return hits


def find_emoji(text: str, rules: PolicyRules) -> Iterator[tuple[int, int]]:
    """Runs of emoji in the raw text; typographic signs (★ ✓ ™) are not among them."""
    if not _MAY_BE_EMOJI.search(text):
        return
    for found in compiled(rules.shapes.emoji).finditer(text):
        if found[0] not in rules.shapes.not_emoji:
            yield found.span()


def find_breaks(text: str) -> Iterator[tuple[int, int]]:
    """More than two line breaks in a row, in the raw text."""
    return (found.span() for found in _BREAKS.finditer(text.rstrip()))


def find_excess(text: str, most: int | None) -> tuple[int, int] | None:
    """The part of the text beyond `most` characters; None if there is none, or no limit."""
    if most is None or length(text) <= most:
        return None
    return cut_at(text, most), len(text)


def in_order(findings: list[Finding]) -> list[Finding]:
    """By place; at one place the blocking one first."""
    return sorted(findings, key=lambda f: (f.start, f.severity, f.end, f.code))
