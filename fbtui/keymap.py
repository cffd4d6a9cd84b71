"""An agent's own keys: checked against each other, and in Textual's spelling."""

from __future__ import annotations

from collections.abc import Mapping

from fbtui.key_names import spelt, why_no_key
from fbtui.keys import KEYS

# Rooms whose keys work at the same time; a dialog blocks all other keys.
_TOGETHER = (
    ("app", "queue", "list"),
    ("app", "health", "list"),
    ("app", "cases", "list"),
    ("app", "asking"),
    ("answering",),
    ("app", "composer"),
    ("app", "review"),
    ("picker",),
    ("ask",),
    ("choose",),
    ("palette",),
    ("page",),
    ("take_in",),
    ("by_hand",),
    ("what_if", "list"),
)


def why_unusable(keymap: dict[str, str], macros: Mapping[str, str] | None = None) -> str | None:
    """What is wrong with a keymap or the keys of macros, in one sentence; None if nothing is.

    Textual silently ignores unknown names and lets one act take another's key; this reports both.
    """
    known = {key.id: key for key in KEYS}
    for name in keymap:
        if name not in known:
            return f"keymap: there is no act {name}; `fbtui keys` lists them."
    chosen = textual_keymap(keymap)
    for name, keys in chosen.items():
        for key in keys.split(","):
            if why := why_no_key(key):
                return f"keymap: {name}: {why}"
    macro_keys = {name: spelt(key) for name, key in (macros or {}).items()}
    for name, key in macro_keys.items():
        if why := why_no_key(key):
            return f"macros: {name}: {why}"
    return next(filter(None, (_clash(rooms, chosen, macro_keys) for rooms in _TOGETHER)), None)


def textual_keymap(keymap: dict[str, str]) -> dict[str, str]:
    """The keymap in Textual's spelling: `? , f5` becomes `question_mark,f5`."""
    return {
        name: ",".join(spelt(key.strip()) for key in keys.split(","))
        for name, keys in keymap.items()
    }


def _clash(rooms: tuple[str, ...], keymap: dict[str, str], macros: Mapping[str, str]) -> str | None:
    """Two acts with the same key that are both valid in these rooms."""
    taken: dict[str, str] = {}
    for key in KEYS:
        if key.room in rooms:
            for each in keymap.get(key.id, key.keys).split(","):
                if (other := taken.setdefault(each, key.id)) != key.id:
                    return f"keymap: {each} is wanted by {other} and by {key.id}."
    for name, each in macros.items() if "queue" in rooms else ():
        if (other := taken.setdefault(each, f"the macro {name}")) != f"the macro {name}":
            return f"macros: {each} is wanted by {other} and by the macro {name}."
    return None
