"""The keys of a screen as Textual wants them; what they are is declared in `data/keys.toml` alone."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from fbtui.keys import of_room

_ALL = "*"
_OF_TEXTUAL = ("app.", "screen.")


def bindings(room: str, *, first: str = "") -> list[BindingType]:
    """The bindings of a room. `first`: the key of that name, or "*" for all, goes before the focused
    widget: for rooms where text is typed, and for a key behind which text is typed at once.
    """
    return [
        Binding(
            key.keys,
            textual_action(key.action),
            key.words,
            show=key.footer,
            tooltip=key.tooltip,
            id=key.id,
            priority=first in (_ALL, key.name),
        )
        for key in of_room(room)
    ]


def textual_action(action: str) -> str:
    """`letters.write('reply')`, a deed of the part `letters`, is `do('letters.write', ('reply',))`."""
    name, bracket, given = action.partition("(")
    if "." not in name or action.startswith(_OF_TEXTUAL):
        return action
    return f"do('{name}', ({given.removesuffix(')')},))" if bracket else f"do('{name}')"
