"""The second reading of a source: its rows, as the survey understood them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter

from fbtui.domain.marketplaces import marketplace
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.cells import STARS, is_order_id, normal, shown, stars_of
from fbtui.intake.dates import Days
from fbtui.intake.rows import Item, OrderRow, RefusedLine, ReportRow
from fbtui.intake.source import ByteStream
from fbtui.intake.survey import Understood, pieces_of
from fbtui.intake.tally import Record, Tally, refused
from fbtui.intake.words import column_words, plain

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
)


def read(understood: Understood) -> Iterator[Item]:
    """Every row, refused line and joined line of the source, in bounded memory.

    The same order may come twice: the store decides. Raises RefusedInput at the end when the source
    is no longer what the survey saw; whoever stores rows must then take none of them.
    """
    for batch in read_batches(understood):
        yield from batch


def read_batches(understood: Understood) -> Iterator[list[Item]]:
    """The same as `read`, in lists of some thousand items; in a list the rows come first."""
    stream, tally = ByteStream(understood.source), Tally()
    rows_of = (_orders if understood.kind == "orders" else _reports)(understood)
    for pieces in pieces_of(stream, understood.encoding, understood.form, tally):
        if items := [*rows_of(pieces.rows), *pieces.rest]:
            yield items
    if stream.sha256 != understood.sha256:
        raise RefusedInput(
            f"{understood.name} changed while it was read. Nothing was taken; import it again."
        )


def _reports(understood: Understood) -> Callable[[list[Record]], list[Item]]:
    """Feedback from the cells of rows, or why not. The plain case is inline: a million come by."""
    places, width = understood.form.places, understood.form.width
    date_at, stars_at, order_at = (places[name] for name in ("date", "stars", "order_id"))
    texts_of = itemgetter(*(places.get(name, width) for name in _TEXTS))  # `width`: an empty cell
    days = Days(understood.date_order, understood.today)
    why_not = _other_reasons(understood)
    new = tuple.__new__

    def rows_of(records: list[Record]) -> list[Item]:
        items: list[Item] = []
        for line, cells in records:
            day, stars = days[cells[date_at]], STARS.get(cells[stars_at], 0)
            if not (day and stars and is_order_id(cells[order_at])):
                stars, cells[order_at] = stars_of(cells[stars_at]), normal(cells[order_at])
                reason = "" if day else days.refusal(cells[date_at])
                if reason := reason or _refusal(stars, cells[order_at]):
                    items.append(_refused(understood, line, reason, cells))
                    continue
            if why_not is not None and (reason := why_not(cells)):
                items.append(_refused(understood, line, reason, cells))
                continue
            cells.append("")
            items.append(new(ReportRow, (line, day, stars) + texts_of(cells)))  # noqa: RUF005 (faster)
        return items

    return rows_of


def _orders(understood: Understood) -> Callable[[list[Record]], list[Item]]:
    """Orders from the cells of rows, or why not."""
    places, width = understood.form.places, understood.form.width
    order_at = places["order_id"]
    fulfilment_at = places.get("fulfilment", width)
    on_time_at = places.get("buy_shipping_on_time", width)
    answers, why_not = column_words().answers, _other_reasons(understood)

    def row_of(line: int, cells: list[str]) -> Item:
        order_id = normal(cells[order_at])
        reason = _order_refusal(order_id) or (why_not(cells) if why_not else "")
        if reason:
            return _refused(understood, line, reason, cells)
        cells.append("")
        return OrderRow(line, order_id, cells[fulfilment_at], answers[plain(cells[on_time_at])])

    return lambda records: [row_of(line, cells) for line, cells in records]


def _refusal(stars: int, order_id: str) -> str:
    return _order_refusal(order_id) if stars else "the stars are not 1 to 5"


def _order_refusal(order_id: str) -> str:
    if is_order_id(order_id):
        return ""
    return f"{order_id[:40]!r} is not an order ID (like 114-8766213-9372221)"


def _refused(understood: Understood, line: int, reason: str, cells: list[str]) -> RefusedLine:
    return refused(line, reason, understood.form.delimiter.join(cells).replace("\0", "␀"))


Check = Callable[[list[str]], str]
"""Looks at the cells of a row; says why it is refused, or ""."""


def _other_reasons(understood: Understood) -> Check | None:
    """What else may refuse a row: cells that only some files have. None when nothing can."""
    places = understood.form.places
    checks: list[Check] = []
    if "fulfilment" in places:
        checks.append(_known_fulfilment(places["fulfilment"]))
    if "buy_shipping_on_time" in places and understood.kind == "orders":
        checks.append(_known_answer(places["buy_shipping_on_time"]))
    if "marketplace" in places and understood.marketplace:
        checks.append(_same_marketplace(places["marketplace"], understood.marketplace))
    if "account" in places and understood.account:
        checks.append(_same_account(places["account"], understood.account))
    if understood.has_nul:
        checks.append(lambda cells: "holds a NUL character" if "\0" in "".join(cells) else "")
    if not checks:
        return None
    return lambda cells: next((reason for check in checks if (reason := check(cells))), "")


def _known_fulfilment(at: int) -> Check:
    """Also turns the file's word into ours (FBA, MFN or ""), in its place."""
    words = column_words().fulfilments

    def check(cells: list[str]) -> str:
        said = words.get(plain(cells[at]))
        if said is None:
            return f"{cells[at][:40]!r} is no fulfilment that is known (FBA or MFN)"
        cells[at] = said
        return ""

    return check


def _known_answer(at: int) -> Check:
    words = column_words().answers
    return lambda cells: (
        "" if plain(cells[at]) in words else f"{cells[at][:40]!r} is neither yes nor no"
    )


def _same_marketplace(at: int, code: str) -> Check:
    def check(cells: list[str]) -> str:
        said = cells[at].strip()
        try:
            same = not said or marketplace(said).code == code
        except RefusedInput as unknown:
            return str(unknown)
        return "" if same else f"the row is of {shown(said, 40)}, and the import is for {code}"

    return check


def _same_account(at: int, account: str) -> Check:
    def check(cells: list[str]) -> str:
        said = cells[at].strip()
        if not said or said == account:
            return ""
        return f"the row is of account {shown(said, 40)}, and the import is for {account}"

    return check
