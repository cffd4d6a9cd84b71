"""A feedback in full: the buyer's words, what is known, and its story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.playbook import STEP_WORDS
from fbtui.domain.feedback.timeline import Event
from fbtui.domain.feedback.triage import format_until
from fbtui.domain.letters.differences import differences
from fbtui.domain.letters.letter import EMAIL_STATES, KIND_WORDS, Letter, stated_otherwise
from fbtui.domain.limits import Limits
from fbtui.domain.outcome import Refused
from fbtui.domain.times import days_left, format_due
from fbtui.services.desk import Desk
from fbtui.services.feedback.lanes import LaneDetail
from fbtui.terminal.cleaned import clean, clean_line

_SPOKE = {"complaint": "bold underline", "praise": "italic underline", "mention": "underline"}
_SENTENCE = 2_000  # characters of the reason that are shown
_TITLE, _DIM = "$text-primary bold", "$text-muted"
_CHANGES = {"same": ("", ""), "gone": ("-", "$text-error"), "new": ("+", "$text-success")}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the preview is drawn from."""

    feedback: Feedback
    timeline: list[Event]
    letters: list[Letter]  # drafts are named, sent e-mails shown
    now: datetime
    limits: Limits
    standing: LaneDetail | None = None  # None while the rules are being read
    reply_hidden: bool = False  # Amazon has struck or removed the feedback

    @classmethod
    def on_desk(cls, desk: Desk, feedback: Feedback) -> Seen:
        """As it stands on the desk now."""
        written = desk.letters.about(feedback.id)
        return cls(
            feedback,
            desk.timeline.of(feedback),
            [] if isinstance(written, Refused) else written.letters,
            desk.seat.clock(),
            desk.seat.limits,
            desk.lanes.look(feedback),
            not isinstance(written, Refused) and written.is_gone,
        )


def feedback_content(seen: Seen) -> Content:
    """Everything about a feedback, cleaned, as it stands in preview and composer."""
    feedback = seen.feedback
    parts = _next(seen)
    parts += [
        (f"{_begun(letter)}\n", "$text-warning")
        for letter in seen.letters
        if letter.state == "draft"
    ]
    parts.append(("\n", ""))
    parts += _marked(seen) if clean(feedback.comment) else [("(no comment)", "")]
    parts += [("\n\n", ""), *_why(seen), (f"{_facts(seen)}\n{_windows(seen)}\n", _DIM)]
    if feedback.tags:
        parts.append((f"tags: {clean_line(', '.join(feedback.tags))}\n", _DIM))
    if feedback.response:
        hidden = ", hidden with the feedback" if seen.reply_hidden else ""
        parts.append((f"\nOur public reply{hidden}\n", _TITLE))
        parts.append((f"{clean(feedback.response)}\n", ""))
    parts += _stated_otherwise(seen)
    parts += [
        (f"\n{EMAIL_STATES[letter.state]} (M: the outbox)\n", "$text-warning")
        for letter in seen.letters
        if letter.state in EMAIL_STATES
    ]
    for letter in seen.letters:
        if letter.state == "sent":
            title = (
                f"\nOur e-mail of {letter.updated_at:%d %b %H:%M}: {clean_line(letter.subject)}\n"
            )
            parts += [(title, _TITLE), (f"{clean(letter.text)}\n", "")]
    parts.append(("\nTimeline\n", _TITLE))
    for event in reversed(seen.timeline):
        parts += [
            (f"{event.at:%d %b %H:%M}  {clean_line(event.who)}  ", _DIM),
            (f"{clean(event.words)}\n", ""),
        ]
    title = f"{'★' * feedback.stars}{'☆' * (5 - feedback.stars)}  order {clean_line(feedback.order_id)}\n"
    return Content.assemble((title, "bold"), *parts)


def _stated_otherwise(seen: Seen) -> list[tuple[str, str]]:
    """How the reply in the report differs from the one that was recorded as posted."""
    recorded = stated_otherwise(seen.letters, seen.feedback.response)
    if not recorded:
        return []
    title = "\n▲ The report states another reply than was recorded here: -recorded- +stated+\n"
    parts = [(title, "$text-warning")]
    for what, words in differences(clean(recorded), clean(seen.feedback.response)):
        sign, style = _CHANGES[what]
        parts.append((f"{sign}{words}{sign} ", style))
    return [*parts, ("\n", "")]


def _next(seen: Seen) -> list[tuple[str, str]]:
    """The lane, who picked it, and the step that is wanted."""
    feedback = seen.feedback
    by = f" (picked by {clean_line(feedback.lane_by)})" if feedback.lane_by else ""
    step = STEP_WORDS.get(feedback.step, feedback.step)
    return [(f"{clean_line(feedback.lane) or 'no lane yet'}{by} · next: {step}\n", "bold")]


def _why(seen: Seen) -> list[tuple[str, str]]:
    """What the words say, and the whole way through the lane."""
    if seen.standing is None:
        return []
    routing, path = seen.standing.routing, clean_line(seen.standing.path)
    words = clean_line(routing.because, _SENTENCE)
    if routing.ground and _removal_days(seen) < 0:
        words = f"{words}; but the removal window is closed"
    if seen.feedback.lane_by:
        words = f"by its words {routing.lane}: {words}"
    return [(f"{words}\n", ""), (f"{path}\n", _DIM)]


def _marked(seen: Seen) -> list[tuple[str, str]]:
    """The comment, with the words that spoke marked: complaints strongly, praise lightly."""
    comment, at, parts = seen.feedback.comment, 0, []
    for start, end, style in _spans(seen.standing):
        if start >= at:
            parts += [(clean(comment[at:start]), ""), (clean(comment[start:end]), style)]
            at = end
    return [*parts, (clean(comment[at:]), "")]


def _spans(standing: LaneDetail | None) -> list[tuple[int, int, str]]:
    aspects = standing.routing.aspects if standing else ()
    return sorted(
        (quote.start, quote.end, _SPOKE[aspect.polarity])
        for aspect in aspects
        for quote in aspect.quotes
    )


def _begun(letter: Letter) -> str:
    return f"{clean_line(letter.agent)} has begun a draft of the {KIND_WORDS[letter.kind]}"


def _facts(seen: Seen) -> str:
    feedback = seen.feedback
    place = f"{clean_line(feedback.account)} {feedback.marketplace or '–'}"
    known = feedback.fulfilment != "unknown"
    fulfilment = str(feedback.fulfilment) if known else "fulfilment unknown"
    if feedback.buy_shipping_on_time:
        fulfilment += ", on time with Buy Shipping"
    buyer = f" · buyer {masked(feedback.rater_email)}" if feedback.rater_email else ""
    return f"{feedback.date:%d %b %Y} · {place} · {fulfilment}{buyer}"


def _windows(seen: Seen) -> str:
    feedback, today = seen.feedback, seen.now.date()
    state: str = feedback.status
    if holder := feedback.holder(seen.now, seen.limits.claim_minutes):
        state = f"{state}, {clean_line(holder)} has it"
    if feedback.snoozed_until:
        state = f"snoozed, {format_until(feedback.snoozed_until, seen.now)}"
    elif feedback.status == "open" and feedback.due:
        state = f"open, {format_due(feedback.due, seen.now)}"
    buyer = days_left(feedback.date, today, seen.limits.buyer_window_days)
    return (
        f"{state} · removal window {_days(_removal_days(seen))} · buyer's own window {_days(buyer)}"
    )


def _removal_days(seen: Seen) -> int:
    """Days left to ask for a removal; negative when none are."""
    return days_left(seen.feedback.date, seen.now.date(), seen.limits.removal_window_days)


def _days(left: int) -> str:
    return f"{left}d" if left >= 0 else "closed"


def masked(address: str) -> str:
    """A buyer's address as lists show it: `a***@marketplace.amazon.com`."""
    name, _, domain = clean_line(address).partition("@")
    return f"{name[:1]}***@{domain}"
