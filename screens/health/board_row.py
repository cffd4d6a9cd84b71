"""Draws the rows of the board: Seller Fulfilled next to Fulfilled by Amazon, names never cut."""

from __future__ import annotations

from datetime import date

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.escalation import NOT_REPORTED
from fbtui.domain.health.plot import trend_blocks
from fbtui.domain.health.vocabulary import Standing
from fbtui.domain.health.wording import GLYPHS, target_sign
from fbtui.domain.times import format_age
from fbtui.services.health.board import Board
from fbtui.terminal.cleaned import clean_line
from screens.health.columns import Columns, columns
from screens.health.rows import (
    Folded,
    Leaf,
    LeavesHead,
    Missing,
    NotRead,
    PlaceHead,
    Row,
    Stated,
    TileHead,
    label_of,
)
from screens.parts.cells import fit
from screens.parts.rows import Pen

_HEADS = (("Seller Fulfilled", "Fulfilled by Amazon"), ("Seller", "Amazon"))
_ROOMY = 96  # cells from which an account's line is written out
_VALUE = 5  # `0.03%`; a longer value takes more
INK_OF = {Standing.GOOD: "good", Standing.AT_RISK: "warn", Standing.BREACH: "urgent"}
LEGEND = """What the board's symbols mean
  ✓ good   ▲ at risk   ✗ breach   – no data   · no target, so no verdict
  !   a low stat that nobody has reported to the Customer Experience Manager
  ≠   Amazon's own status says otherwise; both are shown below
  ~   stale, and grey: older than reading_days of the configuration (7 days)
  †   a metric that Amazon has retired
  ▁▄█ the readings of the past, each in the colour of its standing; ┄ is the target"""


class BoardPainter:
    """Draws the rows of one board."""

    def __init__(self) -> None:
        self._today = date.min
        self.side = ""  # the side selected in rows with two figures; "": the worse one

    def fit_to(self, board: Board) -> None:
        """Call this before drawing rows of the board."""
        self._today = board.today

    def draw(self, row: Row, pen: Pen) -> Strip:
        if isinstance(row, PlaceHead):
            return _place_head(row, pen)
        if isinstance(row, TileHead):
            return _tile_head(row, pen)
        if isinstance(row, LeavesHead):
            return _ruled(
                f"NOT UNDERSTOOD: {row.count} values of the latest report", "heading", pen
            )
        if isinstance(row, Stated):
            return self._stated(row, pen)
        style = pen.inks["cursor" if pen.at_cursor else "dim"]
        return Strip([_lead(pen), Segment(fit(_words(row), max(pen.width - 1, 0)), style)])

    def _stated(self, row: Stated, pen: Pen) -> Strip:
        at, first = columns(pen.width), row.row.lines[0]
        is_stale = all(map(row.group.is_stale, row.row.lines))
        text = pen.inks["dim"] if is_stale and not pen.at_cursor else pen.text
        label = clean_line(label_of(row.row))
        split = row.row.right is not None or first.metric.by_fulfilment
        name = at.name if split else max(at.name, row.head.longest)
        room = pen.width - at.lead - at.tail
        flags = f"{_flags(row):{at.lead - 1}}"
        segments = [_lead(pen), Segment(flags, pen.inks["warn"])]
        segments.append(Segment(fit(label, min(max(name, cell_len(label)), room)), text))
        for line in (row.row.left, row.row.right) if split else (row.row.left or row.row.right,):
            segments.append(Segment(" ", text))
            segments += self._side(row, line, at, pen)
        middle = Strip(segments).adjust_cell_length(pen.width - at.tail, text)
        return Strip([*middle, *self._tail(row, at, pen)]).crop(0, pen.width)

    def _side(self, row: Stated, line: MetricRow | None, at: Columns, pen: Pen) -> list[Segment]:
        """`✗  1.25% 14 of 1,120 ▁▂▃▄▅█`: standing and value in colour, then the count and the trend."""
        if line is None:
            return [Segment(" " * at.side, pen.text)]
        grey, standing = row.group.is_stale(line), line.verdict.standing
        ink = pen.inks["dim" if grey else INK_OF.get(standing, "text")]
        if pen.at_cursor and len(row.row.lines) > 1 and line is row.line(self.side):
            ink += Style(underline=True)
        value, count = _fitting(line, at.cell)
        dim = pen.inks["dim"]
        segments = [Segment(f"{GLYPHS[standing]} {value}", ink), Segment(count, dim)]
        if at.trend and len(line.trend) < 2:
            segments.append(Segment(" " * (at.trend + 1), dim))
        elif at.trend:
            target = line.verdict.target
            blocks = trend_blocks(line.trend, target, at.trend)
            segments.append(Segment(" " * (at.trend - len(blocks) + 1), dim))
            segments += [
                Segment(block, dim if grey else pen.inks[INK_OF.get(state, "dim")])
                for block, state in blocks
            ]
        return segments

    def _tail(self, row: Stated, at: Columns, pen: Pen) -> list[Segment]:
        """Target, window and age, at the right end of each row."""
        line, dim = row.row.lines[0], pen.inks["dim"]
        window = {None: "", 0: "ever"}.get(line.reading.window_days, f"{line.reading.window_days}d")
        cells = [
            (fit(target_sign(line.verdict.target, line.metric), at.target), at.target, dim),
            (f"{window:>{at.window}}", at.window, dim),
            (f"{format_age(line.reading.date, self._today):>{at.age}}"[: at.age], at.age, dim),
        ]
        return [Segment(f" {words}", style) for words, width, style in cells if width]


def _fitting(line: MetricRow, width: int) -> tuple[str, str]:
    """Value and count in `width` cells less the glyph's two: the count gives way, never the value.
    The pane says what is counted."""
    verdict, room = line.verdict, max(width - 2, 0)
    value = clean_line(verdict.display)
    value = f"{value:>{_VALUE}}" if room >= _VALUE else value
    bare = verdict.of_total.removesuffix(f" {line.metric.counted}")
    for count in (bare, bare.replace(" of ", "/"), ""):
        left = room - cell_len(value) - 1
        if len(count) <= left:
            return value, f" {count:>{left}}" if left >= 0 else ""
    return fit(value, room), ""


def _lead(pen: Pen) -> Segment:
    return Segment("▌" if pen.at_cursor else " ", pen.inks["mark"])


def _flags(row: Stated) -> str:
    silent = NOT_REPORTED in row.courses
    stale = any(map(row.group.is_stale, row.row.lines))
    differs = any(line.amazon_says for line in row.row.lines)
    return ("!" if silent else " ") + ("~" if stale else "≠" if differs else " ")


def _place_head(row: PlaceHead, pen: Pen) -> Strip:
    group, inks = row.group, pen.inks
    segments = [Segment(f" {clean_line(group.name)} ", inks["heading"] + Style(reverse=True))]
    counts = (
        (Standing.BREACH, group.breaches, "breach" + "es" * (group.breaches != 1)),
        (Standing.AT_RISK, group.at_risk, "at risk" if pen.width >= _ROOMY else ""),
    )
    for standing, count, words in counts:
        if count:
            words = f" {GLYPHS[standing]} {count} {words}".rstrip()
            segments.append(Segment(words, inks[INK_OF[standing]]))
    if not (group.is_missing or group.breaches or group.at_risk):
        fresh = any(not group.is_stale(line) for line in group.lines)
        segments.append(Segment(f" {GLYPHS[Standing.GOOD]} good", inks["good" if fresh else "dim"]))
    old = group.is_missing or bool(group.stale())
    segments.append(Segment(f" · {group.when_read()}", inks["warn" if old else "dim"]))
    if row.silent:
        segments.append(Segment(f" · {row.silent} not reported", inks["warn"]))
    return Strip(segments).adjust_cell_length(pen.width, inks["dim"])


def _tile_head(row: TileHead, pen: Pen) -> Strip:
    """`✗ CUSTOMER SERVICE PERFORMANCE   Seller Fulfilled   Fulfilled by Amazon  Target Days`."""
    at, inks = columns(pen.width), pen.inks
    lines = [line for line in row.group.lines if line.metric.tile is row.tile]
    stale = all(map(row.group.is_stale, lines))
    ink = inks["dim" if stale else INK_OF.get(row.standing, "dim")]
    title = f" {row.tile.upper()}"
    head = [Segment(f" {GLYPHS[row.standing]}", ink), Segment(title, inks["heading"])]
    taken = 2 + len(title)
    ends = at.lead + at.name
    if row.has_sides:
        wide = at.cell >= len(_HEADS[0][1])
        for nth, words in enumerate(_HEADS[0] if wide else _HEADS[1]):
            end = ends + (nth + 1) * (at.side + 1) - (at.side - at.cell)
            if end - len(words) > taken:
                head.append(Segment(f"{words:>{end - taken}}", inks["dim"]))
                taken = end
    tail = (("Target", at.target), ("Days", at.window), ("Read", at.age))
    words = "".join(f"{word:>{width + 1}}" for word, width in tail if width)
    head.append(Segment(f"{words:>{max(pen.width - taken, 0)}}", inks["dim"]))
    return Strip(head).adjust_cell_length(pen.width, inks["dim"])


def _ruled(words: str, ink: str, pen: Pen) -> Strip:
    rest = max(pen.width - len(words) - 2, 0)
    rule = Segment("─" * rest, pen.inks["dim"])
    return Strip([Segment(f" {words} ", pen.inks[ink]), rule]).crop(0, pen.width)


def _words(row: Folded | NotRead | Missing | Leaf) -> str:
    if isinstance(row, Leaf):
        return f"{clean_line(row.path)} = {clean_line(row.value)}"
    if isinstance(row, Missing):
        return "  no reading yet: I takes in a report or the pasted page, + a figure by hand"
    if isinstance(row, NotRead):
        return f"    – {row.metric.label}"
    many, key = len(row.group.not_read), "folds them" if row.is_open else "shows them"
    return f"  {'▾' if row.is_open else '▸'} {many} without a reading · Enter {key}"
