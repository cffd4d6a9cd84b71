"""What if marked feedback were struck: the dialog, and the figures that would follow."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widgets import Static

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.playbook import WAIT
from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.what_if import WhatIf
from fbtui.domain.health.wording import FULFILMENT_WORDS, format_headroom, format_standing
from fbtui.terminal.cleaned import clean_line
from screens.bindings import bindings
from screens.life import Dialog
from screens.parts.cells import fit
from screens.parts.row_list import RowList
from screens.parts.rows import Listed, Pen

if TYPE_CHECKING:
    from screens.health.room import HealthScreen

_HEADROOM_LINES = 6
Ask = Callable[[Sequence[Feedback]], WhatIf]


def words_of(found: WhatIf) -> list[str]:
    """The figures that would follow, a short line for each."""
    about = "about " if found.about and found.struck else ""
    lines = [f"★ {found.stars_now} → {about}{found.stars}"]
    several = len({each.line.reading.account for each in found.rates}) > 1
    for each in found.rates:
        reading, now, then = each.line.reading, each.line.verdict, each.verdict
        who = FULFILMENT_WORDS.get(reading.fulfilment) or "all orders"
        named = (reading.account if several else "", reading.marketplace)
        place = "".join(f" {clean_line(each)}" for each in named if each)
        after = f"{then.display} {format_standing(then.standing)}"
        lines.append(f"{who}{place}: {now.display} → {after}")
    return lines


class _Painter:
    """`● 1★ 2026-11-02  MFN     114-8766213-0000001  Arrived broken`."""

    def draw(self, feedback: Feedback, pen: Pen) -> Strip:
        state = "" if feedback.status == "open" else f" {feedback.status}"
        state += " Amazon asked" if feedback.step == WAIT else ""
        words = (
            f"{feedback.stars}★ {feedback.date}  {feedback.fulfilment:7} "
            f"{feedback.order_id}{state}  {feedback.comment or '(no comment)'}"
        )
        lead = f"{'▌' if pen.at_cursor else ' '}{'●' if pen.is_marked else '·'} "
        room = max(pen.width - len(lead), 0)
        cells = [Segment(lead, pen.inks["mark"]), Segment(fit(clean_line(words), room), pen.text)]
        return Strip(cells).crop(0, pen.width)


class WhatIfScreen(Dialog[set[int]]):
    """Returns the marked ids; nothing is stored."""

    CSS_PATH = "health.tcss"
    BINDINGS = bindings("what_if")

    def __init__(
        self,
        lines: Sequence[MetricRow],
        found: Sequence[Feedback],
        marked: Collection[int],
        ask: Ask,
    ) -> None:
        """`lines`: the metrics whose headroom is shown; `found`: the feedback that may be marked."""
        super().__init__()
        self._found, self._ask = {each.id: each for each in found}, ask
        self._headroom = Static("\n".join(map(_room, lines)), id="headroom", markup=False)
        self._follows = Static("", id="follows", markup=False)
        self.rows: RowList[Feedback] = RowList(_Painter(), mark_of=lambda feedback: feedback.id)
        self.rows.marks = set(marked) & set(self._found)
        self.parts |= {"marks": self}

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static("Headroom, and what if", classes="title", markup=False)
            yield self._headroom
            yield self._follows
            yield self.rows
        hint = "Space marks as struck · a all · 0 none · Esc back to the board, marks are kept"
        yield Static(hint, classes="hint", markup=False)

    def on_mount(self) -> None:
        self.rows.show(Listed(list(self._found.values())), 0)
        self.on_row_list_marked()

    def on_row_list_opened(self) -> None:
        self.turn()

    def on_row_list_marked(self) -> None:
        """Show the figures that would follow."""
        found = self._ask([self._found[each] for each in sorted(self.rows.marks)])
        lines = [f"If {found.struck} of {len(self._found)} were struck (at best)"]
        lines += [f"  {words}" for words in words_of(found)]
        if found.unknown:
            lines.append(
                f"  {found.unknown} of unknown fulfilment: which rate they leave is unknown"
            )
        self._follows.update("\n".join(lines))

    def turn(self) -> None:
        """Mark or unmark the row under the cursor."""
        if (current := self.rows.current) is not None:
            self._mark(self.rows.marks ^ {current.id})

    def mark_all(self) -> None:
        self._mark(set(self._found))

    def mark_none(self) -> None:
        self._mark(set())

    def action_leave(self) -> None:
        self.dismiss(self.rows.marks)

    def _mark(self, ids: set[int]) -> None:
        def change() -> None:
            self.rows.marks = ids

        self.rows.redraw(change)
        self.on_row_list_marked()


def _room(line: MetricRow) -> str:
    place = f" {line.reading.marketplace}" if line.reading.marketplace else ""
    who = FULFILMENT_WORDS.get(line.reading.fulfilment, "")
    named = ", ".join(part for part in (f"{line.metric.label}{place}", who) if part)
    return clean_line(
        f"{format_standing(line.verdict.standing):11} {named}: {line.verdict.display}, "
        f"{format_headroom(line)}"
    )


class Struck:
    """The feedback marked as struck, in memory only."""

    def __init__(self, room: HealthScreen, elsewhere: Callable[[], Collection[int]]) -> None:
        """`elsewhere` returns the ids marked in the queue, to begin with."""
        self._room, self._elsewhere = room, elsewhere
        self.ids: set[int] = set()

    async def mark(self) -> None:
        """Open the dialog. At first it marks the feedback marked in the queue, or requested from Amazon."""
        board, health = self._room.board, self._room.desk.health
        found = health.might_be_struck(board.narrowed[0])
        known = {feedback.id for feedback in found}
        asked = {feedback.id for feedback in found if feedback.step == WAIT}
        marked = self.ids or set(self._elsewhere()) or asked
        found = [*health.these(sorted(marked - known)), *found]
        lines = [
            line for line in board.shown.lines if format_headroom(line) and not line.metric.part_of
        ]
        dialog = WhatIfScreen(lines[:_HEADROOM_LINES], found, marked, self._what_if)
        self.ids = await self._room.ask(dialog)
        self._room.reload()

    def follows(self) -> list[str]:
        """The figures that would follow, a short line for each; none if nothing is marked."""
        if not self.ids:
            return []
        found = self._what_if(self._room.desk.health.these(sorted(self.ids)))
        return [f"if {found.struck} were struck", *words_of(found)]

    def _what_if(self, struck: Sequence[Feedback]) -> WhatIf:
        board = self._room.board
        return self._room.desk.health.what_if(struck, board.shown.lines, *board.narrowed)
