"""A few lines for new users, hidden after the first act."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

_KEYS = 8  # cells

FIRST_IMPORT = (
    ("Enter", "The next step of the first row; Esc comes back, nothing is sent by itself"),
    ("v 1", "The removals whose window closes first; x prepares the request"),
    ("?", "All keys, a sentence each; : finds an act by its name"),
)


class Greeting(Static):
    """Keys to press and what they do, above the list."""

    DEFAULT_CSS = """
    Greeting { display: none; height: auto; padding: 0 1; background: $boost; }
    """

    def __init__(self, lines: Sequence[tuple[str, str]]) -> None:
        super().__init__("", markup=False)
        self._lines = lines

    def on_mount(self) -> None:
        self.show(self._lines)

    def show(self, lines: Sequence[tuple[str, str]]) -> None:
        parts: list[tuple[str, str]] = []
        for nth, (keys, words) in enumerate(lines):
            parts += [("\n" if nth else "", ""), (f"{keys:{_KEYS}}", "bold $text-primary")]
            parts.append((words, ""))
        self.update(Content.assemble(*parts))
        self.display = bool(lines)

    def hide(self) -> None:
        self.display = False
