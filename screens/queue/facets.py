"""The facets of the queue's filter menu."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from fbtui.domain.feedback.feedback import BANDS, STARS_OF, STATUSES
from fbtui.domain.feedback.playbook import STEP_WORDS
from fbtui.domain.feedback.queue import Filter
from fbtui.services.desk import Desk
from fbtui.terminal.cleaned import clean_line
from screens.parts.facets import Choices, Facet, choice, field, switch, typed

if TYPE_CHECKING:
    from screens.dialogs.ask import Ask

_BAND_WORDS = {
    "negative": "negative (1-2 stars)",
    "neutral": "neutral (3 stars)",
    "positive": "positive (4-5 stars)",
}
_FULFILMENT_WORDS = (
    ("FBA", "FBA: Fulfilled by Amazon"),
    ("MFN", "MFN: Seller Fulfilled"),
    ("unknown", "unknown"),
)
_OPEN_END = ("…", "...", "-")


def queue_facets(desk: Desk) -> list[Facet[Filter]]:
    """The facets for one desk; accounts and lanes are read when their menu opens."""
    return [
        choice(
            "Band",
            lambda: [(name, _BAND_WORDS[name]) for name in BANDS],
            now=lambda now: ",".join(map(str, now.stars)),
            narrow=lambda now, name: now.changed(stars=_stars_of(name)),
        ),
        choice(
            "Status",
            lambda: [(status, status) for status in STATUSES],
            now=lambda now: ", ".join(now.status),
            narrow=lambda now, status: now.changed(status=(status,) if status else ()),
        ),
        switch("Overdue", "overdue"),
        choice(
            "Account",
            lambda: _places(desk),
            now=lambda now: f"{now.account} {now.marketplace}".strip(),
            narrow=lambda now, place: _at_place(desk, now, place),
        ),
        field(
            "Lane",
            "lane",
            lambda: [
                (name, f"{name:10} {says}") for name, says in desk.lanes.descriptions().items()
            ],
        ),
        field("Next step", "step", lambda: [(k, words) for k, words in STEP_WORDS.items() if k]),
        field("Claimed", "claimed", lambda: [("mine", "mine"), ("unclaimed", "by nobody")]),
        field("Window", "window", lambda: _windows(desk)),
        choice(
            "Fulfilment",
            lambda: _FULFILMENT_WORDS,
            now=lambda now: now.fulfilment or "",
            narrow=lambda now, value: now.changed(fulfilment=value or None),
        ),
        typed(
            "Product",
            lambda now: _ask("Only the product", "SKU, ASIN, or words of its title", now.product),
            now=lambda now: now.product,
            narrow=lambda now, words: now.changed(product=words.strip()),
        ),
        switch("In trouble", "trouble"),
        typed(
            "Tag",
            lambda now: _ask("Only with the tag", "Empty: any", now.tag),
            now=lambda now: now.tag,
            narrow=lambda now, words: now.changed(tag=words.strip().lower()),
        ),
        typed(
            "Dates",
            lambda now: _ask(
                "Days from and to",
                "2026-11-01 2026-11-30 · either may be … · empty: any",
                _days_words(now) or "… …",
                why_not=_why_no_days,
            ),
            now=_days_words,
            narrow=_between,
        ),
    ]


def _ask(
    question: str, hint: str, typed: str, why_not: Callable[[str], str | None] = lambda _: None
) -> Ask:
    from screens.dialogs.ask import Ask  # not for the first frame

    return Ask(question, hint, typed, why_not=why_not)


def _stars_of(name: str) -> tuple[int, ...]:
    return next((stars for band, stars in STARS_OF.items() if band == name), ())


def _places(desk: Desk) -> Choices:
    return [
        (str(at), clean_line(f"{account} {code}"))
        for at, (account, code) in enumerate(desk.inbox.accounts())
    ]


def _at_place(desk: Desk, now: Filter, place: str) -> Filter:
    account, code = desk.inbox.accounts()[int(place)] if place else ("", "")
    return now.changed(account=account, marketplace=code)


def _windows(desk: Desk) -> Choices:
    limits = desk.context.limits
    return [
        ("removal", f"removal may still be asked ({limits.removal_window_days} days)"),
        ("buyer", f"the buyer may still take it back ({limits.buyer_window_days} days)"),
    ]


def _days_words(now: Filter) -> str:
    return f"{now.since or '…'} {now.until or '…'}" if now.since or now.until else ""


def _why_no_days(words: str) -> str | None:
    if _days(words) is None:
        return "Say two days like 2026-11-01 2026-11-30, or …."
    return _between(Filter(), words).why_no_day


def _between(now: Filter, words: str) -> Filter:
    days = _days(words)
    return now.changed(since=days[0], until=days[1]) if days else now


def _days(words: str) -> tuple[date | None, date | None] | None:
    """Two days, with None for an open end; None if these are not two days."""
    parts = words.split()
    if len(parts) > 2:
        return None
    try:
        first, last = (
            None if part in _OPEN_END else date.fromisoformat(part)
            for part in [*parts, "…", "…"][:2]
        )
    except ValueError:
        return None
    return first, last
