"""Wires everything reported to people away from the desk."""

from __future__ import annotations

from fbtui.domain.letters.mail_server import MailServer
from fbtui.domain.outcome import Outcome
from fbtui.domain.watch.settings import Watch
from fbtui.services.context import Context
from fbtui.services.watch.alerts import Alerts
from fbtui.services.watch.delivery import Note, deliver_note
from fbtui.services.watch.digest import Digests
from fbtui.services.watch.team import Team


class Watching:
    """Digest, alerts and figures of one desk, and delivery to colleagues."""

    def __init__(self, context: Context, watch: Watch, smtp: MailServer | None) -> None:
        self._context, self._watch, self._smtp = context, watch, smtp
        self.digests = Digests(context, watch)
        self.alerts = Alerts(context, watch, self.digests)
        self.team = Team(context, self.digests)

    def deliver(self, note: Note) -> Outcome:
        """Tell colleagues as configured; waits for the network."""
        return deliver_note(self._context, self._watch, self._smtp, note)
