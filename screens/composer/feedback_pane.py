"""The pane with the feedback next to its letters, and colleagues' drafts."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from fbtui.domain.letters.letter import KIND_WORDS, Letter
from fbtui.services.desk import Desk
from fbtui.services.letters.correspondence import Correspondence
from fbtui.terminal.cleaned import clean, clean_line
from screens.parts.feedback_content import PreviewModel, feedback_content

_WARN = "$text-warning"


class FeedbackPane(VerticalScroll, can_focus=False):
    """Shows the feedback; keeps its scroll position when something changes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="about")
        self._desk, self._text = desk, Static("", markup=False)
        self.lacks_reason = True  # while the rules are being read

    @property
    def text(self) -> str:
        return str(self._text.content)

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, written: Correspondence) -> None:
        """Show the current feedback, with colleagues' drafts in full."""
        final = [letter for letter in written.letters if letter.state != "draft"]
        model = PreviewModel.on_desk(self._desk, written.feedback)._replace(letters=final)
        self.lacks_reason = model.standing is None
        others = [*written.drafts_of_others("reply"), *written.drafts_of_others("email")]
        warnings = [*_who(others), *self._holder(written, others)]
        shown = Content.assemble(*warnings, feedback_content(model), *_drafts(others))
        if shown != self._text.content:
            self._text.update(shown)

    def _holder(self, written: Correspondence, others: list[Letter]) -> Iterator[tuple[str, str]]:
        """The colleague who has claimed it, unless their draft is already mentioned."""
        context = self._desk.context
        holder = written.feedback.holder(context.clock(), context.limits.claim_minutes)
        if holder and holder != context.agent and holder not in {letter.agent for letter in others}:
            yield (f"▲ {clean_line(holder)} is working on this\n", _WARN)


def _who(others: list[Letter]) -> Iterator[tuple[str, str]]:
    for letter in others:
        who, what = clean_line(letter.agent), KIND_WORDS[letter.kind]
        yield (f"▲ {who} is writing this {what} too\n", _WARN)


def _drafts(others: list[Letter]) -> Iterator[tuple[str, str]]:
    for letter in others:
        who, what = clean_line(letter.agent), KIND_WORDS[letter.kind]
        yield (f"\n\n{who}'s {what} so far\n{clean(letter.text)}", _WARN)
