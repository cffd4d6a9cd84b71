"""Findings, and the facts about the order that the check uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from fbtui.domain.letters.letter import Kind as Kind
from fbtui.domain.limits import Limits

Severity = Literal["block", "warn"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that the letter breaks.

    `start` and `end` are code-point offsets into the checked text and `quote` is exactly
    `text[start:end]`; `says` is one sentence that names the rule.
    """

    code: str
    severity: Severity
    quote: str
    start: int
    end: int
    says: str


@dataclass(frozen=True, slots=True)
class LetterContext:
    """Facts about the order, and the limits of letters. An empty text is unknown."""

    order_id: str = ""
    buyer_name: str = ""
    address: str = ""
    marketplace: str = ""
    limits: Limits = field(default_factory=lambda: Limits())  # type: ignore[call-arg]


@dataclass(frozen=True, slots=True)
class Hit:
    """A finding without its sentence yet; offsets into the normalised text."""

    code: str
    start: int
    end: int
    severity: Severity | None = None
    wording: str = ""
