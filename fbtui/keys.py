"""Every key of the workstation, from `data/keys.toml`; for the key line, palette, help, keymaps and docs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from fbtui.assets import DATA
from fbtui.key_names import character_named


class Key(NamedTuple):
    """One act and its keys. Keymaps use `name`; footer and palette show `words`."""

    room: str
    name: str
    keys: str
    action: str
    words: str
    tooltip: str
    footer: bool = False

    @property
    def id(self) -> str:
        return f"{self.room}.{self.name}"

    @property
    def synonyms(self) -> str:
        """Other words by which the palette finds the act."""
        return _synonyms().get(self.id, "")


@cache
def _synonyms() -> dict[str, str]:
    import tomllib  # not for the first frame

    return tomllib.loads((DATA / "synonyms.toml").read_text(encoding="utf-8"))


def _declared() -> Iterator[Key]:
    """The file keeps to one line for an act, so that it is read in a tenth of the time of other TOML."""
    room = ""
    for line in (DATA / "keys.toml").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            room = line.strip("[]")
        elif line and not line.startswith("#"):
            name, _, values = line.partition(" = ")
            keys, action, words, tooltip, *shown = json.loads(values)
            yield Key(room, name, keys, action, words, tooltip, bool(shown))


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


def _one(key: str) -> str:
    if key in _SHOWN:
        return _SHOWN[key]
    if key.startswith("ctrl+"):
        return "Ctrl+" + key.removeprefix("ctrl+").upper()
    if len(key) == 1:
        return key
    char = character_named(key)
    return char if char.isprintable() and char.strip() else key.capitalize()
