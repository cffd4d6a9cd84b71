"""The keys of a room as Textual wants them; what they are is declared in fbtui.keys alone."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from fbtui.keys import of_room, shown


def bindings(room: str, *, priority: bool = False) -> list[BindingType]:
    """The bindings of a room. `priority`: before the focused widget, for rooms where text is typed."""
    return [
        Binding(
            key.keys,
            key.action,
            key.words,
            show=key.footer,
            key_display=shown(key.keys).split()[0],
            tooltip=key.tooltip,
            id=key.id,
            priority=priority,
        )
        for key in of_room(room)
    ]
