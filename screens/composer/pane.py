"""One letter while it is written: its title, the text, and how much room is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static, TextArea

from fbtui.domain.letters import KIND_WORDS, Kind
from fbtui.terminal.cleaned import clean, clean_line

WHOLE = 1_000_000  # characters: a letter is never cut, however long


class Writing(TextArea):
    """A text area that takes only clean text from a paste."""

    def on_paste(self, event: events.Paste) -> None:
        event.text = clean(event.text, WHOLE)  # Textual's own handler, which comes next, inserts it


class LetterPane(Vertical):
    """A text area with a counter. A frozen letter is shown and cannot be typed in."""

    @dataclass
    class Edited(Message):
        """The text has changed."""

        kind: Kind

    def __init__(self, kind: Kind, room_left: Callable[[str], int | None]) -> None:
        super().__init__(id=kind, classes="letter")
        self.kind: Kind = kind
        self.subject = ""
        self.frozen = ""  # why it cannot be changed
        self.area = Writing(soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False)
        self.area.cursor_blink = False
        self._title = Static("", classes="letter-title", markup=False)
        self._counter = Static("", classes="counter", markup=False)
        self._room_left = room_left
        self._counted = ""

    def compose(self) -> ComposeResult:
        yield self._title
        yield self.area
        yield self._counter

    @property
    def text(self) -> str:
        return self.area.text

    def show(self, text: str, subject: str, frozen: str = "") -> None:
        """Put a letter into the pane."""
        self.subject, self.frozen = subject, frozen
        with self.prevent(TextArea.Changed):
            self.area.load_text(clean(text, WHOLE))
        self.area.move_cursor((0, 0) if frozen else self.area.document.end)
        self.area.read_only = bool(frozen)
        self.set_class(bool(frozen), "-frozen")
        self.entitle()
        self.count()

    def entitle(self) -> None:
        """Write the title line: what it is, to whom it speaks, its subject."""
        title = KIND_WORDS[self.kind].capitalize()
        if self.frozen:
            title += f" · {self.frozen}"
        elif self.kind == "email":
            title += f" · {clean_line(self.subject) or 'no subject yet (F6)'}"
        else:
            title += " · not a talk with the buyer"
        self._title.update(title, layout=False)

    def count(self) -> None:
        """Bring the counter up to date; draws only when its words change."""
        left = self._room_left(self.text)
        used = len(self.text)
        words = f"{used:,} characters" if left is None else f"{left:,} characters left"
        if left is not None and left < 0:
            words = f"▲ {-left:,} characters too many"
        if words != self._counted:
            self._counted = words
            self._counter.update(words, layout=False)
            self.set_class(left is not None and left < 0, "-over")

    def on_click(self) -> None:
        """The text area ends with its text; a click below it means it too."""
        self.area.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.count()
        self.post_message(self.Edited(self.kind))
