"""Imports a performance report: its readings, a preview of what is new, and taking it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from fbtui.config import own_targets
from fbtui.domain.feedback.feedback import DEFAULT_ACCOUNT
from fbtui.domain.health.account_boards import Place
from fbtui.domain.health.reading import Reading
from fbtui.domain.marketplaces import MARKETPLACES
from fbtui.domain.outcome import Refused, RefusedInput
from fbtui.intake.performance_file import PAGE, ReportFile, read_report_file
from fbtui.intake.rows import RefusedLine
from fbtui.intake.source import Source
from fbtui.intake.targets_file import load_targets
from fbtui.services.context import Context
from fbtui.services.health.board import codes_of, known_places
from fbtui.store import log
from fbtui.store.health import health_log, readings
from fbtui.store.intake import imports
from fbtui.store.intake.imports import Import
from fbtui.store.intake.stage import Counts


@dataclass(frozen=True, slots=True)
class HealthPreview:
    """A performance report's content, and the effect of taking it."""

    file: ReportFile
    counts: Counts
    before: Import | None  # an earlier import of identical bytes
    is_new_account: bool = False

    @property
    def refusals(self) -> list[RefusedLine]:
        """Always empty: values that are not readings are kept as not understood."""
        return []

    @property
    def notices(self) -> list[str]:
        lines = []
        if self.before:
            day = self.before.at.date()
            lines.append(
                f"This very file was taken on {day} (import {self.before.id}); nothing changes."
            )
        if self.is_new_account:
            lines.append(f"{self.file.account} is a new account on this desk.")
        if several := [r for r in self.file.report.readings if r.contradicts_itself()]:
            lines.append(
                f"{len(several)} rates differ from their own counts; the counts are judged."
            )
        if assumed := self.file.report.assumed:
            names = ", ".join(f"{_named(each)} ({each.window_days} days)" for each in assumed)
            lines.append(f"No window is stated for {names}: the usual one is taken.")
        if unknown := len(self.file.report.not_understood):
            what = "lines" if self.file.layout == PAGE else "values"
            lines.append(f"{unknown} {what} are not understood; they are kept and shown.")
        if noticed := len(self.file.report.notices):
            lines.append(
                f"{noticed} notifications of Amazon's are logged, unless they are already."
            )
        if not self.file.report.readings:
            lines.append("There is no reading in it.")
        return lines


def prepare_report(
    context: Context, source: Source, *, account: str | None, marketplace: str
) -> HealthPreview | Refused:
    """Read a report and compare it with the desk; changes nothing."""
    known = known_places(context)
    try:
        whose = _whose(account, known)
        file = read_report_file(
            source,
            account=whose,
            code=marketplace or _only_marketplace(whose, known),
            today=context.clock().date(),
            targets=load_targets(*own_targets()),
        )
        if file.layout == PAGE and not file.marketplace and len(codes_of(whose, known)) > 1:
            codes = ", ".join(codes_of(whose, known))
            return Refused(f"Of which marketplace is the page? {whose} sells in {codes}.")
    except RefusedInput as why:
        return Refused(str(why))
    connection = context.database.reading
    before = imports.same_file(connection, file.sha256, whose, file.marketplace, "health")
    if before and not readings.stands(connection, before.id):
        before = None  # that import was taken back
    is_new = bool(known) and whose not in {name for name, _ in known}
    return HealthPreview(file, _compared(context, file), before, is_new)


def _whose(account: str | None, known: list[Place]) -> str:
    """The given account, or the only one there is. Raises RefusedInput to ask which."""
    names = list(dict.fromkeys(name for name, _ in known))
    if account or len(names) < 2:
        return account or (names[0] if names else DEFAULT_ACCOUNT)
    raise RefusedInput(f"Whose account health is it? Say the account: {', '.join(names)}.")


def _only_marketplace(account: str, known: list[Place]) -> str:
    """The marketplace of an account that sells in just one known one, for a report that names none."""
    codes = codes_of(account, known)
    return codes[0] if len(codes) == 1 and codes[0] in MARKETPLACES else ""


def _named(reading: Reading) -> str:
    return reading.metric.replace("_", " ")


def take_report(context: Context, preview: HealthPreview) -> HealthPreview:
    """Store all readings of a report in one transaction. Raises CannotWrite."""
    file, now = preview.file, context.clock()
    if preview.before:
        return preview
    with context.database.writing() as connection:
        counts = _compared(context, file)
        number = imports.next_id(connection)
        imports.add(
            connection,
            Import(
                id=number,
                at=now,
                agent=context.agent,
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
        kept = []
        for reading in file.report.readings:
            before = readings.previously_stated(connection, reading)
            if before is None or not _says_the_same(before[1], reading):
                kept.append(readings.add(connection, reading, now, context.agent, number))
        readings.keep_not_understood(connection, number, file.report.not_understood)
        noticed = _log_notices(context, connection, file)
        group = log.begin_group(connection, now, context.agent, "imported", undoable=bool(kept))
        about = {"import": number, "readings": kept, "notifications": noticed}
        log.record(connection, group, now, context.agent, "imported", None, {}, about)
    return HealthPreview(file, counts, None)


def _log_notices(context: Context, connection: sqlite3.Connection, file: ReportFile) -> list[int]:
    """Log the page's notifications that are not logged yet; returns their numbers."""
    known = {(each.date, each.title) for each in health_log.notifications(connection, file.account)}
    place, now = (file.account, file.marketplace), context.clock()
    return [
        health_log.notify(connection, now, context.agent, place, day, title, "")
        for day, title in dict.fromkeys(file.report.notices)
        if (day, title) not in known
    ]


def _compared(context: Context, file: ReportFile) -> Counts:
    new = changed = unchanged = 0
    for reading in file.report.readings:
        before = readings.previously_stated(context.database.reading, reading)
        if before is None:
            new += 1
        elif _says_the_same(before[1], reading):
            unchanged += 1
        else:
            changed += 1
    return Counts(new, changed, unchanged, 0)


def _says_the_same(one: Reading, other: Reading) -> bool:
    """Whether the figures are the same, whatever their source."""
    return one.model_copy(update={"source": other.source}) == other
