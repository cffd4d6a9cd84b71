"""Team figures, and the note for the next shift."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.queue import Filter, View
from fbtui.domain.times import timestamp
from fbtui.domain.watch.digest import feedback_line
from fbtui.domain.watch.team import (
    Handled,
    TeamFigures,
    answering,
    answering_words,
    removal_words,
    totals,
)
from fbtui.services.cases.tracker import Tracker
from fbtui.services.context import Context
from fbtui.services.watch.digest import Digests
from fbtui.store.feedback.queue_rows import rank
from fbtui.store.watch import shift, team
from fbtui.terminal.cleaned import clean, clean_line

SHIFT = timedelta(hours=8)  # the work that a hand-over note tells of, unless said otherwise
_NEXT_SHIFT = timedelta(hours=12)
_LINES = 15
_HEAD = ("handled", "replies", "e-mails", "removals", "done")


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

    def written(self, found: TeamFigures, format: str, *, by_day: bool = False) -> str:
        """The figures as txt, md or html; a page has both tables, `by_day` chooses that of the text."""
        from fbtui.export.reports import render  # jinja is slow to import and seldom needed

        in_days = sorted(found.handled, key=lambda each: (each.day, each.agent))
        agents = [[name, *_counts(each)] for name, each in totals(found.handled)]
        days = [[each.day.isoformat(), each.agent, *_counts(each)] for each in in_days]
        values = {
            "since": _moment(found.since),
            "made_at": _moment(found.until),
            "head": [*_HEAD],
            "agents": agents,
            "days": days,
            "lines": _aligned([[f"{x[0]} {x[1]}", *x[2:]] for x in days] if by_day else agents),
            "answers": answering_words(found.answering),
            "removals": removal_words(found.removals),
        }
        return render("stats", format, values, clean)

    def handover(self, since: datetime, words: str, format: str, *, is_wrapped: bool = True) -> str:
        """This agent's note for the next shift, as txt, md or html; a txt that is read here wraps its own lines."""
        from fbtui.export.reports import WIDE, render  # jinja is slow to import and seldom needed

        context, now = self._context, self._context.clock()
        connection, own = context.database.reading, context.agent
        done = [each for each in self.figures(since).handled if each.agent == own]
        digest = self._digests.digest(since, now)
        values = {
            "agent": own,
            "made_at": _moment(now),
            "since": _moment(since),
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
        return render("handover", format, values, clean, WIDE if is_wrapped else None)

    def _held(self) -> list[Feedback]:
        view = View(filter=Filter(claimed="mine"))
        return rank(self._context.database.reading, view, self._context.viewpoint).window(0, _LINES)

    def _lines(self, found: Sequence[Feedback]) -> list[str]:
        now = self._context.clock()
        more = len(found) - _LINES
        lines = [feedback_line(each, now) for each in found[:_LINES]]
        return [*lines, f"… and {more:,} more"] if more > 0 else lines


def _moment(moment: datetime) -> str:
    return timestamp(moment)[:16].replace("T", " ") + " UTC"


def _counts(each: Handled) -> list[str]:
    return [f"{count:,}" for count in each[2:]]


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """A name and counts in columns under their head; nothing without rows."""
    if not rows:
        return []
    width = max(len(clean_line(name)) for name, *_ in rows)
    return [
        f"{clean_line(name):{width}}  " + "  ".join(f"{count:>8}" for count in counts)
        for name, *counts in [["", *_HEAD], *rows]
    ]
