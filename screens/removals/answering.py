"""Amazon's answer: pasted, recognised or asked about, and recorded as the agent says."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from fbtui.domain.outcome import Refused
from fbtui.domain.removal.answers import Answer
from fbtui.domain.removal.transitions import EventKind
from fbtui.terminal.cleaned import clean, clean_line

_WHOLE = 60_000  # characters of an answer
_UNKNOWN = "? None of Amazon's known answers: read it and choose (Tab)."
_CHOICES: tuple[tuple[EventKind, str], ...] = (
    (EventKind.RECEIVED, "received: “… and will reply soon”"),
    (EventKind.DECLINED, "declined: “… has been retained”"),
    (EventKind.STRUCK, "struck: “… struck it through”, or Amazon took responsibility"),
    (EventKind.REMOVED, "removed: the feedback is gone, and Amazon says so"),
    (EventKind.WINDOW_CLOSED, "window closed: nothing may be asked any more"),
)


class Decision(NamedTuple):
    """What to record, and Amazon's words as pasted ("" when chosen without)."""

    event: EventKind
    text: str


class Pasting(TextArea):
    """A box that takes only clean text from a paste."""

    def on_paste(self, event: events.Paste) -> None:
        event.text = clean(
            event.text, _WHOLE
        )  # Textual's own handler, which comes next, inserts it


class Answering(ModalScreen[Decision | None]):
    """Answers with the decision, or None after Esc. What is not recognised is never guessed."""

    CSS_PATH = "removals.tcss"
    BINDINGS = [  # noqa: RUF012 (Textual's own form)
        Binding("escape", "leave", "Leave"),
        Binding("ctrl+r,f10", "record", "Record", priority=True),
    ]

    def __init__(
        self,
        order: str,
        read: Callable[[str], Answer | Refused],
        propose: Callable[[str], Answer | Refused],
    ) -> None:
        """`read` knows Amazon's words and answers at once; `propose` may take seconds."""
        super().__init__()
        self._order, self._read, self._propose = order, read, propose
        self._recognised: EventKind | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(f"Amazon's answer: {self._order}", classes="title", markup=False)
            box = Pasting(id="answer", tab_behavior="focus")
            box.cursor_blink = False
            yield box
            yield Static("", id="recognised", markup=False)
            yield OptionList(
                *(Option(Content(words), id=kind.value) for kind, words in _CHOICES), markup=False
            )
            yield Static(
                "Ctrl+R records what is recognised · Tab, then Enter chooses · Esc leaves",
                classes="hint",
                markup=False,
            )

    def on_mount(self) -> None:
        self._say("Paste the whole answer, or choose below.")

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._recognise(event.text_area.text)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._answer(EventKind(event.option_id or ""))

    def action_record(self) -> None:
        if self._recognised is None:
            self._say("Nothing is recognised: read it and choose the decision (Tab).")
            return
        self._answer(self._recognised)

    def action_leave(self) -> None:
        self.dismiss(None)

    def _answer(self, event: EventKind) -> None:
        self.dismiss(Decision(event, self.query_one(Pasting).text))

    def _recognise(self, text: str) -> None:
        answer = self._read(text)
        if isinstance(answer, Refused):
            self._recognised = None
            self._say(answer.why)
            return
        known = answer.decision != "unrecognised"
        self._recognised = EventKind(answer.decision) if known else None
        if self._recognised:
            kinds = [kind for kind, _ in _CHOICES]
            self.query_one(OptionList).highlighted = kinds.index(self._recognised)
            self._say(f"✓ {self._recognised.words}: “{clean_line(answer.quote)}”")
        elif text.strip():
            self._say(_UNKNOWN)
            self._look_for_a_proposal(text)

    @work(thread=True, exclusive=True, group="proposal")
    def _look_for_a_proposal(self, text: str) -> None:
        self.app.call_from_thread(self._offer, text, self._propose(text))

    def _offer(self, text: str, answer: Answer | Refused) -> None:
        """Say what it looks like, and point at it: Enter takes it, nothing is decided by itself."""
        if not self.is_attached or self.query_one(Pasting).text != text:
            return
        if isinstance(answer, Refused) or not (looks := answer.proposal):
            return
        kinds = [kind for kind, _ in _CHOICES]
        choices = self.query_one(OptionList)
        choices.highlighted = kinds.index(EventKind(looks))
        self._say(
            f"? Looks like {looks}: “{clean_line(answer.quote)}”: Tab, then Enter takes it, or pick."
        )

    def _say(self, words: str) -> None:
        self.query_one("#recognised", Static).update(words)
