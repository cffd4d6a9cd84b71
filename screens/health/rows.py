"""The rows of the board, and how one is drawn at which width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from fbtui.domain.health.board import Line
from fbtui.domain.health.escalation import NOT_REPORTED
from fbtui.domain.health.metric import Metric
from fbtui.domain.health.plot import spark
from fbtui.domain.health.sentences import figure, standing_words, target_sign
from fbtui.domain.health.vocabulary import Standing, Tile
from fbtui.domain.moments import age_words
from fbtui.services.health import Board
from fbtui.terminal.cleaned import clean_line
from screens.line import fit

WIDE = 100  # cells from which trend and remarks have columns of their own
_STANDING, _WHO, _WINDOW, _TARGET, _AGE, _FLAGS = 11, 3, 5, 7, 5, 2
_TREND, _REMARK, _WIDEST_REMARK = 8, 16, 44
_ROOMY = 112  # cells from which remarks take what there is more

INKS = ("text", "dim", "good", "risk", "breach", "tile", "mark", "cursor")
_INK_OF = {Standing.GOOD: "good", Standing.AT_RISK: "risk", Standing.BREACH: "breach"}


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a tile, over its rows."""

    words: str
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Stated:
    """A line of the board. `course`: whether a low stat was reported, and how it went on."""

    line: Line
    course: str


@dataclass(frozen=True, slots=True)
class NotRead:
    """A metric that has no reading yet."""

    metric: Metric


@dataclass(frozen=True, slots=True)
class Leaf:
    """Something in the latest report that became no reading."""

    path: str
    value: str


Row = Heading | Stated | NotRead | Leaf


@dataclass(frozen=True, slots=True)
class RowForm:
    """What all rows share: the width, the day, and the cells for account and marketplace."""

    width: int
    today: date
    place_width: int
    several_accounts: bool


def rows_of(board: Board) -> Iterator[Row]:
    """The board from top to bottom: its tiles, then what was not understood."""
    for tile in Tile:
        lines = board.on(tile)
        missing = [metric for metric in board.not_read if metric.tile is tile]
        if lines or missing:
            yield Heading(tile.upper(), board.standing(tile) if lines else None)
        for line in lines:
            yield Stated(line, board.course(line))
        yield from map(NotRead, missing)
    if board.not_understood:
        yield Heading(
            f"NOT UNDERSTOOD: {len(board.not_understood)} values of the latest report", None
        )
    for path, value in board.not_understood:
        yield Leaf(path, value)


def place_of(row: Row, *, several_accounts: bool) -> str:
    if not isinstance(row, Stated):
        return ""
    reading = row.line.reading
    account = reading.account if several_accounts else ""
    return clean_line(f"{reading.marketplace or '–'} {account}".strip())


def drawn(row: Row, form: RowForm, inks: dict[str, Style], *, cursor: bool) -> Strip:
    """The whole row, exactly `form.width` cells."""
    if isinstance(row, Heading):
        return _heading(row, form, inks)
    lead = Segment("▌" if cursor else " ", inks["mark"])
    if isinstance(row, Stated):
        return _stated(row, form, inks, lead, inks["cursor" if cursor else "text"])
    if isinstance(row, NotRead):
        words = (
            f"{standing_words(Standing.NO_DATA):{_STANDING}}    {row.metric.label}: no reading yet"
        )
    else:
        words = f"{clean_line(row.path)} = {clean_line(row.value)}"
    style = inks["cursor" if cursor else "dim"]
    return Strip([lead, Segment(fit(words, max(form.width - 1, 0)), style)])


def _heading(row: Heading, form: RowForm, inks: dict[str, Style]) -> Strip:
    segments = [Segment(f" {row.words} ", inks["tile"])]
    if row.standing is not None:
        ink = inks[_INK_OF.get(row.standing, "dim")]
        segments.append(Segment(f" {standing_words(row.standing)} ", ink))
    rest = form.width - sum(segment.cell_length for segment in segments)
    return Strip([*segments, Segment("─" * max(rest, 0), inks["dim"])]).crop(0, form.width)


def _stated(
    row: Stated, form: RowForm, inks: dict[str, Style], lead: Segment, text: Style
) -> Strip:
    line, reading, verdict = row.line, row.line.reading, row.line.verdict
    dim, ink = inks["dim"], inks[_INK_OF.get(verdict.standing, "dim")]
    window = {None: "", 0: "ever"}.get(reading.window_days, f"{reading.window_days}d")
    tail = [
        Segment(f" {reading.fulfilment:{_WHO}}", text),
        Segment(f" {window:>{_WINDOW}}", dim),
        Segment(f" {fit(target_sign(verdict.target, line.metric), _TARGET)}", dim),
    ]
    if form.width >= WIDE:
        tail.append(Segment(f" {fit(spark(line.trend, _TREND), _TREND)}", text))
    tail.append(Segment(f" {age_words(reading.date, form.today):>{_AGE}}", dim))
    if form.place_width:
        place = place_of(row, several_accounts=form.several_accounts)
        tail.append(Segment(f" {fit(place, form.place_width)}", dim))
    if form.width >= WIDE:
        width = _REMARK + max(form.width - _ROOMY, 0)
        tail.append(Segment(f" {fit(_remark(row), min(width, _WIDEST_REMARK))}", inks["risk"]))
    head = [
        lead,
        Segment(fit(standing_words(verdict.standing), _STANDING), ink),
        Segment(f"{_flags(row):{_FLAGS}} ", inks["risk"]),
    ]
    room = form.width - sum(segment.cell_length for segment in (*head, *tail))
    strip = Strip([*head, *_label_and_figure(line, max(room, 0), text), *tail])
    return strip if room >= 0 else strip.crop(0, form.width)


def _label_and_figure(line: Line, room: int, text: Style) -> list[Segment]:
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
