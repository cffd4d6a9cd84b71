"""The first reading of a source: what it is, how it is written, and whether it may be taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from fbtui.domain.marketplaces import marketplace as marketplace_of
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.cells import is_order_id, normal, shown
from fbtui.intake.dates import DateEvidence
from fbtui.intake.encoding import Inspected, inspect
from fbtui.intake.form import SAMPLE, Form, recognise
from fbtui.intake.lines import LONGEST, line_batches
from fbtui.intake.named import named_pieces
from fbtui.intake.page import page_pieces
from fbtui.intake.rows import Joined
from fbtui.intake.source import ByteStream, PastedText, Source, name_of
from fbtui.intake.suspicions import Suspicions
from fbtui.intake.tabbed import tabbed_pieces
from fbtui.intake.tally import Pieces, Tally

__all__ = ["PastedText", "Source", "Understood", "pieces_of", "survey"]

_SEVERAL: Final = 20  # values of a marketplace or account column that a message names
_KINDS = ("auto", "feedback", "orders")
_STATED = ("marketplace", "account")


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a source; `read` takes its rows as this says.

    lines = rows + refused + joined + blank + headers + furniture, each physical line once.
    """

    source: Source
    name: str  # what messages call it
    sha256: str  # of the bytes as stored (of a gzip file, the packed ones)
    kind: str  # "feedback", "orders"
    layout: str  # "6 columns", "9 columns", "10 columns", "named columns", "pasted page"
    columns: tuple[tuple[str, str], ...]  # header word → meaning ("" is not used)
    encoding: str  # "utf-8", "utf-8-sig", "utf-16", "cp932", "cp1252", "latin-1"
    date_order: str  # "mdy", "dmy", "ymd"; "" where no line holds a date
    marketplace: str | None  # given, stated by the file, or the only possible one
    account: str | None  # given, or stated by the file
    lines: int  # physical
    rows_seen: int  # whole rows, of which `read` may still refuse some
    joined: int
    blank: int
    headers: int
    furniture: int
    notices: tuple[str, ...]
    today: date
    form: Form
    has_nul: bool


def survey(
    source: Source,
    *,
    kind: str = "auto",
    marketplace: str | None = None,
    account: str | None = None,
    today: date,
    name: str | None = None,
) -> Understood:
    """Read the whole source once, in bounded memory, and say what it is.

    `kind` is auto, feedback or orders; `name` replaces the file's name in messages. Raises
    RefusedInput with one sentence when the source cannot be taken: unreadable, no report, unknown
    layout, dates that contradict the marketplace or each other, or dates that need the marketplace.
    """
    if kind == "health":
        raise RefusedInput("Performance reports (kind health) are not read here.")
    if kind not in _KINDS:
        raise RefusedInput(f"There is no kind {kind!r}. Known are: {', '.join(_KINDS)}.")
    code = marketplace_of(marketplace).code if marketplace else None
    called = name or name_of(source)
    inspected = inspect(source, code)
    form = recognise(_first_lines(source, inspected.encoding), kind, called)
    seen = _Survey(form, today)
    stream = ByteStream(source)
    for pieces in pieces_of(stream, inspected.encoding, form, seen.tally, seen.suspicions):
        seen.look(pieces)
    understood = _understood(source, called, inspected, seen, code, account, today)
    if understood.marketplace == "JP" and not code and inspected.encoding in ("cp1252", "latin-1"):
        # Its dates say so, and Japan writes these bytes otherwise than was thought.
        return survey(source, kind=kind, marketplace="JP", account=account, today=today, name=name)
    return understood


def pieces_of(
    stream: ByteStream,
    encoding: str,
    form: Form,
    tally: Tally,
    suspicions: Suspicions | None = None,
) -> Iterator[Pieces]:
    """Rows, refused and joined lines of a source in a known form, in batches."""
    batches = line_batches(stream, encoding)
    if suspicions is not None:
        batches = _looked_at(batches, suspicions)
    if form.layout == "pasted page":
        return page_pieces(batches, tally)
    if form.layout == "named columns":
        return named_pieces(batches, form, tally)
    return tabbed_pieces(batches, form, tally)


def _looked_at(batches: Iterator[list[str]], suspicions: Suspicions) -> Iterator[list[str]]:
    number = 1
    for batch in batches:
        suspicions.look(number, batch)
        number += len(batch)
        yield batch


def _first_lines(source: Source, encoding: str) -> list[str]:
    found: list[str] = []
    for batch in line_batches(ByteStream(source), encoding):
        found.extend(line for line in batch if line.strip() and len(line) <= LONGEST)
        if len(found) >= SAMPLE:
            break
    if not found:
        raise RefusedInput(f"{name_of(source)} holds nothing but blank or endless lines.")
    return found[:SAMPLE]


class _Survey:
    """What the pieces of a source say together."""

    def __init__(self, form: Form, today: date) -> None:
        self.form = form
        self.tally = Tally()
        self.suspicions = Suspicions()
        self.dates = DateEvidence(today)
        self.mail_domains: set[str] = set()  # of some addresses: one of each distinct date
        self.rows = self.joined = 0
        self.fits = False
        self.stated: dict[str, dict[str, int]] = {
            name: {} for name in _STATED if name in form.places
        }

    def look(self, pieces: Pieces) -> None:
        self.rows += len(pieces.rows)
        self.joined += sum(isinstance(each, Joined) for each in pieces.rest)
        date_at, known = self.form.places.get("date"), self.dates.seen
        for number, cells in pieces.rows:
            if date_at is None or cells[date_at] not in known:
                self._look_closely(number, cells)
            if self.stated:
                self._note_stated(number, cells)

    def _look_closely(self, number: int, cells: list[str]) -> None:
        places = self.form.places
        if not is_order_id(normal(cells[places["order_id"]])):
            return
        self.fits = True
        if "date" in places:
            self.dates.weigh(number, cells[places["date"]])
        if "rater_email" in places and len(self.mail_domains) < _SEVERAL:
            _, alias, domain = cells[places["rater_email"]].lower().rpartition("marketplace.")
            self.mail_domains.update([domain.strip()] if alias else [])

    def _note_stated(self, number: int, cells: list[str]) -> None:
        for name, lines in self.stated.items():
            value = cells[self.form.places[name]].strip()
            if value and len(lines) < _SEVERAL:
                lines.setdefault(value, number)


def _understood(
    source: Source,
    name: str,
    inspected: Inspected,
    seen: _Survey,
    code: str | None,
    account: str | None,
    today: date,
) -> Understood:
    form = seen.form
    if seen.rows and not seen.fits:
        header = shown((form.header or "").replace("\t", " | "))
        raise RefusedInput(
            f"{name}: none of its {seen.rows} rows has an order ID where a file of {form.layout} "
            f"has it. Its header is: {header or 'none'}"
        )
    code = code or _only_stated(seen, "marketplace", name)
    code = marketplace_of(code).code if code else None
    account = account or _only_stated(seen, "account", name)
    order = seen.dates.decide(name, code) if form.kind == "feedback" else None
    return Understood(
        source=source,
        name=name,
        sha256=inspected.sha256,
        kind=form.kind,
        layout=form.layout,
        columns=form.columns,
        encoding=inspected.encoding,
        date_order=order or "",
        marketplace=code or _proved(seen, order),
        account=account,
        lines=seen.tally.lines,
        rows_seen=seen.rows,
        joined=seen.joined,
        blank=seen.tally.blank,
        headers=seen.tally.headers,
        furniture=seen.tally.furniture,
        notices=tuple(_notices(seen)),
        today=today,
        form=form,
        has_nul=inspected.has_nul,
    )


def _proved(seen: _Survey, order: str | None) -> str | None:
    """The marketplace whose way of writing dates is its own, where no address says otherwise.

    m/d/yy is US, d.m.yy DE, yy/m/d JP; yyyy-mm-dd is SE only with its addresses, since spreadsheets
    write it too. Source: AMAZON.md, section 1.
    """
    code = seen.dates.only_writer(order) if order else None
    if code is None or seen.form.layout in ("named columns", "pasted page"):
        return None
    domain = marketplace_of(code).domain
    return code if seen.mail_domains <= {domain} and (code != "SE" or seen.mail_domains) else None


def _only_stated(seen: _Survey, column: str, name: str) -> str | None:
    """The one value of a marketplace or account column; several need the agent's word."""
    values = seen.stated.get(column, {})
    if len(values) > 1:
        found = ", ".join(f"{shown(value, 40)} (line {line})" for value, line in values.items())
        raise RefusedInput(
            f"{name} holds rows of more than one {column}: {found}. Say --{column}; rows "
            "of the others are then refused and kept."
        )
    return next(iter(values), None)


def _notices(seen: _Survey) -> Iterator[str]:
    yield from seen.form.notices
    if not seen.rows:
        yield (
            "The report is empty. Amazon's CANCELLED and “no data” are no proof that there is no "
            "negative feedback."
        )
    if seen.joined:
        yield f"{seen.joined} lines were joined to the row before (comments broken over lines)."
    if seen.tally.furniture:
        yield f"{seen.tally.furniture} lines of the page around the rows were passed over."
    if seen.tally.headers > 1:
        yield f"The header stands {seen.tally.headers} times in the file; it is no row."
    yield from seen.suspicions.notices()
