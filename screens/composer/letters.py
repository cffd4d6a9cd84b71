"""The two letters side by side, and the current one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from fbtui.domain.letters.attachments import format_size
from fbtui.domain.letters.letter import EMAIL_STATES, Kind, Letter
from fbtui.domain.times import format_moment
from fbtui.services.desk import Desk
from fbtui.services.letters.correspondence import Correspondence
from fbtui.terminal.cleaned import clean_line
from screens.composer.letter_pane import LetterPane
from screens.parts.feedback_content import masked


class Letters(Horizontal):
    """Both letters; on a narrow screen only the current one is unfolded."""

    def __init__(self, desk: Desk, first: Kind, focus: Callable[[Widget], None]) -> None:
        """`focus` gives a widget the focus at once."""
        super().__init__()
        self._focus = focus
        limits, self._read_only = desk.context.limits, desk.context.database.read_only
        because = f"a letter has fewer than {limits.email_characters:,}"
        self.reply, self.email = (
            LetterPane(kind, partial(desk.letters.room_left, kind), because)
            for kind in ("reply", "email")
        )
        self.both = self.reply, self.email
        self.writing = self.of(first)

    def compose(self) -> ComposeResult:
        yield from self.both

    def of(self, kind: Kind) -> LetterPane:
        return self.reply if kind == "reply" else self.email

    def turn_to(self, pane: LetterPane) -> None:
        """Make a pane current at once: Textual's own `focus` may come after the next key."""
        self._unfold(pane)
        self.app.stylesheet.update(pane)  # a folded pane cannot take the focus
        self._focus(pane.area)

    def turn_over(self) -> None:
        self.turn_to(self.reply if self.writing is self.email else self.email)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        for pane in self.both:
            if event.widget is pane.area:
                self._unfold(pane)

    def show(self, written: Correspondence) -> set[Kind]:
        """Show the letters; returns the kinds whose text changed when it was cleaned."""
        changed = set[Kind]()
        for pane in self.both:
            draft = written.draft(pane.kind)
            final = [] if draft else written.final(pane.kind)
            frozen = _frozen(written, pane.kind)
            if self._read_only:
                frozen = frozen or "read-only, as the desk is"
            reported = written.feedback.response if pane.kind == "reply" and not final else ""
            shown = draft or (final[-1] if final and frozen else None)
            standing = "" if frozen else _standing(final)
            pane.show(shown, reported if frozen else "", frozen, standing)
            if draft and pane.text != draft.text:
                changed.add(pane.kind)
        return changed

    def address(self, written: Correspondence) -> None:
        """Show recipient, sender and attachments of the e-mail."""
        self.email.address(_address(written))

    def _unfold(self, pane: LetterPane) -> None:
        self.writing = pane
        for letter in self.both:
            letter.set_class(letter is pane, "-current")


def _address(written: Correspondence) -> list[str]:
    """To, From and the attachments, with the buyer's address masked."""
    address = written.feedback.rater_email
    parts = [f"To {masked(address) if address else 'the buyer'}"]
    parts.append(f"From {clean_line(written.sender.words)}")
    if files := written.attached(written.draft("email")):
        names = ", ".join(clean_line(file.words) for file in files)
        total = format_size(sum(file.size for file in files))
        parts.append(f"{len(files)} attached: {names}" + (f" · {total}" if len(files) > 1 else ""))
    return parts


def _standing(final: list[Letter]) -> str:
    """The state of the latest e-mail that was sent or queued: `sent 29 Nov 18:04`."""
    if not final:
        return ""
    last = final[-1]
    words = EMAIL_STATES.get(last.state, last.state).rstrip(".").lower()
    return f"{words} {format_moment(last.updated_at)}" if last.state == "sent" else words


def _frozen(written: Correspondence, kind: Kind) -> str:
    """Why a letter can no longer be changed; "" if it can. Another e-mail can always follow."""
    if kind == "email" or written.reply_closed is None:
        return ""
    states = {letter.state for letter in written.final("reply")}
    if written.is_gone:
        return "hidden with the feedback"
    deleted = "posted" not in states and not written.feedback.response
    return "deleted, no second one is possible" if deleted else "posted, frozen"
