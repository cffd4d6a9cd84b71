"""Obscene words and personal data in a comment, found by rules whatever the comment means."""

from __future__ import annotations

from typing import NamedTuple

from fbtui.domain.feedback.obscene import ObsceneWords
from fbtui.domain.feedback.personal_data import PersonalData
from fbtui.domain.normalized_text import NormalizedText, normalize_text

Spans = list[tuple[int, int]]


class Flags(NamedTuple):
    """Spans of obscene words and personal data in the raw comment."""

    obscene: Spans
    personal: Spans

    def holds(self, what: str) -> bool:
        """Whether there are flags of a kind: "obscene" or "personal"."""
        return bool(getattr(self, what, ()))


class FlaggedWords:
    """Both kinds of rules, compiled once."""

    def __init__(self, obscene: ObsceneWords, personal: PersonalData) -> None:
        self._obscene, self._personal = obscene, personal

    def find(self, comment: str) -> Flags:
        """Spans in the raw comment, even for disguised words."""
        seen = normalize_text(comment)
        if not seen.low.strip():
            return Flags([], [])
        return Flags(
            _as_written(seen, self._obscene.quotes(seen.low)),
            _as_written(seen, self._personal.quotes(seen.cased, seen.low)),
        )


def _as_written(seen: NormalizedText, spans: Spans) -> Spans:
    return [seen.origin(*span) for span in spans]
