"""Views under a name: open, save, forget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.terminal.cleaned import clean_line
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose

if TYPE_CHECKING:
    from screens.queue.room import QueueScreen


class Views:
    """Each agent's own."""

    def __init__(self, room: QueueScreen) -> None:
        self._room = room

    async def choose(self) -> None:
        room, inbox = self._room, self._room.desk.inbox
        named = inbox.named_views()
        choices = [
            (f"={name}", f"{name}: {' · '.join(view.filter.chips())}, {view.sort}")
            for name, view in named.items()
        ]
        choices.append(("+", "Save this view under a name…"))
        choices += [(f"-{name}", f"forget “{name}”") for name in named]
        chosen = await room.ask(Choose("Views", [(key, clean_line(said)) for key, said in choices]))
        if chosen is None:
            return
        if chosen == "+":
            name = await room.ask(Ask("Save this view as"))
            room.say(inbox.save_view(name, room.view) if name else "")
        elif chosen.startswith("="):
            room.look(named[chosen[1:]])
        else:
            room.say(inbox.forget_view(chosen[1:]))
