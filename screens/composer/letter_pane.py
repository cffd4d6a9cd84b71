"""One letter being written: title, text, findings and character counter."""

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

WHOLE = 1_000_000  # characters: never cut a letter
_MOST_PASTED = 10_000  # characters of a letter after a paste: more than can go out, to be shortened
_WIDE = 60  # cells from which To and From fit on one line
_TEXT_KEEPS = 3  # lines of the text that the findings leave
_AROUND = 2  # lines of title and counter


class LetterPane(Vertical):
    """A text area with a counter; read-only if the letter is frozen."""

    @dataclass
    class Edited(Message):
        """The text has changed."""

        kind: Kind

    def __init__(self, kind: Kind, room_left: Callable[[str], int | None], because: str) -> None:
        """`because`: why a long paste is cut."""
        super().__init__(id=kind, classes="letter")
        self.kind: Kind = kind
        self.subject = ""
        self.frozen = ""  # why it cannot be changed
        self.standing = ""  # the state of the previous one, which is frozen
        self.template = ""  # the template it began with
        self._given: str | None = None  # the text of that template
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
        self.checked: str | None = None  # the text that was checked last

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
        """Whether it is still exactly the text of its template."""
        return bool(self.template) and self.text == self._given

    @property
    def wants_beginning(self) -> bool:
        """Whether it is empty and still to be written."""
        return not (self.frozen or self.standing or self.text.strip())

    @property
    def is_proposing(self) -> bool:
        """Whether a template is shown in the empty letter."""
        return self.wants_beginning and bool(self.area.placeholder)

    def show(
        self, letter: Letter | None, text: str = "", frozen: str = "", standing: str = ""
    ) -> None:
        """Show a letter, or a text from a report.

        `standing`: the state of the previous e-mail, after which another may follow.
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
        """Show the text of a template, dimmed, until something is written."""
        self.area.propose(clean(text, WHOLE))
        self.checked = None  # the line of the check then says how to take it

    def rewrite(self, text: str) -> None:
        """Replace the text; Ctrl+Z undoes it."""
        self.area.replace(clean(text, WHOLE), (0, 0), self.area.document.end)
        self.area.scroll_cursor_visible()

    def take(self, text: str, template: str, *, replaces: bool) -> None:
        """Replace the text with that of a template, or insert it at the cursor."""
        self.template, self._given = template, None
        if replaces or not self.text.strip():
            self.rewrite(text)
            self._given = self.text
            self.area.move_cursor((0, 0))  # to be read from the beginning
        else:
            self.area.insert(clean(text, WHOLE))
            self.area.scroll_cursor_visible()

    def entitle(self, subject: str) -> None:
        """Set the subject and the title: the kind of letter with its state or its subject."""
        self.subject = subject
        states = [self.frozen, clean_line(subject), self.standing, "no subject yet (F6)"]
        if self.kind == "reply":
            states = [self.frozen, "everybody reads it"]
        title = f"{KIND_WORDS[self.kind].capitalize()} · {next(filter(None, states))}"
        self._title.update(title, layout=False)

    def address(self, parts: Sequence[str]) -> None:
        """Show recipient, sender and attachments; `parts` must be clean."""
        self._parts = tuple(parts)
        self._draw_address()

    def on_resize(self) -> None:
        self._draw_address()
        if self.findings.findings:
            self.findings.draw()

    def _room_for_findings(self) -> int:
        """The lines that the text does not need; at least all but a few."""
        height = (self.size or self.app.size).height
        left = height - _AROUND - self._addressed.count("\n") - bool(self._addressed)
        return left - min(max(self.area.wrapped_document.height, 1), _TEXT_KEEPS)

    def _draw_address(self) -> None:
        """Draw To and From on one line if they fit."""
        wide = self.size.width >= _WIDE and len(self._parts) > 1
        lines = [" · ".join(self._parts[:2]), *self._parts[2:]] if wide else self._parts
        words = "\n".join(lines)
        if words != self._addressed:
            self._addressed = words
            self._address.update(words)
            self._address.display = bool(words)

    def count(self) -> None:
        """Update the counter; draw only when it changes."""
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
        """Show the findings; `words` replace their summary if there was no check."""
        self.area.mark(self.text, findings)
        if self.findings.show(
            findings
        ):  # the text area changes its height: keep the cursor in view
            self.call_after_refresh(self.area.scroll_cursor_visible, animate=False)
        summary = verdict(findings) if words is None else words
        if summary != self._judged:
            self._judged = summary
            self._verdict.display = bool(summary)
            self._verdict.update(summary)
            self.set_class(any(each.severity == "block" for each in findings), "-blocked")

    def select(self, finding: Finding) -> None:
        """Select the words of a finding and scroll them into view."""
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
        """The text area is only as high as its text: a click below it also focuses it."""
        self.area.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.area.fit_to_text()
        self.count()
        self.post_message(self.Edited(self.kind))
