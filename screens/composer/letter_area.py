"""The text area of a letter: a template is proposed while it is empty, and findings are underlined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from screens.parts.clean_text_area import CleanTextArea

if TYPE_CHECKING:
    from fbtui.domain.letters.policy import Finding

OF_WHOLE_LETTER = (
    "too_long",
    "long",
    "personal_touch",
    "not_checked",
    "empty",
)  # findings about no particular words
_Spans = list[tuple[int, int, str]]  # start, end, name of the style


class LetterArea(CleanTextArea):
    """Marks are kept by the text of a line, so that they stay right when lines are added or removed."""

    COMPONENT_CLASSES = {"letter-area--block", "letter-area--warn"}  # noqa: RUF012 (Textual's own form)

    @dataclass
    class Refused(Message):
        """The agent typed into a letter that cannot be changed."""

    def __init__(self, most: int, because: str) -> None:
        super().__init__(most, because)
        self._marks: dict[str, _Spans] = {}
        self._quotes: list[tuple[str, str]] = []

    def propose(self, text: str) -> None:
        """Show a proposed text while the letter is empty."""
        self.placeholder = Content(text)
        self.fit_to_text()

    def fit_to_text(self) -> None:
        """Make the area as high as its text; a proposal takes all the room."""
        self.set_class(bool(self.placeholder) and not self.text, "-proposing")

    def mark(self, text: str, findings: Iterable[Finding]) -> None:
        """Underline the words of these findings in `text`."""
        marks: dict[str, dict[tuple[int, int, str], None]] = {}
        quotes: dict[tuple[str, str], None] = {}
        of_words = [each for each in findings if each.code not in OF_WHOLE_LETTER]
        start = 0
        for line in text.split("\n"):
            end = start + len(line)
            for each in of_words:
                if each.start < end and start < each.end:
                    span = max(each.start, start) - start, min(each.end, end) - start
                    style = f"letter-area--{each.severity}"
                    marks.setdefault(line, {})[(*span, style)] = None
                    quotes[line[slice(*span)], style] = None
            start = end + 1
        found = {line: list(spans) for line, spans in marks.items()}
        if found != self._marks:
            self._marks, self._quotes = found, list(quotes)
            self._line_cache.clear()
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """While a room is changed an area may have no width, into which Textual wraps no proposal."""
        return super().render_line(y) if self.content_size.width else Strip.blank(0)

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        for start, end, style in self._spans(line.plain):
            line.stylize(self.get_component_rich_style(style, partial=True), start, end)
        return line

    def _spans(self, words: str) -> Sequence[tuple[int, int, str]]:
        """The marks of a line; if it was edited, where the marked words still occur."""
        if not self._marks or words in self._marks:
            return self._marks.get(words, ())
        found = ((words.find(quote), quote, style) for quote, style in self._quotes)
        return [(at, at + len(quote), style) for at, quote, style in found if at >= 0]

    async def _on_key(self, event: events.Key) -> None:
        if self.read_only and (event.is_printable or event.key in ("enter", "backspace", "delete")):
            self.post_message(self.Refused())
        await super()._on_key(event)
