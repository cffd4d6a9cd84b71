"""Snapshots of the queue: the same rows for `list`, exports and scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from fbtui import __version__
from fbtui.domain.cases.window import days_left
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.playbook import GONE
from fbtui.domain.feedback.queue import SORT_WORDS, Ranks, View, ViewCounts, Viewpoint
from fbtui.domain.outcome import Done, Refused, RefusedInput
from fbtui.domain.times import timestamp
from fbtui.services.context import Context, why_not_there
from fbtui.store.cases import cases
from fbtui.store.feedback.queue_rows import rank, read_all
from fbtui.terminal.cleaned import clean

if TYPE_CHECKING:
    from fbtui.export.snapshot import Format, SnapshotHeader

COLUMNS = (
    "order_id",
    "account",
    "marketplace",
    "date",
    "stars",
    "band",
    "comment",
    "response",
    "arrived_on_time",
    "as_described",
    "service",
    "rater_role",
    "fulfilment",
    "asin",
    "sku",
    "title",
    "status",
    "snoozed_until",
    "lane",
    "next_step",
    "due",
    "window_days_left",
    "claimed_by",
    "decision",
    "tags",
    "imported_at",
)
PERSONAL = ("rater_email",)


class Rows:
    """Feedback as plain values at one moment: rows for `list --json` and every snapshot."""

    def __init__(self, context: Context, *, personal: bool = False) -> None:
        self._seen_from, self._personal = context.viewpoint, personal
        self._decisions = cases.decisions(context.database.reading)

    def __call__(self, feedback: Feedback) -> dict[str, Any]:
        decision = self._decisions.get(feedback.id)
        row = _row(feedback, self._seen_from) | {"decision": decision}
        if decision in GONE:
            row["window_days_left"] = None  # nothing more can be requested
        return row | {"rater_email": feedback.rater_email} if self._personal else row


def _row(feedback: Feedback, viewpoint: Viewpoint) -> dict[str, Any]:
    return {
        "order_id": feedback.order_id,
        "account": feedback.account,
        "marketplace": feedback.marketplace,
        "date": feedback.date.isoformat(),
        "stars": feedback.stars,
        "band": feedback.band,
        "comment": feedback.comment,
        "response": feedback.response,
        "arrived_on_time": feedback.arrived_on_time or None,
        "as_described": feedback.as_described or None,
        "service": feedback.service or None,
        "rater_role": feedback.rater_role or None,
        "fulfilment": feedback.fulfilment,
        "asin": feedback.asin or None,
        "sku": feedback.sku or None,
        "title": feedback.title or None,
        "status": feedback.status,
        "snoozed_until": timestamp(feedback.snoozed_until) if feedback.snoozed_until else None,
        "lane": feedback.lane or None,
        "next_step": feedback.step or None,
        "due": timestamp(feedback.due) if feedback.due else None,
        "window_days_left": days_left(
            feedback.date, viewpoint.now.date(), viewpoint.limits.removal_window_days
        ),
        "claimed_by": feedback.holder(viewpoint.now, viewpoint.limits.claim_minutes) or None,
        "tags": list(feedback.tags),
        "imported_at": timestamp(feedback.imported_at),
    }


class Snapshots:
    """Reads a view as of one moment, whatever other agents write meanwhile."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @contextmanager
    def frozen(self, view: View) -> Iterator[Ranks]:
        """The view in one read transaction; consume it inside the block."""
        connection = self._context.database.reading
        connection.execute("BEGIN")
        try:
            yield rank(connection, view, self._context.viewpoint)
        finally:
            connection.execute("COMMIT")

    def rows(self, *, personal: bool = False) -> Rows:
        """Converts feedback to rows as of now."""
        return Rows(self._context, personal=personal)

    def write(
        self,
        view: View,
        format: Format,
        target: Path | BinaryIO,
        *,
        personal: bool = False,
        over: bool = False,
        limit: int | None = None,
        headed: bool = False,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Done | Refused:
        """Write a view to a file (all or nothing) or to an open stream. See `write_snapshot`."""
        from fbtui.export.snapshot import write_snapshot  # not for `list`

        if isinstance(target, Path) and (why := why_not_there(self._context, target)):
            return Refused(why)
        with self.frozen(view) as ranks:
            total = ranks.total if limit is None else min(limit, ranks.total)
            head = self._head(view, ranks, total, personal)
            row = Rows(self._context, personal=personal)
            rows = (row(feedback) for feedback in _first(ranks, total))
            columns = COLUMNS + PERSONAL if personal else COLUMNS
            how: dict[str, Any] = {"over": over, "headed": headed, "progress": progress}
            try:
                count = write_snapshot(target, format, head, columns, rows, clean=clean, **how)
            except RefusedInput as why:
                return Refused(str(why))
        where = target if isinstance(target, Path) else "the output"
        return Done(f"{count:,} {'row' if count == 1 else 'rows'} written to {where}.")

    def _head(self, view: View, ranks: Ranks, total: int, personal: bool) -> SnapshotHeader:
        from fbtui.export.snapshot import SnapshotHeader

        whole = total == ranks.total
        tally = ranks.tally() if whole else [_tally(feedback) for feedback in _first(ranks, total)]
        stars: Counter[int] = Counter()
        status: Counter[str] = Counter()
        for each in tally:
            stars[each.stars] += each.rows
            status[each.status] += each.rows
        return SnapshotHeader(
            made_at=self._context.clock(),
            made_by=self._context.agent,
            version=__version__,
            filter=" · ".join(view.filter.chips()),
            sort=SORT_WORDS[view.sort],
            rows=total,
            by_stars=dict(sorted(stars.items())),
            by_status=dict(status),
            accounts=sorted({f"{each.account} {each.marketplace}".strip() for each in tally}),
            personal=personal,
        )


def _tally(feedback: Feedback) -> ViewCounts:
    return ViewCounts(feedback.account, feedback.marketplace, feedback.stars, feedback.status, 1)


def _first(ranks: Ranks, count: int) -> Iterator[Feedback]:
    for at, feedback in enumerate(read_all(ranks)):
        if at >= count:
            return
        yield feedback
