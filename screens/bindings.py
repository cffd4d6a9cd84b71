"""The keys of a room as Textual wants them; what they are is declared in fbtui.keys alone."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from fbtui.keys import of_room

_ALL = "*"


def bindings(room: str, *, first: str = "") -> list[BindingType]:
    """The bindings of a room. `first`: the key of that name, or "*" for all, goes before the focused
    widget: for rooms where text is typed, and for a key behind which text is typed at once.
    """
    return [
        Binding(
            key.keys,
            key.action,
            key.words,
            show=key.footer,
            tooltip=key.tooltip,
            id=key.id,
            priority=first in (_ALL, key.name),
        )
        for key in of_room(room)
    ]
