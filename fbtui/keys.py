"""Every key of the workstation, from `data/keys.toml`: key line, palette, help, keymaps and documents use it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fbtui.assets import DATA
from fbtui.key_names import sign, spelt, why_no_key


class Key(NamedTuple):
    """One act and its keys. `name` is what a keymap calls it; `words` stand in footer and palette;
    `synonyms` are what people call it besides.
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

# The rooms whose keys are valid at the same time; a dialog lets no other keys through.
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
    """The table of the documents: one row an act, under the name of its room."""
    lines = ["| Key | Act | What it does | Name in a keymap |", "|---|---|---|---|"]
    for room, words in ROOMS.items():
        lines.append(f"| **{words}** | | | |")
        for key in of_room(room):
            keys = " ".join(
                f"`{each}`" for each in shown((keymap or {}).get(key.id, key.keys)).split()
            )
            lines.append(f"| {keys} | {key.words} | {key.tooltip} | `{key.id}` |")
    return "\n".join(lines) + "\n"


def of_room(room: str) -> list[Key]:
    return [key for key in KEYS if key.room == room]


def why_not(keymap: dict[str, str], macros: Mapping[str, str] | None = None) -> str | None:
    """What is wrong with a keymap, and the keys of macros, in one sentence; None when all can be used.

    Textual ignores unknown names and lets one act take another's key silently, so this must not.
    """
    known = {key.id: key for key in KEYS}
    for name in keymap:
        if name not in known:
            return f"keymap: there is no act {name}; `fbtui keys` lists them."
    chosen = normal(keymap)
    for name, keys in chosen.items():
        for each in keys.split(","):
            if why := why_no_key(each):
                return f"keymap: {name}: {why}"
    for name, key in (macros or {}).items():
        if why := why_no_key(spelt(key)):
            return f"macros: {name}: {why}"
    its_macros = {name: spelt(key) for name, key in (macros or {}).items()}
    return next(filter(None, (_clash(rooms, chosen, its_macros) for rooms in _TOGETHER)), None)


def normal(keymap: dict[str, str]) -> dict[str, str]:
    """The keymap in Textual's spelling: `? , f5` becomes `question_mark,f5`."""
    return {
        name: ",".join(spelt(key.strip()) for key in keys.split(","))
        for name, keys in keymap.items()
    }


def _clash(rooms: tuple[str, ...], keymap: dict[str, str], macros: Mapping[str, str]) -> str | None:
    """Two acts that want the same key where both are valid."""
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
    meant = sign(key)
    return meant if meant.isprintable() and meant.strip() else key.capitalize()
