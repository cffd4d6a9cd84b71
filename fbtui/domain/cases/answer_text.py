"""Amazon's text normalised: one spelling of quotes, dashes, spaces and markup, mapped to its source.

A pasted answer carries HTML remnants, soft hyphens, curly quotes, quoted-printable breaks and older
messages. Rules read the normalised form; their quotes are cut from the original text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from fbtui.domain.normalized_text import normalize_character

_TAG = r"(?:<|&lt;)(?:!--|/?[a-zA-Z])[^<>]{0,1000}?(?:>|&gt;)"
_TOKEN = re.compile(
    # Quotations nest: drop everything up to the last end. An unclosed one drops the rest.
    r"(?P<gone><blockquote\b[^>]{0,500}>(?:.*</blockquote\s*>|.*)"
    r"|<(style|script|del|s|strike)\b[^>]{0,500}>.*?(?:</\2\s*>|\Z))"
    rf"|(?P<tag>{_TAG})"
    r"|(?P<entity>&(?:amp;)*(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z]\w{1,30});)"
    r"|(?P<soft>=\r?\n|(?<=[^\W\d_])[-\u2010\u00ad]\r?\n[ \t]*(?=[^\W\d_]))"
    r"|(?P<space>=20(?=\r?\n|$))"
    r"|(?P<line>\r\n|[\r\n\x0b\x0c\x85\u2028\u2029])"
    r"|(?P<char>.)",
    re.IGNORECASE | re.DOTALL,
)
_PARAGRAPH = re.compile(r"</?(?:p|div|li|ul|ol|table|tr|td|th|h\d|hr|section|article)\b", re.I)
_BREAK = re.compile(r"</?br\b", re.I)
_MARKDOWN = "*_~"  # left around words by a Markdown or chat copy
_ELLIPSIS = "\u2026"


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    """`text` is normalised; its character i stands for `source[starts[i]:ends[i]]`."""

    text: str
    source: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def as_it_stood(self, start: int, end: int) -> str:
        """The part of the source behind `text[start:end]`; empty for an empty span."""
        return self.source[self.starts[start] : self.ends[end - 1]] if start < end else ""


def make_plain(source: str) -> PlainAnswer:
    """Case-folded text without markup and invisible characters; blank lines separate paragraphs."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for token in _TOKEN.finditer(source):
        for char in _characters_of(token):
            chars.append(char)
            starts.append(token.start())
            ends.append(token.end())
    return PlainAnswer("".join(chars), source, tuple(starts), tuple(ends))


def _characters_of(token: re.Match[str]) -> Iterator[str]:
    kind, words = token.lastgroup, token.group()
    if kind == "char":
        yield from _fold(words)
    elif kind == "line":
        yield "\n"
    elif kind == "entity":
        yield from _fold(_unescaped(words))
    elif kind == "tag":
        yield from _space_of(_unescaped(words))
    elif kind == "space":
        yield " "
    elif kind != "soft":
        yield from "\n\n"


def _unescaped(words: str) -> str:
    for _ in range(4):  # &amp;amp;nbsp; happens when a page was copied through two systems
        words, before = html.unescape(words), words
        if words == before:
            break
    return words


def _space_of(tag: str) -> str:
    if _PARAGRAPH.match(tag):
        return "\n\n"
    return "\n" if _BREAK.match(tag) else ""


def _fold(words: str) -> Iterator[str]:
    for char in words:
        if char.isspace():
            yield "\n" if char == "\n" else " "
        elif char == _ELLIPSIS:
            yield "."
        elif char not in _MARKDOWN and unicodedata.category(char) not in ("Cc", "Cs", "Co", "Mn"):
            yield from normalize_character(char).casefold()
