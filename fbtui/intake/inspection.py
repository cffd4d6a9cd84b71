"""The first pass over a source: what it is, how it is written, and whether it can be imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from fbtui.domain.marketplaces import marketplace as marketplace_of
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.amazons_note import may_hold_note, without_note
from fbtui.intake.cell_reader import row_batches
from fbtui.intake.cells import order_id_in, shown
from fbtui.intake.collecting import without_collecting
from fbtui.intake.date_order import DateEvidence
from fbtui.intake.encoding import decoding_of
from fbtui.intake.encoding_damage import Suspicions
from fbtui.intake.file_summary import FileSummary
from fbtui.intake.layout import SAMPLE, recognise
from fbtui.intake.row_parser import row_maker
from fbtui.intake.rows import Batch, Joined, Passed, Record, RefusedLine, ReportRow
from fbtui.intake.rows_ahead import RowsAhead
from fbtui.intake.source import LONGEST, ByteStream, PastedText, Source, name_of

__all__ = ["FileSummary", "PastedText", "Source", "survey"]

_SEVERAL: Final = 20  # values of a marketplace or account column listed in a message
_SHOWN: Final = 3  # rows of the sample
_KINDS = ("auto", "feedback", "orders")
_STATED = ("marketplace", "account")


@without_collecting()
def survey(
    source: Source,
    *,
    kind: str = "auto",
    marketplace: str | None = None,
    account: str | None = None,
    encoding: str | None = None,
    today: date,
    name: str | None = None,
    is_taken: Callable[[str], bool] = lambda _: False,
) -> FileSummary:
    """Read the whole source once, in bounded memory, and summarise it.

    `kind` is auto, feedback or orders; `encoding` is decided by evidence unless given; `name`
    replaces the file's name in messages; rows of bytes that `is_taken` (by their hash) are not made
    ahead. Raises RefusedInput with one sentence when the source cannot be imported: unreadable, no report,
    unknown layout, dates that contradict the marketplace or each other, or are ambiguous without one.
    """
    if kind == "health":
        raise RefusedInput("Performance reports (kind health) are not read here.")
    if kind not in _KINDS:
        raise RefusedInput(f"There is no kind {kind!r}. Known are: {', '.join(_KINDS)}.")
    code = marketplace_of(marketplace).code if marketplace else None
    called = name or name_of(source)
    seen = FileSummary(source, called, today, decoding_of(source, code, encoding))
    recognise(seen, _first_lines(seen), kind)
    evidence = _Evidence(seen)
    ahead = RowsAhead(seen, evidence.dates, code, are_wanted=not is_taken(seen.sha256))
    lines = evidence.looked_at(seen.decoding.lines_of(ByteStream(source)))
    for batch in row_batches(lines, seen):
        evidence.look(batch)
        ahead.take(batch)
    _decide(seen, evidence, code, account)
    seen.spool = ahead.confirmed()
    return seen


def _first_lines(seen: FileSummary) -> list[str]:
    found: list[str] = []
    for lines in seen.decoding.lines_of(ByteStream(seen.source)):
        found.extend(line for line in lines if line.strip() and len(line) <= LONGEST)
        if len(found) >= SAMPLE:
            break
    if not found:
        raise RefusedInput(f"{name_of(seen.source)} holds nothing but blank or endless lines.")
    return found[:SAMPLE]


class _Evidence:
    """Evidence from all rows of a source; line counts go into the summary `seen`."""

    def __init__(self, seen: FileSummary) -> None:
        self._seen, self._places = seen, seen.places
        self.suspicions = Suspicions()
        self.dates = DateEvidence(seen.today)
        self.mail_domains: set[str] = set()  # addresses of one row for each distinct date
        self.fits = False
        self.stated: dict[str, dict[str, int]] = {
            name: {} for name in _STATED if name in seen.places
        }
        self.telling: list[Record] = []  # rows that show how the file was decoded, for the sample
        self.first: list[Record] = []
        self._is_ascii = False  # the last two batches of lines: a row may begin in the one before
        self.notes: list[tuple[int, str]] = []  # the first line with Amazon's note
        self._texts = [seen.places[name] for name in ("comment", "response") if name in seen.places]

    def looked_at(self, batches: Iterable[list[str]]) -> Iterator[list[str]]:
        """Pass the lines on while checking them for damage and Amazon's notes."""
        seen, number, was_ascii = self._seen, 1, True
        for lines in batches:
            text = "\n".join(lines)
            self.suspicions.look(number, text)
            seen.has_notes = seen.has_notes or may_hold_note(text)
            is_ascii = text.isascii()
            self._is_ascii, was_ascii = was_ascii and is_ascii, is_ascii
            number += len(lines)
            seen.lines = number - 1
            yield lines

    def look(self, batch: Batch) -> None:
        """Add the lines of a batch to the evidence."""
        seen = self._seen
        seen.rows_seen += len(batch.rows)
        for fate in batch.rest:
            if type(fate) is Joined:
                seen.joined += 1
            elif type(fate) is RefusedLine:
                seen.refused += 1
            elif type(fate) is Passed:
                setattr(seen, _COUNTED[fate.what], getattr(seen, _COUNTED[fate.what]) + 1)
        date_at, known = self._places.get("date"), self.dates.seen
        if date_at is None or not known.issuperset([cells[date_at] for _, cells in batch.rows]):
            for number, cells in batch.rows:
                if date_at is None or cells[date_at] not in known:
                    self._look_closely(number, cells)
        if self.stated:
            for number, cells in batch.rows:
                self._note_stated(number, cells)
        if seen.has_notes:
            self._note_notes(batch.rows)
        if len(self.telling) < _SHOWN:
            self._note_telling(batch.rows)

    def _look_closely(self, number: int, cells: list[str]) -> None:
        places = self._places
        if not order_id_in(cells[places["order_id"]]):
            return
        self.fits = True
        if "date" in places:
            self.dates.weigh(number, cells[places["date"]])
        if "rater_email" in places and len(self.mail_domains) < _SEVERAL:
            _, alias, domain = cells[places["rater_email"]].lower().rpartition("marketplace.")
            self.mail_domains.update([domain.strip()] if alias else [])

    def _note_stated(self, number: int, cells: list[str]) -> None:
        for name, lines in self.stated.items():
            value = cells[self._places[name]].strip()
            if value and len(lines) < _SEVERAL:
                lines.setdefault(value, number)

    def _note_notes(self, rows: list[Record]) -> None:
        for number, cells in rows:
            if found := next(
                (note for at in self._texts if (note := without_note(cells[at]))), None
            ):
                self.notes.append((number, found.note if not self.notes else ""))

    def _note_telling(self, rows: list[Record]) -> None:
        self.first = self.first or [(line, list(cells)) for line, cells in rows[:_SHOWN]]
        for line, cells in rows if not self._is_ascii else ():
            if any(not cells[at].isascii() for at in self._texts):
                self.telling.append((line, list(cells)))
                if len(self.telling) == _SHOWN:
                    return


_COUNTED = {"blank": "blank", "header": "headers", "furniture": "furniture"}


def _decide(seen: FileSummary, evidence: _Evidence, code: str | None, account: str | None) -> None:
    """Decide marketplace, account and date order from all rows."""
    if seen.rows_seen and not evidence.fits:
        header = shown(" / ".join(seen.headers_seen).replace("\t", " | "))
        raise RefusedInput(
            f"{seen.name}: none of its {seen.rows_seen} rows has an order ID where a file of "
            f"{seen.layout} has it. Its header is: {header or 'none'}"
        )
    code = code or _only_stated(seen.name, evidence, "marketplace")
    code = marketplace_of(code).code if code else None
    seen.account = account or _only_stated(seen.name, evidence, "account")
    order = evidence.dates.decide(seen.name, code) if seen.kind == "feedback" else None
    seen.date_order = order or ""
    seen.marketplace = code or _proved(seen, evidence, order)
    seen.notices = (
        *seen.decoding.notices,
        *seen.notices,
        *evidence.dates.doubt(order, code),
        *_notices(seen, evidence),
    )
    seen.sample = _sample(seen, evidence)


def _sample(seen: FileSummary, evidence: _Evidence) -> tuple[ReportRow, ...]:
    """Some rows as they will be stored, made by the function that makes them all."""
    if seen.kind != "feedback":
        return ()
    make = row_maker(replace(seen))
    records = [(line, list(cells)) for line, cells in evidence.telling or evidence.first]
    return tuple(item for item in make(records) if type(item) is ReportRow)


def _proved(seen: FileSummary, evidence: _Evidence, order: str | None) -> str | None:
    """The marketplace proved by its unique date format, unless addresses contradict it.

    m/d/yy is US, d.m.yy DE, yy/m/d JP; yyyy-mm-dd needs Swedish addresses to be SE, since spreadsheets
    write it too. See docs/domain/reports.md.
    """
    code = evidence.dates.only_writer(order) if order else None
    if code is None or seen.layout in ("named columns", "pasted page"):
        return None
    domain = marketplace_of(code).domain
    domains = evidence.mail_domains
    return code if domains <= {domain} and (code != "SE" or domains) else None


def _only_stated(name: str, evidence: _Evidence, column: str) -> str | None:
    """The only value of a marketplace or account column; several need the agent's choice."""
    values = evidence.stated.get(column, {})
    if len(values) > 1:
        found = ", ".join(f"{shown(value, 40)} (line {line})" for value, line in values.items())
        raise RefusedInput(
            f"{name} holds rows of more than one {column}: {found}. Say --{column}; rows "
            "of the others are then refused and kept."
        )
    return next(iter(values), None)


def _lines(count: int, where: str = "") -> str:
    return f"1 line{where} was" if count == 1 else f"{count} lines{where} were"


def _notices(seen: FileSummary, evidence: _Evidence) -> Iterator[str]:
    if not seen.rows_seen and not seen.refused:
        yield (
            "The report is empty. Amazon's CANCELLED and “no data” are no proof that there is no "
            "negative feedback."
        )
    if seen.joined:
        yield f"{_lines(seen.joined)} joined to the row before (comments broken over lines)."
    if seen.furniture:
        yield f"{_lines(seen.furniture, ' of the page around the rows')} passed over."
    if seen.headers > len(seen.headers_seen):
        yield f"The header stands {seen.headers} times in the file; it is no row."
    if evidence.notes:
        line, note = evidence.notes[0]
        count = len(evidence.notes)
        yield (
            f"Amazon's own note stands under {count} comment{'s' * (count > 1)} (line {line}: "
            f"“{shown(note, 160)}”): it has struck them through. It is neither the buyer's "
            "comment nor your reply; record the decision as struck."
        )
    yield from evidence.suspicions.notices()
