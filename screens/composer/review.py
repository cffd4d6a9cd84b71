"""The last look before something final: exactly what goes out, and a different key to confirm it."""

from __future__ import annotations

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

_NOT_BEFORE = 0.5  # seconds after opening in which no key confirms
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
        self._opened = monotonic()
        self._alone: Timer | None = None

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="review"):
            yield Static(self._content(), markup=False)
        yield Static("", id="review-said", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self._say(copy(self.app, self._text))

    def on_key(self, event: events.Key) -> None:
        if self._alone is not None:  # a second key right behind: that was a paste, not a decision
            self._alone.stop()
            self._alone = None
            self.query_one("#review-said", Static).update(
                "Keys came in a burst: nothing was confirmed."
            )
            event.stop()
            event.prevent_default()

    def action_confirm(self) -> None:
        if monotonic() - self._opened > _NOT_BEFORE:
            self._alone = self.set_timer(_ALONE, self._confirmed)

    def _confirmed(self) -> None:
        self.dismiss(True)  # its answer must not go back to the timer, which would await it

    def action_edit(self) -> None:
        self.dismiss(False)

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
            (f"{subject}{clean(self._text)}\n\n", ""),
            *((f"• {note}\n", "$text-muted") for note in notes),
            (
                "\nfbtui cannot do it for you: paste it there yourself, then confirm here.\n",
                "$text-muted",
            ),
            (f"\ny  it is {done}: record it, frozen for ever", "bold $text-warning"),
            ("\ne  back to the letter", ""),
        )
