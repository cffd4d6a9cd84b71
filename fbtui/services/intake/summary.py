"""A file's summary in words: the same before and after import, on screen and command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fbtui.config import own_targets
from fbtui.domain.health.board import metric_rows
from fbtui.domain.health.wording import figure, format_target, name
from fbtui.intake.cells import shown
from fbtui.intake.performance_file import PAGE, ReportFile
from fbtui.intake.rows import ReportRow
from fbtui.intake.targets_file import load_targets
from fbtui.services.intake.intake import AnyPreview
from fbtui.services.intake.performance import HealthPreview

_SHOWN = 20
_DATES = {
    "mdy": "dates month/day/year",
    "dmy": "dates day/month/year",
    "ymd": "dates year/month/day",
}


def summary(preview: AnyPreview, *, taken: bool = False) -> str:
    """Lines on the file's kind, how it was read, its changes, notices and refusals."""
    if isinstance(preview, HealthPreview):
        return _health_summary(preview, taken)
    understood, counts = preview.understood, preview.counts
    order = f"{_DATES[understood.date_order]}, " if understood.date_order else ""
    verb = "" if taken else "would be "
    columns = ", ".join(
        f"{header} → {meaning or 'not used'}" for header, meaning in understood.columns
    )
    lines = [
        f"{understood.name}: {understood.kind}, {understood.layout}, {understood.encoding}",
        f"  {order}marketplace {preview.marketplace or 'not known'}, account {preview.account}",
        *([f"  columns: {columns}"] if columns else []),
        f"  {_many(counts.rows, 'row')} read: {counts.new:,} {verb}new, {counts.changed:,} changed, "
        f"{counts.unchanged:,} unchanged, {counts.refused:,} refused",
        *map(_sample_words, understood.sample),
        *(f"  note: {notice}" for notice in preview.notices),
        *(f"  case: {said}" for said in preview.followed.words()),
        *(f"  line {line.line} refused: {line.reason}" for line in preview.refusals[:_SHOWN]),
    ]
    if counts.refused > _SHOWN:
        lines.append(
            f"  … and {counts.refused - _SHOWN:,} more; `fbtui refused` lists them once taken"
        )
    return "\n".join(lines)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"


def _sample_words(row: ReportRow) -> str:
    """A row as it will be stored, so that decoding can be checked before import."""
    said = f"“{shown(row.comment, 70)}”" if row.comment else "no comment"
    reply = f", reply “{shown(row.response, 40)}”" if row.response else ""
    return f"  line {row.line}: {row.date}, {row.stars}★, {row.order_id}, {said}{reply}"


def _health_summary(preview: HealthPreview, taken: bool) -> str:
    """The same for a performance report: readings by marketplace and day, and values not understood."""
    file, counts = preview.file, preview.counts
    found = Counter((r.marketplace or "–", str(r.date)) for r in file.report.readings)
    verb = "" if taken else "would be "
    lines = [
        f"{file.name}: account health, {file.layout}, account {file.account}",
        f"  {_many(counts.rows, 'reading')}: {counts.new:,} {verb}new, {counts.changed:,} changed, "
        f"{counts.unchanged:,} unchanged",
        *(
            f"  {code}, {day}: {_many(count, 'reading')}"
            for (code, day), count in sorted(found.items())
        ),
        *(f"  note: {notice}" for notice in preview.notices),
    ]
    leaves = file.report.not_understood
    lines += [f"  not understood: {path} = {value}" for path, value in leaves[:_SHOWN]]
    if len(leaves) > _SHOWN:
        lines.append(f"  … and {len(leaves) - _SHOWN:,} more; `fbtui health` shows them once taken")
    lines += _readings_in_words(file) if file.layout == PAGE else ()
    return "\n".join(lines)


def _readings_in_words(file: ReportFile) -> Iterator[str]:
    """Every reading of a page in words, so that it can be checked before import."""
    targets = load_targets(*own_targets())
    for line in metric_rows(targets, file.report.readings):
        bar = line.verdict.target
        target = f", {format_target(bar, line.metric)}" if bar else ""
        stated = f", Amazon says {line.reading.amazon_status}" if line.reading.amazon_status else ""
        yield f"  {name(line)}: {figure(line)}{target}{stated}, {line.reading.date}"


def format_taken(taken: AnyPreview) -> str:
    """For the status line: `300 rows: 298 new, 0 changed, 0 unchanged, 2 refused …`, and affected cases."""
    counts = taken.counts
    if isinstance(taken, HealthPreview):  # nothing of a report is refused
        return (
            f"{_many(counts.rows, 'reading')}: {counts.new:,} new, {counts.changed:,} changed, "
            f"{counts.unchanged:,} unchanged."
        )
    kept = " (fbtui refused lists them)" if counts.refused else ""
    rows = (
        f"{_many(counts.rows, 'row')}: {counts.new:,} new, {counts.changed:,} changed, "
        f"{counts.unchanged:,} unchanged, {counts.refused:,} refused{kept}."
    )
    return " ".join([rows, *(f"{said}." for said in taken.followed.words())])
