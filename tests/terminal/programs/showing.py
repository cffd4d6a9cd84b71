"""Shows each hostile payload in four kinds of widget: `showing.py cleaned|raw hostile|benign`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from fbtui.terminal.cleaned import clean, clean_line
from fbtui.terminal.guarded import GuardedApp, run_guarded

FAMILIES = json.loads((Path(__file__).parents[1] / "payloads.json").read_text())
TEXTS = [text for name in ("control", "unicode", "markup") for text in FAMILIES[name].values()]
TEXTS += [text * times for text, times in FAMILIES["size"].values()]
# Every shape that a hostile text may take on the screen: Textual's own colours for all of them.
BENIGN = ["hello world", "two\nlines", "y\n" * 100, "x" * 2000, "word " * 400, "(a) [b]", "(", ""]
IS_CLEANED = sys.argv[1] == "cleaned"
IS_HOSTILE = sys.argv[2] == "hostile"


class Line(Widget):
    DEFAULT_CSS = "Line { height: 1; }"
    text = ""

    def render_line(self, y: int) -> Strip:
        return Strip([Segment(self.text)]).adjust_cell_length(self.size.width)


class Showing(GuardedApp[None]):
    CSS = "Static { height: 4; } TextArea { height: 8; }"
    BINDINGS = (Binding("f5", "next", priority=True), Binding("f6", "quit", priority=True))
    shown = 0

    def compose(self) -> ComposeResult:
        yield Static("", markup=False, id="static")
        yield Line()
        yield Input()
        yield TextArea()
        yield Static("READY", id="mark")

    def action_next(self) -> None:
        text = "AAA" + (TEXTS if IS_HOSTILE else BENIGN)[self.shown] + "ZZZ"
        self.shown += 1
        detail, cell = (clean(text), clean_line(text)) if IS_CLEANED else (text[:900], text[:200])
        self.query_one("#static", Static).update(detail)
        line = self.query_one(Line)
        line.text = cell
        line.refresh()
        self.query_one(Input).value = cell
        self.query_one(TextArea).text = detail
        self.call_after_refresh(self.query_one("#mark", Static).update, f"<{self.shown}>")


sys.exit(run_guarded(Showing()))
