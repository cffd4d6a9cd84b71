"""A text area that cleans pastes and limits their length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.containers import Lines
from rich.text import Span, Text
from textual import events
from textual.message import Message
from textual.widgets import TextArea

from fbtui.terminal.cleaned import clean

_Division = tuple[str, tuple[Span, ...], tuple[int, ...]]  # text, styles, offsets where it is cut
_MOST_GROWTH = 4  # a tab becomes four spaces; nothing grows more


class _Line(Text):
    """A line that caches how it is divided: Textual asks for it again for each row that it takes.

    With thousands of characters, dividing it is slow.
    """

    def __init__(self, whole: Text, divided: dict[_Division, Lines]) -> None:
        super().__init__(end="", no_wrap=True)
        self.append_text(whole)
        self._divided = divided

    def pad_right(self, count: int, character: str = " ") -> None:
        self.append(character * count)

    def divide(self, offsets: Iterable[int]) -> Lines:
        division = (self.plain, tuple(self.spans), tuple(offsets))
        if division not in self._divided:
            self._divided.clear()
            self._divided[division] = super().divide(division[2])
        return self._divided[division]


class CleanTextArea(TextArea):
    """Posts `Cut` if a paste was shortened. Typed text and drafts are never cut."""

    @dataclass
    class Cut(Message):
        """A paste was longer than the room left."""

        words: str

    def __init__(self, most: int, because: str, *, id: str | None = None) -> None:
        """`most`: the length limit of the text after a paste; `because`: the reason for it."""
        super().__init__(id=id, tab_behavior="focus")
        self.cursor_blink = False
        self._most, self._because = most, because
        self._line, self._divided = Text(), dict[_Division, Lines]()

    def get_line(self, line_index: int) -> Text:
        words = self.document.get_line(line_index)
        if words != self._line.plain:
            self._line = Text(words)
        return _Line(self._line, self._divided)

    async def _on_paste(self, event: events.Paste) -> None:
        """Clean the paste, then call Textual's handler, which would otherwise run by itself."""
        event.prevent_default()
        if self.read_only:
            return
        came, room = len(event.text), self._room()
        pasted = clean(event.text[:room], _MOST_GROWTH * room + 1)
        event.text = pasted[:room]
        await super()._on_paste(event)
        if came > room or len(pasted) > room:
            self.post_message(self.Cut(self._said(min(came, room), came)))

    def action_paste(self) -> None:
        """Ctrl+V: paste text that was cut or copied in this app."""
        self.post_message(events.Paste(self.app.clipboard))

    def _room(self) -> int:
        return max(self._most - len(self.text) + len(self.selected_text), 0)

    def _said(self, taken: int, came: int) -> str:
        took = f"Took the first {taken:,} of" if taken else "Took none of the"
        return f"{took} {came:,} characters: {self._because}."
