"""Every key of the workstation, from `data/keys.toml`; for the key line, palette, help, keymaps and docs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fbtui.assets import DATA
from fbtui.key_names import character_named, spelt, why_no_key


class Key(NamedTuple):
    """One act and its keys. Keymaps use `name`; footer and palette show `words`; the palette also
    finds it by `synonyms`.
    """

    room: str
    name: str
    keys: str
    action: str
    words: str
    tooltip: str
    footer: bool = False
    synonyms: str = ""

    @property
    def id(self) -> str:
        return f"{self.room}.{self.name}"


def _declared() -> Iterator[Key]:
    synonyms = tomllib.loads((DATA / "synonyms.toml").read_text(encoding="utf-8"))
    for room, acts in tomllib.loads((DATA / "keys.toml").read_text(encoding="utf-8")).items():
        for name, (keys, action, words, tooltip, *shown) in acts.items():
            also = synonyms.get(f"{room}.{name}", "")
            yield Key(room, name, keys, action, words, tooltip, bool(shown), also)


KEYS = tuple(_declared())

ROOMS: dict[str, str] = {
    "app": "Everywhere",
    "list": "Moving in a list",
    "queue": "Queue",
    "macro": "Your macros",
    "health": "Health",
    "by_hand": "Reading by hand",
    "what_if": "What if",
    "cases": "Cases",
    "asking": "Removal request",
    "answering": "Amazon's answer",
    "composer": "Composer",
    "review": "Review",
    "picker": "Templates",
    "ask": "Question",
    "choose": "Menu",
    "palette": "Palette",
    "page": "Page",
    "take_in": "Import",
}

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

_SHOWN = {
    "escape": "Esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
}


def shown(keys: str) -> str:
    """Keys as a person reads them: `j ↓`, `Ctrl+R F10`, `?`."""
    return " ".join(_one(key) for key in keys.split(","))


def as_markdown(keymap: dict[str, str] | None = None) -> str:
    """The table for the docs: a row for each act, under the name of its room."""
    lines = ["| Key | Act | What it does | Name in a keymap |", "|---|---|---|---|"]
    for room, words in ROOMS.items():
        lines.append(f"| **{words}** | | | |")
        for key in of_room(room):
            keys = " ".join(
                f"`{name}`" for name in shown((keymap or {}).get(key.id, key.keys)).split()
            )
            lines.append(f"| {keys} | {key.words} | {key.tooltip} | `{key.id}` |")
    return "\n".join(lines) + "\n"


def of_room(room: str) -> list[Key]:
    return [key for key in KEYS if key.room == room]


def why_not(keymap: dict[str, str], macros: Mapping[str, str] | None = None) -> str | None:
    """What is wrong with a keymap or the keys of macros, in one sentence; None if nothing is.

    Textual silently ignores unknown names and lets one act take another's key; this reports both.
    """
    known = {key.id: key for key in KEYS}
    for name in keymap:
        if name not in known:
            return f"keymap: there is no act {name}; `fbtui keys` lists them."
    chosen = normal(keymap)
    for name, keys in chosen.items():
        for key in keys.split(","):
            if why := why_no_key(key):
                return f"keymap: {name}: {why}"
    macro_keys = {name: spelt(key) for name, key in (macros or {}).items()}
    for name, key in macro_keys.items():
        if why := why_no_key(key):
            return f"macros: {name}: {why}"
    return next(filter(None, (_clash(rooms, chosen, macro_keys) for rooms in _TOGETHER)), None)


def normal(keymap: dict[str, str]) -> dict[str, str]:
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


def _one(key: str) -> str:
    if key in _SHOWN:
        return _SHOWN[key]
    if key.startswith("ctrl+"):
        return "Ctrl+" + key.removeprefix("ctrl+").upper()
    if len(key) == 1:
        return key
    char = character_named(key)
    return char if char.isprintable() and char.strip() else key.capitalize()
