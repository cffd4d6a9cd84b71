"""One case in full: comment, next action, both windows, history and texts; and the share granted."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from fbtui.domain.cases.case import CaseEvent
from fbtui.domain.cases.next_action import effects
from fbtui.domain.cases.share_granted import By, Share
from fbtui.domain.cases.transitions import GONE
from fbtui.domain.times import format_day, format_moment
from fbtui.services.cases.texts import CHANNEL_WORDS, quoted
from fbtui.services.cases.tracker import CaseDetail
from fbtui.terminal.cleaned import clean, clean_line
from screens.cases.case_row import action_words, state_words, window_style, window_words
from screens.dialogs.page import Page

if TYPE_CHECKING:
    from screens.cases.room import CasesScreen

_TITLE, _DIM = "$text-primary bold", "$text-muted"
_BAR, _LONG_BAR, _BESIDE_BAR = 6, 20, 70  # cells of a full bar, and of what stands beside it
_BY: tuple[By, ...] = ("ground", "agent", "month")


class Pages:
    """Opens the pages of the tracker: a whole case, and the share of requests granted."""

    def __init__(self, room: CasesScreen) -> None:
        self._room = room

    async def whole(self) -> None:
        desk, case = self._room.desk, self._room.current
        if case and (detail := desk.tracker.detail(case.id)):
            await self._room.ask(Page("Removal case", case_page(detail, desk.context.clock())))

    async def shares(self) -> None:
        shares = {by: self._room.desk.tracker.shares(by) for by in _BY}
        title = "Share of our requests that Amazon granted"
        await self._room.ask(Page(title, partial(shares_page, shares)))


def case_page(detail: CaseDetail, now: datetime) -> Content:
    """Everything about a case, cleaned."""
    file, feedback = detail.file, detail.feedback
    case, state = file.case, file.case.state
    stars = f"{'★' * feedback.stars}{'☆' * (5 - feedback.stars)}"
    words = state_words(state) if state else "void: its request was taken back"
    parts: list[tuple[str, str]] = [
        (f"{words}  {stars}  order {clean_line(feedback.order_id)}\n", "bold"),
        (f"{case.ground.replace('_', ' ') or 'no ground'} · ", _DIM),
        (f"case ID {clean_line(case.case_id or '–')} · ", _DIM),
        (f"{'asked' if case.is_asked else 'recorded'} by {clean_line(case.request.agent)} ", _DIM),
        (f"{format_day(case.request.at)}\n", _DIM),
    ]
    if state not in GONE:
        parts += [
            ("removal window ", _DIM),
            (window_words(detail.window_left), window_style(detail.window_left)),
            (" · buyer's own window ", _DIM),
            (f"{window_words(detail.buyer_window_left)}\n", _DIM),
        ]
    parts.append((f"{detail.link} (Y copies it)\n", _DIM))
    if detail.next:
        when = action_words(detail.next, now)
        parts.append((f"\nNext: {when}. {detail.next.says}.\n", "$text-warning"))
    if note := effects(state).note:
        parts.append((f"\n{note}.\n", "$text-success"))
    parts.append((f"\n{clean(feedback.comment) or '(no comment)'}\n", ""))
    if feedback.response:
        hidden = " (hidden with the feedback)" if effects(state).reply_hidden else ""
        parts += [(f"\nOur public reply{hidden}\n", _TITLE), (f"{clean(feedback.response)}\n", "")]
    parts.append(("\nHistory\n", _TITLE))
    for entry in case.events:
        parts += _entry(entry)
    if not case.is_asked:
        return Content.assemble(*parts)
    parts += [("\nClause\n", _TITLE), (f"{clean(file.clause)}\n", "")]
    parts += [(f"words: {clean_line(quoted(file.quotes))}\n", _DIM)]
    parts += [("\nRequest, as asked\n", _TITLE), (clean(file.request_text), "")]
    parts += [("\nEvidence pack\n", _TITLE), (clean(file.evidence), "")]
    return Content.assemble(*parts)


def shares_page(shares: dict[By, dict[str, Share]], width: int) -> str:
    """The share of requests granted by ground, agent and month, as tables with bars."""
    bar = min(max(width - _BESIDE_BAR, _BAR), _LONG_BAR)
    lines = ["Asking in vain is held against the account: few, well-founded requests.", ""]
    for by, found in shares.items():
        lines.append(f"By {by}")
        for key, share in found.items():
            name = clean_line(key.replace("_", " "), 22)
            more = [f"{share.waiting} waiting"] if share.waiting else []
            more += [f"{share.left} given up"] if share.left else []
            tail = f" · {', '.join(more)}" if more else ""
            lines.append(f"  {name:22} {_bar(share.fraction, bar)} {share.words}{tail}")
        lines.append("")
    return "\n".join(lines)


def _bar(fraction: Fraction | None, width: int) -> str:
    full = 0 if fraction is None else int(fraction * width + Fraction(1, 2))
    return "█" * full + "░" * (width - full)


def _entry(entry: CaseEvent) -> list[tuple[str, str]]:
    facts = [CHANNEL_WORDS[entry.channel]] if entry.channel else []
    facts += [f"ID {entry.case_id}"] if entry.case_id else []
    words = f"{entry.event.words}{': ' if facts else ''}{', '.join(facts)}"
    parts = [
        (f"{format_moment(entry.at)}  {clean_line(entry.agent)}  ", _DIM),
        (f"{clean_line(words)}\n", ""),
    ]
    if entry.text:
        indented = clean(entry.text).replace("\n", "\n    ")
        parts.append((f"    {indented}\n", _DIM))
    return parts
