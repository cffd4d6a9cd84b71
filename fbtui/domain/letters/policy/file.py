"""The shapes of `data/policy.toml`: the words, sentences and numbers of the policy."""

from __future__ import annotations

from fbtui.domain.letters.policy.finding import Kind, Severity
from fbtui.domain.record import StrictRecord


class LeftOver(StrictRecord):
    """A placeholder that nobody filled in; sought only if one of `needs` occurs."""

    needs: tuple[str, ...]
    pattern: str


class SpelledDot(StrictRecord):
    """A word used for a dot, and the endings that may follow it."""

    word: str
    endings: tuple[str, ...]


class Links(StrictRecord):
    """Endings and words by which a bare domain is recognised, or ruled out."""

    sure_endings: tuple[str, ...]
    capital_endings: tuple[str, ...]
    file_endings: tuple[str, ...]
    run_on_endings: tuple[str, ...]
    run_on_words: tuple[str, ...]
    run_on_after: tuple[str, ...]
    not_links: tuple[str, ...]
    spelled_dots: tuple[SpelledDot, ...]
    spelled_ats: tuple[str, ...]
    before_at: tuple[str, ...]
    mail_providers: tuple[str, ...]


class Phones(StrictRecord):
    """Cue words for and against a telephone number, spoken digits, and regions to try."""

    cues: str
    other_numbers: str
    spoken_digits: tuple[str, ...]
    regions: tuple[str, ...]
    region_of: dict[str, str]


class Personal(StrictRecord):
    """Details that a public reply may not contain."""

    order_ids: tuple[str, ...]
    tracking: tuple[str, ...]
    addresses: tuple[str, ...]
    greetings: str
    not_names: tuple[str, ...]
    word_names: tuple[str, ...]


class Shapes(StrictRecord):
    """Tags, signs and words that are recognised by their shape."""

    html_tags: tuple[str, ...]
    acronyms: tuple[str, ...]
    emoji: str
    not_emoji: str


class Meaning(StrictRecord):
    """`[meaning.<label>]`: the finding for a passage with this label, and the margin from which it counts.

    `unnamed`: the margin if the letter never names feedback; by default the same.
    """

    code: str
    severity: Severity
    says: str
    margin: float
    unnamed: float | None = None
    kinds: tuple[Kind, ...] = ("reply", "email")


class PolicyRules(StrictRecord):
    """All of `data/policy.toml`. Limits are characters as `counting.length` counts them."""

    says: dict[str, str]
    severity: dict[str, Severity]
    links: Links
    phones: Phones
    personal: Personal
    shapes: Shapes
    unfilled: tuple[LeftOver, ...]
    quiet: tuple[str, ...]
    feedback_named: str
    readable: tuple[str, ...]
    unread: str
    meaning: dict[str, Meaning]
