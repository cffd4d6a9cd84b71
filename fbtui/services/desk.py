"""The desk: all services on one database. They are wired together only here."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fbtui.config import config_folder
from fbtui.domain.feedback.queue import View
from fbtui.domain.limits import Limits
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.domain.seller_central import SellerCentral
from fbtui.domain.sync.product import TroubleRule
from fbtui.services.context import Context
from fbtui.store.database import Database
from fbtui.store.intake import arrival
from fbtui.understanding.reader import Reading as Understanding
from fbtui.understanding.reader import reader_of
from fbtui.understanding.reader_process import ReaderBeside

if TYPE_CHECKING:
    from fbtui.config import Shop
    from fbtui.domain.cases.tracked_case import CaseView
    from fbtui.domain.letters.mail_server import MailServer
    from fbtui.domain.letters.sending import SendSummary
    from fbtui.domain.sync.application import Application
    from fbtui.domain.watch.settings import Watch
    from fbtui.export.snapshot import Format
    from fbtui.services.cases.cases import Cases
    from fbtui.services.cases.tracker import Tracker
    from fbtui.services.feedback.figures import Figures
    from fbtui.services.feedback.inbox import Inbox
    from fbtui.services.feedback.lanes import Lanes
    from fbtui.services.feedback.macros import Macros
    from fbtui.services.feedback.rating import Rating
    from fbtui.services.feedback.reading import Reading
    from fbtui.services.feedback.snapshots import Snapshots
    from fbtui.services.feedback.timeline import Timeline
    from fbtui.services.feedback.translation import Translation
    from fbtui.services.feedback.triage import Triage
    from fbtui.services.health.health import Health
    from fbtui.services.intake.intake import Intake
    from fbtui.services.letters.attachments import Attachments
    from fbtui.services.letters.letters import Letters
    from fbtui.services.letters.outbox import Outbox, Progress, Stop
    from fbtui.services.letters.templates import Templates
    from fbtui.services.purge import Purges
    from fbtui.services.sync.fetching import OnFetch
    from fbtui.services.sync.sync import Sync
    from fbtui.services.undo import Undo
    from fbtui.services.watch.watching import Watching


_SENDER_PATIENCE = 60.0  # seconds
# Services by name: the module in fbtui/services/, and the class.
_SERVICES = {
    "inbox": ("feedback.inbox", "Inbox"),
    "triage": ("feedback.triage", "Triage"),
    "lanes": ("feedback.lanes", "Lanes"),
    "macros": ("feedback.macros", "Macros"),
    "rating": ("feedback.rating", "Rating"),
    "reading": ("feedback.reading", "Reading"),
    "snapshots": ("feedback.snapshots", "Snapshots"),
    "timeline": ("feedback.timeline", "Timeline"),
    "undo": ("undo", "Undo"),
    "letters": ("letters.letters", "Letters"),
    "attachments": ("letters.attachments", "Attachments"),
    "templates": ("letters.templates", "Templates"),
    "cases": ("cases.cases", "Cases"),
    "tracker": ("cases.tracker", "Tracker"),
    "health": ("health.health", "Health"),
    "purges": ("purge", "Purges"),
}


def utc_now() -> datetime:
    return datetime.now(UTC)


class Desk:
    """Everything an agent can do, for the screens and the command line alike.

    A service is imported when it is first used: none is needed for all of the first frame.
    """

    inbox: Inbox
    triage: Triage
    lanes: Lanes
    macros: Macros
    rating: Rating
    reading: Reading
    snapshots: Snapshots
    timeline: Timeline
    undo: Undo
    letters: Letters
    attachments: Attachments
    templates: Templates
    cases: Cases
    tracker: Tracker
    health: Health
    purges: Purges

    def __init__(
        self,
        context: Context,
        smtp: MailServer | None = None,
        amazon: Application | None = None,
        watch: Watch | None = None,
        translate_command: str = "",
    ) -> None:
        self.context, self._smtp, self._amazon, self._watch = context, smtp, amazon, watch
        self.greeting: tuple[tuple[str, str], ...] = ()  # keys to try, and what they do
        self._translate_command = translate_command

    def __getattr__(self, name: str) -> Any:
        """The service of this name; asked only once."""
        if name not in _SERVICES:
            raise AttributeError(name)
        module, kind = _SERVICES[name]
        service = getattr(import_module(f"fbtui.services.{module}"), kind)(self.context)
        setattr(self, name, service)
        return service

    @cached_property
    def outbox(self) -> Outbox:
        from fbtui.services.letters.outbox import Outbox

        return Outbox(self.context, self.letters, self._smtp)

    @cached_property
    def translation(self) -> Translation:
        from fbtui.services.feedback.translation import Translation

        return Translation(self._translate_command)

    @cached_property
    def sync(self) -> Sync:
        from fbtui.services.sync.sync import Sync

        return Sync(self.context, self._amazon)

    @cached_property
    def watching(self) -> Watching:
        from fbtui.domain.watch.settings import Watch
        from fbtui.services.watch.watching import Watching

        watch = self._watch or Watch()  # type: ignore[call-arg]  # every field has its default
        return Watching(self.context, watch, self._smtp)

    @property
    def is_new(self) -> bool:
        """Whether the desk was created when it was opened."""
        return self.context.database.is_new

    @property
    def new_words(self) -> str:
        return f"A new desk was made at {self.context.database.path}."

    def intake(self) -> Intake:
        """An intake for the calling thread, with its own connection."""
        from fbtui.services.intake.intake import Intake

        return Intake(self.context.for_thread())

    def figures(self, account: str = "", marketplace: str = "") -> Figures:
        """The figures above every screen, for any thread."""
        from fbtui.services.feedback.figures import read_figures

        with self.for_thread() as own:
            fetched = own.sync.freshness(account, marketplace)
            return read_figures(own.context, account, marketplace, fetched)

    def route_again(
        self, progress: Callable[[int], None], stop: Callable[[], bool] = bool
    ) -> Outcome:
        """Route everything again if the playbook, model or examples have changed; for any thread.

        Comments read with other examples then wait to be read again (`reading.start`).
        """
        with self.for_thread() as own:
            if own.lanes.are_current():
                return Done("")
            if own.context.database.read_only:
                return Refused("The playbook has changed; a read-only desk is not routed again.")
            return own.lanes.route_all(progress, stop)

    def write_snapshot(
        self, view: View, format: Format, path: Path, *, over: bool = False
    ) -> Outcome:
        """Write a view to a file, from any thread."""
        with self.for_thread() as own:
            return own.snapshots.write(view, format, path, over=over)

    def write_cases(
        self, view: CaseView, format: Format, path: Path, *, over: bool = False
    ) -> Outcome:
        """Write a view of the tracker to a file, from any thread."""
        with self.for_thread() as own:
            return own.tracker.write(view, format, path, over=over)

    def send_mail(
        self, progress: Progress, *, at_once: bool = False, stop: Stop = lambda: False
    ) -> SendSummary | Refused:
        """Send the queued e-mails, from any thread; see Outbox.send_all."""
        with self.for_thread() as own:
            # The server's answer must be stored, however long someone's import takes.
            own.context.database.patience = _SENDER_PATIENCE
            return own.outbox.send_all(progress, at_once=at_once, stop=stop)

    def fetch(self, on_fetch: OnFetch, *, wait: float, stop: Stop) -> Outcome:
        """Fetch Amazon's reports that are due, from any thread; see Sync.run."""
        from fbtui.services.sync.wording import run_in_words

        with self.for_thread() as own:
            own.context.database.patience = _SENDER_PATIENCE
            return run_in_words(own.sync, own.context.clock, on_fetch, wait, stop)

    @contextmanager
    def for_thread(self) -> Iterator[Desk]:
        """This desk for the calling thread: a connection belongs to its thread."""
        context = self.context.for_thread()
        try:
            yield Desk(context, self._smtp, self._amazon, self._watch, self._translate_command)
        finally:
            context.database.close()

    def close(self) -> None:
        if "reading" in vars(self):
            self.reading.stop()
        if isinstance(self.context.reader, ReaderBeside):
            self.context.reader.forget()
        self.context.database.close()


def open_desk(
    path: Path,
    agent: str,
    *,
    limits: Limits | None = None,
    shops: tuple[Shop, ...] = (),
    smtp: MailServer | None = None,
    amazon: Application | None = None,
    watch: Watch | None = None,
    translate_command: str = "",
    read_only: bool = False,
    clock: Callable[[], datetime] = utc_now,
    patience: float = 2.0,
    reader: Understanding | None = None,
    seller_central: SellerCentral | None = None,
) -> Desk:
    """Open or create the desk at `path`. `reader` classifies texts (default: in this process).

    Raises RefusedInput with one sentence if it cannot be used.
    """
    database = Database(path, read_only=read_only, patience=patience)
    context = Context(
        *(database, agent, clock, limits or Limits(), shops),  # type: ignore[call-arg]
        reader=reader or reader_of(config_folder()),
        seller_central=seller_central or SellerCentral(),
        trouble=watch.trouble if watch else TroubleRule(),
    )
    with suppress(sqlite3.OperationalError):  # it is tried again at the next start
        if not read_only and arrival.is_any(database.reading):
            from fbtui.services.intake.taking import finish_arrival  # slow to import, seldom needed

            finish_arrival(context)
    return Desk(context, smtp, amazon, watch, translate_command)
