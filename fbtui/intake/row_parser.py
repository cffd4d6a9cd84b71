"""The second pass over a source: cells become rows, or refusals with a reason.

The sample shown before an import is made by the same function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import repeat
from operator import itemgetter

from fbtui.domain.outcome import RefusedInput
from fbtui.domain.sync.product import LONGEST_TITLE
from fbtui.intake.amazons_note import without_note
from fbtui.intake.cell_reader import row_batches
from fbtui.intake.cells import STARS, is_order_id, order_id_in, stars_of
from fbtui.intake.dates import Days
from fbtui.intake.file_summary import FileSummary
from fbtui.intake.row_checks import other_reasons
from fbtui.intake.rows import (
    Batch,
    Item,
    OrderRow,
    Passed,
    Record,
    RefusedLine,
    ReportRow,
    refused,
)
from fbtui.intake.source import ByteStream
from fbtui.intake.words import column_words, plain

RowMaker = Callable[[list[Record]], list[Item]]

_TEXTS = (
    "comment",
    "response",
    "order_id",
    "rater_email",
    "rater_role",
    "arrived_on_time",
    "as_described",
    "service",
    "fulfilment",
    "note",  # not a cell: extracted from comment and response
)
_LONGEST_NOTHING = 12


def read(understood: FileSummary) -> Iterator[Item]:
    """Every row, refused line and joined line of the source, with bounded memory.

    The same order may occur twice: the store decides. Raises RefusedInput at the end if the source
    has changed since the survey; the caller must then store none of the rows.
    """
    for batch in read_batches(understood):
        yield from batch


def read_batches(understood: FileSummary) -> Iterator[list[Item]]:
    """Like `read`, in lists of some thousand items with the rows first."""
    if understood.spool is not None:
        return _put_aside(understood, understood.spool.batches())
    return _from_source(understood)


def read_others(understood: FileSummary) -> Iterator[list[Item]]:
    """The same without feedback, of a source whose rows are made already."""
    assert understood.spool is not None
    return _put_aside(understood, understood.spool.others())


def _from_source(understood: FileSummary) -> Iterator[list[Item]]:
    stream, rows_of = ByteStream(understood.source), row_maker(understood)
    for batch in row_batches(understood.decoding.lines_of(stream), understood):
        if items := items_of(batch, rows_of):
            yield items
    _refuse_if_changed(understood, stream)


def _put_aside(understood: FileSummary, batches: Iterator[list[Item]]) -> Iterator[list[Item]]:
    try:
        yield from batches
    except OSError as fault:
        raise RefusedInput(
            f"{understood.name}: its rows were put aside and cannot be read ({fault.strerror or fault})."
        ) from fault
    stream = ByteStream(understood.source)
    for _ in stream:
        pass
    _refuse_if_changed(understood, stream)


def _refuse_if_changed(understood: FileSummary, stream: ByteStream) -> None:
    if stream.sha256 != understood.sha256:
        raise RefusedInput(
            f"{understood.name} changed while it was read. Nothing was taken; import it again."
        )


def items_of(batch: Batch, rows_of: RowMaker | None) -> list[Item]:
    """Rows, then refused and joined lines. Without `rows_of` there must be no rows."""
    items = rows_of(batch.rows) if rows_of is not None else []
    return items + [fate for fate in batch.rest if not isinstance(fate, Passed)]


def row_maker(seen: FileSummary) -> RowMaker:
    """The function that turns cells of this file into rows."""
    return _orders(seen) if seen.kind == "orders" else _reports(seen)


def _reports(seen: FileSummary) -> RowMaker:
    """Turn cells into feedback or refusals."""
    by_columns, one_by_one = _by_columns(seen), _one_by_one(seen)

    def rows_of(records: list[Record]) -> list[Item]:
        rows = by_columns(records) if by_columns else None
        items = one_by_one(records) if rows is None else rows
        if seen.has_notes:  # a survey may find the first one any time
            return [_without_notes(item) if type(item) is ReportRow else item for item in items]
        return items

    return rows_of


def _by_columns(seen: FileSummary) -> Callable[[list[Record]], list[Item] | None] | None:
    """Rows made column by column, in a third of the time: None for a batch with any cell out of the ordinary."""
    if other_reasons(seen) or _emptied(seen):
        return None
    places, days, make = (
        seen.places,
        Days(seen.date_order, seen.today),
        partial(tuple.__new__, ReportRow),
    )
    date_at, stars_at, order_at = (places[name] for name in ("date", "stars", "order_id"))
    texts_at = [places.get(name) for name in _TEXTS]

    def rows_of(records: list[Record]) -> list[Item] | None:
        lines, cells = zip(*records, strict=True) if records else ((), ())
        columns = list(zip(*cells, strict=False)) or [()] * seen.width
        day_of = [days[text] for text in columns[date_at]]
        stars = list(map(STARS.get, columns[stars_at]))
        if not (all(day_of) and all(stars) and all(map(is_order_id, columns[order_at]))):
            return None
        texts = [repeat("") if at is None else columns[at] for at in texts_at]
        return list(map(make, zip(lines, day_of, stars, *texts, strict=False)))

    return rows_of


def _one_by_one(seen: FileSummary) -> RowMaker:
    places, width = seen.places, seen.width
    date_at, stars_at, order_at = (places[name] for name in ("date", "stars", "order_id"))
    # Index `width` is an empty cell.
    texts_of = itemgetter(*(places.get(name, width) for name in _TEXTS))
    days = Days(seen.date_order, seen.today)
    why_not, emptied = other_reasons(seen), _emptied(seen)

    def row_of(line: int, cells: list[str]) -> Item:
        day, stars = days[cells[date_at]], stars_of(cells[stars_at])
        order_id = order_id_in(cells[order_at])
        reason = "" if day else days.refusal(cells[date_at])
        reason = reason or _refusal(stars, order_id or cells[order_at].strip())
        if reason or (why_not is not None and (reason := why_not(cells))):
            return _refused(seen, line, reason, cells)
        cells[order_at] = order_id
        cells.append("")
        if emptied is not None:
            emptied(cells)
        return ReportRow(line, day, stars, *texts_of(cells))

    return lambda records: [row_of(line, cells) for line, cells in records]


def _without_notes(row: ReportRow) -> ReportRow:
    """The row with Amazon's notes removed from comment and response."""
    taken_over = False
    if found := without_note(row.comment):
        row, taken_over = row._replace(comment=found.rest, note=found.note), found.taken_over
    if found := without_note(row.response):
        row = row._replace(response=found.rest, note=row.note or found.note)
        taken_over = taken_over or found.taken_over
    return row._replace(fulfilment="FBA") if taken_over else row


def _emptied(seen: FileSummary) -> Callable[[list[str]], None] | None:
    """Return a function that empties cells holding a program's null word (NULL, None), in place.

    None for Amazon's own layouts and pages, where a person wrote such a word.
    """
    if seen.layout != "named columns":
        return None
    words = column_words()
    nothing = {
        seen.places[name]: words.nothing if name == "comment" else words.nothing_beside
        for name in _TEXTS
        if name in seen.places
    }

    def emptied(cells: list[str]) -> None:
        for at, known in nothing.items():
            if 0 < len(cells[at]) < _LONGEST_NOTHING and cells[at].strip().casefold() in known:
                cells[at] = ""

    return emptied


def _orders(seen: FileSummary) -> RowMaker:
    """Turn cells into orders or refusals."""
    places, width = seen.places, seen.width
    order_at = places["order_id"]
    fulfilment_at = places.get("fulfilment", width)
    on_time_at = places.get("buy_shipping_on_time", width)
    product_at = [places.get(name, width) for name in ("asin", "sku", "title")]
    answers, why_not = column_words().answers, other_reasons(seen)

    def row_of(line: int, cells: list[str]) -> Item:
        order_id = order_id_in(cells[order_at]) or cells[order_at].strip()
        reason = _order_refusal(order_id) or (why_not(cells) if why_not else "")
        if reason:
            return _refused(seen, line, reason, cells)
        cells.append("")
        on_time, product = (
            answers[plain(cells[on_time_at])],
            [_stated(cells[at]) for at in product_at],
        )
        return OrderRow(line, order_id, cells[fulfilment_at], on_time, *product)

    return lambda records: [row_of(line, cells) for line, cells in records]


def _stated(cell: str) -> str:
    """A product cell on one line; "" for a program's null word."""
    value = " ".join(cell.split())[:LONGEST_TITLE]
    return "" if value.casefold() in column_words().nothing_beside else value


def _refusal(stars: int, order_id: str) -> str:
    return _order_refusal(order_id) if stars else "the stars are not 1 to 5"


def _order_refusal(order_id: str) -> str:
    if is_order_id(order_id):
        return ""
    return f"{order_id[:40]!r} is not an order ID (like 114-8766213-9372221)"


def _refused(seen: FileSummary, line: int, reason: str, cells: list[str]) -> RefusedLine:
    return refused(line, reason, seen.delimiter.join(cells).replace("\0", "␀"))
