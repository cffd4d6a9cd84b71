"""Find Amazon's note under struck feedback and separate it from the buyer's and seller's text."""

from __future__ import annotations

import re
from typing import NamedTuple

from fbtui.intake.words import folded, note_words

_BREAK = re.compile(r"(?<=[.!?؟।])\s+|(?<=[.!?])(?=[A-Z])|(?<=[。！？])|\n+")


class Note(NamedTuple):
    """A comment or response without Amazon's note, and the note."""

    rest: str
    note: str
    taken_over: bool  # Amazon fulfilled the order and takes the blame


def may_hold_note(text: str) -> bool:
    """A fast pre-check for whole batches of lines; may give false positives, never false negatives."""
    words = note_words()
    speaks_of_amazon = text.count("mazon") > text.count("arketplace.amazon")
    may = speaks_of_amazon or words.nameless in text
    if not may and not text.isascii():
        may = any(key[0] in text for key in words.other_keys)
    return may and any(key in text for key in (*words.keys, *words.other_keys))


def opens_note(text: str) -> bool:
    """Whether a text begins with the opening words of Amazon's note."""
    return folded(text).lstrip("\"'“„«* ").startswith(note_words().openers)


def without_note(text: str) -> Note | None:
    """Split a text into itself and Amazon's note; None without a note.

    Opening words count only at the start of a line, and only with a sentence of Amazon's
    after them; such a sentence alone also counts.
    """
    if not text or not may_hold_note(text):
        return None
    starts = [0, *(found.end() for found in _BREAK.finditer(text))]
    passages = list(zip(starts, [*starts[1:], len(text)], strict=True))
    for start, _ in passages:
        if opens_note(text[start:]) and (kind := _after_opener(text[start:])):
            return _apart(text, start, len(text), kind)
    for start, end in passages:
        if kind := _alone(text[start:end]):
            return _apart(text, start + _opener_within(text[start:end]), end, kind)
    return None


def _apart(text: str, start: int, end: int, kind: str) -> Note:
    rest = (text[:start].rstrip() + " " + text[end:].strip()).strip() if end < len(text) else ""
    return Note(rest or text[:start].rstrip(), text[start:end].strip(), kind == "taken over")


def _after_opener(passage: str) -> str:
    plain, words = folded(passage), note_words()
    if not any(word in plain for word in words.blame):
        return ""
    return _alone(passage) or "taken over"


def _opener_within(passage: str) -> int:
    """The position of a note's opening words inside a sentence; 0 if there are none."""
    plain = passage.casefold().replace("’", "'")
    found = [plain.find(opener) for opener in note_words().openers if opener in plain]
    return min(found, default=0) if len(plain) == len(passage) else 0


def _alone(passage: str) -> str:
    """The kind of note that only Amazon could have written: "taken over", "not the seller's", or ""."""
    plain, words = folded(passage), note_words()
    if any(all(word in plain for word in entry) for entry in words.not_the_sellers):
        return "not the seller's"
    return (
        "taken over" if any(all(word in plain for word in entry) for entry in words.alone) else ""
    )
