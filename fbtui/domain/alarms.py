"""What of a comment no meaning can soften: obscene words and personal data, found by rules."""

from __future__ import annotations

from typing import NamedTuple

from fbtui.domain.obscene import ObsceneWords
from fbtui.domain.personal import PersonalData
from fbtui.domain.plain_text import Seen, look_at

Spans = list[tuple[int, int]]


class Found(NamedTuple):
    """Where obscene words and personal data stand in the comment as it was written."""

    obscene: Spans
    personal: Spans

    def holds(self, what: str) -> bool:
        """Whether there is any of "obscene" or "personal"."""
        return bool(getattr(self, what, ()))


class Alarms:
    """Both kinds of rules, compiled once."""

    def __init__(self, obscene: ObsceneWords, personal: PersonalData) -> None:
        self._obscene, self._personal = obscene, personal

    def find(self, comment: str) -> Found:
        """Spans in the raw comment, whatever disguise the words wear."""
        seen = look_at(comment)
        if not seen.low.strip():
            return Found([], [])
        return Found(
            _as_written(seen, self._obscene.quotes(seen.low)),
            _as_written(seen, self._personal.quotes(seen.cased, seen.low)),
        )


def _as_written(seen: Seen, spans: Spans) -> Spans:
    return [seen.origin(*span) for span in spans]
