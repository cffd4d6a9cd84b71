"""The board of account health as lines of text: by account, tile by tile, the worst first."""

from __future__ import annotations

from collections.abc import Iterator

from fbtui.domain.health.account_boards import PlaceBoard
from fbtui.domain.health.board import MetricRow, tile_standing
from fbtui.domain.health.table import TableRow, table_rows
from fbtui.domain.health.vocabulary import Tile
from fbtui.domain.health.wording import (
    GLYPHS,
    format_standing,
    format_window,
    target_sign,
)
from fbtui.services.health.board import Board

_TARGET = 7  # cells
_HEADS = ("Seller Fulfilled", "Fulfilled by Amazon")


def board_lines(shown: Board) -> Iterator[str]:
    """The output of `fbtui health`, line by line."""
    for group in shown.groups:
        yield f"{group.name}  {group.summary()}"
        for tile in Tile:
            rows = [row for row in table_rows(group.lines) if row.tile is tile]
            yield from _tile(shown, group, tile, rows) if rows else ()
        if group.not_read and not group.is_missing:
            yield (
                f"  {len(group.not_read)} without a reading: "
                f"{', '.join(metric.label for metric in group.not_read)}"
            )
        yield ""
    yield from (f"not understood: {path} = {value}" for path, value in shown.not_understood)
    if shown.unread:
        yield f"{shown.unread} unread notifications (fbtui health notifications)"


def _tile(shown: Board, group: PlaceBoard, tile: Tile, rows: list[TableRow]) -> Iterator[str]:
    wide = max(len(_named(row)) for row in rows)
    left = max(max(len(_cell(row.left)) for row in rows), len(_HEADS[0]))
    has_right = any(row.right or row.lines[0].metric.by_fulfilment for row in rows)
    right = max(max(len(_cell(row.right)) for row in rows), len(_HEADS[1])) if has_right else 0
    head = f"{tile.upper()}: {format_standing(tile_standing(group.lines, tile))}"
    heads = f"{_HEADS[0]:{left}}  {_HEADS[1]:{right}}" if has_right else ""
    yield f"  {head:{wide + 2}}  {heads}".rstrip()
    for row in rows:
        first = row.lines[0]
        target = target_sign(first.verdict.target, first.metric)
        window = format_window(first.reading.window_days)
        cells = f"{_cell(row.left):{left}}  " + (f"{_cell(row.right):{right}}  " if right else "")
        yield (f"    {_named(row):{wide}}  {cells}{target:{_TARGET}} {window}").rstrip()
        yield from (f"        {each}" for each in _remarks(shown, row))


def _named(row: TableRow) -> str:
    metric = row.lines[0].metric
    return ("  " if metric.part_of else "") + row.name


def _cell(line: MetricRow | None) -> str:
    if line is None:
        return ""
    verdict = line.verdict
    words = format_standing(verdict.standing) if verdict.target else GLYPHS[verdict.standing]
    return f"{words} {verdict.display} {verdict.of_total}".rstrip()


def _remarks(shown: Board, row: TableRow) -> list[str]:
    """Remarks on a row besides its figures."""
    words = []
    for line in row.lines:
        if line.amazon_says:
            words.append(f"≠ Amazon says {line.amazon_says}")
        if course := shown.escalation_in_words(line):
            words.append(f"! {course}" if line.is_low else course)
        if shown.is_stale(line):
            words.append(f"stale: read {line.reading.date}")
    return list(dict.fromkeys(words))
