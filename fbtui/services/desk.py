"""The desk: all services on one database. This is the only place that wires them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fbtui.config import Shop
from fbtui.domain.mail_server import MailServer
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.domain.queue import View
from fbtui.domain.rules import Limits
from fbtui.domain.sending import Round
from fbtui.export.snapshot import Format
from fbtui.services.attachments import Attachments
from fbtui.services.cases import Cases
from fbtui.services.health import Health
from fbtui.services.inbox import Head, Inbox
from fbtui.services.lanes import Lanes
from fbtui.services.letters import Letters
from fbtui.services.outbox import Outbox, Progress, Stop, never
from fbtui.services.rating import Rating
from fbtui.services.seat import Seat
from fbtui.services.snapshots import Snapshots
from fbtui.services.templates import Templates
from fbtui.services.timeline import Timeline
from fbtui.services.tracker import Tracker
from fbtui.services.triage import Triage
from fbtui.services.undo import Undo
from fbtui.services.upkeep import Upkeep
from fbtui.store.database import Database

if TYPE_CHECKING:
    from fbtui.services.intake import Intake


_SENDER_PATIENCE = 60.0  # seconds


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
    outbox: Outbox
    attachments: Attachments
    templates: Templates
    timeline: Timeline
    lanes: Lanes
    rating: Rating
    snapshots: Snapshots
    upkeep: Upkeep
    health: Health
    cases: Cases
    tracker: Tracker

    @property
    def is_new(self) -> bool:
        """Whether opening it made it."""
        return self.seat.database.is_new

    @property
    def new_words(self) -> str:
        return f"A new desk was made at {self.seat.database.path}."

    def intake(self) -> Intake:
        """An intake for the calling thread, with a connection of its own."""
        from fbtui.services.intake import Intake  # its readers are slow to import and seldom needed

        return Intake(self.seat.beside())

    def figures(self, account: str = "", marketplace: str = "") -> tuple[str, Head]:
        """The rating in words and the counts above the list, for any thread."""
        seat = self.seat.beside()
        try:
            table = Rating(seat).table(account, marketplace)
            return f"★ {table.rating} ({table.rated:,})", Inbox(seat).head()
        finally:
            seat.database.close()

    def route_anew(self, progress: Callable[[int], None]) -> Outcome:
        """If the playbook or the lexicon has changed, route everything anew; for any thread."""
        seat = self.seat.beside()
        try:
            its_lanes = Lanes(seat)
            if its_lanes.are_current():
                return Done("")
            if seat.database.read_only:
                return Refused("The playbook has changed; a read-only desk is not routed anew.")
            return its_lanes.route_all(progress)
        finally:
            seat.database.close()

    def write_snapshot(self, view: View, format: Format, path: Path) -> Outcome:
        """Write a view to a file, from any thread."""
        seat = self.seat.beside()
        try:
            return Snapshots(seat).write(view, format, path)
        finally:
            seat.database.close()

    def send_mail(
        self, progress: Progress, *, at_once: bool = False, stop: Stop = never
    ) -> Round | Refused:
        """Send what is in the outbox, from any thread; see Outbox.send_all."""
        seat = self.seat.beside()
        # What the server answered must be written down, however long somebody's import takes.
        seat.database.patience = _SENDER_PATIENCE
        try:
            outbox = Outbox(seat, Letters(seat), self.outbox.server)
            return outbox.send_all(progress, at_once=at_once, stop=stop)
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
    smtp: MailServer | None = None,
    read_only: bool = False,
    clock: Callable[[], datetime] = utc_now,
    patience: float = 2.0,
) -> Desk:
    """Open or make the desk at `path`. Raises RefusedInput with one sentence when it cannot be used."""
    database = Database(path, read_only=read_only, patience=patience)
    seat = Seat(database, agent, clock, limits or Limits(), shops)  # type: ignore[call-arg]
    letters = Letters(seat)
    return Desk(
        seat=seat,
        inbox=Inbox(seat),
        triage=Triage(seat),
        undo=Undo(seat),
        letters=letters,
        outbox=Outbox(seat, letters, smtp),
        attachments=Attachments(seat),
        templates=Templates(seat),
        timeline=Timeline(seat),
        lanes=Lanes(seat),
        rating=Rating(seat),
        snapshots=Snapshots(seat),
        upkeep=Upkeep(seat),
        health=Health(seat),
        cases=Cases(seat),
        tracker=Tracker(seat),
    )
