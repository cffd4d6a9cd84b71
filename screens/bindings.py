"""Textual bindings for a screen, made from the keys declared in `data/keys.toml`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.binding import Binding, BindingType
from textual.screen import Screen

from fbtui.domain.feedback.macros import Macro
from fbtui.keymap import textual_keymap
from fbtui.keys import of_room, shown

_ALL = "*"
MACRO = "macro"  # the room in the names of macro bindings
_OF_TEXTUAL = ("app.", "screen.")


def bindings(room: str, *, first: str = "") -> list[BindingType]:
    """The bindings of a room. `first` names a key (or "*" for all) that takes priority over the focused
    widget: for rooms where text is typed, and for keys that are followed by typed text.
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


def bind_macros(screen: Screen[Any], macros: Iterable[Macro]) -> None:
    """Bind the keys of macros on a screen; `keys.why_not` has checked that they are free."""
    for macro in macros:
        if macro.key:
            key, action = (
                textual_keymap({"": macro.key})[""],
                f"do('macros.run', ({macro.name!r},))",
            )
            bound = Binding(
                key, action, macro.name, tooltip=macro.says, id=f"{MACRO}.{macro.name}", show=True
            )
            screen._bindings.key_to_bindings.setdefault(key, []).append(bound)


def key_of(screen: Screen[Any], act: str) -> str:
    """The key that does an act there now, as shown to people; "" if none does."""
    keys = (active.binding for active in screen.active_bindings.values())
    return next((shown(binding.key) for binding in keys if binding.id == act), "")


def keys_of(screen: Screen[Any], acts: Iterable[str]) -> set[str]:
    """The keys of these acts in the agent's keymap, even if they are not possible now."""
    wanted = set(acts)
    return {
        key
        for _, bound in screen._binding_chain
        for key, each in bound.key_to_bindings.items()
        if any(binding.id in wanted for binding in each)
    }


def textual_action(action: str) -> str:
    """`letters.write('reply')`, an act of the part `letters`, as `do('letters.write', ('reply',))`."""
    name, bracket, arguments = action.partition("(")
    if "." not in name or action.startswith(_OF_TEXTUAL):
        return action
    return f"do('{name}', ({arguments.removesuffix(')')},))" if bracket else f"do('{name}')"
