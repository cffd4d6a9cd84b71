"""What if: feedback is marked, and the figures that would follow if it were struck stand above it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

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

Ask = Callable[[Sequence[Feedback]], WhatIf]


def words_of(found: WhatIf) -> list[str]:
    """What would follow, a short line a figure."""
    about = "about " if found.about and found.struck else ""
    said = [f"★ {found.stars_now} → {about}{found.stars}"]
    several = len({each.line.reading.account for each in found.rates}) > 1
    for each in found.rates:
        reading, now, then = each.line.reading, each.line.verdict, each.verdict
        who = FULFILMENT_WORDS.get(reading.fulfilment) or "all orders"
        named = (reading.account if several else "", reading.marketplace)
        place = "".join(f" {clean_line(each)}" for each in named if each)
        after = f"{then.display} {format_standing(then.standing)}"
        said.append(f"{who}{place}: {now.display} → {after}")
    return said


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
    """Answers with the ids that are marked; nothing of it is stored."""

    CSS_PATH = "health.tcss"
    BINDINGS = bindings("what_if")

    def __init__(
        self,
        lines: Sequence[MetricRow],
        found: Sequence[Feedback],
        marked: Collection[int],
        ask: Ask,
    ) -> None:
        """`lines`: whose headroom is told; `found`: what may be marked."""
        super().__init__()
        self._found, self._ask = {each.id: each for each in found}, ask
        self._headroom = Static("\n".join(map(_room, lines)), id="headroom", markup=False)
        self._follows = Static("", id="follows", markup=False)
        self.rows: RowList[Feedback] = RowList(_Painter(), mark_of=lambda feedback: feedback.id)
        self.rows.marks = set(marked) & set(self._found)
        self.deeds = {"marks": self}

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
        """Say what would follow."""
        found = self._ask([self._found[each] for each in sorted(self.rows.marks)])
        lines = [f"If {found.struck} of {len(self._found)} were struck (at best)"]
        lines += [f"  {words}" for words in words_of(found)]
        if found.unknown:
            lines.append(
                f"  {found.unknown} of unknown fulfilment: which rate they leave is unknown"
            )
        self._follows.update("\n".join(lines))

    def turn(self) -> None:
        """Mark the row under the cursor, or take its mark away."""
        if (here := self.rows.current) is not None:
            self._mark(self.rows.marks ^ {here.id})

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
