"""One letter while it is written: its title, the text, what the check says, how much room is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Selection

from fbtui.domain.letters.length import length
from fbtui.domain.letters.letter import KIND_WORDS, Kind, Letter
from fbtui.domain.outcome import Refused
from fbtui.terminal.cleaned import clean, clean_line
from screens.composer.findings import FindingList, verdict
from screens.composer.letter_area import LetterArea

if TYPE_CHECKING:
    from fbtui.domain.letters.policy import Finding

WHOLE = 1_000_000  # characters: a letter is never cut, however long
_MOST_PASTED = (
    10_000  # characters of a letter after a paste: twice what can go out, and room to cut
)
_WIDE = 60  # cells in which To and From have room beside each other
_TEXT_KEEPS = 3  # lines of the text that no list of findings takes
_AROUND = 2  # lines of title and counter


class LetterPane(Vertical):
    """A text area with a counter. A frozen letter is shown and cannot be typed in."""

    @dataclass
    class Edited(Message):
        """The text has changed."""

        kind: Kind

    def __init__(self, kind: Kind, room_left: Callable[[str], int | None], because: str) -> None:
        """`because`: why a long paste is not taken whole."""
        super().__init__(id=kind, classes="letter")
        self.kind: Kind = kind
        self.subject = ""
        self.frozen = ""  # why it cannot be changed
        self.standing = ""  # what became of the one before it, which is frozen
        self.template = ""  # the one that it began with
        self._given: str | None = None  # what that template gave
        self.area = LetterArea(_MOST_PASTED, because)
        self.area.highlight_cursor_line = False
        self.findings = FindingList(self._room_for_findings)
        self._title = Static("", classes="letter-title", markup=False)
        self._address = Static("", classes="address", markup=False)
        self._counter = Static("", classes="counter", markup=False)
        self._verdict = Static("", classes="verdict", markup=False)
        self._verdict.display = False
        self._room_left = room_left
        self._counted = self._judged = self._addressed = ""
        self._parts: tuple[str, ...] = ()
        self.checked: str | None = None  # the text that the findings are about

    def compose(self) -> ComposeResult:
        with Vertical(classes="above"):
            yield self._title
            yield self._address
        yield self.area
        with Vertical(classes="below"):
            yield self.findings
            with Horizontal(classes="counts"):
                yield self._counter
                yield self._verdict

    @property
    def text(self) -> str:
        return self.area.text

    @property
    def closed(self) -> Refused | None:
        """Why it cannot be changed; None when it can."""
        return Refused(f"The {KIND_WORDS[self.kind]} is {self.frozen}.") if self.frozen else None

    @property
    def untouched(self) -> bool:
        """Whether it still says exactly what its template gave."""
        return bool(self.template) and self.text == self._given

    @property
    def wants_beginning(self) -> bool:
        """Whether there is nothing yet, and something is to be written."""
        return not (self.frozen or self.standing or self.text.strip())

    @property
    def is_proposing(self) -> bool:
        """Whether a template is shown where nothing is written yet."""
        return self.wants_beginning and bool(self.area.placeholder)

    def show(
        self, letter: Letter | None, text: str = "", frozen: str = "", standing: str = ""
    ) -> None:
        """Put a letter into the pane, or a text that came with a report.

        `standing`: what became of the e-mail before it; another one may follow.
        """
        self.frozen, self.standing = frozen, standing
        self.area.propose("What you write here begins another e-mail." if standing else "")
        with self.prevent(TextArea.Changed):
            self.area.load_text(clean(letter.text if letter else text, WHOLE))
        self.template = letter.template if letter else ""
        self._given = self.text if letter and letter.untouched else None
        self.area.fit_to_text()
        self.area.move_cursor((0, 0) if frozen else self.area.document.end)
        self.area.read_only = bool(frozen)
        self.set_class(bool(frozen), "-frozen")
        self.checked = None
        self.judge([], "")
        self.entitle(letter.subject if letter else "")
        self.count()

    def propose(self, text: str) -> None:
        """Show what a template would give, dimmed, until something is written."""
        self.area.propose(clean(text, WHOLE))
        self.checked = None  # how it is taken is said where the check speaks

    def rewrite(self, text: str) -> None:
        """Put other words in the place of the text; Ctrl+Z takes them back."""
        self.area.replace(clean(text, WHOLE), (0, 0), self.area.document.end)
        self.area.scroll_cursor_visible()

    def take(self, text: str, template: str, *, replaces: bool) -> None:
        """Put what a template gives in the place of the text, or at the cursor."""
        self.template, self._given = template, None
        if replaces or not self.text.strip():
            self.rewrite(text)
            self._given = self.text
            self.area.move_cursor((0, 0))  # it is read from its beginning
        else:
            self.area.insert(clean(text, WHOLE))
            self.area.scroll_cursor_visible()

    def entitle(self, subject: str) -> None:
        """Give it a subject. The title line says what it is, and that, or what became of it."""
        self.subject = subject
        states = [self.frozen, clean_line(subject), self.standing, "no subject yet (F6)"]
        if self.kind == "reply":
            states = [self.frozen, "everybody reads it"]
        title = f"{KIND_WORDS[self.kind].capitalize()} · {next(filter(None, states))}"
        self._title.update(title, layout=False)

    def address(self, parts: Sequence[str]) -> None:
        """To whom and from whom, and the files if there are any; `parts` must be clean."""
        self._parts = tuple(parts)
        self._draw_address()

    def on_resize(self) -> None:
        self._draw_address()
        if self.findings.findings:
            self.findings.draw()

    def _room_for_findings(self) -> int:
        """What the text does not need, and at least all but a few lines of it."""
        height = (self.size or self.app.size).height
        left = height - _AROUND - self._addressed.count("\n") - bool(self._addressed)
        return left - min(max(self.area.wrapped_document.height, 1), _TEXT_KEEPS)

    def _draw_address(self) -> None:
        """To and From in one line where there is room."""
        wide = self.size.width >= _WIDE and len(self._parts) > 1
        lines = [" · ".join(self._parts[:2]), *self._parts[2:]] if wide else self._parts
        words = "\n".join(lines)
        if words != self._addressed:
            self._addressed = words
            self._address.update(words)
            self._address.display = bool(words)

    def count(self) -> None:
        """Bring the counter up to date; draws only when its words change."""
        left = self._room_left(self.text)
        count = length(self.text) if left is None else left
        words = f"{count:,} character{'' if count == 1 else 's'}"
        if left is not None:
            words = f"{words} left" if left >= 0 else f"▲ {-left:,} characters too many"
        if words != self._counted:
            self._counted = words
            self._counter.update(words, layout=False)
            self.set_class(left is not None and left < 0, "-over")

    def judge(self, findings: Sequence[Finding], words: str | None = None) -> None:
        """Show what the check found; `words` instead of the count when there was no check."""
        self.area.mark(self.text, findings)
        if self.findings.show(findings):  # the text has more or less room: stay at the cursor
            self.call_after_refresh(self.area.scroll_cursor_visible, animate=False)
        said = verdict(findings) if words is None else words
        if said != self._judged:
            self._judged = said
            self._verdict.display = bool(said)
            self._verdict.update(said)
            self.set_class(any(each.severity == "block" for each in findings), "-blocked")

    def select(self, finding: Finding) -> None:
        """Put the cursor on the words of a finding, selected and in sight."""
        start, end = (self._place(self.text, at) for at in (finding.start, finding.end))
        self.area.selection = Selection(start, end)
        self.area.focus()
        self.area.scroll_cursor_visible(animate=False)

    @staticmethod
    def _place(text: str, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 0."""
        before = text[:offset]
        return before.count("\n"), offset - (before.rfind("\n") + 1)

    def on_click(self) -> None:
        """The text area ends with its text; a click below it means it too."""
        self.area.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.area.fit_to_text()
        self.count()
        self.post_message(self.Edited(self.kind))
