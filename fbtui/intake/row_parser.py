"""The second pass over a source: cells become rows, or refusals with a reason.

The sample shown before an import is made by the same function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter

from fbtui.domain.marketplaces import marketplace
from fbtui.domain.outcome import RefusedInput
from fbtui.domain.sync.product import LONGEST_TITLE
from fbtui.intake.amazons_note import without_note
from fbtui.intake.cell_reader import row_batches
from fbtui.intake.cells import STARS, is_order_id, order_id_in, shown, stars_of
from fbtui.intake.dates import Days
from fbtui.intake.file_summary import FileSummary
from fbtui.intake.rows import Item, OrderRow, Passed, Record, RefusedLine, ReportRow, refused
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
    stream, rows_of = ByteStream(understood.source), row_maker(understood)
    for batch in row_batches(understood.decoding.lines_of(stream), understood):
        items = rows_of(batch.rows)
        items += [fate for fate in batch.rest if not isinstance(fate, Passed)]
        if items:
            yield items
    if stream.sha256 != understood.sha256:
        raise RefusedInput(
            f"{understood.name} changed while it was read. Nothing was taken; import it again."
        )


def row_maker(seen: FileSummary) -> RowMaker:
    """The function that turns cells of this file into rows."""
    return _orders(seen) if seen.kind == "orders" else _reports(seen)


def _reports(seen: FileSummary) -> RowMaker:
    """Turn cells into feedback or refusals. The common case is inlined for a million rows."""
    places, width = seen.places, seen.width
    date_at, stars_at, order_at = (places[name] for name in ("date", "stars", "order_id"))
    texts_of = itemgetter(
        *(places.get(name, width) for name in _TEXTS)
    )  # index `width` is an empty cell
    days = Days(seen.date_order, seen.today)
    why_not, emptied = _other_reasons(seen), _emptied(seen)
    has_notes, new = seen.has_notes, tuple.__new__

    def rows_of(records: list[Record]) -> list[Item]:
        items: list[Item] = []
        for line, cells in records:
            day, stars = days[cells[date_at]], STARS.get(cells[stars_at], 0)
            if not (day and stars and is_order_id(cells[order_at])):
                stars, order_id = stars_of(cells[stars_at]), order_id_in(cells[order_at])
                reason = "" if day else days.refusal(cells[date_at])
                reason = reason or _refusal(stars, order_id or cells[order_at].strip())
                if reason:
                    items.append(_refused(seen, line, reason, cells))
                    continue
                cells[order_at] = order_id
            if why_not is not None and (reason := why_not(cells)):
                items.append(_refused(seen, line, reason, cells))
                continue
            cells.append("")
            if emptied is not None:
                emptied(cells)
            row = new(ReportRow, (line, day, stars) + texts_of(cells))  # noqa: RUF005 (faster)
            items.append(_without_notes(row) if has_notes else row)
        return items

    return rows_of


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
    answers, why_not = column_words().answers, _other_reasons(seen)

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


Check = Callable[[list[str]], str]
"""Checks the cells of a row; returns why it is refused, or ""."""


def _other_reasons(seen: FileSummary) -> Check | None:
    """The combined check for cells that only some files have. None if there is nothing to check."""
    places = seen.places
    checks: list[Check] = []
    if "fulfilment" in places:
        checks.append(_known_fulfilment(places["fulfilment"]))
    if "buy_shipping_on_time" in places and seen.kind == "orders":
        checks.append(_known_answer(places["buy_shipping_on_time"]))
    if "marketplace" in places and seen.marketplace:
        checks.append(_same_marketplace(places["marketplace"], seen.marketplace))
    if "account" in places and seen.account:
        checks.append(_same_account(places["account"], seen.account))
    if seen.decoding.has_nul:
        checks.append(lambda cells: "holds a NUL character" if "\0" in "".join(cells) else "")
    if not checks:
        return None
    return lambda cells: next((reason for check in checks if (reason := check(cells))), "")


def _known_fulfilment(at: int) -> Check:
    """Check the fulfilment, and replace the file's word with ours (FBA, MFN or "") in place."""
    words = column_words()

    def check(cells: list[str]) -> str:
        known = words.fulfilments.get(plain(cells[at]))
        if known is None and cells[at].strip().casefold() not in words.nothing_beside:
            return f"{cells[at][:40]!r} is no fulfilment that is known (FBA or MFN)"
        cells[at] = known or ""
        return ""

    return check


def _known_answer(at: int) -> Check:
    words = column_words().answers
    return lambda cells: (
        "" if plain(cells[at]) in words else f"{cells[at][:40]!r} is neither yes nor no"
    )


def _same_marketplace(at: int, code: str) -> Check:
    def check(cells: list[str]) -> str:
        value = cells[at].strip()
        try:
            same = not value or marketplace(value).code == code
        except RefusedInput as unknown:
            return str(unknown)
        return "" if same else f"the row is of {shown(value, 40)}, and the import is for {code}"

    return check


def _same_account(at: int, account: str) -> Check:
    def check(cells: list[str]) -> str:
        value = cells[at].strip()
        if not value or value == account:
            return ""
        return f"the row is of account {shown(value, 40)}, and the import is for {account}"

    return check
