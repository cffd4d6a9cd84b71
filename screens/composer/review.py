"""The last look before something final: exactly what goes out, and a different key to confirm it."""

from __future__ import annotations

from math import inf
from time import monotonic

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Footer, Static

from fbtui.domain.feedback import Feedback
from fbtui.domain.letters import KIND_WORDS, Kind
from fbtui.domain.outcome import Outcome
from fbtui.terminal.cleaned import clean, clean_line
from fbtui.terminal.clipboard import copy
from screens.bindings import bindings
from screens.composer.pane import WHOLE

_NOT_BEFORE = 0.5  # seconds after it was first drawn in which no key confirms
_ALONE = 0.08  # seconds in which no other key may come: a burst of pasted keys never confirms

# The SOP's notes on seller responses (section 1), in its order.
_REPLY_NOTES = (
    "It has no numerical effect on your feedback score.",
    "Once posted it can be removed, but never changed; after removal no second one is possible.",
    "This is not the place to talk with the buyer: settle conflicts by e-mail.",
    "If the feedback is suppressed later, this reply is suppressed with it.",
    "Amazon uses it to improve overall performance.",
)
_EMAIL_NOTES = (
    "Amazon replaces your address and forwards the message; it keeps a copy and may review it.",
)


class Review(ModalScreen[bool]):
    """Answers True when the agent confirms that it is posted, or sent."""

    CSS_PATH = "composer.tcss"
    BINDINGS = [*bindings("review"), ("c", "copy", "Copy")]  # noqa: RUF012 (Textual's own form)

    def __init__(self, feedback: Feedback, kind: Kind, subject: str, text: str) -> None:
        super().__init__()
        self._feedback, self._kind, self._subject, self._text = feedback, kind, subject, text
        self._drawn: float | None = None
        self._alone: Timer | None = None
        self._last_key = self._last_burst = -inf

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="review"):
            yield Static(self._content(), markup=False)
        yield Static("", id="review-said", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self._say(copy(self.app, self._text))
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._drawn = monotonic()

    def on_key(self, event: events.Key) -> None:
        """Remember what came close together; acts run only after all keys of a burst have come by."""
        if event.time - self._last_key < _ALONE:
            self._last_burst = event.time
        self._last_key = event.time

    def action_confirm(self) -> None:
        if self._drawn is not None and monotonic() - self._drawn > _NOT_BEFORE:
            self._stop_waiting()
            self._alone = self.set_timer(_ALONE, self._confirmed)

    def action_edit(self) -> None:
        self._stop_waiting()
        self.dismiss(False)

    def _confirmed(self) -> None:
        if self._last_key - self._last_burst < 2 * _ALONE:  # a paste, not a decision
            said = "Keys came in a burst: nothing was confirmed."
            self.query_one("#review-said", Static).update(said)
        else:
            self.dismiss(True)  # its answer must not go back to the timer, which would await it

    def _stop_waiting(self) -> None:
        if self._alone is not None:
            self._alone.stop()

    def action_copy(self) -> None:
        self._say(copy(self.app, self._text))

    def _say(self, outcome: Outcome) -> None:
        said = getattr(outcome, "said", None) or getattr(outcome, "why", "")
        self.query_one("#review-said", Static).update(f"{said} · c copies again")

    def _content(self) -> Content:
        what, done = (
            KIND_WORDS[self._kind],
            "posted in Seller Central" if self._kind == "reply" else "sent",
        )
        notes = _REPLY_NOTES if self._kind == "reply" else _EMAIL_NOTES
        subject = f"Subject: {clean_line(self._subject)}\n\n" if self._subject else ""
        return Content.assemble(
            (
                f"Review of the {what} on order {clean_line(self._feedback.order_id)}\n\n",
                "bold $text-primary",
            ),
            (f"{subject}{clean(self._text, WHOLE)}\n\n", ""),
            *((f"• {note}\n", "$text-muted") for note in notes),
            (
                "\nThe words are not checked here yet; `fbtui check` does that for any text.\n",
                "$text-muted",
            ),
            (
                "fbtui cannot post it for you: paste it there yourself, then confirm here.\n",
                "$text-muted",
            ),
            (f"\ny  it is {done}: record it, frozen for ever", "bold $text-warning"),
            ("\ne  back to the letter", ""),
        )
