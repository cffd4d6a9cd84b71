"""The board of account health, read at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fbtui.domain.health import board as rules
from fbtui.domain.health.account_boards import Place, PlaceBoard, by_place
from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.escalation import Escalation, escalation_in_words
from fbtui.domain.health.metric import Metric
from fbtui.domain.health.targets import Targets
from fbtui.domain.health.vocabulary import Standing, Tile
from fbtui.services.context import Context
from fbtui.store.alerts import alerts
from fbtui.store.feedback import feedback as rows
from fbtui.store.health import health_log, readings


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows."""

    today: date
    groups: tuple[PlaceBoard, ...]  # worst first, places never read last
    not_read: tuple[Metric, ...]  # shown without a reading anywhere
    not_understood: tuple[tuple[str, str], ...]  # (path, value) of the latest report
    escalations: tuple[Escalation, ...]
    unread: int
    places: tuple[Place, ...]

    @property
    def lines(self) -> tuple[MetricRow, ...]:
        """All rows: by place, by tile, worst first."""
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def is_empty(self) -> bool:
        return all(group.is_missing for group in self.groups)

    def on(self, tile: Tile) -> list[MetricRow]:
        return [line for line in self.lines if line.metric.tile is tile]

    def standing(self, tile: Tile) -> Standing:
        return rules.tile_standing(self.lines, tile)

    def low(self) -> list[MetricRow]:
        return rules.low_stats(self.lines)

    def group_of(self, line: MetricRow) -> PlaceBoard:
        """The place of a row on this board."""
        place = (line.reading.account, line.reading.marketplace)
        return next(group for group in self.groups if group.place == place)

    def is_stale(self, line: MetricRow) -> bool:
        return self.group_of(line).is_stale(line)

    def stale(self) -> list[MetricRow]:
        """Rows with outdated readings."""
        return [line for group in self.groups for line in group.stale()]

    def missing(self) -> list[PlaceBoard]:
        """Accounts on this desk without any reading."""
        return [group for group in self.groups if group.is_missing]

    def escalation_in_words(self, line: MetricRow) -> str:
        """Whether a low stat was reported, and how it developed."""
        return escalation_in_words(line, self.escalations)


def known_places(context: Context) -> list[Place]:
    """The accounts of this desk: from readings, feedback, or the configuration."""
    connection = context.database.reading
    found = dict.fromkeys(readings.places(connection))
    found |= dict.fromkeys(connection.execute(rows.ACCOUNTS))
    for shop in context.shops:
        found |= dict.fromkeys((shop.name, code) for code in shop.marketplaces or ("",))
    return sorted(found)


def codes_of(account: str, known: list[Place]) -> list[str]:
    """The marketplaces an account is known to sell in."""
    return list(dict.fromkeys(code for name, code in known if name == account and code))


def read_board(
    context: Context,
    targets: Targets,
    account: str = "",
    marketplace: str = "",
    *,
    retired: bool = False,
) -> Board:
    """The board of one account and marketplace, or of all if both are ""."""
    connection, today = context.database.reading, context.clock().date()
    kept = readings.latest(connection, account)
    here = [each for each in kept if marketplace in ("", each.marketplace)]
    found = rules.still_stated(rules.metric_rows(targets, here))
    known = [
        (name, code)
        for name, code in known_places(context)
        if account in ("", name) and (not marketplace or code in ("", marketplace))
    ]
    limit = context.limits.reading_days
    return Board(
        today=today,
        groups=by_place(targets, found, known, today, limit, retired=retired),
        not_read=tuple(rules.not_read(targets, found, today, retired=retired)),
        not_understood=tuple(readings.not_understood(connection, account)),
        escalations=tuple(health_log.escalations(connection, account)),
        unread=alerts(connection).unread,
        places=tuple(readings.places(connection)),
    )
