"""Imports a file: detect its layout, preview its effect, then take it all or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import partial

from fbtui.domain.feedback.feedback import DEFAULT_ACCOUNT
from fbtui.domain.outcome import Refused, RefusedInput
from fbtui.intake.collecting import without_collecting
from fbtui.intake.inspection import FileSummary, survey
from fbtui.intake.performance_file import read_report_file, speaks_of_health
from fbtui.intake.rows import RefusedLine
from fbtui.intake.source import Source
from fbtui.services.context import Context, as_outcome
from fbtui.services.intake.filling import Progress, fill
from fbtui.services.intake.followed_cases import Followed
from fbtui.services.intake.performance import HealthPreview, prepare_report, take_report
from fbtui.services.intake.routing import ImportRouting
from fbtui.services.intake.taking import take_staged
from fbtui.store.intake import imports
from fbtui.store.intake.imports import Import
from fbtui.store.intake.stage import Counts, Stage

REPORTS = ("6 columns", "9 columns", "10 columns")  # Amazon's own layouts: whole reports
SHOWN_REFUSALS = 1_000  # refused lines included in a preview; the desk keeps all of them


@dataclass(frozen=True, slots=True)
class Preview:
    """A file's detected layout, and the effect of taking it."""

    understood: FileSummary
    account: str
    marketplace: str
    counts: Counts
    refusals: list[RefusedLine]
    before: Import | None  # an earlier import of identical bytes
    stage: Stage | None = field(repr=False, default=None)
    followed: Followed = field(default_factory=Followed)  # once taken: its effect on removal cases

    @property
    def notices(self) -> list[str]:
        said = list(self.understood.notices)
        if self.before:
            day = self.before.at.date()
            said.insert(
                0, f"This very file was taken on {day} (import {self.before.id}); nothing changes."
            )
        return said


AnyPreview = Preview | HealthPreview


def understand(
    source: Source,
    *,
    kind: str,
    account: str | None,
    marketplace: str | None,
    encoding: str | None = None,
    today: date,
) -> FileSummary | None:
    """Detect a file's layout, whatever is on the desk; None for a readable performance report.

    Raises RefusedInput for a file that no desk could take.
    """
    if _is_health(source, kind):
        account = account or DEFAULT_ACCOUNT
        read_report_file(source, account=account, code=marketplace or "", today=today)
        return None
    return survey(
        source,
        kind=kind,
        marketplace=marketplace,
        account=account,
        encoding=encoding,
        today=today,
    )


def _is_health(source: Source, kind: str) -> bool:
    return kind == "health" or (kind == "auto" and speaks_of_health(source))


class Intake:
    """Imports for one thread, whose connection holds the staged rows."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._on_stage: Stage | None = None  # the connection has a single stage, for the last file

    @as_outcome
    def prepare(
        self,
        source: Source,
        *,
        kind: str = "auto",
        account: str | None,
        marketplace: str | None,
        encoding: str | None = None,
        understood: FileSummary | None = None,
        progress: Progress = lambda _: None,
    ) -> AnyPreview | Refused:
        """Read a whole file (or pasted text) and compare it with the desk; changes nothing.

        `understood` is the result of `understand`, if already known.
        """
        try:
            if understood is not None:
                return self._staged(understood, progress)
            if _is_health(source, kind):
                return prepare_report(
                    self._context, source, account=account, marketplace=marketplace or ""
                )
            today = self._context.clock().date()
            understood = survey(
                source,
                kind=kind,
                marketplace=marketplace,
                account=account,
                encoding=encoding,
                today=today,
                is_taken=partial(imports.is_taken, self._context.database.reading),
            )
            return self._staged(understood, progress)
        except RefusedInput as why:
            return Refused(str(why))

    @as_outcome
    def take(self, preview: AnyPreview) -> AnyPreview | Refused:
        """Take the file staged by `prepare`, all of it or nothing; returns the final counts."""
        if isinstance(preview, HealthPreview):
            return take_report(self._context, preview)
        stage, understood = preview.stage, preview.understood
        if preview.before or stage is None:
            return preview
        if stage is not self._on_stage:
            return Refused(f"Another file was previewed after {understood.name}; read it again.")
        open_yet = {"id": 0, "rows": 0, "new": 0, "changed": 0, "unchanged": 0, "refused": 0}
        taken = Import(
            **open_yet,
            at=self._context.clock(),
            agent=self._context.agent,
            name=_name(understood),
            sha256=understood.sha256,
            kind=understood.kind,
            account=preview.account,
            marketplace=preview.marketplace,
            layout=understood.layout,
            encoding=understood.encoding,
            date_order=understood.date_order,
            joined=understood.joined,
            notices="\n".join(preview.notices),
        )
        is_whole = understood.layout in REPORTS
        counts, followed = take_staged(self._context, stage, taken, is_whole=is_whole)
        self._on_stage = None  # the stage is used up
        where = preview.account, preview.marketplace
        return Preview(understood, *where, counts, preview.refusals, None, followed=followed)

    def latest(self, limit: int = 20) -> list[Import]:
        return imports.latest(self._context.database.reading, limit)

    def refused_lines(self, import_id: int) -> list[RefusedLine]:
        return imports.refused_lines(self._context.database.reading, import_id)

    def close(self) -> None:
        self._context.database.close()

    def _staged(self, understood: FileSummary, progress: Progress) -> Preview:
        connection = self._context.database.reading
        account = understood.account or DEFAULT_ACCOUNT
        marketplace = understood.marketplace or ""
        before = imports.same_file(
            connection, understood.sha256, account, marketplace, understood.kind
        )
        if before and before.encoding == understood.encoding:
            counts = Counts(0, 0, before.rows - before.refused, before.refused)
            refusals = imports.refused_lines(connection, before.id)[:SHOWN_REFUSALS]
            return Preview(understood, account, marketplace, counts, refusals, before)
        stage = Stage(connection, account, marketplace, _stated(understood))
        self._on_stage = stage
        with without_collecting():
            fill(stage, ImportRouting(self._context), understood, progress)
            counts = stage.compare()
        return Preview(
            understood, account, marketplace, counts, stage.refused(SHOWN_REFUSALS), None, stage
        )


def _name(understood: FileSummary) -> str:
    """The file's name in a form the desk can store."""
    return understood.name.encode("utf-8", "replace").decode("utf-8")


def _stated(understood: FileSummary) -> frozenset[str]:
    """The columns whose empty cells count; a copied page may hide its responses, so not there."""
    columns = frozenset(meaning for _, meaning in understood.columns)
    return columns - {"response"} if understood.layout == "pasted page" else columns
