"""Taking a performance report onto the desk: what it says, what of it is new, and then all of it."""

from __future__ import annotations

from dataclasses import dataclass

from fbtui.domain.health.reading import Reading
from fbtui.domain.outcome import Refused, RefusedInput
from fbtui.intake.performance_file import ReportFile, read_report_file
from fbtui.intake.rows import RefusedLine
from fbtui.intake.source import Source
from fbtui.services.context import Context
from fbtui.store import log
from fbtui.store.health import readings
from fbtui.store.intake import imports
from fbtui.store.intake.imports import Import
from fbtui.store.intake.stage import Counts


@dataclass(frozen=True, slots=True)
class HealthPreview:
    """What a performance report holds, and what taking it would change."""

    file: ReportFile
    counts: Counts
    before: Import | None  # these very bytes were taken already

    @property
    def refusals(self) -> list[RefusedLine]:
        """None: what is no reading is kept as not understood, nothing of a report is refused."""
        return []

    @property
    def notices(self) -> list[str]:
        said = []
        if self.before:
            day = self.before.at.date()
            said.append(
                f"This very file was taken on {day} (import {self.before.id}); nothing changes."
            )
        if several := [r for r in self.file.report.readings if r.contradicts_itself()]:
            said.append(
                f"{len(several)} rates differ from their own counts; the counts are judged."
            )
        if unknown := len(self.file.report.not_understood):
            said.append(f"{unknown} values are not understood; they are kept and shown.")
        if not self.file.report.readings:
            said.append("There is no reading in it.")
        return said


def prepare_report(
    seat: Context, source: Source, *, account: str, marketplace: str
) -> HealthPreview | Refused:
    """Read a report and compare it with the desk; change nothing."""
    try:
        today = seat.clock().date()
        file = read_report_file(source, account=account, code=marketplace, today=today)
    except RefusedInput as why:
        return Refused(str(why))
    connection = seat.database.reading
    before = imports.same_file(connection, file.sha256, account, file.marketplace, "health")
    return HealthPreview(file, _compared(seat, file), before)


def take_report(seat: Context, preview: HealthPreview) -> HealthPreview:
    """Keep all readings of a report in one transaction. Raises CannotWrite."""
    file, now = preview.file, seat.clock()
    if preview.before:
        return preview
    with seat.database.writing() as connection:
        counts = _compared(seat, file)
        number = imports.next_id(connection)
        imports.add(
            connection,
            Import(
                id=number,
                at=now,
                agent=seat.agent,
                name=file.name.encode("utf-8", "replace").decode("utf-8"),
                sha256=file.sha256,
                kind="health",
                account=file.account,
                marketplace=file.marketplace,
                layout=file.layout,
                encoding=file.encoding,
                date_order="",
                rows=counts.rows,
                new=counts.new,
                changed=counts.changed,
                unchanged=counts.unchanged,
                refused=0,
                joined=0,
                notices="\n".join(preview.notices),
            ),
        )
        for reading in file.report.readings:
            before = readings.previously_stated(connection, reading)
            if before is None or not _says_the_same(before[1], reading):
                readings.add(connection, reading, now, seat.agent, number)
        readings.keep_not_understood(connection, number, file.report.not_understood)
        lot = log.begin_action(connection, now, seat.agent, "imported", undoable=False)
        log.record(connection, lot, now, seat.agent, "imported", None, {}, {"import": number})
    return HealthPreview(file, counts, None)


def _compared(seat: Context, file: ReportFile) -> Counts:
    new = changed = unchanged = 0
    for reading in file.report.readings:
        before = readings.previously_stated(seat.database.reading, reading)
        if before is None:
            new += 1
        elif _says_the_same(before[1], reading):
            unchanged += 1
        else:
            changed += 1
    return Counts(new, changed, unchanged, 0)


def _says_the_same(one: Reading, other: Reading) -> bool:
    """The figures are the same; which file said so does not matter."""
    return one.model_copy(update={"source": other.source}) == other
