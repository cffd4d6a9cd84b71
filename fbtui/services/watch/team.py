"""Team figures, and the note for the next shift."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.queue import Filter, View
from fbtui.domain.times import timestamp
from fbtui.domain.watch.digest import feedback_line
from fbtui.domain.watch.team import TeamFigures, answering
from fbtui.services.cases.tracker import Tracker
from fbtui.services.context import Context
from fbtui.services.watch.digest import Digests
from fbtui.store.feedback.queue_rows import rank
from fbtui.store.watch import shift, team
from fbtui.terminal.cleaned import clean

_NEXT_SHIFT = timedelta(hours=12)
_LINES = 15


class Team:
    """Reads past work; writes the hand-over note from its template."""

    def __init__(self, context: Context, digests: Digests) -> None:
        self._context, self._digests = context, digests

    def figures(self, since: datetime) -> TeamFigures:
        connection, now = self._context.database.reading, self._context.clock()
        return TeamFigures(
            since=since,
            until=now,
            handled=tuple(team.handled(connection, since)),
            answering=answering(team.waits(connection, since), now),
            removals=team.removals(connection, since),
        )

    def handover(self, since: datetime, words: str, format: str) -> str:
        """This agent's note for the next shift, as txt, md or html."""
        from fbtui.export.reports import render  # jinja is slow to import and seldom needed

        context, now = self._context, self._context.clock()
        connection, own = context.database.reading, context.agent
        done = [each for each in self.figures(since).handled if each.agent == own]
        digest = self._digests.digest(since)
        values = {
            "agent": own,
            "made_at": timestamp(now)[:16].replace("T", " ") + " UTC",
            "since": timestamp(since)[:16].replace("T", " ") + " UTC",
            "words": words.strip(),
            "headline": digest.headline,
            "handled": f"{sum(each.feedback for each in done):,}",
            "claimed": self._lines(self._held()),
            "drafts": self._lines(shift.with_drafts_of(connection, own)),
            "waking": self._lines(shift.waking(connection, now + _NEXT_SHIFT)),
            "notes": [
                f"{each.order_id}: {' '.join(each.text.split())}"
                for each in shift.notes_of(connection, own, since)
            ],
            "cases": f"{Tracker(context).due():,}",
            "urgent": [
                line
                for each in digest.sections
                if each.name in ("closing", "fell", "fetches", "products")
                for line in each.lines
            ],
        }
        return render("handover", format, values, clean)

    def _held(self) -> list[Feedback]:
        view = View(filter=Filter(claimed="mine"))
        return rank(self._context.database.reading, view, self._context.viewpoint).window(0, _LINES)

    def _lines(self, found: Sequence[Feedback]) -> list[str]:
        now = self._context.clock()
        more = len(found) - _LINES
        lines = [feedback_line(each, now) for each in found[:_LINES]]
        return [*lines, f"… and {more:,} more"] if more > 0 else lines
