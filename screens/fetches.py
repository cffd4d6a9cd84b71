"""Fetching Amazon's reports from any room, while the agents work on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.worker import WorkType, get_current_worker

from fbtui.domain.outcome import Outcome, Refused
from fbtui.services.desk import Desk
from fbtui.terminal.apart import apart
from fbtui.terminal.cleaned import clean, clean_line
from screens.parts.room_bar import FETCHING, is_fetching
from screens.room import Room

if TYPE_CHECKING:
    from fbtui.domain.sync.fetch import Fetch

_WAIT = 180.0  # seconds: Amazon makes most reports within them; a later run goes on with the rest


class Fetches:
    """Starts a run in the App, so that it goes on when the room is left. Progress shows in every room."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk

    def fetch(self) -> None:
        """Fetch what is due, or say why not."""
        app = self._room.app
        if is_fetching(app):
            self._room.say("Fetching already; go on working.")
        elif why := self._desk.sync.why_not_planned():
            self._room.say(Refused(why))
        else:
            run: WorkType[None] = partial(_run, app, self._desk)
            app.run_worker(run, group=FETCHING)
            self._room.say("Fetching what is due; go on working.")
            self._room.bar.tell("")


async def _run(app: App[Any], desk: Desk) -> None:
    from fbtui.services.sync.wording import (
        progress_words,  # like the readers: not for the first frame
    )

    worker = get_current_worker()

    def tell(each: Fetch) -> None:
        app.call_later(_show, app, progress_words(each))

    ended = await apart(partial(desk.fetch, tell, wait=_WAIT, stop=lambda: worker.is_cancelled))
    app.call_later(_end, app, desk, ended)  # when this run no longer counts as under way


def _show(app: App[Any], words: str) -> None:
    """Show progress in the bar of the room on top: the status line is for what the agent does."""
    if isinstance(app.screen, Room):
        app.screen.bar.tell(clean_line(words))


def _end(app: App[Any], desk: Desk, ended: Outcome) -> None:
    """Show what came; comments that came are read, and a covered room rereads when it is on top again."""
    desk.reading.start()
    screen = app.screen
    if isinstance(screen, Room):
        screen.reload()
        screen.say(ended if isinstance(ended, Refused) else ended.message)
        screen.bar.tell("")
    elif isinstance(ended, Refused):
        app.notify(clean(ended.why), severity="warning", markup=False)
    else:
        app.notify(clean(ended.message), markup=False)
