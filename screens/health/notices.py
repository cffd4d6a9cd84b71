"""Amazon's notifications, unread first: logs them and marks them as read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.terminal.cleaned import clean_line
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose

if TYPE_CHECKING:
    from screens.health.room import HealthScreen

_NEW = "+"
_WIDEST = 200  # characters of a line


class Notices:
    """The list of notifications. Each stays unread until somebody marks it."""

    def __init__(self, room: HealthScreen) -> None:
        self._room, self._log = room, room.desk.health.notices

    async def look(self) -> None:
        """Show the list, and again after each notification that was logged or marked."""
        chosen: str | None = ""
        hint = "Enter: read, or unread again · Esc leaves"
        while chosen is not None:
            unread, choices = self._choices()
            chosen = await self._room.ask(Choose("Notifications", choices, chosen, hint))
            if chosen == _NEW:
                await self._log_new()
            elif chosen is not None:
                self._room.acted(self._log.mark_read(int(chosen), read=chosen in unread))

    def _choices(self) -> tuple[set[str], list[tuple[str, str]]]:
        """The unread ones, and all as lines."""
        unread, choices = set(), [(_NEW, "Log a notification…")]
        for each in self._log.notifications(self._room.board.narrowed[0]):
            if each.read_at is None:
                unread.add(str(each.id))
            state = f"  read by {each.read_by}" if each.read_at else "● unread"
            about = f" [{each.metric}]" if each.metric else ""
            words = f"{state:18} {each.date}  {each.title}{about}"
            choices.append((str(each.id), clean_line(words, _WIDEST)))
        return unread, choices

    async def _log_new(self) -> None:
        room, today = self._room, str(self._room.desk.context.clock().date())
        title = await room.ask(Ask("What does it say?", "Action required: Your listing of…"))
        if not title:
            return
        day = await room.ask(Ask("Its day", "2026-11-20", today))
        if day is None:
            return
        current, known = room.board.metric, room.desk.health.targets.metric
        choices = [("", "none"), *((each.name, each.label) for each in known)]
        metric = await room.ask(
            Choose("About which metric?", choices, current.name if current else "")
        )
        if metric is not None:
            room.acted(self._log.notify(title, day=day, metric=metric, **room.board.place))
