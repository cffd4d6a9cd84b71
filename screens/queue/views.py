"""Named views: the shipped ones with their counts, and the agent's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fbtui.domain.feedback.queue import SHIPPED_VIEWS, View
from fbtui.terminal.cleaned import clean_line
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose

if TYPE_CHECKING:
    from screens.queue.room import QueueScreen

_SHIPPED, _OWN, _SAVE, _FORGET = "!", "=", "+", "-"
_NAME, _COUNT = 26, 7  # cells


class Views:
    """The menu of views. A digit opens each shipped view; the cursor starts at the top."""

    def __init__(self, room: QueueScreen) -> None:
        self._room = room

    async def choose(self) -> None:
        room, inbox = self._room, self._room.desk.inbox
        named = inbox.named_views()
        counts = inbox.shipped_views()
        choices = [
            (f"{_SHIPPED}{name}", f"{name:{_NAME}}{count:>{_COUNT},}")
            for name, count in counts.items()
        ]
        choices += [(f"{_OWN}{name}", _described(name, view)) for name, view in named.items()]
        choices.append((_SAVE, "Save this view under a name…"))
        choices += [(_FORGET, "Forget one of yours…")] if named else []
        numbers = {f"{_SHIPPED}{name}": str(nth) for nth, name in enumerate(counts, 1)}
        chosen = await room.ask(Choose("Views", choices, letters=numbers))
        if chosen == _SAVE:
            await self._save(named)
        elif chosen == _FORGET:
            await self._forget(list(named))
        elif chosen:
            shipped = chosen[0] == _SHIPPED
            room.filter_bar.open_view((SHIPPED_VIEWS if shipped else named)[chosen[1:]])

    def search_everywhere(self) -> None:
        """Take every filter off, that on open ones too; what is searched for stays."""
        view = self._room.view
        self._room.filter_bar.open_view(view.changed(filter=view.filter.everywhere))

    def step_back(self) -> None:
        """Esc: leave the search, then remove a filter; never leave the queue."""
        if not self._room.filter_bar.leave_search():
            self._room.say("No filter is set; q leaves.")

    async def _save(self, named: Mapping[str, View]) -> None:
        """Save the view under a name; replace one of that name only after a question."""
        room = self._room
        name = (await room.ask(Ask("Save this view as")) or "").strip()
        if not name or (name in named and not await self._may_replace(name, named[name])):
            room.say("No view was saved.")
        else:
            room.say(room.desk.inbox.save_view(name, room.view))

    async def _may_replace(self, name: str, there: View) -> bool:
        choices = [("no", f"Leave it: {_shown(there)}")]
        choices += [("yes", f"Replace it: {_shown(self._room.view)}")]
        question = f"There is a view “{clean_line(name)}”"
        return await self._room.ask(Choose(question, choices)) == "yes"

    async def _forget(self, names: list[str]) -> None:
        choices = [(name, clean_line(name)) for name in names]
        name = await self._room.ask(Choose("Forget which view?", choices))
        if name is not None:
            self._room.say(self._room.desk.inbox.forget_view(name))


def _described(name: str, view: View) -> str:
    return f"{clean_line(name):{_NAME}} {_shown(view)}"


def _shown(view: View) -> str:
    return clean_line(f"{' · '.join(view.filter.chips())}, {view.sort}")
