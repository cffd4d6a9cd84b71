"""The SOP's three tiles and an account tile, for the account under the cursor: the worst metric of each."""

from __future__ import annotations

from textwrap import wrap
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from fbtui.domain.health.account_boards import PlaceBoard, severity
from fbtui.domain.health.board import MetricRow, tile_standing
from fbtui.domain.health.vocabulary import Standing, Tile
from fbtui.domain.health.wording import GLYPHS, format_standing, target_sign
from fbtui.services.health.board import Board
from fbtui.terminal.cleaned import clean_line
from screens.health.metric_detail import INK
from screens.health.rows import Row, group_of
from screens.parts.cells import fit

_TILES = {
    Tile.CUSTOMER_SERVICE: "Customer Service",
    Tile.PRODUCT_POLICY: "Product Policy",
    Tile.SHIPPING: "Shipping",
    Tile.ACCOUNT: "Account",
}
_SIDES = {"MFN": " SF", "FBA": " FBA"}
_FOUR = 116  # cells from which all four are in one row
_TALL = 34  # lines of the screen from which they are drawn as boxes
_DIM = "$text-muted"

Line = list[tuple[str, str]]


class Tiles(Static):
    """The tiles: two lines on a small screen, boxes on a tall one."""

    def __init__(self) -> None:
        super().__init__("", id="tiles", markup=False)
        self._group: PlaceBoard | None = None

    def follow(self, board: Board, row: Row | None) -> None:
        """Show the tiles of the account of a row, or else of the worst account."""
        self._group = group_of(row) or next(iter(board.groups), None)
        self.draw()

    def on_resize(self) -> None:
        self.draw()

    def draw(self) -> None:
        group, size = self._group, self.app.size
        self.display = group is not None and not group.is_missing
        if group is None or group.is_missing:
            return
        four, tall = size.width >= _FOUR, size.height >= _TALL and size.width >= _FOUR
        width = max((self.size.width or size.width - 2) // (4 if four else 2), 1)
        if tall:
            cards = _boxes([_inside(group, tile, width) for tile in _TILES], width)
        else:
            make = _two_lines if four else _one_line
            cards = [make(group, tile, width) for tile in _TILES]
        rows = [cards] if four else [cards[:2], cards[2:]]
        self.update(_joined(rows))


def _joined(rows: list[list[list[Line]]]) -> Content:
    """The cards of each row side by side, line by line."""
    parts: Line = []
    for cards in rows:
        for line in zip(*cards, strict=True):
            parts += [part for pieces in line for part in pieces]
            parts.append(("\n", ""))
    return Content.assemble(*parts[:-1])


def _one_line(group: PlaceBoard, tile: Tile, width: int) -> list[Line]:
    """`✗ Order Defect Rate SF 1.25% < 1%` in the width of a card."""
    worst = group.worst(tile)
    if worst is None:
        return [[(fit(f"– {_TILES[tile]}: no reading", width), _DIM)]]
    state = severity(worst)
    name, value = f"{GLYPHS[state]} {_name(worst)}", _value(worst)
    if cell_len(name) + cell_len(value) + 2 > width:  # the list below shows the target
        value = clean_line(worst.verdict.display)
    if cell_len(name) + cell_len(value) + 2 > width:
        name = name.replace(" customer complaints", " complaints")
    name = fit(name, max(width - cell_len(value) - 2, 0))
    return [[(name, _ink(group, worst)), (f" {value} ", _ink(group, worst))]]


def _two_lines(group: PlaceBoard, tile: Tile, width: int) -> list[Line]:
    head = f"{GLYPHS[_standing(group, tile)]} {_TILES[tile]} {_counts(group, tile)}"
    worst = group.worst(tile)
    figure = f"  {_name(worst)} {_value(worst)}" if worst else "  no reading"
    ink = _tile_ink(group, tile)
    return [
        [(fit(head, width), ink)],
        [(fit(figure, width), _ink(group, worst) if worst else _DIM)],
    ]


class _Inside(NamedTuple):
    """The contents of a box, in the colour of its tile's standing."""

    title: str
    ink: str
    lines: Line


def _inside(group: PlaceBoard, tile: Tile, width: int) -> _Inside:
    """The tile's standing and its worst metric, whose name may take two lines."""
    state, worst = _standing(group, tile), group.worst(tile)
    lines = [(f"{format_standing(state)}  {_counts(group, tile)}", _tile_ink(group, tile))]
    if worst is None:
        lines.append(("no reading", _DIM))
    else:
        lines += [(each, "") for each in wrap(_name(worst), max(width - 5, 1))[:2]]
        lines.append((_value(worst), _ink(group, worst)))
    return _Inside(f" {_TILES[tile]} ", _tile_ink(group, tile), lines)


def _boxes(contents: list[_Inside], width: int) -> list[list[Line]]:
    """Boxes of equal height, each with its title in the border."""
    height, inner = max(len(each.lines) for each in contents), max(width - 5, 0)
    boxes = []
    for title, ink, lines in contents:
        filled = [*lines, *[("", "")] * (height - len(lines))]
        top = f"╭─{title}{'─' * max(inner - len(title) + 1, 0)}╮ "
        middle = [
            [("│ ", ink), (fit(words, inner), style), (" │ ", ink)] for words, style in filled
        ]
        boxes.append([[(top, ink)], *middle, [(f"╰{'─' * (inner + 2)}╯ ", ink)]])
    return boxes


def _standing(group: PlaceBoard, tile: Tile) -> Standing:
    return tile_standing(group.lines, tile)


def _counts(group: PlaceBoard, tile: Tile) -> str:
    """`✗ 1 ▲ 2`; "" if all is well."""
    lines = [line for line in group.lines if line.metric.tile is tile]
    breaches = sum(line.is_breach for line in lines)
    risks = sum(line.is_low for line in lines) - breaches
    counts = (f"✗ {breaches}" if breaches else "", f"▲ {risks}" if risks else "")
    return " ".join(filter(None, counts))


def _name(line: MetricRow) -> str:
    return clean_line(line.metric.label + _SIDES.get(line.reading.fulfilment, ""))


def _value(line: MetricRow) -> str:
    target = target_sign(line.verdict.target, line.metric)
    return clean_line(f"{line.verdict.display} {target}".strip())


def _ink(group: PlaceBoard, line: MetricRow) -> str:
    return _DIM if group.is_stale(line) else INK.get(severity(line), "")


def _tile_ink(group: PlaceBoard, tile: Tile) -> str:
    """The colour of a tile's standing; grey when all of it is stale."""
    lines = [line for line in group.lines if line.metric.tile is tile]
    return _DIM if all(map(group.is_stale, lines)) else INK.get(_standing(group, tile), _DIM)
