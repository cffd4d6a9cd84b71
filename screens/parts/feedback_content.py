"""A feedback in full: the comment, the facts and the timeline."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from fbtui.domain.cases.window import days_left, format_days
from fbtui.domain.feedback.feedback import FULFILMENT_WORDS, Feedback
from fbtui.domain.feedback.playbook import STEP_WORDS
from fbtui.domain.feedback.snooze import format_until
from fbtui.domain.feedback.timeline import Event
from fbtui.domain.letters.differences import differences
from fbtui.domain.letters.letter import EMAIL_STATES, KIND_WORDS, Letter, contradicted_reply
from fbtui.domain.limits import Limits
from fbtui.domain.times import format_date, format_day, format_due, format_moment
from fbtui.services.desk import Desk
from fbtui.terminal.cleaned import clean, clean_line

if TYPE_CHECKING:
    from fbtui.services.feedback.lanes import LaneDetail

_STYLES = {"complaint": "bold underline", "praise": "italic underline", "mention": "underline"}
_ANSWERS = {"arrived_on_time": "on time", "as_described": "as described", "service": "service"}
_SENTENCE = 2_000  # characters shown of the reason
_TITLE, _DIM = "$text-primary bold", "$text-muted"
_CHANGES = {"same": ("", ""), "gone": ("-", "$text-error"), "new": ("+", "$text-success")}


class PreviewModel(NamedTuple):
    """The data that the preview is drawn from."""

    feedback: Feedback
    timeline: list[Event]
    letters: list[Letter]  # drafts are only mentioned, sent e-mails shown
    now: datetime
    limits: Limits
    agent: str  # who is looking; addressed as "you"
    standing: LaneDetail | None = None  # None while the rules are being read
    reply_hidden: bool = False  # together with its feedback, which is gone
    translation: str = ""
    alike: int = 0  # recent poor feedback on the same product and topic; 0 if too few to mention
    note: str = ""  # the last one, and who wrote it

    @classmethod
    def on_desk(cls, desk: Desk, feedback: Feedback) -> PreviewModel:
        """Read the current state from the desk."""
        return cls(
            feedback,
            desk.timeline.of(feedback),
            desk.timeline.letters(feedback),
            desk.context.clock(),
            desk.context.limits,
            desk.context.agent,
            desk.lanes.look(feedback),
            desk.timeline.is_gone(feedback),
            desk.translation.known(feedback),
            desk.inbox.alike(feedback),
            desk.timeline.last_note(feedback),
        )


def feedback_content(model: PreviewModel) -> Content:
    """Everything about a feedback, cleaned, for preview and composer."""
    feedback = model.feedback
    parts = _next(model)
    parts += [
        (f"{_draft_notice(letter, model.agent)}\n", "$text-warning")
        for letter in model.letters
        if letter.state == "draft"
    ]
    if model.note:  # in the timeline it would be read after the letter was written
        parts.append((f"Note by {clean_line(model.note)}\n", "$text-warning"))
    parts += _marked(model) if clean(feedback.comment) else [("(no comment)", "")]
    if model.translation:
        parts += [("\nBy your translate_command: ", _TITLE), (clean(model.translation), "")]
    parts += [("\n\n", ""), *_product_trouble(model), *_why(model)]
    parts.append((f"{_windows(model)}\n{_facts(model)}\n", _DIM))
    if feedback.tags:
        parts.append((f"tags: {clean_line(', '.join(feedback.tags))}\n", _DIM))
    if feedback.response:
        hidden = ", hidden with the feedback" if model.reply_hidden else ""
        parts.append((f"\nOur public reply{hidden}\n", _TITLE))
        parts.append((f"{clean(feedback.response)}\n", ""))
    parts += _differing_reply(model)
    parts += [
        (f"\n{EMAIL_STATES[letter.state]} (M: the outbox)\n", "$text-warning")
        for letter in model.letters
        if letter.state in EMAIL_STATES
    ]
    for letter in model.letters:
        if letter.state == "sent":
            title = f"\nOur e-mail of {format_moment(letter.updated_at)}: {clean_line(letter.subject)}\n"
            parts += [(title, _TITLE), (f"{clean(letter.text)}\n", "")]
    parts.append(("\nTimeline\n", _TITLE))
    for event in reversed(model.timeline):
        parts += [
            (f"{format_moment(event.at)}  {clean_line(event.who)}  ", _DIM),
            (f"{clean(event.words)}\n", ""),
        ]
    return Content.assemble((f"{_title(model)}\n", "bold"), *parts)


def _title(model: PreviewModel) -> str:
    """`★☆☆☆☆ order 114-… · FBA · 8 Nov · window 82d · Ana has it`: the facts that decide what to do."""
    feedback, left = model.feedback, _removal_days(model)
    stars = f"{'★' * feedback.stars}{'☆' * (5 - feedback.stars)}"
    facts = [f"{stars} order {clean_line(feedback.order_id)}"]
    facts += [str(feedback.fulfilment)] if feedback.fulfilment != "unknown" else ["FBA?"]
    facts.append(format_date(feedback.date, model.now.date()))
    window = f"window {left}d" if left >= 0 else "window closed"
    facts.append("struck or removed" if model.reply_hidden else window)
    if holder := feedback.holder(model.now, model.limits.claim_minutes):
        facts.append("you have it" if holder == model.agent else f"{clean_line(holder)} has it")
    return " · ".join(facts)


def _differing_reply(model: PreviewModel) -> list[tuple[str, str]]:
    """How the reply in the report differs from the one recorded as posted."""
    recorded = contradicted_reply(model.letters, model.feedback.response)
    if not recorded:
        return []
    title = "\n▲ The report has another reply than the one recorded here: -recorded- +report+\n"
    parts = [(title, "$text-warning")]
    for change, words in differences(clean(recorded), clean(model.feedback.response)):
        mark, style = _CHANGES[change]
        parts.append((f"{mark}{words}{mark} ", style))
    return [*parts, ("\n", "")]


def _next(model: PreviewModel) -> list[tuple[str, str]]:
    """The lane, who picked it, the next step, and when it is due."""
    feedback = model.feedback
    lane = "unclear" if feedback.lane == "read" else clean_line(feedback.lane) or "no lane yet"
    guess = "?" if feedback.is_guess else ""
    by = f" (picked by {clean_line(feedback.lane_by)})" if feedback.lane_by else ""
    step = STEP_WORDS.get(feedback.step, feedback.step)
    return [(f"{lane}{guess} → {step}{by}", "bold"), (f" · {_state(model)}\n", _DIM)]


def _why(model: PreviewModel) -> list[tuple[str, str]]:
    """Why it is in its lane, and the steps of that lane."""
    if model.standing is None:
        return []
    routing, path = model.standing.routing, clean_line(model.standing.path)
    because = without_comment(routing.because, model.feedback.comment)
    words = clean_line(because, _SENTENCE)
    if routing.ground and _removal_days(model) < 0 and not model.reply_hidden:
        words = f"{words}; but the removal window is closed"
    if model.feedback.lane_by:
        words = f"by its words {routing.lane}: {words}"
    return [(f"{words}\n", ""), (f"{path}\n", _DIM)]


def without_comment(because: str, comment: str) -> str:
    """The reason without a quote of the whole comment, which stands right above it."""
    quote = f'"{comment}"'
    return f"the whole comment{because[len(quote) :]}" if because.startswith(quote) else because


def _product_trouble(model: PreviewModel) -> list[tuple[str, str]]:
    if not model.alike:
        return []
    name, topic = clean_line(model.feedback.product_name), model.feedback.topic
    return [(f"▲ {model.alike:,} recent complaints about {topic}: {name}\n", "$text-warning")]


def _marked(model: PreviewModel) -> list[tuple[str, str]]:
    """The comment, with the words that decided the lane marked: complaints strongly, praise lightly."""
    comment, at, parts = model.feedback.comment, 0, []
    for start, end, style in _spans(model.standing):
        if start >= at:
            parts += [(clean(comment[at:start]), ""), (clean(comment[start:end]), style)]
            at = end
    return [*parts, (clean(comment[at:]), "")]


def _spans(standing: LaneDetail | None) -> list[tuple[int, int, str]]:
    aspects = standing.routing.aspects if standing else ()
    return sorted(
        (quote.start, quote.end, _STYLES[aspect.polarity])
        for aspect in aspects
        for quote in aspect.quotes
    )


def _draft_notice(letter: Letter, agent: str) -> str:
    who = "You have" if letter.agent == agent else f"{clean_line(letter.agent)} has"
    return f"{who} begun a draft of the {KIND_WORDS[letter.kind]}"


def _facts(model: PreviewModel) -> str:
    feedback = model.feedback
    facts = [format_day(feedback.date), clean_line(f"{feedback.account} {feedback.marketplace}")]
    known = feedback.fulfilment != "unknown"
    words = FULFILMENT_WORDS[feedback.fulfilment]
    facts.append(words if known else f"{words} (i sets it)")
    if feedback.buy_shipping_on_time:
        facts.append("on time with Buy Shipping")
    if feedback.product_words:
        facts.append(clean_line(feedback.product_words))
    if feedback.rater_email:
        facts.append(f"buyer {masked(feedback.rater_email)}")
    answers = ((words, getattr(feedback, name)) for name, words in _ANSWERS.items())
    facts += [f"{words}: {clean_line(answer).lower()}" for words, answer in answers if answer]
    return " · ".join(facts)


def _state(model: PreviewModel) -> str:
    feedback = model.feedback
    if feedback.snoozed_until:
        return f"snoozed, {format_until(feedback.snoozed_until, model.now)}"
    if feedback.status == "open" and feedback.due:
        return format_due(feedback.due, model.now)
    return feedback.status


def _windows(model: PreviewModel) -> str:
    """How long Amazon may still be asked for a removal, and how long the buyer may remove it."""
    feedback, today = model.feedback, model.now.date()
    if model.reply_hidden:
        return "struck or removed: nothing left to request"
    buyer = days_left(feedback.date, today, model.limits.buyer_window_days)
    can = (
        f"buyer can still remove it: {format_days(buyer)}"
        if buyer >= 0
        else ("the buyer's time to remove it is over")
    )
    return f"removal window: {format_days(_removal_days(model))} · {can}"


def _removal_days(model: PreviewModel) -> int:
    """Days left to request a removal; negative when the window is closed."""
    return days_left(model.feedback.date, model.now.date(), model.limits.removal_window_days)


def masked(address: str) -> str:
    """A buyer's address as lists show it: `a***@marketplace.amazon.com`."""
    name, _, domain = clean_line(address).partition("@")
    return f"{name[:1]}***@{domain}"
