"""How a row of the board is drawn at which width."""

from __future__ import annotations

from datetime import date

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.escalation import NOT_REPORTED
from fbtui.domain.health.plot import spark
from fbtui.domain.health.vocabulary import Standing
from fbtui.domain.health.wording import figure, format_standing, target_sign
from fbtui.domain.times import format_age
from fbtui.services.health.board import Board
from fbtui.terminal.cleaned import clean_line
from screens.health.rows import Heading, Leaf, NotRead, Row, Stated
from screens.parts.cells import WIDE, fit
from screens.parts.rows import Pen

_STANDING, _WHO, _WINDOW, _TARGET, _AGE, _FLAGS = 11, 3, 5, 7, 5, 2
_TREND, _REMARK, _WIDEST_REMARK, _WIDEST_PLACE = 8, 16, 44, 16
_ROOMY = 112  # cells from which remarks take what there is more
_INK_OF = {Standing.GOOD: "good", Standing.AT_RISK: "warn", Standing.BREACH: "urgent"}


class BoardPainter:
    """Draws the rows of one board; account and marketplace only where there are several."""

    def __init__(self) -> None:
        self._today = date.min
        self._place_width, self._with_account = 0, False

    def fit_to(self, board: Board) -> None:
        """Whoever draws rows of this board calls this first."""
        self._today = board.today
        self._with_account = len({account for account, _ in board.places}) > 1
        widest = max((len(self._place(line)) for line in board.lines), default=0)
        self._place_width = min(widest, _WIDEST_PLACE) if len(board.places) > 1 else 0

    def draw(self, row: Row, pen: Pen) -> Strip:
        if isinstance(row, Heading):
            return _heading(row, pen)
        if isinstance(row, Stated):
            return self._stated(row, pen)
        style = pen.inks["cursor" if pen.at_cursor else "dim"]
        return Strip([_lead(pen), Segment(fit(_words(row), max(pen.width - 1, 0)), style)])

    def _stated(self, row: Stated, pen: Pen) -> Strip:
        standing, inks = row.line.verdict.standing, pen.inks
        head = [
            _lead(pen),
            Segment(fit(format_standing(standing), _STANDING), inks[_INK_OF.get(standing, "dim")]),
            Segment(f"{_flags(row):{_FLAGS}} ", inks["warn"]),
        ]
        tail = self._tail(row, pen)
        room = pen.width - sum(segment.cell_length for segment in (*head, *tail))
        strip = Strip([*head, *_label_and_figure(row.line, max(room, 0), pen.text), *tail])
        return strip if room >= 0 else strip.crop(0, pen.width)

    def _tail(self, row: Stated, pen: Pen) -> list[Segment]:
        """Fulfilment, window, target, trend, age, place and remark; trend and remark on wide screens."""
        line, reading, dim = row.line, row.line.reading, pen.inks["dim"]
        window = {None: "", 0: "ever"}.get(reading.window_days, f"{reading.window_days}d")
        target = target_sign(line.verdict.target, line.metric)
        cells = [
            (f"{reading.fulfilment:{_WHO}}", pen.text),
            (f"{window:>{_WINDOW}}", dim),
            (fit(target, _TARGET), dim),
            (fit(spark(line.trend, _TREND), _TREND) if pen.width >= WIDE else "", pen.text),
            (f"{format_age(reading.date, self._today):>{_AGE}}", dim),
            (fit(self._place(line), self._place_width), dim),
        ]
        if pen.width >= WIDE:
            width = min(_REMARK + max(pen.width - _ROOMY, 0), _WIDEST_REMARK)
            cells.append((fit(_remark(row), width), pen.inks["warn"]))
        return [Segment(f" {words}", style) for words, style in cells if words]

    def _place(self, line: MetricRow) -> str:
        account = line.reading.account if self._with_account else ""
        return clean_line(f"{line.reading.marketplace or '–'} {account}".strip())


def _lead(pen: Pen) -> Segment:
    return Segment("▌" if pen.at_cursor else " ", pen.inks["mark"])


def _heading(row: Heading, pen: Pen) -> Strip:
    segments = [Segment(f" {row.words} ", pen.inks["heading"])]
    if row.standing is not None:
        ink = pen.inks[_INK_OF.get(row.standing, "dim")]
        segments.append(Segment(f" {format_standing(row.standing)} ", ink))
    rest = pen.width - sum(segment.cell_length for segment in segments)
    return Strip([*segments, Segment("─" * max(rest, 0), pen.inks["dim"])]).crop(0, pen.width)


def _words(row: NotRead | Leaf) -> str:
    if isinstance(row, Leaf):
        return f"{clean_line(row.path)} = {clean_line(row.value)}"
    no_data = format_standing(Standing.NO_DATA)
    return f"{no_data:{_STANDING}}    {row.metric.label}: no reading yet"


def _label_and_figure(line: MetricRow, room: int, text: Style) -> list[Segment]:
    """The name at the left, the figure at the right; what the one leaves the other has."""
    said = clean_line(figure(line))
    detail = f": {clean_line(line.reading.detail)}" if line.reading.detail else ""
    label = ("  " if line.metric.part_of else "") + line.metric.label + detail
    if cell_len(label) + cell_len(said) + 1 > room:  # what the count is of can be left out first
        said = clean_line(said.removesuffix(f" {line.metric.counted}"))
    left = max(room - cell_len(said) - 1, 0)
    return [Segment(fit(label, left), text), Segment(f" {fit(said, room - left - 1)}", text)]


def _flags(row: Stated) -> str:
    """≠ Amazon says otherwise, ! a low stat that nobody has reported."""
    return ("≠" if row.line.amazon_says else " ") + ("!" if row.course == NOT_REPORTED else " ")


def _remark(row: Stated) -> str:
    amazon = f"Amazon {clean_line(row.line.amazon_says)}" if row.line.amazon_says else ""
    return ", ".join(each for each in (row.course, amazon) if each)
