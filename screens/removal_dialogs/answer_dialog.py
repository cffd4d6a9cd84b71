"""The dialog for Amazon's answer: pasted and recognised, or chosen by the agent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from fbtui.domain.cases.answers import Answer
from fbtui.domain.cases.named_orders import names_another
from fbtui.domain.cases.transitions import EventKind
from fbtui.domain.outcome import Refused
from fbtui.terminal.cleaned import clean_line
from screens.bindings import bindings
from screens.dialogs.choose import Choose, Menu
from screens.life import Dialog
from screens.parts.clean_text_area import CleanTextArea

_WHOLE = 60_000  # characters of an answer, at most
_UNKNOWN = "? None of Amazon's known answers: read it and choose (Tab)."
_CHOICES: tuple[tuple[EventKind, str], ...] = (
    (EventKind.RECEIVED, "received: “… and will reply soon”"),
    (EventKind.DECLINED, "declined: “… has been retained”"),
    (EventKind.STRUCK, "struck: “… struck it through”, or Amazon took responsibility"),
    (EventKind.REMOVED, "removed: the feedback is gone, and Amazon says so"),
    (EventKind.BUYER_REMOVED, "buyer removed it: the buyer took the feedback back"),
    (EventKind.BACK, "back again: it was struck or removed, and stands again"),
    (EventKind.WINDOW_CLOSED, "window closed: nothing may be asked any more"),
)


class Decision(NamedTuple):
    """The event to record, and Amazon's words as pasted ("" if none)."""

    event: EventKind
    text: str


class AnswerDialog(Dialog[Decision | None]):
    """Returns the decision, or None after Esc. An unrecognised answer is never guessed.

    One that names only other orders is recorded after a question.
    """

    CSS_PATH = "removal_dialogs.tcss"
    BINDINGS = bindings("answering", first="record")

    def __init__(
        self,
        case: str,
        order_id: str,
        read: Callable[[str], Answer | Refused],
        propose: Callable[[str], Answer | Refused],
    ) -> None:
        """`case` is the title; `read` recognises Amazon's wordings at once; `propose` may take seconds."""
        super().__init__()
        self._case, self._order_id, self._read, self._propose = case, order_id, read, propose
        self._recognised: EventKind | None = None
        self._box = CleanTextArea(_WHOLE, f"an answer has fewer than {_WHOLE:,}", id="answer")
        self._said = Static("", id="recognised", markup=False)
        self._menu = Menu(Option(Content(words), id=kind.value) for kind, words in _CHOICES)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(f"Amazon's answer: {self._case}", classes="title", markup=False)
            yield self._box
            yield self._said
            yield self._menu
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

    def on_clean_text_area_cut(self, event: CleanTextArea.Cut) -> None:
        event.stop()
        self._say(event.words)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._decide(EventKind(event.option_id or ""))

    def action_record(self) -> None:
        if self._recognised is None:
            self._say("Nothing is recognised: read it and choose the decision (Tab).")
            return
        self._decide(self._recognised)

    def action_leave(self) -> None:
        self.dismiss(None)

    def _decide(self, event: EventKind) -> None:
        decision = Decision(event, self._box.text)
        if another := names_another(decision.text, self._order_id):
            self.conversation.begin(partial(self._decide_all_the_same, decision, another))
        else:
            self.dismiss(decision)

    async def _decide_all_the_same(self, decision: Decision, another: str) -> None:
        words = f"Yes, record {self._order_id} as {decision.event.words}"
        choices = [("no", "No, record nothing here"), ("yes", words)]
        if await self.ask(Choose(f"{another}. Record it all the same?", choices)) == "yes":
            self.dismiss(decision)

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
            self._menu.highlighted = kinds.index(self._recognised)
            another = names_another(text, self._order_id)
            sign = f"! {another}. It says " if another else "✓ "
            self._say(f"{sign}{self._recognised.words}: “{clean_line(answer.quote)}”")
        elif text.strip():
            self._say(_UNKNOWN)
            self._seek_proposal(text)

    def _seek_proposal(self, text: str) -> None:
        """Ask for a proposal in a thread: the model may have to be loaded."""

        def look() -> None:
            self.call_later(self._offer, text, self._propose(text))

        self.run_worker(look, thread=True, exclusive=True, group="proposal")

    def _offer(self, text: str, answer: Answer | Refused) -> None:
        """Show the proposal and put the cursor on it; the agent decides with Enter."""
        if self._box.text != text or isinstance(answer, Refused) or not answer.proposal:
            return
        if not self._menu.has_focus:  # while the agent is choosing, the cursor must not move
            kinds = [kind for kind, _ in _CHOICES]
            self._menu.highlighted = kinds.index(EventKind(answer.proposal))
        quote = clean_line(answer.quote)
        self._say(f"? Looks like {answer.proposal}: “{quote}”: Tab, then Enter takes it, or pick.")

    def _say(self, words: str) -> None:
        self._said.update(words)
