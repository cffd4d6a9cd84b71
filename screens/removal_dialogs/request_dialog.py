"""The removal request: copied, made by the agent in Seller Central, and only then recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from fbtui.domain.cases.case import Channel
from fbtui.domain.cases.request import NeedsReason, Permitted
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.domain.times import format_day
from fbtui.services.cases.requests import Prepared
from fbtui.services.cases.texts import CHANNEL_WORDS, quoted
from fbtui.services.desk import Desk
from fbtui.terminal.cleaned import clean, clean_line
from screens.bindings import bindings, keys_of
from screens.clipboard import as_link
from screens.confirmation_guard import ConfirmationGuard
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.key_bursts import SeesEveryKey
from screens.life import Life
from screens.parts.cells import hanging
from screens.parts.feedback_content import without_comment
from screens.parts.key_line import KeyLine
from screens.parts.status import StatusLine
from screens.removal_dialogs.copying import OF_PERMITTED, RequestCopies

Answered = Literal["asked", "skip", "stop"]
_ACTS_OF_PERMITTED = ("asking.copy", "asking.evidence", "asking.confirm")
_LABEL, _PADDING = 10, 4  # cells; the padding with that of the scroll bar
_TITLE, _DIM, _WARN, _NO = "$text-primary bold", "$text-muted", "$text-warning", "$text-error bold"


async def ask_for_removals(screen: Life[Any], desk: Desk, ids: Sequence[int]) -> Outcome:
    """Show a request for each feedback in turn; returns a summary."""
    asked, skipped, last = 0, 0, ""
    for nth, each in enumerate(ids, start=1):
        prepared = desk.cases.requests.prepare(each)
        if isinstance(prepared, Refused):
            return prepared
        dialog = RequestDialog(desk, prepared, f"{nth} of {len(ids)}" if len(ids) > 1 else "")
        answer = await screen.ask(dialog)
        if answer == "asked":
            asked, last = asked + 1, dialog.message
        else:
            skipped += 1
        if answer == "stop":
            skipped += len(ids) - nth
            break
    if len(ids) == 1:
        return Done(last or "No request was recorded.")
    return Done(f"{asked} of {len(ids)} recorded as requested, {skipped} left as they were.")


class RequestDialog(SeesEveryKey, Life[Answered]):
    """One request. It is recorded only when the agent confirms that it was made."""

    takes_bursts = False

    CSS_PATH = "removal_dialogs.tcss"
    AUTO_FOCUS = ""
    BINDINGS = bindings("asking")

    def __init__(self, desk: Desk, prepared: Prepared, nth: str) -> None:
        super().__init__()
        self._desk, self.prepared, self._nth = desk, prepared, nth
        self._case_id, self.message = "", ""
        self.status, self._text = StatusLine(), Static("", id="request-text", markup=False)
        self._scrolled = VerticalScroll(id="request", can_focus=False)
        self.parts |= {"request": self, "copying": RequestCopies(self)}
        self._final = ConfirmationGuard(self, lambda words: self.status.say(Refused(words)))

    def compose(self) -> ComposeResult:
        with self._scrolled:
            yield self._text
        yield self.status
        yield KeyLine()

    def on_mount(self) -> None:
        self._show()
        self.call_after_refresh(self._final.begin)

    def on_resize(self) -> None:
        self._show()

    def see(self, key: events.Key) -> None:
        self._final.see(key)
        verdict = self.prepared.verdict
        if isinstance(verdict, Refused) and key.key in keys_of(self, _ACTS_OF_PERMITTED):
            self.status.say(verdict)  # these keys are disabled: say why

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable copying and confirming if the request is not permitted."""
        wants_permission = action == "confirm" or (action == "do" and parameters[0] in OF_PERMITTED)
        if wants_permission and isinstance(self.prepared.verdict, Refused):
            return False
        return super().check_action(action, parameters)

    def action_scroll(self, by: int) -> None:
        self._scrolled.scroll_relative(y=by, animate=False)

    def action_confirm(self) -> None:
        """Record the request; holding `y` down does not confirm the next one."""
        self._final.take(self._record)

    def _record(self) -> None:
        prepared = self.prepared
        recorded = self._desk.cases.request(
            prepared.feedback.id,
            prepared.ground.name if prepared.ground else "",
            channel=prepared.channel,
            case_id=self._case_id,
            reason=prepared.reason,
        )
        self.status.say(recorded)
        if isinstance(recorded, Done):
            self.message = recorded.message
            self.dismiss("asked")

    def action_skip(self) -> None:
        self._final.stop()
        self.dismiss("skip")

    def action_stop(self) -> None:
        self._final.stop()
        self.dismiss("stop")

    async def choose_ground(self) -> None:
        now = self.prepared.ground
        choices = [
            (g.name, f"{g.name.replace('_', ' ')}: {g.clause}") for g in self.prepared.choices
        ]
        chosen = await self.ask(Choose("Ground of this request", choices, now.name if now else ""))
        if chosen:
            self._prepare(ground=chosen)

    async def choose_channel(self) -> None:
        choices = [(channel.value, CHANNEL_WORDS[channel]) for channel in Channel]
        now = self.prepared.channel.value
        if chosen := await self.ask(Choose("Where do you ask?", choices, now)):
            self._prepare(channel=Channel(chosen))

    async def type_case_id(self) -> None:
        hint = "If Amazon gave one already; it can be noted later"
        typed = await self.ask(Ask("Case ID", hint, self._case_id))
        if typed is not None:
            self._case_id = typed.strip()
            self._show()

    async def give_reason(self) -> None:
        is_early = isinstance(self.prepared.verdict, NeedsReason)
        asks = "The procedure asks for the e-mail first. " if is_early else ""
        hint = f"{asks}Your reason stays in the history"
        why = "Type the reason; Esc leaves without one."
        asked = Ask(
            *("Why ask now?", hint, self.prepared.reason),
            why_not=lambda typed: None if typed.strip() else why,
        )
        typed = await self.ask(asked)
        if typed is not None:
            self._prepare(reason=typed)

    def _prepare(self, **changed: Any) -> None:
        """Prepare the same request with another ground, channel or reason."""
        now = self.prepared
        asked = {
            "ground": now.ground.name if now.ground else "",
            "channel": now.channel,
            "reason": now.reason,
        }
        prepared = self._desk.cases.requests.prepare(now.feedback.id, **(asked | changed))
        if isinstance(prepared, Refused):
            self.status.say(prepared)
            return
        self.prepared = prepared
        self.status.clear()
        self._show()
        self.refresh_bindings()

    def _show(self) -> None:
        width = self._scrolled.scrollable_content_region.width or self.size.width
        self._text.update(_page(self.prepared, self._case_id, width - _PADDING))
        self.status.show_position(self._nth)


def _page(prepared: Prepared, case_id: str, width: int) -> Content:
    """Everything about the request, cleaned; long facts keep to their column."""
    feedback, ground = prepared.feedback, prepared.ground
    stars = f"{'★' * feedback.stars}{'☆' * (5 - feedback.stars)}"
    comment = clean(feedback.comment)
    parts: list[tuple[str, str | Style]] = [
        (f"Request the removal of {stars}  order {clean_line(feedback.order_id)}\n", "bold"),
        (
            f"{format_day(feedback.date)} · {clean_line(feedback.account)} {feedback.marketplace}",
            _DIM,
        ),
        (f" · {_fulfilment(prepared)}\n\n", _DIM),
        (f"{comment or '(no comment)'}\n\n", ""),
        (f"{'Ground':{_LABEL}}", _DIM),
        (f"{ground.name.replace('_', ' ') if ground else 'none'}\n", "bold"),
    ]
    if ground:
        is_whole = prepared.quotes == (feedback.comment,)
        quotes = "the whole comment" if is_whole else clean_line(quoted(prepared.quotes))
        parts += _fact("Clause", clean(ground.clause), width)
        parts += _fact("Words", quotes, width)
    parts += _fact("Routing", clean(without_comment(prepared.routing.because, comment)), width)
    parts += _fact("Channel", CHANNEL_WORDS[prepared.channel], width)
    parts += [(f"{'Link':{_LABEL}}", _DIM), as_link(prepared.link), (" (l)\n", _DIM)]
    if prepared.reason:
        parts += _fact("Reason", clean(prepared.reason), width)
    parts += _fact("Case ID", clean_line(case_id) or "– (i notes it, now or later)", width)
    parts += [("\n", ""), *_verdict(prepared.verdict)]
    if prepared.request_text and not isinstance(prepared.verdict, Refused):
        parts += [("\nText to copy (Enter)\n", _TITLE), (prepared.request_text, "")]
        parts += [("\nEvidence pack (e)\n", _TITLE), (prepared.evidence, _DIM)]
    return Content.assemble(*parts)


def _fact(label: str, words: str, width: int) -> list[tuple[str, str | Style]]:
    first, *more = hanging(words, width - _LABEL)
    lines = [first, *(" " * _LABEL + line for line in more)]
    return [(f"{label:{_LABEL}}", _DIM), ("\n".join(lines) + "\n", "")]


def _verdict(verdict: Permitted | Refused) -> list[tuple[str, str]]:
    if isinstance(verdict, NeedsReason):
        return [(f"✗ {clean(verdict.why)} (a: give a reason)\n", _NO)]
    if isinstance(verdict, Refused):
        return [(f"✗ {clean(verdict.why)}\n", _NO), ("g chooses another ground.\n", _DIM)]
    lines = [(f"▲ {clean(caution.says)}\n", _WARN) for caution in verdict.warnings]
    last = f"✓ May be requested until {format_day(verdict.last_day)}. "
    now = "Copy it, ask in Seller Central, then y records it as requested.\n"
    return [*lines, (last, "$text-success"), (now, _DIM)]


def _fulfilment(prepared: Prepared) -> str:
    known = prepared.feedback.fulfilment
    return "fulfilment unknown" if known == "unknown" else known
