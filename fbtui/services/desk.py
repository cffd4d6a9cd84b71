"""The desk: all services on one database. This is the only place that wires them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fbtui.config import Shop
from fbtui.domain.outcome import Outcome
from fbtui.domain.queue import View
from fbtui.domain.rules import Limits
from fbtui.export.snapshot import Format
from fbtui.services.attachments import Attachments
from fbtui.services.inbox import Head, Inbox
from fbtui.services.letters import Letters
from fbtui.services.rating import Rating
from fbtui.services.seat import Seat
from fbtui.services.snapshots import Snapshots
from fbtui.services.templates import Templates
from fbtui.services.timeline import Timeline
from fbtui.services.triage import Triage
from fbtui.services.undo import Undo
from fbtui.store.database import Database

if TYPE_CHECKING:
    from fbtui.services.intake import Intake


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything an agent can do, for the rooms and the command line alike."""

    seat: Seat
    inbox: Inbox
    triage: Triage
    undo: Undo
    letters: Letters
    attachments: Attachments
    templates: Templates
    timeline: Timeline
    rating: Rating
    snapshots: Snapshots

    def intake(self) -> Intake:
        """An intake for the calling thread, with a connection of its own."""
        from fbtui.services.intake import Intake  # its readers are slow to import and seldom needed

        return Intake(self.seat.beside())

    def figures(self) -> tuple[str, Head]:
        """The rating in words and the counts above the list, for any thread."""
        seat = self.seat.beside()
        try:
            table = Rating(seat).table()
            return f"★ {table.rating} ({table.rated:,})", Inbox(seat).head()
        finally:
            seat.database.close()

    def write_snapshot(self, view: View, format: Format, path: Path) -> Outcome:
        """Write a view to a file, from any thread."""
        seat = self.seat.beside()
        try:
            return Snapshots(seat).write(view, format, path)
        finally:
            seat.database.close()

    def close(self) -> None:
        self.seat.database.close()


def open_desk(
    path: Path,
    agent: str,
    *,
    limits: Limits | None = None,
    shops: tuple[Shop, ...] = (),
    read_only: bool = False,
    clock: Callable[[], datetime] = utc_now,
    patience: float = 2.0,
) -> Desk:
    """Open or make the desk at `path`. Raises RefusedInput with one sentence when it cannot be used."""
    database = Database(path, read_only=read_only, patience=patience)
    seat = Seat(database, agent, clock, limits or Limits(), shops)  # type: ignore[call-arg]
    return Desk(
        seat=seat,
        inbox=Inbox(seat),
        triage=Triage(seat),
        undo=Undo(seat),
        letters=Letters(seat),
        attachments=Attachments(seat),
        templates=Templates(seat),
        timeline=Timeline(seat),
        rating=Rating(seat),
        snapshots=Snapshots(seat),
    )
