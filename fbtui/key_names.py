"""The names of keys, in a keymap and in Textual, and the keys that never reach a program."""

from __future__ import annotations

import re
import unicodedata

# Keys that a terminal sends as another key.
_SAME_BYTES = {
    "ctrl+i": "Tab",
    "ctrl+m": "Enter",
    "ctrl+h": "Backspace",
    "ctrl+left_square_bracket": "Escape",
    "ctrl+[": "Escape",
}
_NAMED = {
    *("enter", "tab", "space", "backspace", "delete", "insert", "escape"),
    *("home", "end", "pageup", "pagedown", "up", "down", "left", "right"),
}
# Characters that Textual names differently from Unicode.
_RENAMED = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}


def why_no_key(key: str) -> str | None:
    """Why a name in Textual's spelling is no usable key, in one sentence; None if it is one."""
    if not key:
        return "there is no key."
    if key in _SAME_BYTES:
        return f"{key} reaches no program: a terminal sends it as {_SAME_BYTES[key]}."
    plain = key.removeprefix("ctrl+").removeprefix("alt+").removeprefix("shift+")
    is_named = plain in _NAMED or re.fullmatch(r"f([1-9]|1\d|2[0-4])", plain)
    if (
        is_named
        or (len(plain) == 1 and (plain == key or not plain.isupper()))
        or character_named(plain)
    ):
        return None
    return f"{key} is no key; keys are named like a, G, ?, f5, ctrl+r, pagedown."


def spelt(key: str) -> str:
    """A key in Textual's spelling: `?` becomes `question_mark`."""
    if len(key) != 1 or key.isalnum():
        return key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return _RENAMED.get(name, name)


def character_named(name: str) -> str:
    """The character with this long name; "" if there is none."""
    long = {short: full for full, short in _RENAMED.items()}.get(name, name)
    less_than = long.replace("_than_", "-than ")
    for spelling in (long.replace("_", " "), long.replace("_", "-"), less_than):
        try:
            return unicodedata.lookup(spelling)
        except KeyError:
            continue
    return ""
