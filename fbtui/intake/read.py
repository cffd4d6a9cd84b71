"""The second reading of a source: its rows, as the survey understood them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter

from fbtui.domain.marketplaces import marketplace
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.cells import STARS, is_order_id, normal, stars_of
from fbtui.intake.dates import Days
from fbtui.intake.rows import Item, Joined, OrderRow, RefusedLine, ReportRow
from fbtui.intake.source import ByteStream
from fbtui.intake.survey import Understood, pieces_of
from fbtui.intake.tally import Tally, refused
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
)


def read(understood: Understood) -> Iterator[Item]:
    """Every row, refused line and joined line of the source, in bounded memory.

    The same order may come twice: the store decides. Raises RefusedInput at the end when the source
    is no longer what the survey saw; whoever stores rows must then take none of them.
    """
    for batch in read_batches(understood):
        yield from batch


def read_batches(understood: Understood) -> Iterator[list[Item]]:
    """The same as `read`, in lists of some thousand items."""
    stream, tally = ByteStream(understood.source), Tally()
    make = _order_maker(understood) if understood.kind == "orders" else _report_maker(understood)
    for pieces in pieces_of(stream, understood.encoding, understood.form, tally):
        if items := [
            piece if isinstance(piece, (RefusedLine, Joined)) else make(*piece) for piece in pieces
        ]:
            yield items
    if stream.sha256 != understood.sha256:
        raise RefusedInput(
            f"{understood.name} changed while it was read. Nothing was taken; import it again."
        )


Maker = Callable[[int, list[str]], Item]


def _report_maker(understood: Understood) -> Maker:
    """One feedback from the cells of a row, or why not. The plain case first: a million come by."""
    places, width = understood.form.places, understood.form.width
    date_at, stars_at, order_at = (places[name] for name in ("date", "stars", "order_id"))
    texts_of = itemgetter(*(places.get(name, width) for name in _TEXTS))  # `width` is an empty cell
    days = Days(understood.date_order, understood.today)
    why_not = _other_reasons(understood)
    fulfilment_at = places.get("fulfilment", width)
    fulfilments = column_words().fulfilments

    def make(line: int, cells: list[str]) -> Item:
        day, stars = days[cells[date_at]], STARS.get(cells[stars_at])
        if not day or stars is None or is_order_id(cells[order_at]) is None:
            cells[order_at], stars = normal(cells[order_at]), stars_of(cells[stars_at])
            date_reason = "" if day else days.refusal(cells[date_at])
            if reason := _refusal(cells[order_at], stars, date_reason):
                return _refused(understood, line, reason, cells)
        if why_not is not None and (reason := why_not(cells)):
            return _refused(understood, line, reason, cells)
        cells.append("")
        fulfilment = fulfilments[plain(cells[fulfilment_at])] if fulfilment_at < width else ""
        return ReportRow._make((line, day, stars, *texts_of(cells), fulfilment))

    return make


def _order_maker(understood: Understood) -> Maker:
    """One order from the cells of a row, or why not."""
    places, width = understood.form.places, understood.form.width
    order_at = places["order_id"]
    fulfilment_at = places.get("fulfilment", width)
    on_time_at = places.get("buy_shipping_on_time", width)
    words = column_words()
    why_not = _other_reasons(understood)

    def make(line: int, cells: list[str]) -> Item:
        order_id = normal(cells[order_at])
        reason = _order_refusal(order_id) or (why_not(cells) if why_not else "")
        if reason:
            return _refused(understood, line, reason, cells)
        cells.append("")
        fulfilment = words.fulfilments[plain(cells[fulfilment_at])]
        return OrderRow(line, order_id, fulfilment, words.answers[plain(cells[on_time_at])])

    return make


def _refusal(order_id: str, stars: int, date_reason: str) -> str:
    if date_reason:
        return date_reason
    return "the stars are not 1 to 5" if not stars else _order_refusal(order_id)


def _order_refusal(order_id: str) -> str:
    if is_order_id(order_id):
        return ""
    return f"{order_id[:40]!r} is not an order ID (like 114-8766213-9372221)"


def _refused(understood: Understood, line: int, reason: str, cells: list[str]) -> RefusedLine:
    return refused(line, reason, understood.form.delimiter.join(cells).replace("\0", "␀"))


def _other_reasons(understood: Understood) -> Callable[[list[str]], str] | None:
    """What else may refuse a row: cells that only some files have. None when nothing can."""
    places, words = understood.form.places, column_words()
    checks: list[Callable[[list[str]], str]] = []

    def must_be_known(name: str, known: object) -> None:
        at = places[name]

        def check(cells: list[str]) -> str:
            said = plain(cells[at])
            spoken = name.replace("_", " ")
            return "" if said in known else f"{cells[at][:40]!r} is no {spoken} that is known"  # type: ignore[operator]

        checks.append(check)

    if "fulfilment" in places:
        must_be_known("fulfilment", words.fulfilments)
    if "buy_shipping_on_time" in places and understood.kind == "orders":
        must_be_known("buy_shipping_on_time", words.answers)
    if "marketplace" in places and understood.marketplace:
        checks.append(_same_marketplace(places["marketplace"], understood.marketplace))
    if "account" in places and understood.account:
        checks.append(_same_account(places["account"], understood.account))
    if understood.has_nul:
        checks.append(lambda cells: "holds a NUL character" if "\0" in "".join(cells) else "")
    if not checks:
        return None
    return lambda cells: next((reason for check in checks if (reason := check(cells))), "")


def _same_marketplace(at: int, code: str) -> Callable[[list[str]], str]:
    def check(cells: list[str]) -> str:
        said = cells[at].strip()
        try:
            same = not said or marketplace(said).code == code
        except RefusedInput as unknown:
            return str(unknown)
        return "" if same else f"the row is of {said}, and the import is for {code}"

    return check


def _same_account(at: int, account: str) -> Callable[[list[str]], str]:
    def check(cells: list[str]) -> str:
        said = cells[at].strip()
        if not said or said == account:
            return ""
        return f"the row is of account {said}, and the import is for {account}"

    return check
