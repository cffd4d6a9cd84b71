"""The digest: new and overdue feedback, closing windows, fallen stats, Amazon's answers, troubles."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from fbtui.domain.cases.window import days_left, newest_closing
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.queue import Filter, View
from fbtui.domain.outcome import Done, Outcome
from fbtui.domain.sync.fetch import REPORT_WORDS, Fetch
from fbtui.domain.sync.product import ProductTrouble
from fbtui.domain.times import format_span, timestamp
from fbtui.domain.watch.digest import (
    Digest,
    Section,
    feedback_line,
    fell,
    headline,
    metric_line,
    product_line,
    section,
    window_line,
)
from fbtui.domain.watch.settings import Watch
from fbtui.services.context import Context, as_outcome
from fbtui.services.health.board import Board
from fbtui.services.health.health import Health
from fbtui.store.alerts import alerts
from fbtui.store.feedback.queue_rows import rank
from fbtui.store.sync import fetches, products
from fbtui.store.watch import sent_alerts
from fbtui.store.watch import since as news
from fbtui.terminal.cleaned import clean

_LINES = 10  # lines per section; the rest is counted
_FEEDBACK = 5  # the same, of feedback: a digest is no queue
_MANY = 200  # rows read for a section
_TRIES = 3  # failed tries after which a report is in trouble, although it is retried
_DIGEST = "digest"  # stands among the rules of what has been sent
FORMATS = ("txt", "md", "html")


class Digests:
    """Reads the desk for the digest and the alerts."""

    def __init__(self, context: Context, watch: Watch) -> None:
        self._context, self.watch = context, watch

    def digest(self, since: datetime, now: datetime) -> Digest:
        """Everything since a moment. Raises RefusedInput for a mistake in the targets file.

        `now` was read before the desk: the next digest counts from it and misses nothing.
        """
        board = Health(self._context).board()
        sections = (
            *self._came(since),
            *self._overdue(),
            *self._closing(),
            *self._stats(board, since),
            *self._answers(since),
            *self._products(),
            *self._fetches(),
            *self._calls(),
        )
        return Digest(since, now, headline(sections), sections)

    def written(self, digest: Digest, format: str, title: str = "Digest") -> str:
        """The digest as txt, md or html."""
        from fbtui.export.reports import render  # jinja is slow to import and seldom needed

        values = {
            "title": title,
            "made_at": _moment(digest.made_at),
            "since": _moment(digest.since),
            "agent": self._context.agent,
            "headline": digest.headline,
            "sections": [
                {
                    "title": f"{each.title} ({each.many:,})",
                    "lines": list(each.lines),
                    "more": f"… and {each.more:,} more" if each.more else "",
                    "whole": each.whole,
                }
                for each in digest.sections
            ],
        }
        return render("digest", format, values, clean)

    def last(self) -> datetime | None:
        """When the last digest went out that counted from the one before."""
        sent = sent_alerts.sent_alerts(self._context.database.reading, _DIGEST)
        return datetime.fromisoformat(max(sent)) if sent else None

    @as_outcome
    def remember(self, digest: Digest) -> Outcome:
        """The next digest counts from this one."""
        with self._context.database.writing() as connection:
            about = timestamp(digest.made_at)
            sent_alerts.mark_as_sent(connection, [(_DIGEST, about)], digest.made_at)
        return Done("The next digest counts from this one.")

    def closing(self) -> list[tuple[Feedback, int]]:
        """Feedback waiting for a removal request whose window closes soon, with the days left."""
        limits, today = self._context.limits, self._context.clock().date()
        latest = newest_closing(today, limits.removal_window_days, self.watch.window_days)
        view = View(filter=Filter(step="removal", window="removal", until=latest), sort="window")
        found = rank(self._context.database.reading, view, self._context.viewpoint).window(0, _MANY)
        return [(each, days_left(each.date, today, limits.removal_window_days)) for each in found]

    def products(self) -> list[ProductTrouble]:
        context = self._context
        return products.in_trouble(
            context.database.reading, context.trouble, context.clock().date()
        )

    def fetches(self) -> list[Fetch]:
        """Reports that wait for a person, were refused, failed, or keep failing."""
        return [
            each
            for each in fetches.latest_of_all(self._context.database.reading)
            if each.needs_person
            or each.state in ("failed", "refused")
            or (each.is_under_way and each.attempts >= _TRIES)
        ]

    def _came(self, since: datetime) -> list[Section]:
        now, connection = self._context.clock(), self._context.database.reading
        places: dict[str, dict[int, int]] = defaultdict(dict)
        for each in news.came(connection, since):
            places[f"{each.account} {each.marketplace}".strip()][each.stars] = each.many
        lines = [
            f"{place}: " + ", ".join(f"{stars}★ {many:,}" for stars, many in sorted(counts.items()))
            for place, counts in places.items()
        ]
        many = sum(sum(counts.values()) for counts in places.values())
        few = sum(counts.get(1, 0) + counts.get(2, 0) for counts in places.values())
        lines.append(self._before(since))
        lines += [feedback_line(each, now) for each in news.poor(connection, since, 2, _MANY)]
        shown = len(places) + 1 + _FEEDBACK
        new = f"new, {few:,} of 1-2★" if few else "new"
        return section("came", "New", lines, many, shown, new, new, "fbtui list --stars 1,2")

    def _before(self, since: datetime) -> str:
        """What came in as long a time before, to compare with."""
        span = self._context.clock() - since
        found = news.came(self._context.database.reading, since - span, since)
        many, few = (sum(x.many for x in found if x.stars <= stars) for stars in (5, 2))
        return f"In the {format_span(span.total_seconds())} before: {many:,} new, {few:,} of 1-2★"

    def _overdue(self) -> list[Section]:
        context, now = self._context, self._context.clock()
        view = View(filter=Filter(overdue=True), sort="due")
        ranks = rank(context.database.reading, view, context.viewpoint)
        lines = [feedback_line(each, now) for each in ranks.window(0, _FEEDBACK)]
        return [
            each._replace(more=ranks.total - len(each.lines))
            for each in section(
                *("overdue", "Overdue", lines, ranks.total, _FEEDBACK, "overdue", "overdue"),
                whole="fbtui list --overdue",
            )
        ]

    def _closing(self) -> list[Section]:
        now, found = self._context.clock(), self.closing()
        lines = [window_line(each, left, now) for each, left in found]
        return section(
            *("closing", "Removal windows closing", lines, len(found), _LINES),
            *("removal window closes", "removal windows close"),
            whole="fbtui list --step removal --sort window",
        )

    def _stats(self, board: Board, since: datetime) -> list[Section]:
        down = [line for line in board.low() if fell(line, since.date())]
        still = [line for line in board.low() if line not in down]
        fallen, low = ([metric_line(line) for line in lines] for lines in (down, still))
        return [
            *section(
                "fell", "Stats that fell", fallen, len(down), _LINES, "stat fell", "stats fell"
            ),
            *section("low", "Stats still low", low, len(still), _LINES, "still low", "still low"),
        ]

    def _answers(self, since: datetime) -> list[Section]:
        """The declined first: somebody decides what comes next."""
        found = news.answers(self._context.database.reading, since)
        found.sort(key=lambda each: each.decision != "declined")
        lines = [
            f"{each.decision}: {each.order_id} {each.account} {each.marketplace}, "
            f"{each.ground.replace('_', ' ')}, recorded by {each.agent}"
            for each in found
        ]
        declined = sum(each.decision == "declined" for each in found)
        among = f", {declined:,} declined" if declined else ""
        return section(
            *("answers", "Amazon's answers", lines, len(found), _LINES),
            *(f"answer from Amazon{among}", f"answers from Amazon{among}"),
            whole="fbtui case list",
        )

    def _products(self) -> list[Section]:
        found = self.products()
        lines = [product_line(each, self._context.trouble.days) for each in found]
        return section(
            *("products", "Products in trouble", lines, len(found), _LINES),
            *("product in trouble", "products in trouble"),
        )

    def _fetches(self) -> list[Section]:
        found = self.fetches()
        lines = [fetch_line(each) for each in found]
        return section(
            *("fetches", "Reports not fetched", lines, len(found), _LINES),
            *("report not fetched", "reports not fetched"),
        )

    def _calls(self) -> list[Section]:
        """E-mails and notifications that need a person."""
        unread, unsettled = alerts(self._context.database.reading)
        lines = []
        if unsettled:
            what = "e-mail" if unsettled == 1 else "e-mails"
            lines.append(f"{unsettled:,} {what} failed or of unknown fate: fbtui outbox")
        if unread:
            what = "notification" if unread == 1 else "notifications"
            lines.append(f"{unread:,} {what} of Amazon unread: fbtui health notifications")
        return section(
            *("calls", "Waiting for a person", lines, unsettled + unread, _LINES),
            *("waits for a person", "wait for a person"),
        )


def fetch_line(each: Fetch) -> str:
    place = f"{each.account} {each.marketplace}"
    return f"{REPORT_WORDS[each.kind]}, {place}: {each.said}"


def _moment(moment: datetime) -> str:
    return timestamp(moment)[:16].replace("T", " ") + " UTC"
