"""Account health: the board, its readings, and what if feedback were struck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from fbtui.config import own_targets
from fbtui.domain.cases.window import first_open_day
from fbtui.domain.feedback.feedback import DEFAULT_ACCOUNT, Feedback
from fbtui.domain.health import board as rules
from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.by_hand import parse_typed_reading
from fbtui.domain.health.metric import Metric
from fbtui.domain.health.naming import metric_called
from fbtui.domain.health.targets import Targets
from fbtui.domain.health.vocabulary import Standing, Unit
from fbtui.domain.health.what_if import WhatIf, if_struck
from fbtui.domain.marketplaces import MARKETPLACES
from fbtui.domain.marketplaces import marketplace as marketplace_of
from fbtui.domain.outcome import Done, Outcome, Refused, RefusedInput
from fbtui.intake.targets_file import load_targets
from fbtui.services.context import Context, as_outcome, why_not_there
from fbtui.services.health.board import Board, codes_of, known_places, read_board
from fbtui.services.health.document import FORMATS, board_text, format_of_board
from fbtui.services.health.escalations import Escalations
from fbtui.services.health.notices import Notices
from fbtui.store import log
from fbtui.store.feedback import feedback as rows
from fbtui.store.feedback import page_totals
from fbtui.store.health import metric_feedback, readings
from fbtui.store.health.readings import StoredReading


@dataclass(frozen=True, slots=True)
class Detail:
    """One metric in full: its rows and its parts', every window, and the feedback behind it."""

    line: MetricRow
    lines: tuple[MetricRow, ...]
    kept: tuple[StoredReading, ...]
    behind: tuple[Feedback, ...]


class Health:
    """Reads the board; takes readings by hand. Notices and escalations have their own services."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._targets: Targets | None = None
        self.notices = Notices(context)
        self.escalations = Escalations(context)

    @property
    def targets(self) -> Targets:
        """The targets; the user's own replace shipped ones. Raises RefusedInput for a mistake in them."""
        if self._targets is None:
            self._targets = load_targets(*own_targets())
        return self._targets

    def board(self, account: str = "", marketplace: str = "", *, retired: bool = False) -> Board:
        """The board of one account and marketplace, or of all if both are "".

        `retired` includes metrics that Amazon has retired, even without a reading.
        """
        return read_board(self._context, self.targets, account, marketplace, retired=retired)

    def accounts(self) -> list[str]:
        """The accounts of this desk: from readings, feedback, or the configuration."""
        return list(dict.fromkeys(name for name, _ in known_places(self._context)))

    def known_places(self) -> list[tuple[str, str]]:
        """The accounts of this desk with their marketplaces, read or not."""
        return known_places(self._context)

    def places(self) -> list[tuple[str, str]]:
        """The accounts and marketplaces with readings."""
        return readings.places(self._context.database.reading)

    def metric(self, typed: str) -> Metric | Refused:
        """The metric an agent means, or a question about which one."""
        return metric_called(self.targets, typed)

    def detail(self, line: MetricRow, lines: Sequence[MetricRow]) -> Detail:
        """A metric with its parts in all windows (from the board's `lines`), all its readings,
        and the feedback behind it."""
        connection, reading = self._context.database.reading, line.reading
        place = (reading.account, reading.marketplace)
        family = {line.metric.name, *(m.name for m in self.targets.parts_of(line.metric.name))}
        return Detail(
            line=line,
            lines=tuple(
                one
                for one in lines
                if one.metric.name in family
                and (one.reading.account, one.reading.marketplace) == place
            ),
            kept=tuple(readings.of_metric(connection, *place, line.metric.name)),
            behind=tuple(self.escalations.behind(line)),
        )

    @as_outcome
    def enter(
        self, metric: str, figure: str, *, new_account: bool = False, **where: str
    ) -> Outcome:
        """Store a typed reading: `2/7890`, `0.03%`, `N/A`, `9 hours 40 minutes`.

        `where`: fulfilment, window, day, account, marketplace; each may be "". If the desk has accounts,
        an unknown one is queried unless `new_account`.
        """
        context, now = self._context, self._context.clock()
        known = self.metric(metric)
        if isinstance(known, Refused):
            return known
        where["account"] = account_meant(where.get("account", ""), self.accounts(), new=new_account)
        known_codes = codes_of(where["account"], self.known_places())
        where["marketplace"] = marketplace_meant(where.get("marketplace", ""), known_codes)
        reading = parse_typed_reading(known, figure, now.date(), **where)
        if isinstance(reading, Refused):
            return reading
        with context.database.writing() as connection:
            group = log.begin_group(connection, now, context.agent, "reading", undoable=True)
            number = readings.add(connection, reading, now, context.agent)
            after: dict[str, Any] = {"reading": number, "metric": known.label}
            log.record(connection, group, now, context.agent, "reading", None, {}, after)
        verdict = rules.assess(reading, known, self.targets)
        share = (
            f"{verdict.display} {verdict.of_total}"
            if reading.denominator is None
            else verdict.display
        )
        unheard = known.unit is Unit.STATUS and verdict.standing is Standing.NO_DATA
        word = "an unknown word, so no verdict" if unheard else verdict.standing
        judged = "" if verdict.standing is Standing.NO_TARGET else f", {word}"
        return Done(f"{known.label}: {share.strip()}{judged}.")

    def might_be_struck(self, account: str = "") -> list[Feedback]:
        """Feedback of 1-3 stars whose removal may still be, or has been, requested: open cases first."""
        today = self._context.clock().date()
        since = first_open_day(today, self._context.limits.removal_window_days)
        return metric_feedback.might_be_struck(self._context.database.reading, since, account)

    def these(self, ids: Sequence[int]) -> list[Feedback]:
        """Feedback by id, as marked elsewhere."""
        return metric_feedback.these(self._context.database.reading, list(ids))

    def what_if(
        self,
        struck: Sequence[Feedback],
        lines: Sequence[MetricRow],
        account: str = "",
        marketplace: str = "",
    ) -> WhatIf:
        """The order defect rate and star rating if all of `struck` were struck.

        `lines` are the board's rows of the same account and marketplace.
        """
        connection, today = self._context.database.reading, self._context.clock().date()
        place = {"account": account, "marketplace": marketplace}
        here = [
            each
            for each in struck
            if account in ("", each.account) and marketplace in ("", each.marketplace)
        ]
        by_day = [
            (date.fromisoformat(day), stars, count)
            for day, stars, count in connection.execute(rows.BY_DAY, place)
        ]
        year = page_totals.newest(connection, account, marketplace).get(365)
        page = (
            (year.rating, year.positive + year.neutral + year.negative)
            if year and year.rating
            else None
        )
        return if_struck(here, lines, self.targets, by_day, today, page)

    def write(self, board: Board, path: Path, *, over: bool = False, format: str = "") -> Outcome:
        """Write the board as csv, json, md or html (default: by the ending), all or nothing."""
        from fbtui.export.files import whole_file

        format = format or format_of_board(path) or ""
        if format not in FORMATS.values():
            return Refused(f"The ending of {path.name} names no format: .csv .json .md .html.")
        if why := why_not_there(self._context, path):
            return Refused(why)
        try:
            with whole_file(path, over) as file:
                text = board_text(board, format, self._context.agent)
                file.write(text.encode("utf-8", "replace"))
        except RefusedInput as why_not:
            return Refused(str(why_not))
        many = len(board.lines)
        return Done(f"{many} line{'s' * (many != 1)} written to {path}.")

    @as_outcome
    def reread_targets(self) -> Outcome:
        """Read the targets again after an edit; after a mistake the previous ones stay in use."""
        self._targets = load_targets(*own_targets())
        return Done("Read again.")


def page_link(marketplace: str) -> str:
    """The link to the Account Health page in Seller Central."""
    known = MARKETPLACES.get(marketplace)
    domain = known.domain if known else "amazon.com"
    return f"https://sellercentral.{domain}/performance/dashboard"


def account_meant(typed: str, known: Sequence[str], *, new: bool = False) -> str:
    """The account meant by `typed`; "" means the only one there is.

    Raises RefusedInput with a question if there are several, or if `typed` is unknown and not `new`.
    """
    typed, named = typed.strip(), ", ".join(known)
    if typed in known or (typed and (new or not known)):
        return typed
    if not typed and len(known) < 2:
        return known[0] if known else DEFAULT_ACCOUNT
    if not typed:
        raise RefusedInput(f"Which account? Known are: {named}.")
    alike = next((each for each in known if each.casefold() == typed.casefold()), None)
    near = alike or next(iter(get_close_matches(typed, known, 1)), "")
    hint = f"; did you mean {near}?" if near else "."
    raise RefusedInput(
        f"There is no account {typed} on this desk{hint} Known are: {named}. "
        "--new-account (in the form: Enter again) begins a new one."
    )


def marketplace_meant(typed: str, codes: Sequence[str]) -> str:
    """The marketplace meant by `typed`; "" means the only one the account sells in, or none is known.

    Raises RefusedInput with a question if there are several.
    """
    if typed.strip():
        return marketplace_of(typed).code
    if len(codes) > 1:
        raise RefusedInput(f"Which marketplace? The account sells in {', '.join(codes)}.")
    return codes[0] if codes else ""
